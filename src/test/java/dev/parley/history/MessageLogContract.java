package dev.parley.history;

import static dev.parley.history.Logs.ANN;
import static dev.parley.history.Logs.BOB;
import static dev.parley.history.Logs.FAR_FUTURE;
import static dev.parley.history.Logs.PATIENCE;
import static dev.parley.history.Logs.all;
import static dev.parley.history.Logs.appendMany;
import static dev.parley.history.Logs.failure;
import static dev.parley.history.Logs.post;
import static dev.parley.history.Logs.range;
import static dev.parley.history.Logs.result;
import static dev.parley.history.Logs.results;
import static dev.parley.history.Logs.seqs;
import static dev.parley.history.Logs.settle;
import static dev.parley.history.Logs.together;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.parley.history.MessageLog.Appended;
import dev.parley.history.MessageLog.Post;
import dev.parley.history.MessageLog.Retention;
import dev.parley.history.MessageLog.StoredRoom;
import dev.parley.it.Await;
import dev.parley.protocol.Member;
import dev.parley.protocol.Message;
import dev.parley.token.MutableClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every log does. */
abstract class MessageLogContract {

  static final Instant START = Instant.parse("2026-11-22T09:30:00.123Z");
  static final Retention FOR_GOOD = new Retention(Duration.ZERO, 0);

  final MutableClock clock = new MutableClock(START.toString());
  final Listener listener = new Listener();

  private Store store;
  private MessageLog log;

  abstract Store newStore();

  @BeforeEach
  final void open() {
    store = newStore();
    log = store.open(clock);
    log.subscribe(listener);
  }

  @AfterEach
  final void close() {
    listener.release();
    log.close();
    store.close();
  }

  /** As far as the log is concerned, the server was restarted. */
  final void restart() {
    restart(clock);
  }

  final void restart(Clock other) {
    log.close();
    log = store.open(other);
    log.subscribe(listener);
  }

  Store store() {
    return store;
  }

  final MessageLog log() {
    return log;
  }

  // Rooms

  @Test
  void aRoomThatWasMadeIsFound() {
    StoredRoom made = create("room");
    assertThat(made.roomId()).isEqualTo("room");
    assertThat(made.epoch()).isNotBlank();
    assertThat(made.createdAt()).isEqualTo(START);
    assertThat(made.head()).isZero();
    assertThat(made.removed()).isEmpty();
    assertThat(result(log.find("room"))).contains(made);
  }

  @Test
  void aRoomThatNobodyMadeIsNotFound() {
    create("room");
    assertThat(result(log.find("Room"))).isEmpty();
    assertThat(result(log.find(""))).isEmpty();
  }

  @Test
  void anIdThatIsTakenIsNotGivenAgain() {
    StoredRoom first = create("room");
    clock.advance(Duration.ofHours(1));
    assertThat(result(log.create("room", BOB))).isEmpty();
    assertThat(result(log.find("room"))).contains(first);
  }

  @Test
  void ofManyWhoWantTheSameIdOneGetsIt() {
    List<Optional<StoredRoom>> made =
        together(8, i -> () -> result(log.create("room", new Member("host-" + i, "Host"))));
    assertThat(made.stream().flatMap(Optional::stream)).hasSize(1);
    assertThat(made).contains(result(log.find("room")));
  }

  @Test
  void everyRoomHasAnEpochOfItsOwn() {
    assertThat(create("one").epoch()).isNotEqualTo(create("two").epoch());
  }

  @Test
  void aRoomThatIsThereIsReopenedAsItIs() {
    StoredRoom made = create("room");
    assertThat(result(log.reopen("room"))).contains(made);
  }

  @Test
  void theHeadIsTheLastSeq() {
    create("room");
    results(appendMany(log, "room", 3));
    assertThat(result(log.find("room")).map(StoredRoom::head)).contains(3L);
    assertThat(result(log.reopen("room")).map(StoredRoom::head)).contains(3L);
  }

  // Members

  @Test
  void aRemovedMemberStaysRemoved() {
    create("room");
    result(log.admit("room", BOB));
    assertThat(result(log.remove("room", BOB.clientId()))).isTrue();
    assertThat(removed("room")).containsExactly(BOB.clientId());
    result(log.admit("room", BOB));
    assertThat(removed("room")).containsExactly(BOB.clientId());
  }

  @Test
  void aMemberIsRemovedTwiceWithTheSameOutcome() {
    create("room");
    result(log.admit("room", BOB));
    assertThat(result(log.remove("room", BOB.clientId()))).isTrue();
    assertThat(result(log.remove("room", BOB.clientId()))).isTrue();
    assertThat(removed("room")).containsExactly(BOB.clientId());
  }

  @Test
  void whoWasNeverLetInCannotBeRemoved() {
    create("room");
    create("other");
    result(log.admit("other", BOB));
    assertThat(result(log.remove("room", BOB.clientId()))).isFalse();
    assertThat(removed("room")).isEmpty();
  }

  @Test
  void whoMadeTheRoomIsAMemberOfIt() {
    create("room");
    assertThat(result(log.remove("room", ANN.clientId()))).isTrue();
  }

  @Test
  void somebodyMayBeLetInAgainAndAgain() {
    create("room");
    result(log.admit("room", BOB));
    result(log.admit("room", BOB));
    result(log.admit("room", ANN));
    assertThat(removed("room")).isEmpty();
  }

  // Appending

  @Test
  void seqCountsFromOneInEachRoom() {
    create("one");
    create("two");
    List<CompletionStage<Appended>> answers = new ArrayList<>();
    for (int i = 1; i <= 300; i++) {
      answers.add(log.append(post(i % 3 == 0 ? "two" : "one", ANN, "r" + i)));
    }
    results(answers);
    assertThat(seqs(all(log, "one"))).isEqualTo(range(1, 200));
    assertThat(seqs(all(log, "two"))).isEqualTo(range(1, 100));
  }

  @Test
  void writesTakeEffectInTheOrderOfTheirCalls() {
    create("room");
    List<Long> seqs =
        results(appendMany(log, "room", 1500)).stream().map(it -> it.message().seq()).toList();
    assertThat(seqs).isEqualTo(range(1, 1500));
    assertThat(all(log, "room"))
        .extracting(Message::ref)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 1500).mapToObj(i -> "r" + i).toList());
  }

  @Test
  void aRoomThatSomebodyHasUsedSinceIsNotForgotten() {
    create("room");
    Instant then = result(log.find("room")).orElseThrow().createdAt();
    result(log.append(post("room", ANN, "a")));
    assertThat(result(log.forget("room", then))).isFalse();
    assertThat(result(log.find("room"))).isPresent();
    assertThat(result(log.forget("room", FAR_FUTURE))).isTrue();
    assertThat(result(log.find("room"))).isEmpty();
  }

  @Test
  void changesTakeTheirTurnAmongThePosts() {
    create("one");
    listener.hold(log, "one");
    CompletionStage<Appended> tooEarly = log.append(post("two", ANN, "a"));
    CompletionStage<Optional<StoredRoom>> created = log.create("two", ANN);
    CompletionStage<Appended> inTime = log.append(post("two", ANN, "a"));
    CompletionStage<Boolean> forgotten = log.forget("two", FAR_FUTURE);
    CompletionStage<Appended> tooLate = log.append(post("two", ANN, "b"));
    listener.release();
    assertThat(failure(tooEarly)).isInstanceOf(UnknownRoomException.class);
    assertThat(result(created)).isPresent();
    assertThat(result(inTime).message().seq()).isEqualTo(1);
    result(forgotten);
    assertThat(failure(tooLate)).isInstanceOf(UnknownRoomException.class);
  }

  @Test
  void whatIsAppendedIsWhatWasPosted() {
    create("room");
    clock.set(Instant.parse("2027-01-31T23:59:59.987654321Z"));
    Message message = append(new Post("room", BOB, "r-1", "hello"));
    assertThat(message)
        .isEqualTo(new Message(1, "r-1", BOB, "hello", Instant.parse("2027-01-31T23:59:59.987Z")));
    assertThat(all(log, "room")).containsExactly(message);
  }

  @Test
  void aNameIsKeptAsItWasWhenTheMessageWasSaid() {
    create("room");
    append(post("room", new Member("c", "Ann"), "1"));
    append(post("room", new Member("c", "Anna"), "2"));
    assertThat(all(log, "room"))
        .extracting(message -> message.author().name())
        .containsExactly("Ann", "Anna");
  }

  static Stream<Named<String>> texts() {
    return Stream.of(
        Named.of(
            "emoji", "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67 \uD83C\uDDE9\uD83C\uDDEA"),
        Named.of("combining characters, not composed", "e\u0301 n\u0303 \u0915\u094D\u0937"),
        Named.of(
            "right to left",
            "\u05E9\u05DC\u05D5\u05DD \u202Eabc\u202C \u0645\u0631\u062D\u0628\u0627"),
        Named.of("line ends", "a\nb\r\nc\rd\u2028e\u2029f\u0085g"),
        Named.of(
            "quotes", "'); DROP TABLE parley_room; -- \" ` \\ $$ ? ?::text :name {fn now()} %s"),
        Named.of("blanks at the ends", " \t a \u00A0\u3000 "),
        Named.of("other controls", "\u0001\u0007\u001B[31m\u007F\uFEFF\uFFFD\uFFFF"),
        Named.of("nothing", ""),
        Named.of("something long", "0123456789abcdef".repeat(1024)),
        Named.of("something long beyond the BMP", "\uD83D\uDE80".repeat(4096)));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void everyTextComesBackAsItWas(String text) {
    create("room");
    Message message = append(new Post("room", new Member("c", text), "r", text));
    assertThat(message.text()).isEqualTo(text);
    assertThat(result(log.after("room", 0, 10))).containsExactly(message);
    assertThat(listener.told("room")).containsExactly(message);
  }

  // The subscriber

  @Test
  void theSubscriberIsToldInSeqOrder() {
    create("one");
    create("two");
    together(
        8,
        i ->
            () ->
                results(
                    IntStream.range(0, 50)
                        .mapToObj(
                            n ->
                                log.append(
                                    post(
                                        n % 2 == 0 ? "one" : "two",
                                        new Member("c" + i, "C"),
                                        "r" + n)))
                        .toList()));
    assertThat(seqs(listener.told("one"))).isEqualTo(range(1, 200));
    assertThat(seqs(listener.told("two"))).isEqualTo(range(1, 200));
    assertThat(listener.told("one")).isEqualTo(all(log, "one"));
    assertThat(listener.mostAtOnce()).isEqualTo(1);
  }

  @Test
  void theSubscriberIsToldBeforeWhoeverPosted() {
    create("room");
    List<CompletionStage<Boolean>> heard = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      heard.add(
          log.append(post("room", ANN, "r" + i)).thenApply(it -> listener.heard(it.message())));
    }
    assertThat(results(heard)).hasSize(200).containsOnly(true);
  }

  // Posted again

  @Test
  void whatIsPostedAgainIsTheMessageThatIsThere() {
    create("room");
    Message message = append(new Post("room", ANN, "r", "first"));
    append(post("room", ANN, "another"));
    clock.advance(Duration.ofMinutes(1));
    Appended again =
        result(log.append(new Post("room", new Member(ANN.clientId(), "Anna"), "r", "second")));
    assertThat(again).isEqualTo(new Appended(message, true));
    assertThat(all(log, "room")).hasSize(2);
    assertThat(listener.told("room")).hasSize(2);
    assertThat(append(post("room", ANN, "next")).seq()).isEqualTo(3);
  }

  @Test
  void whatIsPostedTwiceAtOnceIsOneMessage() {
    create("room");
    listener.hold(log, "room");
    CompletionStage<Appended> first = log.append(post("room", ANN, "r"));
    CompletionStage<Appended> between = log.append(post("room", BOB, "r"));
    CompletionStage<Appended> second = log.append(post("room", ANN, "r"));
    listener.release();
    assertThat(result(first).repeated()).isFalse();
    assertThat(result(second)).isEqualTo(new Appended(result(first).message(), true));
    assertThat(result(between).repeated()).isFalse();
    assertThat(seqs(listener.told("room"))).containsExactly(1L, 2L, 3L);
  }

  @Test
  void whatIsPostedByManyThreadsIsOneMessage() {
    create("room");
    List<List<Appended>> answers =
        together(
            8,
            i ->
                () ->
                    results(
                        IntStream.range(0, 25)
                            .mapToObj(n -> log.append(post("room", ANN, "r" + n)))
                            .toList()));
    for (int n = 0; n < 25; n++) {
      int post = n;
      List<Appended> same = answers.stream().map(each -> each.get(post)).toList();
      assertThat(same).extracting(Appended::message).containsOnly(same.get(0).message());
      assertThat(same).filteredOn(each -> !each.repeated()).hasSize(1);
    }
    assertThat(seqs(listener.told("room"))).isEqualTo(range(1, 25));
    assertThat(all(log, "room")).isEqualTo(listener.told("room"));
  }

  @Test
  void theSameRefOfAnotherMemberOrInAnotherRoomIsAnotherMessage() {
    create("one");
    create("two");
    List<Appended> answers =
        results(
            List.of(
                log.append(post("one", ANN, "r")),
                log.append(post("one", BOB, "r")),
                log.append(post("two", ANN, "r")),
                log.append(post("one", ANN, "R"))));
    assertThat(answers).extracting(Appended::repeated).containsOnly(false);
    assertThat(seqs(all(log, "one"))).isEqualTo(range(1, 3));
    assertThat(seqs(all(log, "two"))).isEqualTo(range(1, 1));
  }

  // No such room

  @Test
  void nobodyPostsToARoomThatIsNotThere() {
    create("room");
    listener.hold(log, "room");
    CompletionStage<Appended> before = log.append(post("room", ANN, "before"));
    CompletionStage<Appended> lost = log.append(post("nowhere", ANN, "r"));
    CompletionStage<Appended> after = log.append(post("room", ANN, "after"));
    listener.release();
    assertThat(failure(lost)).isInstanceOf(UnknownRoomException.class);
    assertThat(result(before).message().seq()).isEqualTo(2);
    assertThat(result(after).message().seq()).isEqualTo(3);
    assertThat(listener.told("nowhere")).isEmpty();
    assertThat(all(log, "nowhere")).isEmpty();
    assertThat(result(log.find("nowhere"))).isEmpty();
  }

  @Test
  void nobodyIsLetIntoOrRemovedFromARoomThatIsNotThere() {
    create("room");
    listener.hold(log, "room");
    CompletionStage<Void> admitted = log.admit("nowhere", BOB);
    CompletionStage<Boolean> removed = log.remove("nowhere", BOB.clientId());
    CompletionStage<Appended> other = log.append(post("room", ANN, "r"));
    listener.release();
    assertThat(failure(admitted)).isInstanceOf(UnknownRoomException.class);
    assertThat(failure(removed)).isInstanceOf(UnknownRoomException.class);
    assertThat(result(other).repeated()).isFalse();

    create("nowhere");
    assertThat(result(log.remove("nowhere", BOB.clientId()))).isFalse();
  }

  @Test
  void aRoomThatIsNotThereIsForgottenAndTouchedInVain() {
    result(log.forget("nowhere", FAR_FUTURE));
    result(log.touch(List.of("nowhere")));
    result(log.touch(List.of()));
    assertThat(result(log.find("nowhere"))).isEmpty();
    assertThat(result(log.unusedSince(START.plusSeconds(9), 10))).isEmpty();
  }

  // Reading

  @Test
  void pagesGoForwardFromAnyPlace() {
    create("room");
    results(appendMany(log, "room", 10));
    assertThat(seqs(result(log.after("room", 0, 4)))).containsExactly(1L, 2L, 3L, 4L);
    assertThat(seqs(result(log.after("room", 4, 4)))).containsExactly(5L, 6L, 7L, 8L);
    assertThat(seqs(result(log.after("room", 8, 4)))).containsExactly(9L, 10L);
    assertThat(result(log.after("room", 10, 4))).isEmpty();
    assertThat(result(log.after("room", Long.MAX_VALUE, 4))).isEmpty();
    assertThat(seqs(result(log.after("room", -5, 1)))).containsExactly(1L);
    assertThat(result(log.after("room", 0, 0))).isEmpty();
    assertThat(result(log.after("room", 0, 1000))).hasSize(10);
  }

  @Test
  void pagesGoBackFromAnyPlaceOldestFirst() {
    create("room");
    results(appendMany(log, "room", 10));
    assertThat(seqs(result(log.before("room", Long.MAX_VALUE, 4))))
        .containsExactly(7L, 8L, 9L, 10L);
    assertThat(seqs(result(log.before("room", 7, 4)))).containsExactly(3L, 4L, 5L, 6L);
    assertThat(seqs(result(log.before("room", 3, 4)))).containsExactly(1L, 2L);
    assertThat(result(log.before("room", 1, 4))).isEmpty();
    assertThat(result(log.before("room", 0, 4))).isEmpty();
    assertThat(result(log.before("room", Long.MAX_VALUE, 0))).isEmpty();
    assertThat(result(log.before("room", Long.MAX_VALUE, 1000))).hasSize(10);
  }

  @Test
  void anEmptyRoomAndNoRoomHaveNothingToRead() {
    create("room");
    for (String roomId : List.of("room", "nowhere")) {
      assertThat(result(log.after(roomId, 0, 10))).isEmpty();
      assertThat(result(log.before(roomId, Long.MAX_VALUE, 10))).isEmpty();
    }
  }

  @Test
  void whatWasConfirmedIsRead() {
    create("room");
    for (int i = 1; i <= 50; i++) {
      Message message = append(post("room", ANN, "r" + i));
      assertThat(result(log.before("room", Long.MAX_VALUE, 1))).containsExactly(message);
    }
  }

  // Unused and forgotten rooms

  @Test
  void aRoomIsInUseWhenItIsMadeSpokenInOrTouched() {
    for (String roomId : List.of("made", "spoken", "touched", "unused")) {
      create(roomId);
    }
    clock.advance(Duration.ofMinutes(10));
    append(post("spoken", ANN, "r"));
    result(log.touch(List.of("touched", "nowhere")));
    create("later");

    assertThat(result(log.unusedSince(START, 10))).isEmpty();
    assertThat(result(log.unusedSince(START.plusSeconds(1), 10)))
        .containsExactlyInAnyOrder("made", "unused");
    assertThat(result(log.unusedSince(START.plusSeconds(1), 1))).hasSize(1);
    assertThat(result(log.unusedSince(clock.instant().plusSeconds(1), 10))).hasSize(5);
  }

  @Test
  void nobodyFindsAForgottenRoom() {
    create("room");
    append(post("room", ANN, "r"));
    result(log.forget("room", FAR_FUTURE));
    assertThat(result(log.find("room"))).isEmpty();
    assertThat(failure(log.append(post("room", ANN, "s"))))
        .isInstanceOf(UnknownRoomException.class);
    assertThat(failure(log.append(post("room", ANN, "r"))))
        .isInstanceOf(UnknownRoomException.class);
    assertThat(failure(log.admit("room", BOB))).isInstanceOf(UnknownRoomException.class);
    assertThat(failure(log.remove("room", ANN.clientId())))
        .isInstanceOf(UnknownRoomException.class);
    assertThat(result(log.unusedSince(START.plusSeconds(60), 10))).isEmpty();
  }

  @Test
  void whatWasSaidInAForgottenRoomGoesWithTheNextTrim() {
    create("kept");
    results(appendMany(log, "kept", 20));
    create("room");
    results(appendMany(log, "room", 1200));
    result(log.forget("room", FAR_FUTURE));
    result(log.trim(FOR_GOOD));
    assertThat(result(log.after("room", 0, 10))).isEmpty();
    assertThat(result(log.before("room", Long.MAX_VALUE, 10))).isEmpty();
    assertThat(all(log, "kept")).hasSize(20);
  }

  @Test
  void theIdOfAForgottenRoomMayNameANewOneLater() {
    StoredRoom old = create("room");
    result(log.admit("room", BOB));
    result(log.remove("room", BOB.clientId()));
    append(post("room", ANN, "r"));
    result(log.forget("room", FAR_FUTURE));
    result(log.trim(FOR_GOOD));

    clock.advance(Duration.ofDays(1));
    StoredRoom anew = create("room");
    assertThat(anew.epoch()).isNotEqualTo(old.epoch());
    assertThat(result(log.find("room"))).contains(anew);
    assertThat(anew.removed()).isEmpty();
    Appended first = result(log.append(post("room", ANN, "r")));
    assertThat(first.repeated()).isFalse();
    assertThat(first.message().seq()).isEqualTo(1);
    assertThat(result(log.remove("room", BOB.clientId()))).isFalse();
  }

  // What is kept

  @Test
  void withoutALimitEverythingIsKept() {
    create("room");
    results(appendMany(log, "room", 600));
    clock.advance(Duration.ofDays(10_000));
    result(log.trim(FOR_GOOD));
    assertThat(all(log, "room")).hasSize(600);
  }

  @Test
  void theNewestMessagesOfEachRoomAreKept() {
    create("few");
    create("many");
    create("none");
    results(appendMany(log, "few", 10));
    results(appendMany(log, "many", 2100));
    result(log.trim(new Retention(Duration.ZERO, 10)));
    assertThat(seqs(all(log, "few"))).isEqualTo(range(1, 10));
    assertThat(seqs(all(log, "many"))).isEqualTo(range(2091, 2100));
    assertThat(append(post("many", ANN, "next")).seq()).isEqualTo(2101);
    assertThat(result(log.find("many")).map(StoredRoom::head)).contains(2101L);
  }

  @Test
  void whatIsTooOldIsNotKept() {
    create("room");
    create("old");
    results(appendMany(log, "old", 700));
    for (int i = 1; i <= 10; i++) {
      append(post("room", ANN, "r" + i));
      clock.advance(Duration.ofHours(1));
    }
    result(log.trim(new Retention(Duration.ofHours(4), 0)));
    assertThat(seqs(all(log, "room"))).isEqualTo(range(7, 10));
    assertThat(all(log, "old")).isEmpty();
    assertThat(append(post("old", ANN, "next")).seq()).isEqualTo(701);
  }

  @Test
  void bothLimitsHold() {
    create("room");
    for (int i = 1; i <= 10; i++) {
      append(post("room", ANN, "r" + i));
      clock.advance(Duration.ofHours(1));
    }
    result(log.trim(new Retention(Duration.ofHours(4), 6)));
    assertThat(seqs(all(log, "room"))).isEqualTo(range(7, 10));
    result(log.trim(new Retention(Duration.ofHours(40), 2)));
    assertThat(seqs(all(log, "room"))).isEqualTo(range(9, 10));
  }

  @Test
  void manyRoomsAreTrimmedInOneGo() {
    List<String> rooms = IntStream.range(0, 120).mapToObj(i -> "room-" + i).toList();
    results(rooms.stream().map(roomId -> log.create(roomId, ANN)).toList());
    results(rooms.stream().flatMap(roomId -> appendMany(log, roomId, 3).stream()).toList());
    result(log.trim(new Retention(Duration.ZERO, 1)));
    assertThat(rooms).allSatisfy(roomId -> assertThat(seqs(all(log, roomId))).containsExactly(3L));
  }

  @Test
  void trimsThatMeetAllComeToAnEnd() {
    create("room");
    results(appendMany(log, "room", 1100));
    result(log.trim(FOR_GOOD));
    List<CompletionStage<Void>> trims = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      trims.add(log.trim(new Retention(Duration.ZERO, 100)));
    }
    results(trims);
    assertThat(seqs(all(log, "room"))).isEqualTo(range(1001, 1100));
  }

  // Too much, and the end

  @Test
  void whenTooMuchWaitsPostsAreRefusedAndThoseThatWaitAreKeptInTheirOrder() {
    create("room");
    listener.hold(log, "room");
    String text = "0123456789abcdef".repeat(1024);
    List<CompletionStage<Appended>> answers = new ArrayList<>();
    CompletionStage<Appended> last;
    do {
      last = log.append(new Post("room", ANN, "r" + answers.size(), text));
      answers.add(last);
    } while (!last.toCompletableFuture().isDone() && answers.size() < 20_000);
    assertThat(failure(last)).isInstanceOf(UnavailableException.class);
    assertThat(answers).hasSizeBetween(100, 5_000);
    CompletionStage<Appended> another = log.append(new Post("room", BOB, "r", text));
    assertThat(failure(another)).isInstanceOf(UnavailableException.class);

    listener.release();
    List<Message> taken = new ArrayList<>();
    results(answers.subList(0, answers.size() - 1)).forEach(it -> taken.add(it.message()));
    taken.add(0, append(post("room", ANN, "hold")));
    assertThat(all(log, "room")).isEqualTo(taken);
    assertThat(listener.told("room")).isEqualTo(taken);
    assertThat(append(post("room", ANN, "r" + (answers.size() - 1))).seq())
        .isEqualTo(taken.size() + 1);
  }

  @Test
  void noCallWaits() {
    create("room");
    listener.hold(log, "room");
    List<CompletionStage<?>> writes = new ArrayList<>();
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          writes.add(log.append(post("room", ANN, "r")));
          writes.add(log.create("other", ANN));
          writes.add(log.admit("room", BOB));
          writes.add(log.remove("room", BOB.clientId()));
          writes.add(log.touch(List.of("room")));
          writes.add(log.trim(new Retention(Duration.ofDays(1), 10)));
          writes.add(log.forget("room", FAR_FUTURE));
          writes.add(log.find("room"));
          writes.add(log.reopen("room"));
          writes.add(log.after("room", 0, 10));
          writes.add(log.before("room", 10, 10));
          writes.add(log.unusedSince(START, 10));
        });
    assertThat(writes.subList(0, 7)).noneMatch(it -> it.toCompletableFuture().isDone());
    listener.release();
    settle(writes);
    assertThat(writes).allMatch(it -> failure(it) == null);
  }

  @Test
  void closingWritesWhatWaitsAndThenNothingMore() {
    create("room");
    listener.hold(log, "room");
    List<CompletionStage<Appended>> waiting = appendMany(log, "room", 100);
    Thread closing = Logs.THREADS.newThread(log::close);
    closing.start();
    Await.until(
        PATIENCE,
        "refuses",
        () -> log.append(post("nowhere", ANN, "r")).toCompletableFuture().isDone());
    listener.release();
    assertThat(results(waiting)).extracting(Appended::repeated).containsOnly(false);
    assertThatCode(() -> closing.join(PATIENCE.toMillis())).doesNotThrowAnyException();

    assertThat(seqs(listener.told("room"))).isEqualTo(range(1, 101));
    for (CompletionStage<?> late :
        List.of(
            log.append(post("room", ANN, "late")),
            log.create("late", ANN),
            log.find("room"),
            log.after("room", 0, 10),
            log.trim(FOR_GOOD))) {
      assertThat(failure(late)).isInstanceOf(UnavailableException.class);
    }
    log.close();
  }

  @Test
  void closingLeavesNobodyWithoutAnAnswer() {
    create("room");
    List<CompletionStage<?>> asked = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      asked.add(log.append(post("room", ANN, "r" + i)));
      asked.add(log.after("room", 0, 1000));
    }
    log.close();
    for (CompletionStage<?> each : asked) {
      Throwable failure = failure(each);
      if (failure != null) {
        assertThat(failure).isInstanceOf(UnavailableException.class);
      }
    }
  }

  // Short words

  final StoredRoom create(String roomId) {
    return result(log.create(roomId, ANN)).orElseThrow();
  }

  final Message append(Post post) {
    return result(log.append(post)).message();
  }

  final Set<String> removed(String roomId) {
    return result(log.find(roomId)).orElseThrow().removed();
  }
}
