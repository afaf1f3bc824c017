package dev.parley.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.parley.protocol.ClientFrame;
import dev.parley.protocol.Dialect;
import dev.parley.protocol.Frame;
import dev.parley.protocol.Member;
import dev.parley.protocol.Message;
import dev.parley.protocol.ServerEvent;
import dev.parley.protocol.Text;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Frames of both dialects. {@code mvn test} tries what was found before; a search is {@code
 * JAZZER_FUZZ=1 mvn test -Dtest=FramesFuzzTest#…}.
 */
class FramesFuzzTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @FuzzTest(maxDuration = "11m")
  void anyFrameIsDecodedToSomethingWithinItsLimits(FuzzedDataProvider data) {
    String frame = data.consumeRemainingAsString();
    assertThat(Dialect.PLAIN.decode(frame)).isInstanceOf(ClientFrame.Post.class);
    ClientFrame decoded = Dialect.PARLEY_V1.decode(frame);
    if (decoded instanceof ClientFrame.Post post) {
      assertThat(Text.isRef(Objects.requireNonNull(post.ref()))).isTrue();
    } else if (decoded instanceof ClientFrame.Unreadable unreadable) {
      assertThat(unreadable.detail()).isNotBlank().hasSizeLessThan(100);
      assertThat(unreadable.ref() == null || Text.isRef(unreadable.ref())).isTrue();
    }
  }

  @FuzzTest(maxDuration = "11m")
  void whateverIsSaidArrivesAsItWas(FuzzedDataProvider data) throws IOException {
    String ref = data.consumeString(70);
    String text = Text.wellFormed(data.consumeRemainingAsString());
    String frame =
        JSON.createObjectNode().put("type", "post").put("ref", ref).put("message", text).toString();
    ClientFrame decoded = Dialect.PARLEY_V1.decode(frame);
    if (!Text.isRef(ref)) {
      assertThat(decoded).isInstanceOf(ClientFrame.Unreadable.class);
      return;
    }
    assertThat(decoded).isEqualTo(new ClientFrame.Post(ref, text));
    Message message = new Message(7, ref, new Member("c", "Ann"), text, NOON);
    Frame event = Objects.requireNonNull(Dialect.PARLEY_V1.encode(new ServerEvent.Said(message)));
    JsonNode array = JSON.readTree(Dialect.PARLEY_V1.pack(List.of(event, event)).text());
    assertThat(array).hasSize(2);
    assertThat(array.get(1).get("ref").asText()).isEqualTo(ref);
    assertThat(array.get(1).get("message").asText()).isEqualTo(text);
  }
}
