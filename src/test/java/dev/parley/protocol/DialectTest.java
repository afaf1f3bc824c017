package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DialectTest {

  private static final Member ANN = new Member("c-ann", "Ann");

  @Test
  void theSubprotocolOfTheContractIsParleyV1() {
    assertThat(Dialect.of("parley.v1")).isSameAs(Dialect.PARLEY_V1);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "chat", "parley", "parley.v2", "PARLEY.V1", "parley.v1 "})
  void everythingElseIsPlain(String subprotocol) {
    assertThat(Dialect.of(subprotocol)).isSameAs(Dialect.PLAIN);
  }

  @Test
  void inThePlainDialectEveryFrameIsAPostWithoutARef() {
    assertThat(Dialect.PLAIN.decode("{\"type\":\"typing\"}"))
        .isEqualTo(new ClientFrame.Post(null, "{\"type\":\"typing\"}"));
    assertThat(Dialect.PLAIN.decode("\"hi\"")).isEqualTo(new ClientFrame.Post(null, "hi"));
  }

  @Test
  void thePlainDialectHasAWordForMessagesAndForNothingElse() {
    Message message = new Message(1, "r-1", ANN, "hi", Instant.EPOCH);
    assertThat(Dialect.PLAIN.encode(new ServerEvent.Said(message)))
        .extracting(Frame::text)
        .isEqualTo(PlainDialect.encode(message).text());
    for (ServerEvent event :
        List.of(
            new ServerEvent.Joined(ANN),
            new ServerEvent.Left("c-ann"),
            new ServerEvent.Typing(ANN),
            new ServerEvent.Heartbeat(1),
            new ServerEvent.Renewed(Instant.EPOCH),
            new ServerEvent.Failed(ServerEvent.ErrorCode.FORBIDDEN, "", null, null))) {
      assertThat(Dialect.PLAIN.encode(event)).isNull();
    }
  }

  @Test
  void inThePlainDialectAFrameIsAMessageAndOnesOwnDoNotComeBack() {
    assertThat(Dialect.PLAIN.packs()).isFalse();
    assertThat(Dialect.PLAIN.echoes()).isFalse();
    Frame frame = Frame.of("a");
    assertThat(Dialect.PLAIN.pack(List.of(frame))).isSameAs(frame);
  }

  @Test
  void inParleyV1WhatWaitsTravelsTogetherAndOnesOwnMessagesComeBack() {
    assertThat(Dialect.PARLEY_V1.packs()).isTrue();
    assertThat(Dialect.PARLEY_V1.echoes()).isTrue();
  }
}
