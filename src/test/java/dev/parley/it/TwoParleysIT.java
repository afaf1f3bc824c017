package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.it.Rest.Ticket;
import dev.parley.it.server.ParleyServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The WAR twice on one server, with nothing set but where the server's user is at home. */
class TwoParleysIT {

  @TempDir static Path home;

  private static ParleyServer server;
  private static Rest one;
  private static Rest other;

  @BeforeAll
  static void start() {
    server =
        ParleyServer.builder()
            .stock()
            .contextPath("/parley")
            .beside("/talk", ParleyServer.WAR)
            .set("user.home", home)
            .start("two-parleys");
    one = new Rest(server.base());
    other = new Rest(server.base().resolve("../talk/"));
    server.awaitReady(other.base());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void eachHasItsOwnRoomsKeysAndFiles() {
    Ticket ann = one.create("Ann");
    assertThat(other.get("join-room?name=Bob&room_id=" + ann.roomId()).status()).isEqualTo(404);
    assertThat(
            other
                .get("api/rooms/" + ann.roomId(), "Authorization", "Bearer " + ann.token())
                .status())
        .isEqualTo(401);
    try (RawWebSocket stranger = other.open(ann)) {
      assertThat(stranger.readClose().closeReason()).isEqualTo("Token invalid");
    }
    assertThat(other.get(".well-known/jwks.json").json())
        .isNotEqualTo(one.get(".well-known/jwks.json").json());
    assertThat(home.resolve(".parley/parley/parley.db")).exists();
    assertThat(home.resolve(".parley/talk/parley.db")).exists();
  }

  @Test
  void whatIsSaidInOneReachesItsOwnPeopleAlone() throws Exception {
    Ticket ann = one.create("Ann");
    Ticket eve = other.create("Eve");
    try (ParleySocket a = ParleySocket.open(one.base(), ann.token());
        ParleySocket b = ParleySocket.open(one.base(), one.join("Bob", ann.roomId()).token());
        ParleySocket e = ParleySocket.open(other.base(), eve.token())) {
      a.post("r1", "for Bob");
      e.post("r1", "to herself");
      assertThat(b.next("message").get("message").asText()).isEqualTo("for Bob");
      assertThat(e.next("message").get("message").asText()).isEqualTo("to herself");
    }
  }
}
