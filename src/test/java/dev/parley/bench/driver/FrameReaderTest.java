package dev.parley.bench.driver;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {

  private static final int CONTINUATION = 0;
  private static final int FIN = 0x80;

  /** Puts messages together again. */
  private static final class Heard implements FrameReader.Sink {

    final List<String> heard = new ArrayList<>();
    private final StringBuilder message = new StringBuilder();

    @Override
    public void payload(byte[] bytes, int from, int to) {
      message.append(new String(bytes, from, to - from, US_ASCII));
    }

    @Override
    public void endOfMessage() {
      heard.add(message.toString());
      message.setLength(0);
    }

    @Override
    public void control(int opcode, byte[] payload) {
      heard.add(opcode + ":" + new String(payload, US_ASCII));
    }
  }

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  private void send(int first, String payload) {
    sent.write(first);
    int length = payload.length();
    if (length < 126) {
      sent.write(length);
    } else if (length < 65_536) {
      sent.write(126);
      sent.writeBytes(ByteBuffer.allocate(2).putChar((char) length).array());
    } else {
      sent.write(127);
      sent.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
    }
    sent.writeBytes(payload.getBytes(US_ASCII));
  }

  private List<String> readCutAt(int cut) throws IOException {
    byte[] bytes = sent.toByteArray();
    Heard heard = new Heard();
    FrameReader reader = new FrameReader();
    reader.read(bytes, 0, cut, heard);
    reader.read(bytes, cut, bytes.length, heard);
    return heard.heard;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 70_000})
  void aMessageOfAnyLengthIsRead(int length) throws IOException {
    String message = "x".repeat(length);
    send(FIN | FrameReader.TEXT, message);
    send(FIN | FrameReader.TEXT, "next");
    for (int cut = 0; cut < Math.min(12, sent.size()); cut++) {
      assertThat(readCutAt(cut)).containsExactly(message, "next");
    }
  }

  @Test
  void framesAndFragmentsAreReadWhereverTheyAreCut() throws IOException {
    send(FIN | FrameReader.TEXT, "one");
    send(FrameReader.TEXT, "t");
    send(FIN | FrameReader.PING, "there?");
    send(CONTINUATION, "");
    send(CONTINUATION, "w");
    send(FIN | CONTINUATION, "o".repeat(300));
    send(FIN | FrameReader.PING, "");
    send(FIN | FrameReader.TEXT, "three");
    for (int cut = 0; cut <= sent.size(); cut++) {
      assertThat(readCutAt(cut))
          .as("cut at %d", cut)
          .containsExactly("one", "9:there?", "tw" + "o".repeat(300), "9:", "three");
    }
  }

  @Test
  void whatWasNeverAgreedOnIsRefused() {
    send(FIN | 0x40 | FrameReader.TEXT, "compressed");
    assertThatThrownBy(() -> readCutAt(0)).isInstanceOf(IOException.class);
  }
}
