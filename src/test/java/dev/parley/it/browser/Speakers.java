package dev.parley.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.parley.it.Rest;
import dev.parley.it.Rest.Ticket;

/** People without a page who talk in a room over REST, as many as the rate limit asks for. */
final class Speakers {

  /** What a member may post at once. */
  private static final int BURST = 20;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Rest rest;
  private final String code;
  private Ticket speaker;
  private int said;

  Speakers(Rest rest, String code) {
    this.rest = rest;
    this.code = code;
  }

  /** Returns when it is stored; answers how. */
  JsonNode say(String text) {
    if (said++ % BURST == 0) {
      speaker = rest.join("Speaker " + said / BURST, code);
    }
    Rest.Answer answer =
        rest.post(
            "api/rooms/" + code + "/messages",
            JSON.createObjectNode().put("message", text).toString(),
            "Authorization",
            "Bearer " + speaker.token());
    assertThat(answer.status()).isEqualTo(201);
    return answer.json();
  }

  /** {@code prefix 1} to {@code prefix count}. */
  void say(String prefix, int count) {
    for (int i = 1; i <= count; i++) {
      say(prefix + " " + i);
    }
  }
}
