package dev.parley.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Dialect;
import dev.parley.protocol.Frame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutboxTest {

  private static final Outbox.Limits NO_LIMITS = new Outbox.Limits(0, Duration.ZERO);

  private final List<String> written = new ArrayList<>();
  private final Queue<Consumer<@Nullable Throwable>> completions = new ArrayDeque<>();
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<Outbox.Failure> hangUps = new ArrayList<>();
  private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 5);

  // One after the other

  @Test
  void framesAreWrittenInTheirOrder() {
    Outbox outbox = outbox(NO_LIMITS, this::writeAtOnce);
    offer(outbox, "a", "b", "c");
    runTasks();
    offer(outbox, "d");
    runTasks();
    assertThat(written).containsExactly("a", "b", "c", "d");
    assertThat(outbox.isIdle()).isTrue();
  }

  @Test
  void onlyTheOfferThatFindsTheOutboxIdleMustDrain() {
    Outbox outbox = outbox(NO_LIMITS, this::write);
    assertThat(outbox.offer(Frame.of("a"))).isTrue();
    assertThat(outbox.offer(Frame.of("b"))).isFalse();
    outbox.drain();
    assertThat(outbox.offer(Frame.of("c"))).isFalse();
    complete();
    complete();
    complete();
    assertThat(outbox.offer(Frame.of("d"))).isTrue();
  }

  @Test
  void anOfferWritesNothingItself() {
    Outbox outbox = outbox(NO_LIMITS, this::write);
    outbox.offer(Frame.of("a"));
    assertThat(written).isEmpty();
    assertThat(outbox.isIdle()).isFalse();
  }

  @Test
  void theNextSendWaitsForTheOneInFlight() {
    Outbox outbox = outbox(NO_LIMITS, this::write);
    offer(outbox, "a", "b", "c");
    runTasks();
    assertThat(written).containsExactly("a");
    complete();
    assertThat(written).containsExactly("a", "b");
    complete();
    assertThat(written).containsExactly("a", "b", "c");
    assertThat(outbox.isIdle()).isFalse();
    complete();
    assertThat(outbox.isIdle()).isTrue();
  }

  @Test
  void aCompletionNeverWritesItself() {
    Outbox outbox = outbox(NO_LIMITS, this::write);
    offer(outbox, "a", "b");
    runTasks();
    completions.remove().accept(null);
    assertThat(written).as("the completing thread is the container's").containsExactly("a");
    runTasks();
    assertThat(written).containsExactly("a", "b");
  }

  @Test
  void aCompletionThatComesTwiceCountsOnce() {
    Outbox outbox = outbox(NO_LIMITS, this::write);
    offer(outbox, "a", "b", "c");
    runTasks();
    Consumer<@Nullable Throwable> first = completions.remove();
    first.accept(null);
    first.accept(null);
    runTasks();
    assertThat(written).containsExactly("a", "b");
    first.accept(null);
    runTasks();
    assertThat(written).containsExactly("a", "b");
  }

  @Test
  void aHundredThousandFramesThatAreWrittenAtOnceLeaveTheStackInPeace() {
    Outbox outbox = outbox(NO_LIMITS, this::writeAtOnce);
    List<String> texts = IntStream.range(0, 100_000).mapToObj(String::valueOf).toList();
    texts.forEach(text -> offer(outbox, text));
    runTasks();
    assertThat(written).isEqualTo(texts);
  }

  @Test
  void aHundredThousandFramesLeaveTheStackInPeaceWhereTheExecutorRunsAtOnce() {
    Outbox outbox =
        new Outbox(
            NO_LIMITS,
            Dialect.PLAIN,
            this::writeAtOnce,
            hangUps::add,
            Runnable::run,
            nanoTime::get);
    List<String> texts = IntStream.range(0, 100_000).mapToObj(String::valueOf).toList();
    boolean due = texts.stream().map(text -> outbox.offer(Frame.of(text))).toList().get(0);
    assertThat(due).isTrue();
    outbox.drain();
    assertThat(written).isEqualTo(texts);
  }

  // Something else

  @Test
  void whatIsWrittenToAnIdleOutboxKeepsFramesAwayUntilItIsWritten() {
    Outbox outbox = outbox(NO_LIMITS, this::writeAtOnce);
    boolean done =
        outbox.writeIfIdle(
            () -> {
              offer(outbox, "a");
              runTasks();
              written.add("ping");
            });
    runTasks();
    assertThat(done).isTrue();
    assertThat(written).containsExactly("ping", "a");
    assertThat(outbox.isIdle()).isTrue();
  }

  @Test
  void nothingElseIsWrittenBesideAFrame() {
    Outbox outbox = outbox(NO_LIMITS, this::write);
    offer(outbox, "a");
    assertThat(outbox.writeIfIdle(() -> written.add("ping"))).as("due").isFalse();
    runTasks();
    assertThat(outbox.writeIfIdle(() -> written.add("ping"))).as("in flight").isFalse();
    complete();
    outbox.close();
    assertThat(outbox.writeIfIdle(() -> written.add("ping"))).as("closed").isFalse();
    assertThat(written).containsExactly("a");
  }

  @Test
  void whatElseIsWrittenMayTakeAsLongAsAFrame() {
    Outbox outbox = outbox(new Outbox.Limits(0, Duration.ofSeconds(10)), this::write);
    outbox.writeIfIdle(
        () -> {
          pass(Duration.ofSeconds(10));
          outbox.checkAge();
          assertThat(tasks).isEmpty();
          pass(Duration.ofNanos(1));
          outbox.checkAge();
        });
    runTasks();
    assertThat(hangUps).containsExactly(Outbox.Failure.TOO_SLOW);
  }

  // Too much

  @Test
  void whatIsOverTheByteLimitHangsUpOnce() {
    Outbox outbox = outbox(new Outbox.Limits(10, Duration.ZERO), this::write);
    offer(outbox, "1234", "56789", "0");
    runTasks();
    assertThat(hangUps).isEmpty();
    assertThat(outbox.queuedBytes()).isEqualTo(10);

    offer(outbox, "x", "y");
    outbox.checkAge();
    runTasks();
    complete();
    assertThat(hangUps).containsExactly(Outbox.Failure.TOO_SLOW);
    assertThat(written).containsExactly("1234");
    assertThat(outbox.offer(Frame.of("z"))).isFalse();
  }

  @Test
  void aLongCharacterCountsAllItsBytes() {
    Outbox outbox = outbox(new Outbox.Limits(7, Duration.ZERO), this::write);
    offer(outbox, "\uD83D\uDE00", "\uD83D\uDE00");
    runTasks();
    assertThat(hangUps).containsExactly(Outbox.Failure.TOO_SLOW);
  }

  @Test
  void whatHasBeenWrittenMakesRoom() {
    Outbox outbox = outbox(new Outbox.Limits(10, Duration.ZERO), this::write);
    for (int i = 0; i < 100; i++) {
      offer(outbox, "12345");
      runTasks();
      complete();
    }
    assertThat(hangUps).isEmpty();
    assertThat(written).hasSize(100);
    assertThat(outbox.queuedBytes()).isZero();
  }

  @Test
  void aFrameLargerThanTheLimitIsWrittenIfNothingElseWaits() {
    Outbox outbox = outbox(new Outbox.Limits(10, Duration.ZERO), this::write);
    offer(outbox, "12345678901234567890");
    runTasks();
    assertThat(written).hasSize(1);
    assertThat(hangUps).isEmpty();
  }

  @Test
  void withoutAByteLimitAnythingMayWait() {
    Outbox outbox = outbox(NO_LIMITS, this::write);
    for (int i = 0; i < 10_000; i++) {
      offer(outbox, "x".repeat(100));
    }
    runTasks();
    assertThat(hangUps).isEmpty();
    assertThat(outbox.queuedBytes()).isEqualTo(1_000_000);
  }

  // Too old

  @Test
  void aSendThatTakesLongerThanTheAgeLimitHangsUpOnce() {
    Outbox outbox = outbox(new Outbox.Limits(0, Duration.ofSeconds(10)), this::write);
    offer(outbox, "a");
    runTasks();
    pass(Duration.ofSeconds(10));
    outbox.checkAge();
    runTasks();
    assertThat(hangUps).isEmpty();

    nanoTime.incrementAndGet();
    outbox.checkAge();
    outbox.checkAge();
    runTasks();
    assertThat(hangUps).containsExactly(Outbox.Failure.TOO_SLOW);
  }

  @Test
  void theAgeOfAFrameCountsFromItsOffer() {
    Outbox outbox = outbox(new Outbox.Limits(0, Duration.ofSeconds(10)), this::write);
    offer(outbox, "a");
    runTasks();
    pass(Duration.ofSeconds(6));
    offer(outbox, "b");
    complete();
    pass(Duration.ofSeconds(6));
    outbox.checkAge();
    runTasks();
    assertThat(hangUps).as("a is written, b is 6 s old").isEmpty();

    pass(Duration.ofSeconds(5));
    outbox.checkAge();
    runTasks();
    assertThat(hangUps).containsExactly(Outbox.Failure.TOO_SLOW);
  }

  @Test
  void aFrameWhoseDrainNeverCameIsTooOldToo() {
    Outbox outbox = outbox(new Outbox.Limits(0, Duration.ofSeconds(10)), this::write);
    outbox.offer(Frame.of("a"));
    pass(Duration.ofSeconds(11));
    outbox.checkAge();
    runTasks();
    assertThat(hangUps).containsExactly(Outbox.Failure.TOO_SLOW);
  }

  @Test
  void anEmptyOutboxIsNeverTooOld() {
    Outbox outbox = outbox(new Outbox.Limits(0, Duration.ofSeconds(10)), this::writeAtOnce);
    offer(outbox, "a");
    runTasks();
    pass(Duration.ofDays(1));
    outbox.checkAge();
    runTasks();
    assertThat(hangUps).isEmpty();
  }

  @Test
  void withoutAnAgeLimitASendMayTakeForever() {
    Outbox outbox = outbox(NO_LIMITS, this::write);
    offer(outbox, "a");
    runTasks();
    pass(Duration.ofDays(1));
    outbox.checkAge();
    runTasks();
    assertThat(hangUps).isEmpty();
  }

  // Broken

  @Test
  void aSendThatFailsHangsUpOnceAndWritesNoMore() {
    Outbox outbox = outbox(NO_LIMITS, this::write);
    offer(outbox, "a", "b");
    runTasks();
    Consumer<@Nullable Throwable> done = completions.remove();
    done.accept(new IOException("gone"));
    done.accept(new IOException("gone again"));
    runTasks();
    assertThat(hangUps).containsExactly(Outbox.Failure.BROKEN);
    assertThat(written).containsExactly("a");
    assertThat(outbox.offer(Frame.of("c"))).isFalse();
  }

  @Test
  void aSendThatCannotStartHangsUpOnce() {
    Outbox outbox =
        outbox(
            NO_LIMITS,
            (frame, done) -> {
              written.add(frame.text());
              throw new IllegalStateException("TEXT_FULL_WRITING");
            });
    offer(outbox, "a", "b");
    runTasks();
    assertThat(hangUps).containsExactly(Outbox.Failure.BROKEN);
    assertThat(written).containsExactly("a");
  }

  @Test
  void aSendThatSucceedsAndThenThrowsIsBroken() {
    Outbox outbox =
        outbox(
            NO_LIMITS,
            (frame, done) -> {
              written.add(frame.text());
              done.accept(null);
              throw new IllegalStateException("too late");
            });
    offer(outbox, "a", "b");
    runTasks();
    assertThat(hangUps).containsExactly(Outbox.Failure.BROKEN);
    assertThat(written).containsExactly("a");
  }

  @Test
  void theHangUpHoldsNoLockOfTheOutbox() {
    List<Boolean> locked = new ArrayList<>();
    List<Outbox> self = new ArrayList<>();
    Outbox outbox =
        new Outbox(
            NO_LIMITS,
            Dialect.PLAIN,
            this::write,
            failure -> locked.add(Thread.holdsLock(self.get(0))),
            tasks::add,
            nanoTime::get);
    self.add(outbox);
    offer(outbox, "a");
    runTasks();
    completions.remove().accept(new IOException("gone"));
    assertThat(locked).as("not on the thread that failed").isEmpty();
    runTasks();
    assertThat(locked).containsExactly(false);
  }

  // Closed

  @Test
  void afterCloseNothingIsWrittenOrTaken() {
    Outbox outbox = outbox(NO_LIMITS, this::write);
    offer(outbox, "a", "b");
    runTasks();
    outbox.close();
    outbox.close();
    complete();
    assertThat(outbox.offer(Frame.of("c"))).isFalse();
    outbox.drain();
    assertThat(written).containsExactly("a");
    assertThat(hangUps).isEmpty();
  }

  @Test
  void aDrainThatComesAfterCloseWritesNothing() {
    Outbox outbox = outbox(NO_LIMITS, this::write);
    offer(outbox, "a");
    outbox.close();
    runTasks();
    assertThat(written).isEmpty();
  }

  @Test
  void whoHasClosedIsNotHungUpOn() {
    Outbox outbox = outbox(new Outbox.Limits(1, Duration.ofNanos(1)), this::write);
    offer(outbox, "a");
    runTasks();
    outbox.close();
    offer(outbox, "bb", "cc");
    pass(Duration.ofDays(1));
    outbox.checkAge();
    completions.remove().accept(new IOException("gone"));
    runTasks();
    assertThat(hangUps).isEmpty();
  }

  private Outbox outbox(Outbox.Limits limits, Outbox.Writer writer) {
    return new Outbox(limits, Dialect.PLAIN, writer, hangUps::add, tasks::add, nanoTime::get);
  }

  private void write(Frame frame, Consumer<@Nullable Throwable> done) {
    String text = frame.text();
    written.add(text);
    completions.add(done);
  }

  private void writeAtOnce(Frame frame, Consumer<@Nullable Throwable> done) {
    String text = frame.text();
    written.add(text);
    done.accept(null);
  }

  private void offer(Outbox outbox, String... texts) {
    for (String text : texts) {
      if (outbox.offer(Frame.of(text))) {
        tasks.add(outbox::drain);
      }
    }
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  /** The send in flight ends well, and what follows from it happens. */
  private void complete() {
    completions.remove().accept(null);
    runTasks();
  }

  private void pass(Duration time) {
    nanoTime.addAndGet(time.toNanos());
  }
}
