package dev.parley.room;

import static dev.parley.room.Rooms.ANN;
import static dev.parley.room.Rooms.BOB;
import static dev.parley.room.Rooms.await;
import static dev.parley.room.Rooms.say;
import static dev.parley.room.Rooms.socket;
import static dev.parley.room.Rooms.v1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.audit.LogCapture;
import dev.parley.history.MemoryMessageLog;
import dev.parley.history.MessageLog;
import dev.parley.history.UnavailableException;
import dev.parley.protocol.CloseCode;
import dev.parley.room.Rooms.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RoomManagerTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final Rooms rooms = new Rooms();
  private final MessageLog log = rooms.memory();

  // Found

  @Test
  void aRoomIsFoundByItsCodeHoweverItIsTyped() {
    RoomManager manager = rooms.manager();
    Room room = Rooms.room(manager);
    assertThat(await(manager.find(room.id()))).containsSame(room);
    String typed = " " + room.id().toUpperCase(Locale.ROOT).replace("-", " ");
    assertThat(await(manager.find(typed))).containsSame(room);
    assertThat(await(manager.find(""))).isEmpty();
    assertThat(await(manager.find("0000-0000-0000"))).isEmpty();
  }

  @Test
  void everyRoomIsAnother() {
    RoomManager manager = rooms.manager();
    assertThat(await(manager.create(ANN))).isNotEqualTo(await(manager.create(ANN)));
  }

  @Test
  void whoSeeksARoomThatIsNotThereDoesNotHinderItFromBeingMade() {
    RoomManager manager = rooms.log(log).manager();
    assertThat(await(manager.find("0000-0000-0000"))).isEmpty();
    await(log.create("0000-0000-0000", ANN));
    assertThat(await(manager.find("0000-0000-0000"))).isPresent();
  }

  @Test
  void theRoomOfATokenOpensAgainAfterALogThatKeptNothingHasRestarted() {
    Room before = rooms.room();
    RoomManager restarted = rooms.manager();
    assertThat(await(restarted.find(before.id()))).isEmpty();
    Room after = joined(restarted, before.id(), socket(ANN));
    assertThat(after.id()).isEqualTo(before.id());
    assertThat(after.epoch()).isNotEqualTo(before.epoch());
    assertThat(await(restarted.find(before.id()))).containsSame(after);
    assertThat(await(restarted.open(before.id()))).containsSame(after);
  }

  @Test
  void aRoomIsTheSameAfterARestartWhereTheLogHasKeptIt() {
    rooms.log(log);
    Room before = rooms.room();
    say(before, ANN, "one");
    say(before, ANN, "two");
    Room after = joined(rooms.manager(), before.id(), socket(ANN));
    assertThat(after.describe())
        .isEqualTo(
            new Room.Description(
                before.id(), before.describe().createdAt(), 2, before.epoch(), List.of(ANN)));
  }

  @Test
  void whoFindsTheRoomFullGetsNone() {
    RoomManager manager = rooms.members(1).manager();
    Room room = Rooms.room(manager);
    assertThat(joined(manager, room.id(), socket(ANN))).isSameAs(room);
    assertThat(await(manager.join(room.id(), socket(BOB).participant())))
        .isEqualTo(new Room.Entry.Refused(CloseCode.ROOM_FULL));
  }

  @Test
  void whileTheLogIsAwayNoOtherRoomOpensAndTheOpenOnesStayOpen() {
    RoomManager manager = rooms.log(log).manager();
    String other = await(manager.create(ANN));
    Room room = Rooms.room(manager);
    log.close();
    assertThat(await(manager.join(other, socket(ANN).participant())))
        .isEqualTo(new Room.Entry.Refused(CloseCode.UNAVAILABLE));
    assertThatThrownBy(() -> manager.find(other).toCompletableFuture().join())
        .hasCauseInstanceOf(UnavailableException.class);
    assertThatThrownBy(() -> manager.create(ANN).toCompletableFuture().join())
        .hasCauseInstanceOf(UnavailableException.class);
    assertThat(joined(manager, room.id(), socket(ANN))).isSameAs(room);
  }

  // Put away

  @Test
  void aRoomThatNobodyNeedsForAMinuteIsPutAwayAndOpensAgainFromTheLog() {
    RoomManager manager = rooms.log(log).manager();
    Room room = Rooms.room(manager);
    say(room, ANN, "hi");
    rooms.clock.advance(Duration.ofMinutes(1).minusNanos(1));
    manager.sweep();
    assertThat(Rooms.found(manager, room.id())).isSameAs(room);

    rooms.clock.advance(Duration.ofNanos(1));
    manager.sweep();
    Room again = Rooms.found(manager, room.id());
    assertThat(again).isNotSameAs(room);
    assertThat(again.describe()).isEqualTo(room.describe());
    Socket ann = v1(ANN, 0, room.epoch());
    joined(manager, room.id(), ann);
    settle();
    assertThat(ann.welcome().get("resumed").booleanValue()).isTrue();
    assertThat(ann.seqs()).containsExactly(1L);
  }

  @Test
  void whoHoldsARoomThatIsPutAwayStillSpeaksInTheOneThatIsOpen() {
    RoomManager manager = rooms.log(log).manager();
    Room old = Rooms.room(manager);
    rooms.clock.advance(Duration.ofMinutes(1));
    manager.sweep();
    Socket bob = v1(BOB);
    joined(manager, old.id(), bob);
    say(old, ANN, "hi");
    assertThat(bob.seqs()).containsExactly(1L);
  }

  @Test
  void whoIsRemovedThroughARoomThatIsPutAwayIsRemovedFromTheOneThatIsOpen() {
    RoomManager manager = rooms.log(log).manager();
    Room old = Rooms.room(manager);
    await(manager.admit(old.id(), BOB));
    rooms.clock.advance(Duration.ofMinutes(1));
    manager.sweep();
    Socket bob = v1(BOB);
    Room open = joined(manager, old.id(), bob);
    assertThat(await(manager.remove(old, BOB.clientId()))).isTrue();
    assertThat(bob.hangUps()).containsExactly(CloseCode.REMOVED);
    assertThat(open.isRemoved(BOB.clientId())).isTrue();
  }

  @Test
  void whoWasRemovedIsStillRemovedWhenTheRoomOpensAgain() {
    RoomManager manager = rooms.log(log).manager();
    Room room = Rooms.room(manager);
    await(manager.admit(room.id(), BOB));
    await(manager.remove(room, BOB.clientId()));
    rooms.clock.advance(Duration.ofMinutes(1));
    manager.sweep();
    assertThat(await(manager.join(room.id(), socket(BOB).participant())))
        .isEqualTo(new Room.Entry.Refused(CloseCode.REMOVED));
  }

  // Forgotten

  @Test
  void aRoomThatHasNotBeenUsedForLongIsForgotten() {
    RoomManager manager = rooms.log(log).emptyRoomTtl(HOUR).manager();
    String id = await(manager.create(ANN));
    rooms.clock.advance(HOUR.minusMillis(1));
    sweep(manager);
    assertThat(await(log.find(id))).isPresent();

    rooms.clock.advance(Duration.ofMillis(1));
    try (LogCapture lines = LogCapture.open()) {
      sweep(manager);
      sweep(manager);
      assertThat(lines.lines()).containsExactly("room_forgotten room=" + id);
    }
    assertThat(await(manager.find(id))).isEmpty();
  }

  @Test
  void aRoomWithSomebodyInItIsKeptAndItsTimeCountsFromWhenTheLastHasLeft() {
    RoomManager manager = rooms.log(log).emptyRoomTtl(HOUR).manager();
    Room room = Rooms.room(manager);
    Socket ann = socket(ANN).in(room);
    Socket bob = socket(BOB).in(room);
    rooms.clock.advance(Duration.ofDays(1));
    sweep(manager);
    room.leave(ann.participant());
    rooms.clock.advance(Duration.ofDays(1));
    sweep(manager);
    assertThat(Rooms.found(manager, room.id())).isSameAs(room);

    room.leave(bob.participant());
    rooms.pass(Duration.ofSeconds(2));
    sweep(manager);
    rooms.clock.advance(Duration.ofMinutes(59));
    sweep(manager);
    assertThat(await(log.find(room.id()))).isPresent();

    rooms.clock.advance(Duration.ofMinutes(1).plusMillis(1));
    sweep(manager);
    assertThat(await(manager.find(room.id()))).isEmpty();
  }

  @Test
  void aRoomThatIsSpokenInOverRestAloneIsKept() {
    RoomManager manager = rooms.log(log).emptyRoomTtl(HOUR).manager();
    String id = await(manager.create(ANN));
    for (int i = 0; i < 5; i++) {
      rooms.clock.advance(Duration.ofMinutes(40));
      say(Rooms.found(manager, id), ANN, "still here");
      sweep(manager);
    }
    assertThat(Rooms.found(manager, id).head()).isEqualTo(5);
  }

  @Test
  void withoutATimeToLiveNoRoomIsForgotten() {
    RoomManager manager = rooms.log(log).emptyRoomTtl(Duration.ZERO).manager();
    String id = await(manager.create(ANN));
    rooms.clock.advance(Duration.ofDays(36_500));
    sweep(manager);
    assertThat(await(manager.find(id))).isPresent();
  }

  @Test
  void whereARetentionIsSetNoRoomIsForgotten() {
    for (Rooms house :
        List.of(rooms.retention(Duration.ofDays(1), 0), new Rooms().retention(Duration.ZERO, 10))) {
      MessageLog kept = house.memory();
      RoomManager manager = house.log(kept).emptyRoomTtl(HOUR).manager();
      String id = await(manager.create(ANN));
      house.clock.advance(Duration.ofDays(1000));
      manager.sweep();
      settle(kept);
      assertThat(await(manager.find(id))).isPresent();
    }
  }

  @Test
  void aSweepDeletesWhatIsNotToBeKept() {
    RoomManager manager = rooms.log(log).retention(Duration.ZERO, 2).manager();
    Room room = Rooms.room(manager);
    for (int i = 0; i < 5; i++) {
      say(room, ANN, "message");
    }
    sweep(manager);
    assertThat(await(log.after(room.id(), 0, 10))).extracting(m -> m.seq()).containsExactly(4L, 5L);
  }

  @Test
  void whoComesWhileTheRoomIsBeingForgottenIsToldThatItIsClosed() {
    Steps steps = new Steps();
    SteppedLog stepped = new SteppedLog(log, steps, 1);
    RoomManager manager = rooms.log(stepped).emptyRoomTtl(HOUR).manager();
    CompletionStage<String> made = manager.create(ANN);
    steps.runAll();
    String id = await(made);
    rooms.clock.advance(Duration.ofDays(1));
    manager.sweep();
    steps.runWhile(() -> await(log.find(id)).isPresent());

    Socket bob = socket(BOB);
    CompletionStage<Room.Entry> entry = manager.join(id, bob.participant());
    steps.runAll();
    assertThat(await(entry)).isEqualTo(new Room.Entry.Refused(CloseCode.ROOM_CLOSED));
    CompletionStage<Room.Entry> later = manager.join(id, bob.participant());
    steps.runAll();
    assertThat(await(later))
        .as("this log takes a token as proof that there was a room")
        .isInstanceOf(Room.Entry.Joined.class);
  }

  @Test
  void whoComesBeforeTheRoomIsForgottenKeepsIt() {
    Steps steps = new Steps();
    SteppedLog stepped = new SteppedLog(log, steps, 1);
    RoomManager manager = rooms.log(stepped).emptyRoomTtl(HOUR).manager();
    CompletionStage<String> made = manager.create(ANN);
    steps.runAll();
    String id = await(made);
    rooms.clock.advance(Duration.ofDays(1));
    CompletionStage<Room.Entry> entry = manager.join(id, socket(BOB).participant());
    manager.sweep();
    steps.runAll();
    Room room = ((Room.Entry.Joined) await(entry)).room();
    assertThat(await(log.find(id))).isPresent();
    assertThat(room.describe().members()).containsExactly(BOB);
  }

  @Test
  void whoeverIsInARoomIsInTheOneThatOthersFindHoweverOftenItIsForgottenMeanwhile()
      throws Exception {
    TickingClock clock = new TickingClock();
    MessageLog ticking = new MemoryMessageLog(1000, clock, Rooms.daemons());
    RoomManager manager = rooms.log(ticking).emptyRoomTtl(Duration.ofMillis(1)).manager(clock);
    String id = await(manager.create(ANN));
    int visitors = 3;
    AtomicBoolean over = new AtomicBoolean();
    CyclicBarrier start = new CyclicBarrier(visitors + 1);
    ExecutorService threads = Executors.newFixedThreadPool(visitors + 1);
    try (LogCapture lines = LogCapture.open()) {
      Future<?> sweeping =
          threads.submit(
              () -> {
                start.await();
                while (!over.get()) {
                  rooms.pass(Duration.ofSeconds(2));
                  manager.announceDepartures();
                  manager.sweep();
                  settle(ticking);
                }
                return over;
              });
      List<Future<Integer>> visiting = new ArrayList<>();
      for (int i = 0; i < visitors; i++) {
        visiting.add(
            threads.submit(
                () -> {
                  start.await();
                  int lost = 0;
                  // At least so often, and until the sweeper has had its turn.
                  for (int round = 0; round < 2000 || lines.lines().isEmpty(); round++) {
                    Participant visitor = socket(ANN).participant();
                    Room.Entry entry = await(manager.join(id, visitor));
                    if (entry instanceof Room.Entry.Joined joined) {
                      if (await(manager.find(id)).orElse(null) != joined.room()) {
                        lost++;
                      }
                      joined.room().leave(visitor);
                    } else {
                      assertThat(entry).isEqualTo(new Room.Entry.Refused(CloseCode.ROOM_CLOSED));
                    }
                  }
                  return lost;
                }));
      }
      for (Future<Integer> visit : visiting) {
        assertThat(visit.get(30, TimeUnit.SECONDS)).isZero();
      }
      over.set(true);
      sweeping.get(30, TimeUnit.SECONDS);
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
  }

  @Test
  void aClientProxyHasNoRooms() {
    assertThatThrownBy(() -> new RoomManager() {}.create(ANN))
        .isInstanceOf(IllegalStateException.class);
  }

  private static Room joined(RoomManager manager, String roomId, Socket socket) {
    Room.Entry entry = await(manager.join(roomId, socket.participant()));
    assertThat(entry).isInstanceOf(Room.Entry.Joined.class);
    return ((Room.Entry.Joined) entry).room();
  }

  private void sweep(RoomManager manager) {
    manager.announceDepartures();
    manager.sweep();
    settle();
  }

  private void settle() {
    settle(log);
  }

  /** The log does one thing after the other: what follows from what follows, too, is done. */
  private static void settle(MessageLog busy) {
    for (int i = 0; i < 4; i++) {
      await(busy.find(""));
    }
  }

  /** Half a minute passes whenever somebody looks. */
  private static final class TickingClock extends Clock {

    private final AtomicLong ticks = new AtomicLong();

    @Override
    public Instant instant() {
      return Instant.EPOCH.plus(Duration.ofSeconds(30).multipliedBy(ticks.incrementAndGet()));
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("UTC only");
    }
  }
}
