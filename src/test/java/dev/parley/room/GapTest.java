package dev.parley.room;

import static dev.parley.room.Rooms.ANN;
import static dev.parley.room.Rooms.BOB;
import static dev.parley.room.SteppedRoom.seqs;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.history.MessageLog;
import dev.parley.history.MessageLog.Retention;
import dev.parley.protocol.Message;
import dev.parley.room.SteppedLog.Mood;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the log has and the room has not heard of is read before anything newer is told. */
class GapTest {

  private final SteppedRoom room = new SteppedRoom();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 199, 200, 450})
  void whatWasNotToldIsReadFirstThenComesWhatWas(int missing) {
    Wire bob = room.v1(BOB);
    room.steps.runAll();
    room.with(missing, "slipped");
    Posted posted = room.done(room.say(ANN, "told"));
    room.runAndRead(bob);
    assertThat(Rooms.accepted(posted).seq()).isEqualTo(missing + 1);
    assertThat(bob.seqs()).isEqualTo(seqs(1, missing + 1));
    assertThat(bob.heard().get(missing + 1).get("message").textValue()).isEqualTo("told");
    assertThat(room.room().head()).isEqualTo(missing + 1);
  }

  @Test
  void whatIsSaidWhileAGapIsReadComesInItsTurn() {
    Wire bob = room.v1(BOB);
    room.steps.runAll();
    room.with(10, "slipped");
    room.say(ANN, "told");
    room.steps.runWhile(() -> room.log.all(room.id).size() == 10);
    for (int i = 0; i < 10; i++) {
      room.say(ANN, "meanwhile");
      room.steps.run(i);
    }
    room.runAndRead(bob);
    assertThat(bob.seqs()).isEqualTo(seqs(1, 21));
  }

  @Test
  void whatIsToldLateOrTwiceIsToldOnOnce() {
    Wire bob = room.v1(BOB);
    room.steps.runAll();
    Message first = room.slip("one");
    Message second = room.slip("two");
    room.manager.committed(room.id, List.of(second));
    room.manager.committed(room.id, List.of(first));
    room.runAndRead(bob);
    room.manager.committed(room.id, List.of(first, second));
    room.runAndRead(bob);
    assertThat(bob.seqs()).containsExactly(1L, 2L);
  }

  @Test
  void severalMessagesAtOnceAreToldInTheirOrder() {
    Wire bob = room.v1(BOB);
    room.steps.runAll();
    room.manager.committed(
        room.id, List.of(room.slip("one"), room.slip("two"), room.slip("three")));
    room.runAndRead(bob);
    assertThat(bob.seqs()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void whatWasCommittedWhileTheLogSeemedAwayIsToldWhenItIsBack() {
    Wire bob = room.v1(BOB);
    room.steps.runAll();
    room.log.feel(Mood.MUTE);
    assertThat(room.done(room.say(ANN, "kept?"))).isEqualTo(new Posted.Unavailable());
    assertThat(room.room().head()).isZero();
    room.log.feel(Mood.WELL);
    room.runAndRead(bob);
    assertThat(bob.seqs()).containsExactly(1L);
  }

  @Test
  void whoPostsAgainWhatWasKeptWithoutAnAnswerGetsItTold() {
    Wire ann = room.v1(ANN);
    Wire bob = room.v1(BOB);
    Room open = room.room();
    room.log.slip(room.id, ANN, "r-x", "kept, and never told");
    Posted posted = room.done(open.post(ANN, "r-x", "kept, and never told"));
    room.runAndRead(ann, bob);
    assertThat(Rooms.accepted(posted).seq()).isEqualTo(1);
    assertThat(ann.seqs()).containsExactly(1L);
    assertThat(bob.seqs()).containsExactly(1L);
  }

  @Test
  void aGapThatCannotBeReadIsReadWhenSomethingNewIsSaid() {
    Wire bob = room.v1(BOB);
    room.steps.runAll();
    room.slip("slipped");
    room.manager.committed(room.id, List.of(room.slip("told")));
    room.log.feel(Mood.AWAY);
    room.runAndRead(bob);
    assertThat(bob.seqs()).isEmpty();
    room.log.feel(Mood.WELL);
    room.runAndRead(bob);
    assertThat(bob.seqs()).containsExactly(1L, 2L);
    room.done(room.say(ANN, "new"));
    room.runAndRead(bob);
    assertThat(bob.seqs()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void aGapThatCouldNotBeReadIsReadBeforeLongThoughNothingNewIsSaid() {
    Wire bob = room.v1(BOB);
    room.steps.runAll();
    room.slip("slipped");
    room.manager.committed(room.id, List.of(room.slip("told")));
    room.log.feel(Mood.AWAY);
    room.runAndRead(bob);
    room.log.beWellWithoutAWord();
    room.runAndRead(bob);
    assertThat(bob.seqs()).isEmpty();
    room.manager.sweep();
    room.runAndRead(bob);
    assertThat(bob.seqs()).containsExactly(1L, 2L);
  }

  @Test
  void aGapThatIsNoLongerKeptIsSkipped() {
    Wire bob = room.v1(BOB);
    room.steps.runAll();
    room.with(5, "slipped");
    room.done(room.log.trim(new Retention(Duration.ZERO, 2)));
    room.done(room.say(ANN, "told"));
    room.runAndRead(bob);
    assertThat(bob.seqs()).containsExactly(4L, 5L, 6L);
    assertThat(room.room().head()).isEqualTo(6);
  }

  @Test
  void whereNothingIsKeptAnyMoreTheRoomGoesOnFromWhereTheLogIs() {
    Room open = room.room();
    Message last = room.slip("gone before it was told");
    room.house.clock.advance(Duration.ofDays(2));
    room.done(room.log.trim(new Retention(Duration.ofDays(1), 0)));
    room.manager.committed(room.id, List.of(new Message(2, "r", ANN, "", last.timestamp())));
    room.steps.runAll();
    assertThat(open.head()).isEqualTo(2);
  }

  @Test
  void whatIsSaidWhileTheRoomIsBeingOpenedIsNotMissed() {
    // In whichever order it is read and written, told and found: each bit is a step's lane.
    for (int order = 0; order < 64; order++) {
      SteppedRoom closed = new SteppedRoom().with(3, "before");
      CompletionStage<Optional<Room>> opening = closed.manager.find(closed.id);
      var unused = closed.log.append(new MessageLog.Post(closed.id, ANN, "r", "now"));
      for (int bits = order; bits > 0; bits /= 2) {
        closed.steps.run(bits % 2);
      }
      Wire bob = closed.v1(BOB);
      Room open = closed.done(opening).orElseThrow();
      closed.runAndRead(bob);
      assertThat(open.head()).as("in order %s", order).isEqualTo(4);
      long told = bob.heard().get(0).get("head").longValue();
      assertThat(bob.seqs()).isEqualTo(seqs((int) told + 1, 4));
    }
  }
}
