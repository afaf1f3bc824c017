package dev.parley.room;

import static dev.parley.room.Rooms.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.history.MessageLog;
import dev.parley.protocol.Dialect;
import dev.parley.protocol.Member;
import dev.parley.protocol.Message;
import dev.parley.protocol.PlainDialect;
import dev.parley.room.Participant.Resume;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real threads: several speak at once, several deliver, several come and go. */
class RoomUnderLoadTest {

  private static final int SPEAKERS = 4;
  private static final int LONGEST_REPLAY = 1000;

  private final ExecutorService delivery = Executors.newFixedThreadPool(3);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Rooms rooms = new Rooms().delivery(delivery);
  private final MessageLog log = rooms.memory();
  private final RoomManager manager = rooms.log(log).manager();
  private final Room room = Rooms.room(manager);

  @AfterEach
  void stop() {
    threads.shutdownNow();
    delivery.shutdownNow();
    log.close();
  }

  @Test
  void everyoneHearsEverythingInTheOrderOfItsNumbersHoweverManySpeakAtOnce() throws Exception {
    int each = 300;
    CountDownLatch all = new CountDownLatch(3 * SPEAKERS * each);
    List<List<String>> heard = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      List<String> received = new ArrayList<>();
      heard.add(received);
      Outbox outbox =
          new Outbox(
              new Outbox.Limits(0, Duration.ZERO),
              Dialect.PLAIN,
              (frame, done) -> {
                received.add(frame.text());
                all.countDown();
                done.accept(null);
              },
              failure -> {},
              delivery,
              System::nanoTime);
      Member listener = new Member("listener-" + i, "L");
      Participant.Arrival arrival =
          new Participant.Arrival(listener, Dialect.PLAIN, null, Rooms.TERMS);
      Rooms.socket(arrival, outbox, received).in(room);
    }
    List<Message> messages = new ArrayList<>();
    for (Future<List<Message>> one : speak(each)) {
      List<Message> own = one.get(20, TimeUnit.SECONDS);
      assertThat(own).isSortedAccordingTo(Comparator.comparingLong(Message::seq));
      messages.addAll(own);
    }
    assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
    messages.sort(Comparator.comparingLong(Message::seq));
    assertThat(messages)
        .extracting(Message::seq)
        .isEqualTo(LongStream.rangeClosed(1, (long) SPEAKERS * each).boxed().toList());
    List<String> frames = messages.stream().map(m -> PlainDialect.encode(m).text()).toList();
    assertThat(heard).allSatisfy(received -> assertThat(received).isEqualTo(frames));
  }

  @Test
  void whoeverComesAndGoesWhileOthersSpeakMissesNothingAndGetsNothingTwice() throws Exception {
    int each = 1500;
    int total = SPEAKERS * each;
    List<Future<Integer>> visiting = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Visitor visitor = new Visitor(new Member("visitor-" + i, "V" + i));
      visiting.add(threads.submit(() -> visitor.visitUntil(total)));
    }
    for (Future<List<Message>> speaker : speak(each)) {
      assertThat(speaker.get(20, TimeUnit.SECONDS)).hasSize(each);
    }
    for (Future<Integer> visit : visiting) {
      assertThat(visit.get(20, TimeUnit.SECONDS)).as("connections").isGreaterThan(1);
    }
    assertThat(room.head()).isEqualTo(total);
  }

  /** So many messages of each speaker, one after the other, at the same time as the others'. */
  private List<Future<List<Message>>> speak(int each) {
    CyclicBarrier start = new CyclicBarrier(SPEAKERS);
    List<Future<List<Message>>> speaking = new ArrayList<>();
    for (int i = 0; i < SPEAKERS; i++) {
      Member speaker = new Member("speaker-" + i, "S" + i);
      Callable<List<Message>> speech =
          () -> {
            start.await();
            List<Message> said = new ArrayList<>();
            for (int n = 0; n < each; n++) {
              said.add(Rooms.say(room, speaker, speaker.name() + ":" + n));
            }
            return said;
          };
      speaking.add(threads.submit(speech));
    }
    return speaking;
  }

  /** Somebody who comes, stays for a few messages, goes and resumes. */
  private final class Visitor {

    private final Member member;
    private long last;
    private @Nullable String epoch;

    Visitor(Member member) {
      this.member = member;
    }

    int visitUntil(long end) throws InterruptedException {
      int connections = 0;
      while (last < end) {
        visit(Math.min(end, last + ThreadLocalRandom.current().nextInt(150)));
        connections++;
      }
      return connections;
    }

    /** Until the message of that number has come. */
    private void visit(long until) throws InterruptedException {
      BlockingQueue<String> frames = new LinkedBlockingQueue<>();
      AtomicInteger inFlight = new AtomicInteger();
      Outbox outbox =
          new Outbox(
              new Outbox.Limits(50_000, Duration.ZERO),
              Dialect.PARLEY_V1,
              (frame, done) -> {
                if (inFlight.incrementAndGet() != 1) {
                  frames.add("[{\"type\":\"two in flight\"}]");
                }
                frames.add(frame.text());
                inFlight.decrementAndGet();
                if (frame.bytes() % 2 == 0) {
                  done.accept(null);
                } else {
                  threads.execute(() -> done.accept(null));
                }
              },
              failure -> frames.add("[{\"type\":\"" + failure + "\"}]"),
              delivery,
              System::nanoTime);
      Resume resume = epoch == null ? new Resume(0, room.epoch()) : new Resume(last, epoch);
      Participant participant =
          new Participant(
              new Participant.Arrival(member, Dialect.PARLEY_V1, resume, Rooms.TERMS),
              outbox,
              why -> frames.add("[{\"type\":\"" + why + "\"}]"));
      assertThat(await(manager.join(room.id(), participant))).isInstanceOf(Room.Entry.Joined.class);
      boolean welcomed = false;
      boolean hungUp = false;
      while (!hungUp && (!welcomed || last < until)) {
        String frame = frames.poll(20, TimeUnit.SECONDS);
        assertThat(frame).as("after %s, until %s", last, until).isNotNull();
        for (JsonNode event : Rooms.events(frame)) {
          String type = event.get("type").textValue();
          if (type.equals(Outbox.Failure.TOO_SLOW.name())) {
            hungUp = true; // as it should be where the others are quicker than this one's threads
          } else if (!welcomed) {
            assertThat(type).isEqualTo("welcome");
            long head = event.get("head").longValue();
            boolean resumed = head - last <= LONGEST_REPLAY;
            assertThat(event.get("resumed").booleanValue())
                .as("resumed after %s of %s", last, head)
                .isEqualTo(resumed);
            last = resumed ? last : head;
            epoch = event.get("epoch").textValue();
            welcomed = true;
          } else if (type.equals("message")) {
            assertThat(event.get("seq").longValue()).isEqualTo(last + 1);
            last++;
          } else {
            assertThat(type).isIn("joined", "left");
          }
        }
      }
      outbox.close();
      room.leave(participant);
    }
  }
}
