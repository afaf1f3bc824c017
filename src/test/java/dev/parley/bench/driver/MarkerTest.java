package dev.parley.bench.driver;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkerTest {

  private record Found(int sender, long sequence, long nanos) {}

  private static final Found FIRST = new Found(4_999, 1, Long.MAX_VALUE);
  private static final Found SECOND = new Found(0, 0xFFFF_FFFFL, -1);

  private final List<Found> found = new ArrayList<>();
  private final Marker.Scanner scanner = new Marker.Scanner();

  private static String text(Found marker) {
    ByteBuffer text = ByteBuffer.allocate(Marker.TEXT_BYTES);
    Marker.putText(text, marker.sender(), marker.sequence(), marker.nanos());
    return new String(text.array(), US_ASCII);
  }

  private void scan(byte[] bytes, int from, int to) {
    scanner.scan(
        bytes,
        from,
        to,
        (sender, sequence, nanos) -> found.add(new Found(sender, sequence, nanos)));
  }

  @Test
  void everyMessageOfAFrameIsFoundWhereverTheFrameIsCut() {
    byte[] frame =
        "[{\"message\":\"%s\"},{\"message\":\"%s\"}]"
            .formatted(text(FIRST), text(SECOND))
            .getBytes(US_ASCII);
    for (int cut = 0; cut <= frame.length; cut++) {
      found.clear();
      scan(frame, 0, cut);
      scan(frame, cut, frame.length);
      assertThat(found).as("cut at %d", cut).containsExactly(FIRST, SECOND);
    }
  }

  @Test
  void allTextsAreEquallyLong() {
    assertThat(text(FIRST)).hasSize(Marker.TEXT_BYTES).startsWith("~");
    assertThat(text(SECOND)).hasSize(Marker.TEXT_BYTES).endsWith("x");
  }
}
