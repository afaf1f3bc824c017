package dev.parley.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.room.MessageResource;
import dev.parley.room.RoomResource;
import dev.parley.web.Json;
import dev.parley.web.JsonBody;
import dev.parley.web.Problem;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bodies of REST requests: each is an object of ours, or the client's mistake. */
class BodiesFuzzTest {

  private static final Json JSON = new Json();
  private static final List<Class<? extends JsonBody>> BODIES =
      List.of(RoomResource.Newcomer.class, MessageResource.Draft.class);

  @FuzzTest(maxDuration = "11m")
  void anyBodyIsReadOrRefused(FuzzedDataProvider data) throws IOException {
    byte[] bytes = data.consumeRemainingAsBytes();
    for (Class<? extends JsonBody> type : BODIES) {
      JsonBody body = read(type, bytes);
      if (body != null) {
        assertThat(body).isInstanceOf(type);
      }
    }
  }

  @SuppressWarnings("unchecked") // as JAX-RS calls it
  private static @Nullable JsonBody read(Class<? extends JsonBody> type, byte[] bytes)
      throws IOException {
    try {
      return JSON.readFrom(
          (Class<JsonBody>) type,
          type,
          new Annotation[0],
          MediaType.APPLICATION_JSON_TYPE,
          new MultivaluedHashMap<>(),
          new ByteArrayInputStream(bytes));
    } catch (Problem problem) {
      assertThat(problem.status()).isEqualTo(400);
      return null;
    }
  }
}
