package dev.parley.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.protocol.Dialect;
import dev.parley.protocol.Frame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What waits together travels together, and what hangs on the outbox being empty. */
class OutboxPackingTest {

  private static final Outbox.Limits NO_LIMITS = new Outbox.Limits(0, Duration.ZERO);
  private static final int MOST_PACKED = 65_536;

  private final List<String> written = new ArrayList<>();
  private final Queue<Consumer<@Nullable Throwable>> completions = new ArrayDeque<>();
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<Outbox.Failure> hangUps = new ArrayList<>();
  private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 5);

  // Packed

  @Test
  void aloneAnEventIsAnArrayOfOne() {
    Outbox outbox = outbox(NO_LIMITS);
    offer(outbox, "1");
    runTasks();
    assertThat(written).containsExactly("[1]");
  }

  @Test
  void whatWaitsTogetherTravelsTogetherInItsOrder() {
    Outbox outbox = outbox(NO_LIMITS);
    offer(outbox, "1");
    runTasks();
    offer(outbox, "2", "3", "4");
    assertThat(written).containsExactly("[1]");
    complete();
    assertThat(written).containsExactly("[1]", "[2,3,4]");
    offer(outbox, "5");
    complete();
    assertThat(written).containsExactly("[1]", "[2,3,4]", "[5]");
    complete();
    assertThat(outbox.isIdle()).isTrue();
  }

  @Test
  void whatIsOfferedBeforeTheFirstIsWrittenTravelsWithIt() {
    Outbox outbox = outbox(NO_LIMITS);
    offer(outbox, "1", "2", "3");
    runTasks();
    assertThat(written).containsExactly("[1,2,3]");
  }

  @Test
  void plainMessagesTravelOneByOne() {
    Outbox outbox =
        new Outbox(NO_LIMITS, Dialect.PLAIN, this::write, hangUps::add, tasks::add, nanoTime::get);
    offer(outbox, "a", "b");
    runTasks();
    offer(outbox, "c");
    complete();
    complete();
    assertThat(written).containsExactly("a", "b", "c");
  }

  @Property(tries = 200)
  void everythingTravelsOnceInOrderAndNoFrameIsOver64KibUnlessASingleEventIs(
      @ForAll @Size(max = 60) List<@IntRange(min = 3, max = 70_000) Integer> sizes,
      @ForAll @NotEmpty List<@IntRange(max = 8) Integer> pace) {
    written.clear();
    Outbox outbox = outbox(NO_LIMITS);
    for (int i = 0; i < sizes.size(); i++) {
      offer(outbox, event(i, sizes.get(i)));
      for (int done = pace.get(i % pace.size()); done > 4 && !completions.isEmpty(); done--) {
        complete();
      }
    }
    runTasks();
    while (!completions.isEmpty()) {
      complete();
    }
    List<String> travelled = new ArrayList<>();
    for (String frame : written) {
      JsonNode events = Rooms.events(frame);
      events.forEach(it -> travelled.add(it.textValue()));
      assertThat(events.size() == 1 || bytes(frame) <= MOST_PACKED)
          .as("%s events of %s bytes", events.size(), bytes(frame))
          .isTrue();
    }
    assertThat(travelled)
        .isEqualTo(
            IntStream.range(0, sizes.size())
                .mapToObj(i -> event(i, sizes.get(i)).replace("\"", ""))
                .toList());
    assertThat(outbox.queuedBytes()).isZero();
    assertThat(outbox.isIdle()).isTrue();
  }

  @Test
  void asMuchAsFitsInto64KibTravelsTogether() {
    Outbox outbox = outbox(NO_LIMITS);
    String[] many = Stream.generate(() -> "12345678").limit(10_000).toArray(String[]::new);
    offer(outbox, many);
    runTasks();
    complete();
    complete();
    assertThat(written).hasSize(2);
    assertThat(bytes(written.get(0))).isBetween(MOST_PACKED - 10, MOST_PACKED);
  }

  @Test
  void anEventOverTheLimitTravelsAloneBetweenTheOthers() {
    Outbox outbox = outbox(NO_LIMITS);
    String big = event(0, 100_000);
    offer(outbox, "1", "2", big, "3", "4");
    runTasks();
    complete();
    complete();
    complete();
    assertThat(written).containsExactly("[1,2]", "[" + big + "]", "[3,4]");
  }

  // How much waits, and for how long

  @Test
  void whatTravelsTogetherCountsUntilItIsWritten() {
    Outbox outbox = outbox(new Outbox.Limits(10, Duration.ZERO));
    offer(outbox, "1", "22");
    runTasks();
    offer(outbox, "333", "4444");
    assertThat(outbox.queuedBytes()).isEqualTo(10);
    complete();
    assertThat(outbox.queuedBytes()).isEqualTo(7);
    offer(outbox, "555");
    runTasks();
    assertThat(hangUps).isEmpty();
    assertThat(outbox.queuedBytes()).isEqualTo(10);
    complete();
    assertThat(outbox.queuedBytes()).isEqualTo(3);
    complete();
    assertThat(outbox.queuedBytes()).isZero();
    assertThat(written).containsExactly("[1,22]", "[333,4444]", "[555]");
  }

  @Test
  void whatIsOverTheByteLimitHangsUp() {
    Outbox outbox = outbox(new Outbox.Limits(10, Duration.ZERO));
    offer(outbox, "1", "22");
    runTasks();
    offer(outbox, "333", "4444", "5");
    runTasks();
    assertThat(hangUps).containsExactly(Outbox.Failure.TOO_SLOW);
  }

  @Test
  void theAgeIsThatOfTheOldestThatTravels() {
    Outbox outbox = outbox(new Outbox.Limits(0, Duration.ofSeconds(10)));
    offer(outbox, "1");
    runTasks();
    pass(Duration.ofSeconds(1));
    offer(outbox, "2");
    pass(Duration.ofSeconds(5));
    offer(outbox, "3");
    complete();
    pass(Duration.ofSeconds(5));
    outbox.checkAge();
    runTasks();
    assertThat(hangUps).as("2 and 3 are in flight, for 10 and 5 seconds").isEmpty();
    pass(Duration.ofNanos(1));
    outbox.checkAge();
    runTasks();
    assertThat(hangUps).containsExactly(Outbox.Failure.TOO_SLOW);
  }

  @Test
  void roomIsThereForAsMuchAgain() {
    Outbox outbox = outbox(new Outbox.Limits(100, Duration.ZERO));
    assertThat(outbox.hasRoomFor(50)).isTrue();
    assertThat(outbox.hasRoomFor(51)).isFalse();
    offer(outbox, "x".repeat(30));
    runTasks();
    assertThat(outbox.hasRoomFor(20)).isTrue();
    assertThat(outbox.hasRoomFor(21)).as("what is in flight counts").isFalse();
    complete();
    assertThat(outbox.hasRoomFor(50)).isTrue();
    assertThat(outbox(NO_LIMITS).hasRoomFor(Long.MAX_VALUE)).isTrue();
  }

  // Sent to one alone

  @Test
  void whatIsSentToOneAloneIsWrittenByAThreadOfTheExecutor() {
    Outbox outbox = outbox(NO_LIMITS);
    outbox.send(Frame.of("1"));
    outbox.send(Frame.of("2"));
    assertThat(written).isEmpty();
    assertThat(tasks).hasSize(1);
    runTasks();
    assertThat(written).containsExactly("[1,2]");
    outbox.send(Frame.of("3"));
    assertThat(tasks).as("a send is under way").isEmpty();
    complete();
    assertThat(written).containsExactly("[1,2]", "[3]");
  }

  @Test
  void nothingIsSentOnceItIsClosed() {
    Outbox outbox = outbox(NO_LIMITS);
    outbox.close();
    outbox.send(Frame.of("1"));
    runTasks();
    assertThat(written).isEmpty();
    assertThat(tasks).isEmpty();
  }

  // When it is empty

  @Test
  void whatWaitsForAnEmptyOutboxRunsAsATaskIfItIsEmpty() {
    List<String> ran = new ArrayList<>();
    Outbox outbox = outbox(NO_LIMITS);
    outbox.whenEmpty(() -> ran.add("now"));
    assertThat(ran).as("not within the call").isEmpty();
    runTasks();
    assertThat(ran).containsExactly("now");
  }

  @Test
  void whatWaitsForAnEmptyOutboxRunsOnceWhenAllIsWrittenAndNotBefore() {
    List<String> ran = new ArrayList<>();
    Outbox outbox = outbox(NO_LIMITS);
    offer(outbox, "1");
    outbox.whenEmpty(() -> ran.add("then"));
    runTasks();
    offer(outbox, "2", "3");
    complete();
    assertThat(written).containsExactly("[1]", "[2,3]");
    assertThat(ran).as("2 and 3 are in flight").isEmpty();
    complete();
    assertThat(ran).containsExactly("then");

    offer(outbox, "4");
    runTasks();
    complete();
    assertThat(ran).as("once").containsExactly("then");
  }

  @Test
  void whatWaitsForAnEmptyOutboxRunsOnNoThreadOfTheContainers() {
    List<String> ran = new ArrayList<>();
    Outbox outbox = outbox(NO_LIMITS);
    offer(outbox, "1");
    runTasks();
    outbox.whenEmpty(() -> ran.add("then"));
    completions.remove().accept(null);
    assertThat(ran).isEmpty();
    runTasks();
    assertThat(ran).containsExactly("then");
  }

  @Test
  void whatWaitsForAnEmptyOutboxNeverRunsOnceItIsClosed() {
    List<String> ran = new ArrayList<>();
    Outbox outbox = outbox(NO_LIMITS);
    offer(outbox, "1");
    runTasks();
    outbox.whenEmpty(() -> ran.add("then"));
    outbox.close();
    complete();
    outbox.whenEmpty(() -> ran.add("late"));
    runTasks();
    assertThat(ran).isEmpty();
  }

  @Test
  void whatWaitsForAnEmptyOutboxNeverRunsOnceItIsBroken() {
    List<String> ran = new ArrayList<>();
    Outbox outbox = outbox(NO_LIMITS);
    offer(outbox, "1");
    runTasks();
    outbox.whenEmpty(() -> ran.add("then"));
    completions.remove().accept(new IllegalStateException("gone"));
    runTasks();
    assertThat(hangUps).containsExactly(Outbox.Failure.BROKEN);
    assertThat(ran).isEmpty();
  }

  private Outbox outbox(Outbox.Limits limits) {
    return new Outbox(
        limits, Dialect.PARLEY_V1, this::write, hangUps::add, tasks::add, nanoTime::get);
  }

  /** A string literal of so many bytes. */
  private static String event(int number, int bytes) {
    String name = String.valueOf(number % 10);
    return '"' + name.repeat(bytes - 2) + '"';
  }

  private static int bytes(String frame) {
    return frame.getBytes(StandardCharsets.UTF_8).length;
  }

  private void write(Frame frame, Consumer<@Nullable Throwable> done) {
    String text = frame.text();
    written.add(text);
    completions.add(done);
  }

  private void offer(Outbox outbox, String... events) {
    for (String event : events) {
      if (outbox.offer(Frame.of(event))) {
        tasks.add(outbox::drain);
      }
    }
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  private void complete() {
    if (!completions.isEmpty()) {
      completions.remove().accept(null);
    }
    runTasks();
  }

  private void pass(Duration time) {
    nanoTime.addAndGet(time.toNanos());
  }
}
