package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.history.Tmpfs;
import dev.parley.it.Rest.Ticket;
import dev.parley.it.server.ParleyServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The embedded log on the servers that look for WARs in a directory, where it is replaced again and
 * again while the server runs.
 */
class HotRedeployIT {

  private static final int TIMES = 20;

  /**
   * Others than ours hold them, a trivial WAR's likewise: on WildFly, each of its worker threads
   * may keep the last that it worked for; TomEE and GlassFish keep all. See
   * docs/decisions/redeployment.md.
   */
  private static final int HELD_BY_SERVER =
      Set.of("tomee", "glassfish").contains(ParleyServer.KIND) ? Integer.MAX_VALUE : 10;

  @TempDir Path directory;

  @Test
  void whatWasSaidOutlivesTwentyRedeploymentsAndNothingOfOursStaysBehind() throws IOException {
    Path data = directory.resolve("data");
    try (ParleyServer server = server().start("redeploy")) {
      Rest rest = new Rest(server.base());
      Ticket ann = rest.create("Ann");
      String epoch = rest.describe(ann).get("epoch").asText();
      List<String> said = new ArrayList<>();
      for (int i = 1; i <= TIMES; i++) {
        try (ParleySocket socket = ParleySocket.resume(server.base(), ann.token(), 0, epoch);
            RawWebSocket plain = rest.open(ann)) {
          assertThat(socket.next("welcome").get("resumed").asBoolean()).isTrue();
          socket.post("ref-" + i, "text " + i);
          said.add("text " + i);
          for (int seq = 1; seq <= i; seq++) {
            JsonNode message = socket.next("message");
            assertThat(message.get("seq").asInt()).isEqualTo(seq);
            assertThat(message.get("message").asText()).isEqualTo(said.get(seq - 1));
          }
          server.replace();
          assertThat(socket.readClose().closeCode()).isEqualTo(1001);
          assertThat(plain.readClose().closeCode()).isEqualTo(1001);
        }
        server.awaitReady();
        assertThat(rest.describe(ann).get("epoch").asText()).isEqualTo(epoch);
        assertThat(history(rest, ann)).isEqualTo(said);
        assertThat(data.toFile().list()).noneMatch(name -> name.startsWith(".native"));
      }
      server.undeploy();

      // Open Liberty answers 404 before it ends the application.
      Await.until(
          Duration.ofSeconds(30), "our threads have ended", () -> server.java().threads() == 0);
      assertThat(server.java().held(data)).noneMatch(file -> file.contains("parley.db"));
      long loaders = server.java().classLoaders();
      assertThat(loaders).isLessThanOrEqualTo(HELD_BY_SERVER);
      Await.until(
          Duration.ofSeconds(30),
          "each copy of the library goes with its class loader",
          () -> libraries(server, data) <= loaders);
      System.out.println(ParleyServer.KIND + ": class_loaders=" + loaders + " of " + (TIMES + 1));
    }
  }

  @Test
  void theTemporaryDirectoryMayBeMountedNoexec() throws IOException {
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    try (Tmpfs noexec = Tmpfs.mount(temporary, "size=256m,noexec");
        // TomEE's script sets the property itself.
        ParleyServer server =
            server()
                .set("java.io.tmpdir", temporary)
                .environment("CATALINA_TMPDIR", temporary)
                .start("noexec")) {
      assertThat(noexec).isNotNull();
      assertThat(server.java().temporaryDirectory()).isEqualTo(temporary);
      Rest rest = new Rest(server.base());
      Ticket ann = rest.create("Ann");
      try (ParleySocket socket = ParleySocket.open(server.base(), ann.token())) {
        socket.post("ref", "hello");
        assertThat(socket.next("message").get("seq").asInt()).isOne();
      }
      assertThat(history(rest, ann)).containsExactly("hello");
      assertThat(libraries(server, directory.resolve("data"))).isOne();
    }
  }

  @Test
  void twoInOneServerDoNotDisturbEachOther() throws IOException {
    try (ParleyServer server =
        ParleyServer.builder()
            .contextPath("/parley")
            .set("user.home", directory)
            .start("two-in-one")) {
      URI otherBase = server.deployBeside("other");
      Rest one = new Rest(server.base());
      Rest other = new Rest(otherBase);
      Ticket ann = one.create("Ann");
      Ticket bob = other.create("Bob");
      for (Rest each : List.of(one, other)) {
        assertThat(each.get("").status()).isEqualTo(200);
        assertThat(each.get("client/page/chat-page.js").status()).isEqualTo(200);
      }
      assertThat(other.get("api/rooms/" + ann.roomId(), bearer(ann)).status()).isEqualTo(401);
      try (ParleySocket a = ParleySocket.open(server.base(), ann.token());
          ParleySocket b = ParleySocket.open(otherBase, bob.token())) {
        a.post("r1", "in one");
        assertThat(a.next("message").get("message").asText()).isEqualTo("in one");
        b.post("r1", "in the other");
        assertThat(b.next("message").get("message").asText()).isEqualTo("in the other");

        server.undeploy();

        assertThat(a.readClose().closeCode()).isEqualTo(1001);
        b.post("r2", "alone now");
        assertThat(b.next("message").get("message").asText()).isEqualTo("alone now");
      }
      assertThat(history(other, bob)).containsExactly("in the other", "alone now");
      assertThat(directory.resolve(".parley/parley/parley.db")).exists();
      assertThat(directory.resolve(".parley/other/parley.db")).exists();
    }
  }

  /** What is reachable softly alone is no leak, and is to be gone when we count. */
  private ParleyServer.Builder server() {
    return ParleyServer.builder()
        .jvm(ParleyServer.SHORT_LIVED + " -XX:SoftRefLRUPolicyMSPerMB=0")
        .contextPath("/parley")
        .set("parley.data-dir", directory.resolve("data"));
  }

  /** How many copies of SQLite's library are loaded. */
  private static long libraries(ParleyServer server, Path data) {
    return server.java().held(data).stream().filter(file -> file.contains("sqlitejdbc")).count();
  }

  private static String[] bearer(Ticket ticket) {
    return new String[] {"Authorization", "Bearer " + ticket.token()};
  }

  private static List<String> history(Rest rest, Ticket ticket) {
    JsonNode page =
        rest.get("api/rooms/" + ticket.roomId() + "/messages?after=0", bearer(ticket)).json();
    List<String> texts = new ArrayList<>();
    for (JsonNode message : page.get("messages")) {
      texts.add(message.get("message").asText());
      assertThat(message.get("seq").asInt()).isEqualTo(texts.size());
    }
    return texts;
  }
}
