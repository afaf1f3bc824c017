package dev.parley.room;

import static dev.parley.room.Rooms.ANN;
import static dev.parley.room.Rooms.BOB;
import static dev.parley.room.Rooms.EVE;
import static dev.parley.room.SteppedRoom.NO_LIMITS;
import static dev.parley.room.SteppedRoom.seqs;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.history.MessageLog.Retention;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Dialect;
import dev.parley.room.Participant.Resume;
import dev.parley.room.Rooms.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who was here before gets what was missed, and then what is said. */
class ReplayTest {

  // Resumed

  @Test
  void whoHasMissedNothingIsResumedAndGetsWhatIsSaidFromNowOn() {
    SteppedRoom room = new SteppedRoom().with(5, "before");
    Wire bob = room.v1(BOB, 5);
    room.runAndRead(bob);
    assertThat(bob.isResumed()).isTrue();
    assertThat(bob.types()).containsExactly("welcome");
    room.say(ANN, "now");
    room.runAndRead(bob);
    assertThat(bob.seqs()).containsExactly(6L);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 150, 151, 249})
  void whatWasMissedComesAfterTheWelcomeHoweverMuchItIs(int after) {
    SteppedRoom room = new SteppedRoom().with(250, "before");
    Wire bob = room.v1(BOB, after);
    room.runAndRead(bob);
    assertThat(bob.isResumed()).isTrue();
    assertThat(bob.types().get(0)).isEqualTo("welcome");
    assertThat(bob.heard().get(0).get("head").longValue()).isEqualTo(250);
    assertThat(bob.seqs()).isEqualTo(seqs(after + 1, 250));
    room.say(ANN, "now");
    room.runAndRead(bob);
    assertThat(bob.seqs()).isEqualTo(seqs(after + 1, 251));
  }

  @Test
  void onesOwnMessagesAreReplayedToo() {
    SteppedRoom room = new SteppedRoom().with(3, "before");
    Wire ann = room.v1(ANN, 0);
    room.runAndRead(ann);
    assertThat(ann.seqs()).containsExactly(1L, 2L, 3L);
    assertThat(ann.heard().get(1).get("ref").textValue()).isEqualTo("r-1");
  }

  @Test
  void whatIsSaidMeanwhileComesAfterWhatWasMissedAndOnce() {
    SteppedRoom room = new SteppedRoom().with(250, "before");
    Wire bob = room.v1(BOB, 0);
    for (int i = 0; i < 300; i++) {
      room.say(ANN, "meanwhile");
      room.steps.run(i);
      if (i % 10 == 0) {
        bob.read();
      }
    }
    room.runAndRead(bob);
    assertThat(bob.seqs()).isEqualTo(seqs(1, 550));
  }

  @Test
  void whatIsSaidBetweenTheReadingOfThePageAndTheEnteringIsNotMissed() {
    SteppedRoom room = new SteppedRoom().with(3, "before");
    Room open = room.room();
    Wire bob = new Wire(BOB, new Resume(0, open.epoch()), NO_LIMITS, room.steps);
    CompletionStage<Room.Entry> entering = open.join(bob.participant());
    room.steps.run(0);
    assertThat(entering.toCompletableFuture()).as("the page is read").isNotDone();
    open.committed(List.of(room.slip("between")));
    bob.join(entering);
    room.runAndRead(bob);
    assertThat(bob.heard().get(0).get("head").longValue()).isEqualTo(4);
    assertThat(bob.seqs()).isEqualTo(seqs(1, 4));
  }

  @Test
  void aLittleThatIsSaidMeanwhileIsNotReadFromTheLogAgain() {
    SteppedRoom room = new SteppedRoom().with(50, "before");
    Wire bob = room.v1(BOB, 0);
    room.steps.runAll();
    for (int i = 0; i < 20; i++) {
      room.say(ANN, "meanwhile");
    }
    room.runAndRead(bob);
    assertThat(bob.seqs()).isEqualTo(seqs(1, 70));
    assertThat(room.log.pagesRead()).isEqualTo(1);
  }

  @Test
  void moreThanMayBeSetAsideIsReadFromTheLog() {
    for (int chars : new int[] {10, 4000}) {
      SteppedRoom room = new SteppedRoom(10).with(50, "before");
      Wire bob = room.v1(BOB, 0);
      room.steps.runAll();
      for (int i = 0; i < 600; i++) {
        room.say(ANN, "x".repeat(chars));
      }
      room.runAndRead(bob);
      assertThat(bob.seqs()).isEqualTo(seqs(1, 650));
      assertThat(room.log.pagesRead()).as("fifty, and six hundred").isEqualTo(7);
    }
  }

  @Test
  void othersAreSeenComingAndGoingMeanwhile() {
    SteppedRoom room = new SteppedRoom().with(250, "before");
    Wire bob = room.v1(BOB, 0);
    room.steps.runAll();
    Wire eve = room.v1(EVE);
    room.steps.runAll();
    eve.close();
    room.house.pass(Duration.ofSeconds(2));
    room.manager.announceDepartures();
    room.runAndRead(bob);
    assertThat(bob.types()).containsOnlyOnce("welcome", "joined", "left").startsWith("welcome");
    assertThat(bob.types().indexOf("left")).as("before all that was missed").isLessThan(250);
    assertThat(bob.seqs()).isEqualTo(seqs(1, 250));
  }

  @Test
  void aRefThatIsRepeatedMeanwhileDoesNotComeBeforeItsTurn() {
    SteppedRoom room = new SteppedRoom().with(250, "before");
    Wire ann = room.v1(ANN, 0);
    room.steps.runAll();
    room.done(room.room().post(ANN, "r-240", "before"));
    room.runAndRead(ann);
    assertThat(ann.seqs()).isEqualTo(seqs(1, 250));
  }

  @Test
  void aRefThatIsRepeatedAfterItsTurnIsToldAgain() {
    SteppedRoom room = new SteppedRoom().with(250, "before");
    Wire ann = room.v1(ANN, 0);
    room.steps.runAll();
    room.done(room.room().post(ANN, "r-2", "before"));
    room.runAndRead(ann);
    List<Long> once = new ArrayList<>(ann.seqs());
    assertThat(once.remove(Long.valueOf(2))).isTrue();
    assertThat(once).hasSize(250).contains(2L);
    assertThat(once.stream().filter(seq -> seq != 2)).isSorted();
  }

  @Test
  void whoGoesMeanwhileIsNotReadFor() {
    SteppedRoom room = new SteppedRoom().with(250, "before");
    Wire bob = room.v1(BOB, 0);
    room.steps.runAll();
    bob.close();
    bob.read();
    room.runAndRead(bob);
    assertThat(bob.seqs().size()).isLessThanOrEqualTo(100);
    assertThat(room.room().describe().members()).as("for two seconds").containsExactly(BOB);
  }

  @Test
  void whatTheLogHasButTheRoomWasNotToldComesOnce() {
    SteppedRoom room = new SteppedRoom().with(3, "before");
    Room open = room.room();
    var early = room.slip("committed, and not told yet");
    Wire bob = room.v1(BOB, 1);
    room.runAndRead(bob);
    assertThat(bob.heard().get(0).get("head").longValue()).isEqualTo(3);
    room.manager.committed(room.id, List.of(early));
    room.say(ANN, "after");
    room.runAndRead(bob);
    assertThat(open.head()).isEqualTo(5);
    assertThat(bob.seqs()).isEqualTo(seqs(2, 5));
  }

  // Not resumed

  @ParameterizedTest
  @CsvSource({"1000, true", "1001, false", "2000, false"})
  void aGapOfOverAThousandIsNotReplayed(int missed, boolean resumed) {
    SteppedRoom room = new SteppedRoom().with(missed + 7, "before");
    Wire bob = room.v1(BOB, 7);
    room.runAndRead(bob);
    assertThat(bob.isResumed()).isEqualTo(resumed);
    assertThat(bob.seqs()).isEqualTo(resumed ? seqs(8, missed + 7) : List.of());
    assertThat(bob.heard().get(0).get("head").longValue()).isEqualTo(missed + 7);
  }

  @ParameterizedTest
  @CsvSource({"6, mine", "1000000, mine", "-1, mine", "3, another", "5, another", "5, ''"})
  void whoNamesAnotherLogOrANumberThatItNeverGaveStartsAfresh(long after, String epoch) {
    SteppedRoom room = new SteppedRoom().with(5, "before");
    String named = epoch.equals("mine") ? room.room().epoch() : epoch;
    Wire bob = room.wire(BOB, new Resume(after, named), NO_LIMITS);
    room.runAndRead(bob);
    assertThat(bob.isResumed()).isFalse();
    assertThat(bob.types()).containsExactly("welcome");
    room.say(ANN, "now");
    room.runAndRead(bob);
    assertThat(bob.seqs()).containsExactly(6L);
  }

  @ParameterizedTest
  @CsvSource({"0, false", "5, false", "6, false", "7, true", "9, true", "10, true"})
  void whoHasMissedWhatIsNoLongerKeptStartsAfresh(long after, boolean resumed) {
    SteppedRoom room = new SteppedRoom().with(10, "before");
    room.done(room.log.trim(new Retention(Duration.ZERO, 3)));
    Wire bob = room.v1(BOB, after);
    room.runAndRead(bob);
    assertThat(bob.isResumed()).isEqualTo(resumed);
    assertThat(bob.seqs()).isEqualTo(resumed ? seqs((int) after + 1, 10) : List.of());
  }

  @Test
  void whereNothingIsKeptAnyMoreWhoHasMissedSomethingStartsAfresh() {
    SteppedRoom room = new SteppedRoom().with(10, "before");
    room.house.clock.advance(Duration.ofDays(2));
    room.done(room.log.trim(new Retention(Duration.ofDays(1), 0)));
    Wire bob = room.v1(BOB, 9);
    Wire eve = room.v1(EVE, 10);
    room.runAndRead(bob, eve);
    assertThat(bob.isResumed()).isFalse();
    assertThat(eve.isResumed()).isTrue();
    room.say(ANN, "now");
    room.runAndRead(bob, eve);
    assertThat(bob.seqs()).containsExactly(11L);
    assertThat(eve.seqs()).containsExactly(11L);
  }

  @Test
  void aPlainSocketHasNoWordForResumingAndGetsWhatIsSaidFromNowOn() {
    SteppedRoom stepped = new SteppedRoom().with(3, "before");
    Room room = stepped.room();
    Socket ann = Rooms.socket(ANN, Dialect.PLAIN, new Resume(1, room.epoch()));
    stepped.done(room.join(ann.participant()));
    stepped.done(stepped.say(ANN, "mine"));
    stepped.done(stepped.say(BOB, "for Ann"));
    assertThat(ann.received()).hasSize(1);
    assertThat(ann.received().get(0)).contains("for Ann");
  }

  // The log in trouble

  @Test
  void whoComesBackWhileTheLogCannotBeReadIsSentAwayForNow() {
    SteppedRoom room = new SteppedRoom().with(5, "before");
    Wire ann = room.v1(ANN);
    room.runAndRead(ann);
    Wire bob = room.v1(BOB, 2);
    room.log.feel(SteppedLog.Mood.AWAY);
    room.runAndRead(ann, bob);
    assertThat(bob.why()).isEqualTo(CloseCode.UNAVAILABLE);
    assertThat(bob.heard()).isEmpty();
    assertThat(ann.types()).as("nobody has come").containsExactly("welcome");
  }

  @Test
  void whoIsInTheMidstOfAReplayWhenTheLogGoesAwayIsHungUpOnAndMissesNothingNextTime() {
    SteppedRoom room = new SteppedRoom().with(250, "before");
    Wire bob = room.v1(BOB, 0);
    room.steps.runAll();
    room.log.feel(SteppedLog.Mood.AWAY);
    room.runAndRead(bob);
    assertThat(bob.why()).isEqualTo(CloseCode.UNAVAILABLE);
    assertThat(bob.seqs()).isEqualTo(seqs(1, 100));

    room.log.feel(SteppedLog.Mood.WELL);
    Wire again = room.v1(BOB, 100);
    room.runAndRead(again);
    assertThat(again.seqs()).isEqualTo(seqs(101, 250));
  }

  @Test
  void whatIsDeletedInTheMidstOfAReplayIsSkipped() {
    SteppedRoom room = new SteppedRoom().with(250, "before");
    Wire bob = room.v1(BOB, 0);
    room.steps.runAll();
    room.done(room.log.trim(new Retention(Duration.ZERO, 20)));
    room.runAndRead(bob);
    List<Long> expected = seqs(1, 100);
    expected.addAll(seqs(231, 250));
    assertThat(bob.seqs()).as("the client sees the gap by the numbers").isEqualTo(expected);
    room.say(ANN, "now");
    room.runAndRead(bob);
    assertThat(bob.seqs()).endsWith(251L);
  }

  @Test
  void whenAllIsDeletedInTheMidstOfAReplayTheReplayEnds() {
    SteppedRoom room = new SteppedRoom().with(250, "before");
    Wire bob = room.v1(BOB, 0);
    room.steps.runAll();
    room.house.clock.advance(Duration.ofDays(2));
    room.done(room.log.trim(new Retention(Duration.ofDays(1), 0)));
    room.runAndRead(bob);
    room.say(ANN, "now");
    room.runAndRead(bob);
    List<Long> expected = seqs(1, 100);
    expected.add(251L);
    assertThat(bob.seqs()).isEqualTo(expected);
    assertThat(bob.isEnded()).isFalse();
  }

  // The reader's pace

  @ParameterizedTest
  @CsvSource({"524288, 4000", "524288, 10", "60000, 4000", "10000, 4000", "10000, 10"})
  void whoReadsIsNotHungUpOnHoweverMuchWasMissedAndIsSaidMeanwhile(int limit, int chars) {
    SteppedRoom room = new SteppedRoom().with(250, "x".repeat(chars));
    Wire bob =
        room.wire(BOB, new Resume(0, room.room().epoch()), new Outbox.Limits(limit, Duration.ZERO));
    for (int round = 0; round < 1500; round++) {
      if (round < 750 && round % 3 == 0) {
        room.say(ANN, "y".repeat(chars));
      }
      room.steps.runAll();
      bob.read();
      assertThat(bob.why()).isNull();
    }
    assertThat(bob.seqs()).isEqualTo(seqs(1, 500));
    assertThat(bob.mostQueued()).isLessThanOrEqualTo(limit);
  }

  @Test
  void aMessageThatFillsTheOutboxWaitsUntilItIsEmpty() {
    SteppedRoom room = new SteppedRoom();
    for (int chars : new int[] {9000, 100, 2500, 7000, 3000, 9600, 100, 20_000, 100}) {
      room.slip("x".repeat(chars));
    }
    Wire bob =
        room.wire(
            BOB, new Resume(0, room.room().epoch()), new Outbox.Limits(10_000, Duration.ZERO));
    room.runAndRead(bob);
    assertThat(bob.why()).isNull();
    assertThat(bob.seqs()).isEqualTo(seqs(1, 9));
  }

  @Test
  void whoDoesNotReadMeanwhileCostsNoMoreThanHalfAnOutboxAndIsNotHungUpOnForIt() {
    int limit = 60_000;
    SteppedRoom room = new SteppedRoom(100).with(300, "x".repeat(1000));
    Wire bob =
        room.wire(BOB, new Resume(0, room.room().epoch()), new Outbox.Limits(limit, Duration.ZERO));
    room.steps.runAll();
    for (int i = 0; i < 2000; i++) {
      room.say(ANN, "said meanwhile");
    }
    room.steps.runAll();
    assertThat(bob.isEnded()).isFalse();
    assertThat(bob.queuedBytes()).isLessThan(limit / 2 + 2000);
    room.runAndRead(bob);
    assertThat(bob.isEnded()).isFalse();
    assertThat(bob.seqs()).isEqualTo(seqs(1, 2300));
  }
}
