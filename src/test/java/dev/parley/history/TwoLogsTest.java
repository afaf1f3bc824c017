package dev.parley.history;

import static dev.parley.history.Logs.FAR_FUTURE;
import static dev.parley.history.Logs.all;
import static dev.parley.history.Logs.failure;
import static dev.parley.history.Logs.range;
import static dev.parley.history.Logs.result;
import static dev.parley.history.Logs.seqs;
import static dev.parley.history.Logs.together;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.history.MessageLog.Appended;
import dev.parley.history.MessageLog.Post;
import dev.parley.history.MessageLog.Retention;
import dev.parley.protocol.Member;
import dev.parley.protocol.Message;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes of a cluster, each with a log of its own, on one database. */
@SuppressWarnings("NullAway.Init") // JUnit calls open
class TwoLogsTest {

  private static final Member HOST = new Member("host", "Host");
  private static final List<String> ROOMS =
      IntStream.range(0, 6).mapToObj(i -> "room-" + i).toList();

  private final List<Listener> listeners = List.of(new Listener(), new Listener());
  private final List<MessageLog> logs = new ArrayList<>();
  private PostgresStore store;

  @BeforeEach
  void open() {
    store = new PostgresStore();
    for (Listener listener : listeners) {
      MessageLog log = store.open(Clock.systemUTC());
      log.subscribe(listener);
      logs.add(log);
    }
    ROOMS.forEach(roomId -> result(logs.get(0).create(roomId, HOST)));
  }

  @AfterEach
  void close() {
    logs.forEach(MessageLog::close);
    store.close();
  }

  @Test
  void togetherTheyCountWithoutGaps() {
    together(
        4,
        thread ->
            () ->
                IntStream.range(0, 500)
                    .mapToObj(i -> logs.get(thread % 2).append(said(thread, i)))
                    .toList()
                    .stream()
                    .map(Logs::result)
                    .toList());
    long count = 0;
    for (String roomId : ROOMS) {
      List<Message> all = all(logs.get(0), roomId);
      assertThat(seqs(all)).isEqualTo(range(1, all.size()));
      assertThat(all(logs.get(1), roomId)).isEqualTo(all);
      List<Message> told = new ArrayList<>();
      for (Listener listener : listeners) {
        assertThat(seqs(listener.told(roomId))).isSorted();
        told.addAll(listener.told(roomId));
      }
      assertThat(told).containsExactlyInAnyOrderElementsOf(all);
      count += all.size();
    }
    assertThat(count).isEqualTo(2000);
  }

  @Test
  void aPostThatIsRepeatedToTheOtherIsOneMessage() {
    List<List<Appended>> answers =
        together(
            4,
            thread ->
                () ->
                    IntStream.range(0, 300)
                        .mapToObj(i -> logs.get(thread % 2).append(said(7, i)))
                        .toList()
                        .stream()
                        .map(Logs::result)
                        .toList());
    for (int i = 0; i < 300; i++) {
      int post = i;
      List<Appended> same = answers.stream().map(each -> each.get(post)).toList();
      assertThat(same).extracting(Appended::message).containsOnly(same.get(0).message());
      assertThat(same).filteredOn(each -> !each.repeated()).hasSize(1);
    }
  }

  @Test
  void whateverElseTheyDoTheyDoNotStandInEachOthersWay() {
    List<List<CompletionStage<?>>> answers =
        together(
            6,
            thread ->
                () -> {
                  Random random = new Random(thread);
                  MessageLog log = logs.get(thread % 2);
                  List<CompletionStage<?>> asked = new ArrayList<>();
                  for (int i = 0; i < 1500; i++) {
                    asked.add(anything(log, random, thread, i));
                    if (i % 100 == 99) {
                      result(asked.get(i - 50));
                    }
                  }
                  return asked;
                });
    Set<String> failures = new HashSet<>();
    answers.stream()
        .flatMap(List::stream)
        .map(Logs::failure)
        .filter(each -> each != null)
        .forEach(each -> failures.add(String.valueOf(each)));
    assertThat(failures).isEmpty();
    for (String roomId : ROOMS) {
      List<Message> all = all(logs.get(0), roomId);
      assertThat(all).isNotEmpty();
      assertThat(seqs(all)).isEqualTo(range(all.get(0).seq(), all.get(0).seq() + all.size() - 1));
    }
  }

  @Test
  void whatOneForgetsNobodyFindsAndBothMayTrim() {
    for (int i = 0; i < 1500; i++) {
      var unused = logs.get(i % 2).append(new Post("room-1", HOST, "r" + i, "text"));
    }
    result(logs.get(0).forget("room-1", FAR_FUTURE));
    assertThat(result(logs.get(1).find("room-1"))).isEmpty();
    assertThat(failure(logs.get(1).append(said(1, 1)))).isInstanceOf(UnknownRoomException.class);
    together(2, i -> () -> failure(logs.get(i).trim(new Retention(Duration.ZERO, 5))) == null)
        .forEach(fine -> assertThat(fine).isTrue());
    assertThat(result(logs.get(1).create("room-1", HOST))).isPresent();
    assertThat(result(logs.get(0).find("room-1")).orElseThrow().head()).isZero();
  }

  private CompletionStage<?> anything(MessageLog log, Random random, int thread, int i) {
    List<String> rooms = new ArrayList<>(ROOMS);
    Collections.shuffle(rooms, random);
    return switch (random.nextInt(10)) {
      case 0 -> log.admit(rooms.get(0), new Member("client-" + thread + "-" + i, "C"));
      case 1 -> log.touch(rooms.subList(0, 4));
      case 2 -> log.remove(rooms.get(0), "client-" + thread + "-" + random.nextInt(1 + i));
      case 3 -> log.create(rooms.get(0), HOST);
      case 4 -> log.trim(new Retention(Duration.ZERO, 50));
      default -> log.append(new Post(rooms.get(0), new Member("c" + thread, "C"), "r" + i, "text"));
    };
  }

  private static Post said(int thread, int i) {
    return new Post(ROOMS.get(i % 6), new Member("c" + thread, "C"), "r" + i, "text " + i);
  }
}
