package dev.parley.history;

import static dev.parley.history.Logs.ANN;
import static dev.parley.history.Logs.THREADS;
import static dev.parley.history.Logs.all;
import static dev.parley.history.Logs.appendMany;
import static dev.parley.history.Logs.post;
import static dev.parley.history.Logs.range;
import static dev.parley.history.Logs.result;
import static dev.parley.history.Logs.results;
import static dev.parley.history.Logs.seqs;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.history.MessageLog.StoredRoom;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class MemoryMessageLogTest extends MessageLogContract {

  private static final long MAX_CHARS = 50_000_000;

  @Override
  Store newStore() {
    return store(MAX_CHARS);
  }

  @Test
  void aTokenIsProofEnoughThatThereWasARoom() {
    StoredRoom before = create("room");
    append(post("room", ANN, "r"));
    restart();
    assertThat(result(log().find("room"))).isEmpty();
    StoredRoom after = result(log().reopen("room")).orElseThrow();
    assertThat(after.epoch()).isNotEqualTo(before.epoch());
    assertThat(after.head()).isZero();
    assertThat(result(log().find("room"))).contains(after);
    assertThat(append(post("room", ANN, "r")).seq()).isEqualTo(1);
  }

  @Test
  void ofAllRoomsTheOldestMessagesGoFirst() {
    try (MessageLog small = store(10_000).open(clock)) {
      result(small.create("one", ANN));
      result(small.create("two", ANN));
      results(appendMany(small, "one", 100));
      results(appendMany(small, "two", 20));
      int left = all(small, "one").size();
      assertThat(left).isBetween(1, 40);
      assertThat(seqs(all(small, "one"))).isEqualTo(range(101 - left, 100));
      assertThat(seqs(all(small, "two"))).isEqualTo(range(1, 20));
      results(appendMany(small, "two", 100));
      assertThat(all(small, "one")).isEmpty();
      assertThat(result(small.append(post("one", ANN, "next"))).message().seq()).isEqualTo(101);
    }
  }

  @Test
  void messagesThatAreEqualInTwoRoomsAreCountedTwice() {
    try (MessageLog small = store(10_000).open(clock)) {
      result(small.create("one", ANN));
      result(small.create("two", ANN));
      for (int i = 1; i <= 100; i++) {
        result(small.append(post("one", ANN, "r" + i)));
        result(small.append(post("two", ANN, "r" + i)));
      }
      int left = all(small, "one").size();
      assertThat(left).isBetween(5, 20);
      assertThat(seqs(all(small, "one"))).isEqualTo(range(101 - left, 100));
      assertThat(seqs(all(small, "two"))).isEqualTo(range(101 - left, 100));
    }
  }

  private static Store store(long maxChars) {
    return new Store() {
      @Override
      public MessageLog open(Clock clock) {
        return new MemoryMessageLog(maxChars, clock, THREADS);
      }

      @Override
      public void close() {}
    };
  }
}
