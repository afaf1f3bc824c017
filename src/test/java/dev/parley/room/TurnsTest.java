package dev.parley.room;

import static dev.parley.room.Rooms.ANN;
import static dev.parley.room.Rooms.BOB;
import static dev.parley.room.Rooms.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.history.MessageLog;
import dev.parley.protocol.Dialect;
import dev.parley.protocol.Message;
import dev.parley.room.Participant.Resume;
import dev.parley.room.Rooms.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Who enters, is told something or goes live does so in the room's turn: others wait for it. */
class TurnsTest {

  private final Rooms rooms = new Rooms();
  private final MessageLog log = rooms.memory();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final List<Thread> others = new ArrayList<>();

  /** What happens, once, the next time that the room asks for something that the test gives. */
  private final AtomicReference<Runnable> next = new AtomicReference<>(() -> {});

  private final RoomManager manager =
      rooms
          .log(log)
          .delivery(
              task -> {
                interrupt();
                tasks.add(task);
              })
          .manager(new InterruptingClock());

  @Test
  void whatIsSaidInTheMidstOfAnEnteringComesAfterTheWelcome() throws Exception {
    Room room = Rooms.room(manager);
    Socket bob = Rooms.v1(BOB);
    next.set(() -> meanwhile(() -> room.committed(List.of(message(1)))));
    bob.in(room);
    settle();
    assertThat(bob.types()).containsExactly("welcome", "message");
    assertThat(bob.welcome().get("head").longValue()).isZero();
  }

  @Test
  void whatIsSaidTheMomentOneHasEnteredComesAfterWhatWasMissed() throws Exception {
    Room room = roomWithOneMessage();
    Socket bob = Rooms.v1(BOB, 0, room.epoch());
    // The clock is asked first, and then, when the turn is over, a thread to deliver.
    next.set(() -> next.set(() -> room.committed(List.of(message(2)))));
    bob.in(room);
    settle();
    assertThat(bob.types()).containsExactly("welcome", "message", "message");
    assertThat(bob.seqs()).containsExactly(1L, 2L);
  }

  @Test
  void whatIsSaidInTheMidstOfGoingLiveIsNotMissed() throws Exception {
    Room room = roomWithOneMessage();
    List<String> received = new CopyOnWriteArrayList<>();
    Outbox outbox =
        new Outbox(
            new Outbox.Limits(0, Duration.ZERO),
            Dialect.PARLEY_V1,
            (frame, done) -> {
              received.add(frame.text());
              done.accept(null);
            },
            failure -> {},
            tasks::add,
            () -> {
              interrupt();
              return 0;
            });
    Participant.Arrival arrival =
        new Participant.Arrival(BOB, Dialect.PARLEY_V1, new Resume(0, room.epoch()), Rooms.TERMS);
    Socket bob = Rooms.socket(arrival, outbox, received).in(room);
    room.committed(List.of(message(2)));
    next.set(() -> meanwhile(() -> room.committed(List.of(message(3)))));
    settle();
    assertThat(others).as("somebody has said something").hasSize(1);
    assertThat(bob.seqs()).containsExactly(1L, 2L, 3L);
  }

  private Room roomWithOneMessage() {
    String id = await(manager.create(ANN));
    await(log.append(new MessageLog.Post(id, ANN, "r-1", "before")));
    return Rooms.found(manager, id);
  }

  private static Message message(long seq) {
    return new Message(seq, "r-" + seq, ANN, "now", Instant.EPOCH);
  }

  private void interrupt() {
    next.getAndSet(() -> {}).run();
  }

  /** On another thread; goes on when that is done, or has to wait for its turn. */
  private void meanwhile(Runnable task) {
    Thread other = new Thread(task, "meanwhile");
    other.setDaemon(true);
    others.add(other);
    other.start();
    while (other.isAlive() && other.getState() != Thread.State.BLOCKED) {
      Thread.onSpinWait();
    }
  }

  private void settle() throws InterruptedException {
    boolean more = true;
    while (more) {
      for (Thread other : List.copyOf(others)) {
        other.join(20_000);
        assertThat(other.isAlive()).isFalse();
      }
      Runnable task = tasks.poll();
      more = task != null;
      if (task != null) {
        task.run();
      }
    }
  }

  /** The room looks at it in the midst of an entering. */
  private final class InterruptingClock extends Clock {

    @Override
    public Instant instant() {
      interrupt();
      return rooms.clock.instant();
    }

    @Override
    public ZoneId getZone() {
      return rooms.clock.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return rooms.clock.withZone(zone);
    }
  }
}
