package dev.parley.room;

import static dev.parley.room.Rooms.ANN;
import static dev.parley.room.Rooms.BOB;
import static dev.parley.room.Rooms.EVE;
import static dev.parley.room.Rooms.accepted;
import static dev.parley.room.Rooms.socket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Member;
import dev.parley.protocol.Message;
import dev.parley.protocol.PlainDialect;
import dev.parley.room.Rooms.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomTest {

  private static final String EMOJI = "\uD83D\uDE00";

  private final Rooms rooms = new Rooms();

  // Said and heard

  @Test
  void aMemberHasOnlySoManySockets() {
    RoomManager manager = rooms.sockets(2).manager();
    String id = manager.create().id();
    assertThat(manager.join(id, socket(ANN).participant())).isPresent();
    assertThat(manager.join(id, socket(ANN).participant())).isPresent();
    assertThat(manager.join(id, socket(ANN).participant())).isEmpty();
    assertThat(manager.join(id, socket(BOB).participant())).isPresent();
  }

  @Test
  void aMessageReachesEveryOtherMemberAndNotItsSender() {
    Room room = rooms.manager().create();
    Socket ann = socket(ANN).in(room);
    Socket bob = socket(BOB).in(room);
    Socket eve = socket(EVE).in(room);
    Message message = accepted(room.post(ANN, "hi"));
    assertThat(ann.received()).isEmpty();
    assertThat(bob.received()).containsExactly(PlainDialect.encode(message).text());
    assertThat(eve.received()).isEqualTo(bob.received());
  }

  @Test
  void aMessageReachesEverySocketOfAnotherAndNoneOfItsSenders() {
    Room room = rooms.manager().create();
    Socket annsFirst = socket(ANN).in(room);
    Socket annsSecond = socket(ANN).in(room);
    Socket bobsFirst = socket(BOB).in(room);
    Socket bobsSecond = socket(BOB).in(room);
    room.post(ANN, "hi");
    assertThat(annsFirst.received()).isEmpty();
    assertThat(annsSecond.received()).isEmpty();
    assertThat(bobsFirst.received()).hasSize(1);
    assertThat(bobsSecond.received()).hasSize(1);
  }

  @Test
  void twoMembersOfOneNameAreTwo() {
    Room room = rooms.manager().create();
    Socket other = socket(new Member("c-ann-2", "Ann")).in(room);
    room.post(ANN, "hi");
    assertThat(other.received()).hasSize(1);
  }

  @Test
  void whatIsSaidInOneRoomIsNotHeardInAnother() {
    RoomManager manager = rooms.manager();
    Room here = manager.create();
    Room there = manager.create();
    Socket bob = socket(BOB).in(there);
    here.post(ANN, "hi");
    assertThat(bob.received()).isEmpty();
  }

  @Test
  void aMessageCarriesNumberAuthorTextAndWholeMilliseconds() {
    Room room = rooms.manager().create();
    assertThat(accepted(room.post(ANN, " hi\n ")))
        .isEqualTo(new Message(1, ANN, " hi\n ", Instant.parse("2026-11-22T12:00:00.123Z")));
  }

  @Test
  void messagesCountFromOneInEachRoomWhetherHeardOrNot() {
    RoomManager manager = rooms.manager();
    Room here = manager.create();
    Room there = manager.create();
    assertThat(accepted(here.post(ANN, "a")).seq()).isEqualTo(1);
    socket(BOB).in(here);
    assertThat(accepted(here.post(ANN, "b")).seq()).isEqualTo(2);
    assertThat(accepted(here.post(BOB, "c")).seq()).isEqualTo(3);
    assertThat(accepted(there.post(ANN, "d")).seq()).isEqualTo(1);
    assertThat(here.describe().head()).isEqualTo(3);
  }

  @Test
  void aMessageIsEncodedOnceForAll() {
    Room room = rooms.manager().create();
    Socket bob = socket(BOB).in(room);
    Socket eve = socket(EVE).in(room);
    room.post(ANN, "hi");
    assertThat(eve.received().get(0)).isSameAs(bob.received().get(0));
  }

  @Test
  void aPostWritesNothingItselfAndIsOneTaskForAll() {
    Queue<Runnable> tasks = new ArrayDeque<>();
    Room room = rooms.delivery(tasks::add).manager().create();
    Socket bob = socket(BOB).in(room);
    Socket eve = socket(EVE).in(room);
    room.post(ANN, "hi");
    room.post(ANN, "ho");
    assertThat(bob.received()).isEmpty();
    assertThat(tasks).hasSize(1);
    tasks.remove().run();
    assertThat(bob.received()).hasSize(2);
    assertThat(eve.received()).hasSize(2);
  }

  @Test
  void oneWhoseConnectionIsBrokenDoesNotDisturbTheOthers() {
    Room room = rooms.manager().create();
    Outbox broken =
        new Outbox(
            new Outbox.Limits(0, Duration.ZERO),
            (text, done) -> {
              throw new IllegalStateException("gone");
            },
            failure -> {},
            Runnable::run,
            System::nanoTime);
    new Socket(new Participant(BOB, broken), List.of()).in(room);
    Socket eve = socket(EVE).in(room);
    room.post(ANN, "hi");
    room.post(ANN, "ho");
    assertThat(eve.received()).hasSize(2);
  }

  @Test
  void oneWhoDoesNotReadIsHungUpOnAndDoesNotDisturbTheOthers() {
    Room room = rooms.manager().create();
    List<Outbox.Failure> hangUps = new ArrayList<>();
    Outbox stalled =
        new Outbox(
            new Outbox.Limits(1000, Duration.ZERO),
            (text, done) -> {},
            hangUps::add,
            Runnable::run,
            System::nanoTime);
    new Socket(new Participant(BOB, stalled), List.of()).in(room);
    Socket eve = socket(EVE).in(room);
    for (int i = 0; i < 100; i++) {
      room.post(ANN, "x".repeat(100));
    }
    assertThat(eve.received()).hasSize(100);
    assertThat(hangUps).containsExactly(Outbox.Failure.TOO_SLOW);
    assertThat(stalled.queuedBytes()).isLessThanOrEqualTo(1000);
  }

  @Test
  void everyoneHearsEverythingInTheOrderOfItsNumbersHoweverManySpeakAtOnce() throws Exception {
    int speakers = 6;
    int each = 300;
    ExecutorService delivery = Executors.newFixedThreadPool(3);
    ExecutorService threads = Executors.newFixedThreadPool(speakers);
    try {
      Room room = rooms.delivery(delivery).manager().create();
      CountDownLatch all = new CountDownLatch(3 * speakers * each);
      List<List<String>> heard = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        List<String> received = new ArrayList<>();
        heard.add(received);
        Outbox outbox =
            new Outbox(
                new Outbox.Limits(0, Duration.ZERO),
                (text, done) -> {
                  received.add(text);
                  all.countDown();
                  done.accept(null);
                },
                failure -> {},
                delivery,
                System::nanoTime);
        new Socket(new Participant(new Member("listener-" + i, "L"), outbox), received).in(room);
      }
      CyclicBarrier start = new CyclicBarrier(speakers);
      List<Future<List<Message>>> said = new ArrayList<>();
      for (int i = 0; i < speakers; i++) {
        Member speaker = new Member("speaker-" + i, "S" + i);
        said.add(
            threads.submit(
                () -> {
                  start.await();
                  return IntStream.range(0, each)
                      .mapToObj(n -> accepted(room.post(speaker, speaker.name() + ":" + n)))
                      .toList();
                }));
      }
      List<Message> messages = new ArrayList<>();
      for (Future<List<Message>> one : said) {
        List<Message> own = one.get(20, TimeUnit.SECONDS);
        assertThat(own).isSortedAccordingTo(Comparator.comparingLong(Message::seq));
        messages.addAll(own);
      }
      assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
      messages.sort(Comparator.comparingLong(Message::seq));
      assertThat(messages)
          .extracting(Message::seq)
          .isEqualTo(LongStream.rangeClosed(1, (long) speakers * each).boxed().toList());
      List<String> frames = messages.stream().map(m -> PlainDialect.encode(m).text()).toList();
      assertThat(heard).allSatisfy(received -> assertThat(received).isEqualTo(frames));
    } finally {
      threads.shutdownNow();
      delivery.shutdownNow();
    }
  }

  // Not said

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t ", "\u3000\u2003"})
  void aBlankMessageIsIgnored(String blank) {
    Room room = rooms.posts(1, 2).manager().create();
    Socket bob = socket(BOB).in(room);
    assertThat(room.post(ANN, blank)).isEqualTo(new Posted.Ignored());
    assertThat(bob.received()).isEmpty();
    assertThat(accepted(room.post(ANN, "and takes no number")).seq()).isEqualTo(1);
    assertThat(room.post(ANN, blank)).as("but counts").isInstanceOf(Posted.Limited.class);
  }

  @Test
  void aMessageMayHaveAsManyCodePointsAsTheLimitAndNotOneMore() {
    Room room = rooms.messageChars(10).posts(1, 2).manager().create();
    Socket bob = socket(BOB).in(room);
    assertThat(room.post(ANN, "x".repeat(11))).isEqualTo(new Posted.TooLong());
    assertThat(room.post(ANN, EMOJI.repeat(11))).isEqualTo(new Posted.TooLong());
    assertThat(bob.received()).isEmpty();
    assertThat(accepted(room.post(ANN, "x".repeat(10))).seq()).isEqualTo(1);
    assertThat(accepted(room.post(ANN, EMOJI.repeat(10))).seq()).isEqualTo(2);
  }

  @Test
  void aLimitOfZeroLetsAMessageBeOfAnyLength() {
    Room room = rooms.messageChars(0).manager().create();
    assertThat(room.post(ANN, "hi")).isInstanceOf(Posted.Accepted.class);
    assertThat(room.post(ANN, "x".repeat(1_000_000))).isInstanceOf(Posted.Accepted.class);
  }

  @Test
  void whatIsOverTheRateIsNotSaidAndTheOthersMaySpeakOn() {
    Room room = rooms.posts(10, 2).manager().create();
    Socket eve = socket(EVE).in(room);
    room.post(ANN, "1");
    room.post(ANN, "2");
    assertThat(room.post(ANN, "3")).isEqualTo(new Posted.Limited(Duration.ofMillis(100)));
    assertThat(room.post(BOB, "4")).isInstanceOf(Posted.Accepted.class);
    assertThat(eve.received()).hasSize(3);

    rooms.nanoTime.addAndGet(Duration.ofMillis(100).toNanos());
    assertThat(accepted(room.post(ANN, "5")).seq()).isEqualTo(4);
  }

  @Test
  void theRateIsTheMembersInWhicheverRoom() {
    RoomManager manager = rooms.posts(1, 1).manager();
    manager.create().post(ANN, "1");
    assertThat(manager.create().post(ANN, "2")).isInstanceOf(Posted.Limited.class);
  }

  @Test
  void halfACharacterIsReplacedBeforeItIsSaid() {
    Room room = rooms.manager().create();
    assertThat(accepted(room.post(ANN, "a\ud800\u0000b")).text()).isEqualTo("a\ufffd\ufffdb");
  }

  // Who is here

  @Test
  void theLimitCountsMembersAndNotTheirSockets() {
    Room room = rooms.members(2).manager().create();
    socket(ANN).in(room);
    socket(ANN).in(room);
    socket(ANN).in(room);
    assertThat(room.isFull()).isFalse();
    Socket bob = socket(BOB).in(room);
    assertThat(room.isFull()).isTrue();
    assertThat(room.join(socket(EVE).participant())).isEqualTo(Room.Entry.FULL);
    assertThat(room.join(socket(ANN).participant())).isEqualTo(Room.Entry.JOINED);

    room.leave(bob.participant());
    assertThat(room.join(socket(EVE).participant())).isEqualTo(Room.Entry.JOINED);
  }

  @Test
  void oneWhoFoundTheRoomFullHearsNothing() {
    Room room = rooms.members(1).manager().create();
    socket(BOB).in(room);
    Socket eve = socket(EVE);
    room.join(eve.participant());
    room.post(ANN, "hi");
    assertThat(eve.received()).isEmpty();
    assertThat(room.describe().members()).containsExactly(BOB);
  }

  @Test
  void withoutALimitAnyNumberMayCome() {
    Room room = rooms.members(0).manager().create();
    for (int i = 0; i < 5000; i++) {
      socket(new Member("c-" + i, "N")).in(room);
    }
    assertThat(room.describe().members()).hasSize(5000);
  }

  @Test
  void aMemberHasLeftWhenItsLastSocketHas() {
    Room room = rooms.manager().create();
    Socket first = socket(BOB).in(room);
    Socket second = socket(BOB).in(room);
    room.leave(first.participant());
    assertThat(room.describe().members()).containsExactly(BOB);
    room.post(ANN, "hi");
    assertThat(first.received()).isEmpty();
    assertThat(second.received()).hasSize(1);

    room.leave(second.participant());
    assertThat(room.describe().members()).isEmpty();
  }

  @Test
  void aRepeatedLeaveIsNoError() {
    Room room = rooms.manager().create();
    Socket ann = socket(ANN).in(room);
    Socket annsOther = socket(ANN).in(room);
    room.leave(ann.participant());
    room.leave(ann.participant());
    room.leave(socket(EVE).participant());
    assertThat(room.describe().members()).containsExactly(ANN);
    room.leave(annsOther.participant());
    room.leave(annsOther.participant());
    assertThat(room.describe().members()).isEmpty();
  }

  @Test
  void aRepeatedLeaveDoesNotKeepAnEmptyRoomAlive() {
    Room room = rooms.emptyRoomTtl(Duration.ofHours(1)).manager().create();
    Socket ann = socket(ANN).in(room);
    room.leave(ann.participant());
    rooms.clock.advance(Duration.ofMinutes(59));
    room.leave(ann.participant());
    rooms.clock.advance(Duration.ofMinutes(1));
    assertThat(room.forgetIfEmpty(rooms.clock.instant())).isTrue();
  }

  @Test
  void aDescriptionNamesEachMemberOnceInTheOrderOfTheirComing() {
    RoomManager manager = rooms.manager();
    Room room = manager.create();
    socket(BOB).in(room);
    socket(ANN).in(room);
    socket(BOB).in(room);
    rooms.clock.advance(Duration.ofHours(1));
    Room.Description description = room.describe();
    assertThat(description.roomId()).isEqualTo(room.id());
    assertThat(description.members()).containsExactly(BOB, ANN);
    assertThat(description.createdAt()).isEqualTo(rooms.clock.instant().minusSeconds(3600));
    assertThat(description.head()).isZero();
    assertThat(description.epoch()).isEqualTo(room.describe().epoch());
    assertThat(description.epoch()).isNotEqualTo(manager.create().describe().epoch());
  }

  // Forgotten

  @Test
  void onceForgottenNobodyGetsIn() {
    Room room = rooms.emptyRoomTtl(Duration.ofHours(1)).manager().create();
    rooms.clock.advance(Duration.ofHours(1));
    assertThat(room.forgetIfEmpty(rooms.clock.instant())).isTrue();
    assertThat(room.join(socket(ANN).participant())).isEqualTo(Room.Entry.FORGOTTEN);
    assertThat(room.forgetIfEmpty(rooms.clock.instant())).isTrue();
  }
}
