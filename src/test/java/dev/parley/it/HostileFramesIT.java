package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.it.Rest.Ticket;
import dev.parley.it.server.ParleyServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Frames that no client of ours sends, while somebody else is in the room and must not notice. */
class HostileFramesIT extends OnParley {

  private RawWebSocket mallory;
  private RawWebSocket bob;
  private RawWebSocket ann;

  @BeforeEach
  void threeMembers() {
    Ticket host = rest.create("Ann");
    ann = rest.open(host);
    bob = rest.open(rest.join("Bob", host.roomId()));
    mallory = rest.open(rest.join("Mallory", host.roomId()));
    Await.until(Duration.ofSeconds(20), "all are here", () -> rest.members(host) == 3);
  }

  @AfterEach
  void theOthersHaveNotNoticed() {
    ann.sendText("still here");
    assertThat(bob.readText()).contains("\"message\":\"still here\"");
    ann.close();
    bob.close();
    mallory.close();
  }

  @Test
  void aMegabyteClosesTooBig() {
    try {
      mallory.sendText("x".repeat(1_048_576));
    } catch (java.io.UncheckedIOException cutWhileSending) {
      // then the answer is there already
    }
    assertThat(mallory.readClose().closeCode()).isEqualTo(1009);
  }

  @Test
  void aFrameThatNeverEndsIsNotKept() {
    try {
      mallory.sendUnfinished(3_900_000, 1_300_000);
    } catch (java.io.UncheckedIOException cutWhileSending) {
      // as it should be
    }
    assertThat(mallory.isCut()).isTrue();
  }

  @Test
  void aBurstOfLegalFramesFits() {
    for (int i = 0; i < 15; i++) {
      mallory.sendText(i + "\uD83D\uDE00".repeat(3900));
    }
    for (int i = 0; i < 15; i++) {
      assertThat(bob.readText()).contains("\"message\":\"" + i + "\uD83D\uDE00");
      assertThat(ann.readText()).contains("Mallory");
    }
  }

  @Test
  void aFloodOfNothingIsAFloodToo() {
    try {
      for (int i = 0; i < 500; i++) {
        mallory.sendText(" ");
      }
    } catch (java.io.UncheckedIOException cutWhileSending) {
      // as it should be
    }
    assertThat(mallory.readClose().closeReason()).isEqualTo("Rate limit exceeded");
  }

  @Test
  void aMessageOfOneCharacterTooManyClosesTooBigAndIsNotBroadcast() {
    mallory.sendText("x".repeat(4001));
    assertThat(mallory.readClose().closeCode()).isEqualTo(1009);
  }

  @Test
  void aMessageMayHave4000CharactersOutsideTheBasicPlane() {
    mallory.sendText("\uD83D\uDE00".repeat(4000));
    assertThat(bob.readText()).contains("\uD83D\uDE00".repeat(4000));
    assertThat(ann.readText()).contains("Mallory");
  }

  @Test
  void aBinaryFrameClosesUnsupported() {
    mallory.send(RawWebSocket.BINARY, true, new byte[] {1, 2, 3});
    assertThat(mallory.readClose().closeCode()).isEqualTo(1003);
  }

  @Test
  void brokenUtf8ClosesInvalid() {
    mallory.send(RawWebSocket.TEXT, true, new byte[] {'a', (byte) 0xC3, (byte) 0x28});
    assertThat(mallory.readClose().closeCode()).isEqualTo(1007);
  }

  @Test
  void halfASurrogateInAJsonLiteralIsReplaced() {
    mallory.sendText("\"a\\ud800b\"");
    assertThat(bob.readText()).contains("\"message\":\"a\uFFFDb\"");
    assertThat(ann.readText()).contains("a\uFFFDb");
  }

  @Test
  void aMessageInFragmentsIsOneMessage() {
    mallory.send(RawWebSocket.TEXT, false, "frag".getBytes(StandardCharsets.UTF_8));
    mallory.send(RawWebSocket.CONTINUATION, false, "\u263A".getBytes(StandardCharsets.UTF_8));
    mallory.send(RawWebSocket.PING, true, new byte[0]);
    mallory.send(RawWebSocket.CONTINUATION, false, new byte[0]);
    mallory.send(RawWebSocket.CONTINUATION, true, "ments".getBytes(StandardCharsets.UTF_8));
    assertThat(bob.readText()).contains("\"message\":\"frag\u263Aments\"");
    assertThat(ann.readText()).contains("frag\u263Aments");
  }

  @Test
  void aFragmentMayEndWithinACharacter() {
    byte[] smiley = "\u263A".getBytes(StandardCharsets.UTF_8);
    mallory.send(RawWebSocket.TEXT, false, new byte[] {'a', smiley[0], smiley[1]});
    mallory.send(RawWebSocket.PING, true, new byte[0]);
    mallory.send(RawWebSocket.CONTINUATION, true, new byte[] {smiley[2], 'b'});
    if (ParleyServer.KIND.equals("open-liberty")) {
      // It decodes each fragment for itself, and takes half a character for a broken one. As whole
      // messages it would understand them, but then they may be without end.
      assertThat(mallory.readClose().closeCode()).isEqualTo(1007);
    } else {
      assertThat(bob.readText()).contains("\"message\":\"a\u263Ab\"");
      assertThat(ann.readText()).contains("a\u263Ab");
    }
  }

  @Test
  void endlessFragmentsCloseTooBig() {
    byte[] piece = "x".repeat(1000).getBytes(StandardCharsets.UTF_8);
    try {
      mallory.send(RawWebSocket.TEXT, false, piece);
      for (int i = 0; i < 100; i++) {
        mallory.send(RawWebSocket.CONTINUATION, false, piece);
      }
    } catch (java.io.UncheckedIOException cutWhileSending) {
      // then the answer is there already
    }
    assertThat(mallory.readClose().closeCode()).isEqualTo(1009);
  }

  @Test
  void whoSendsOnWhileItIsHungUpOnHearsWhyEachTime() {
    byte[] piece = "x".repeat(200).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 50; i++) {
      try (RawWebSocket one = rest.open(rest.create("Mallory")).settled()) {
        try {
          one.send(RawWebSocket.TEXT, false, piece);
          for (int more = 0; more < 200; more++) {
            one.send(RawWebSocket.CONTINUATION, false, piece);
          }
        } catch (java.io.UncheckedIOException cutWhileSending) {
          // then the answer is there already
        }
        assertThat(one.readClose().closeCode()).as("number " + i).isEqualTo(1009);
      }
    }
  }

  @Test
  void whoIsOverTheRateIsNotBroadcastAndWhoKeepsOnIsHungUpOn() {
    int sent = 0;
    try {
      for (; sent < 500; sent++) {
        mallory.sendText("flood " + sent);
      }
    } catch (java.io.UncheckedIOException cutWhileSending) {
      assertThat(sent).isGreaterThan(20);
    }
    RawWebSocket.Frame close = mallory.readClose();
    assertThat(close.closeCode()).isEqualTo(1008);
    assertThat(close.closeReason()).isEqualTo("Rate limit exceeded");

    ann.sendText("end of the flood");
    int heard = 0;
    String text = bob.readText();
    while (!text.contains("end of the flood")) {
      assertThat(text).contains("\"message\":\"flood " + heard + "\"");
      heard++;
      text = bob.readText();
    }
    assertThat(heard).isBetween(20, 60);
  }

  @Test
  void reconnectingDoesNotRefillTheRate() {
    Ticket host = rest.create("Eve");
    try (RawWebSocket first = rest.open(host)) {
      for (int i = 0; i < 100; i++) {
        first.sendText("x");
      }
      assertThat(first.readClose().closeReason()).isEqualTo("Rate limit exceeded");
    } catch (java.io.UncheckedIOException cutWhileSending) {
      // hung up on, as it should be
    }
    try (RawWebSocket again = rest.open(host)) {
      for (int i = 0; i < 40; i++) {
        again.sendText("x");
      }
      assertThat(again.readClose().closeReason()).isEqualTo("Rate limit exceeded");
    } catch (java.io.UncheckedIOException cutWhileSending) {
      // hung up on, as it should be
    }
  }
}
