package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.it.Rest.Ticket;
import dev.parley.it.server.ParleyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Start, stop, restart and a start that must not be. */
class LifecycleIT {

  /** WildFly closes the sockets itself, before an application hears that the server stops. */
  private static final String GOOD_BYE = ParleyServer.KIND.equals("wildfly") ? "" : "going away";

  @Test
  void tokensKeysAndRoomsOutliveTheServerAndItSaysGoodBye(@TempDir Path home) throws IOException {
    String classes = " -Xlog:class+load:file=" + home + "/classes-%p.log:none";
    ParleyServer.Builder builder =
        ParleyServer.builder().jvm(ParleyServer.SHORT_LIVED + classes).set("user.home", home);
    Ticket ann;
    JsonNode keys;
    try (ParleyServer server = builder.start("restart")) {
      Rest rest = new Rest(server.base());
      ann = rest.create("Ann");
      Ticket bob = rest.join("Bob", ann.roomId());
      keys = rest.get(".well-known/jwks.json").json();
      try (RawWebSocket a = rest.open(ann);
          RawWebSocket b = rest.open(bob)) {
        Await.until(Duration.ofSeconds(20), "both", () -> rest.members(ann) == 2);
        a.sendText("a secret text");
        assertThat(b.readText()).contains("a secret text");
        Path log = home.resolve("classes-" + server.java().pid() + ".log");
        int loaded = ours(log).size();
        server.stop();
        assertThat(ours(log).stream().skip(loaded)).as("may have gone by then").isEmpty();
        for (RawWebSocket socket : new RawWebSocket[] {a, b}) {
          if (ParleyServer.SAYS_GOOD_BYE) {
            RawWebSocket.Frame close = socket.readClose();
            assertThat(close.closeCode()).isEqualTo(1001);
            assertThat(close.closeReason()).isEqualTo(GOOD_BYE);
          } else {
            assertThat(socket.isCut()).isTrue();
          }
        }
      }
      assertThat(server.log())
          .contains("started ", "room_created room=" + ann.roomId(), "admitted ", "joined ")
          .doesNotContain(ann.token(), bob.token(), "a secret text");
    }
    Path dataDir = home.resolve(".parley").resolve("ROOT");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dataDir)))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(dataDir.resolve("signing-keys.json"))))
        .isEqualTo("rw-------");

    try (ParleyServer server = builder.start("restart")) {
      Rest rest = new Rest(server.base());
      assertThat(rest.get(".well-known/jwks.json").json()).isEqualTo(keys);
      try (RawWebSocket a = rest.open(ann)) {
        assertThat(a.status()).isEqualTo(101);
        Await.until(Duration.ofSeconds(20), "Ann is back", () -> rest.members(ann) == 1);
        try (RawWebSocket b = rest.open(rest.join("Bob", ann.roomId()))) {
          Await.until(Duration.ofSeconds(20), "Bob", () -> rest.members(ann) == 2);
          a.sendText("again");
          assertThat(b.readText()).contains("again");
        }
      }
    }
  }

  @Test
  void aBadSettingStopsTheDeploymentWithOneLine(@TempDir Path data) {
    try (ParleyServer server =
        ParleyServer.builder()
            .set("parley.data-dir", data)
            .set("parley.heartbeat", "25 seconds")
            .launch("bad-setting")) {
      server.awaitTried();
      assertThat(server.log().lines())
          .anyMatch(
              line ->
                  line.endsWith(
                      "parley.heartbeat=25 seconds is not allowed:"
                          + " it must be an ISO-8601 duration of at least PT0.1S and at most P36500D"));
      assertThat(ParleyServer.status(server.base().resolve("create-room?name=Ann")))
          .isNotEqualTo(200);
    }
  }

  @Test
  void guestsCanBeTurnedAwayAndKeysRotated(@TempDir Path data) throws IOException {
    ParleyServer.Builder builder = ParleyServer.builder().set("parley.data-dir", data);
    try (ParleyServer server = builder.set("parley.guests", false).start("guests")) {
      Rest rest = new Rest(server.base());
      assertThat(rest.get("create-room?name=Ann").status()).isEqualTo(403);
      assertThat(rest.post("api/rooms", "{\"name\":\"Ann\"}").status()).isEqualTo(403);

      String first = kid(rest, 0);
      Files.createFile(data.resolve("rotate"));
      Await.until(Duration.ofSeconds(90), "rotated", () -> !kid(rest, 0).equals(first));
      assertThat(kid(rest, 1)).isEqualTo(first);
      Await.until(Duration.ofSeconds(20), "noticed", () -> !Files.exists(data.resolve("rotate")));
    }
  }

  /** Which classes of ours a JVM has read, in order; what it has made itself is none. */
  private static List<String> ours(Path classLog) throws IOException {
    return Files.readAllLines(classLog).stream()
        .filter(line -> line.startsWith("dev.parley.") && !line.contains("$$Lambda"))
        .toList();
  }

  private static String kid(Rest rest, int index) {
    return rest.get(".well-known/jwks.json").json().get("keys").get(index).get("kid").asText();
  }
}
