package dev.parley.room;

import static dev.parley.room.Rooms.ANN;
import static dev.parley.room.Rooms.BOB;
import static dev.parley.room.Rooms.socket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.audit.LogCapture;
import dev.parley.room.Rooms.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RoomManagerTest {

  private final Rooms rooms = new Rooms();

  @Test
  void aRoomIsFoundByItsCodeHoweverItIsTyped() {
    RoomManager manager = rooms.manager();
    Room room = manager.create();
    assertThat(manager.find(room.id())).containsSame(room);
    String typed = " " + room.id().toUpperCase(Locale.ROOT).replace("-", " ");
    assertThat(manager.find(typed)).containsSame(room);
    assertThat(manager.find("")).isEmpty();
    assertThat(manager.find("0000-0000-0000")).isEmpty();
  }

  @Test
  void everyRoomIsAnother() {
    RoomManager manager = rooms.manager();
    assertThat(manager.create().id()).isNotEqualTo(manager.create().id());
  }

  @Test
  void theRoomOfATokenOpensAgainAfterARestart() {
    Room before = rooms.manager().create();
    RoomManager restarted = rooms.manager();
    assertThat(restarted.find(before.id())).isEmpty();
    Room after = restarted.join(before.id(), socket(ANN).participant()).orElseThrow();
    assertThat(after.id()).isEqualTo(before.id());
    assertThat(after.describe().epoch()).isNotEqualTo(before.describe().epoch());
    assertThat(restarted.find(before.id())).containsSame(after);
    assertThat(restarted.open(before.id())).isSameAs(after);
  }

  @Test
  void whoFindsTheRoomFullGetsNone() {
    RoomManager manager = rooms.members(1).manager();
    Room room = manager.create();
    assertThat(manager.join(room.id(), socket(ANN).participant())).containsSame(room);
    assertThat(manager.join(room.id(), socket(BOB).participant())).isEmpty();
  }

  @Test
  void aRoomThatHasBeenEmptyForLongEnoughIsForgotten() {
    RoomManager manager = rooms.emptyRoomTtl(Duration.ofHours(1)).manager();
    Room room = manager.create();
    rooms.clock.advance(Duration.ofHours(1).minusNanos(1));
    manager.sweep();
    assertThat(manager.find(room.id())).isPresent();

    rooms.clock.advance(Duration.ofNanos(1));
    try (LogCapture log = LogCapture.open()) {
      manager.sweep();
      manager.sweep();
      assertThat(log.lines()).containsExactly("room_forgotten room=" + room.id());
    }
    assertThat(manager.find(room.id())).isEmpty();
  }

  @Test
  void aRoomWithSomebodyInItIsKeptAndItsTimeCountsFromWhenTheLastHasLeft() {
    RoomManager manager = rooms.emptyRoomTtl(Duration.ofHours(1)).manager();
    Room room = manager.create();
    Socket ann = socket(ANN).in(room);
    Socket bob = socket(BOB).in(room);
    rooms.clock.advance(Duration.ofDays(1));
    manager.sweep();
    room.leave(ann.participant());
    rooms.clock.advance(Duration.ofDays(1));
    manager.sweep();
    assertThat(manager.find(room.id())).isPresent();

    room.leave(bob.participant());
    rooms.clock.advance(Duration.ofMinutes(59));
    manager.sweep();
    assertThat(manager.find(room.id())).isPresent();

    rooms.clock.advance(Duration.ofMinutes(1));
    manager.sweep();
    assertThat(manager.find(room.id())).isEmpty();
  }

  @Test
  void withoutATimeToLiveNoRoomIsForgotten() {
    RoomManager manager = rooms.emptyRoomTtl(Duration.ZERO).manager();
    Room room = manager.create();
    rooms.clock.advance(Duration.ofDays(36_500));
    manager.sweep();
    assertThat(manager.find(room.id())).containsSame(room);
  }

  @Test
  void aForgottenRoomOpensAfreshForItsTokens() {
    RoomManager manager = rooms.emptyRoomTtl(Duration.ofHours(1)).manager();
    Room old = manager.create();
    rooms.clock.advance(Duration.ofHours(1));
    // as far as a sweep that somebody interrupts
    old.forgetIfEmpty(rooms.clock.instant());
    Room fresh = manager.join(old.id(), socket(ANN).participant()).orElseThrow();
    assertThat(fresh).isNotSameAs(old);
    manager.sweep();
    assertThat(manager.find(old.id())).containsSame(fresh);
  }

  @Test
  void whoeverIsInARoomIsInTheOneThatOthersFindHoweverOftenItIsForgottenMeanwhile()
      throws Exception {
    RoomManager manager = rooms.emptyRoomTtl(Duration.ofMillis(1)).manager(new TickingClock());
    String id = manager.create().id();
    int visitors = 3;
    AtomicBoolean over = new AtomicBoolean();
    CyclicBarrier start = new CyclicBarrier(visitors + 1);
    ExecutorService threads = Executors.newFixedThreadPool(visitors + 1);
    try (LogCapture log = LogCapture.open()) {
      Future<?> sweeping =
          threads.submit(
              () -> {
                start.await();
                while (!over.get()) {
                  manager.sweep();
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
                  for (int round = 0; round < 5000 || log.lines().isEmpty(); round++) {
                    Participant visitor = socket(ANN).participant();
                    Room room = manager.join(id, visitor).orElseThrow();
                    if (manager.find(id).orElse(null) != room) {
                      lost++;
                    }
                    room.leave(visitor);
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
    assertThatThrownBy(() -> new RoomManager() {}.create())
        .isInstanceOf(IllegalStateException.class);
  }

  /** A millisecond passes whenever somebody looks. */
  private static final class TickingClock extends Clock {

    private final AtomicLong millis = new AtomicLong();

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis.incrementAndGet());
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
