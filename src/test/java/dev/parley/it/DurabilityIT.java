package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.it.Rest.Ticket;
import dev.parley.it.server.ParleyServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What outlives the server, on a server of its own. */
class DurabilityIT {

  @TempDir Path dataDir;

  private ParleyServer.Builder server() {
    return ParleyServer.builder().set("parley.data-dir", dataDir);
  }

  @Test
  void whatWasConfirmedAndWhoWasRemovedSurviveAKill() throws Exception {
    int port;
    Ticket ann;
    Ticket bob;
    Ticket eve;
    String epoch;
    try (ParleyServer first = server().start("durability")) {
      port = first.port();
      Rest rest = new Rest(first.base());
      ann = rest.create("Ann");
      bob = rest.join("Bob", ann.roomId());
      eve = rest.join("Eve", ann.roomId());
      try (ParleySocket a = ParleySocket.open(first.base(), ann.token());
          ParleySocket e = ParleySocket.open(first.base(), eve.token())) {
        epoch = a.next("welcome").get("epoch").asText();
        String client = e.next("welcome").get("client_id").asText();
        for (int i = 1; i <= 20; i++) {
          a.post("r" + i, "m" + i);
        }
        for (int i = 1; i <= 20; i++) {
          assertThat(a.next("message").get("ref").asText()).isEqualTo("r" + i);
        }
        String member = "api/rooms/" + ann.roomId() + "/members/" + client;
        assertThat(rest.send("DELETE", member, "Authorization", "Bearer " + ann.token()).status())
            .isEqualTo(204);
        first.kill();
      }
    }
    try (ParleyServer second = server().port(port).start("durability")) {
      URI base = second.base();
      Rest rest = new Rest(base);
      assertThat(rest.join("Carl", ann.roomId()).token()).as("newcomers find it").isNotBlank();
      try (ParleySocket b = ParleySocket.resume(base, bob.token(), 0, epoch);
          ParleySocket a = ParleySocket.resume(base, ann.token(), 20, epoch);
          ParleySocket e = ParleySocket.open(base, eve.token())) {
        JsonNode welcome = b.next("welcome");
        assertThat(welcome.get("resumed").asBoolean()).isTrue();
        assertThat(welcome.get("epoch").asText()).isEqualTo(epoch);
        List<Long> seqs = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
          seqs.add(b.next("message").get("seq").asLong());
        }
        assertThat(seqs).isEqualTo(LongStream.rangeClosed(1, 20).boxed().toList());
        assertThat(e.readClose().closeCode()).as("removed").isEqualTo(4503);
        a.post("r20", "m20");
        assertThat(a.next("message").get("seq").asLong()).as("a retry").isEqualTo(20);
        a.post("r21", "m21");
        assertThat(a.next("message").get("seq").asLong()).isEqualTo(21);
      }
    }
  }

  /**
   * Who resumes is told by threads that know no class of ours; who asks over REST, by those that
   * read, of which these may have been the first to need one.
   */
  @Test
  void whoReadsAfterOneWhoHasResumedIsAnswered() throws Exception {
    int messages = 5 * 100;
    try (ParleyServer server = server().set("parley.post-rate", 0).start("durability")) {
      Rest rest = new Rest(server.base());
      Ticket ann = rest.create("Ann");
      String epoch = rest.describe(ann).get("epoch").asText();
      try (ParleySocket a = ParleySocket.open(server.base(), ann.token())) {
        for (int i = 1; i <= messages; i++) {
          a.post("r" + i, "m" + i);
          a.next("message");
        }
      }
      try (ParleySocket a = ParleySocket.resume(server.base(), ann.token(), 0, epoch)) {
        for (int i = 1; i <= messages; i++) {
          assertThat(a.next("message").get("seq").asInt()).isEqualTo(i);
        }
      }
      for (int i = 0; i < 20; i++) {
        assertThat(
                rest.get(
                        "api/rooms/" + ann.roomId() + "/messages",
                        "Authorization",
                        "Bearer " + ann.token())
                    .status())
            .isEqualTo(200);
      }
    }
  }

  @Test
  void whereNothingMayBeKeptNothingIsAndTheEpochSaysSo() throws Exception {
    int port;
    Ticket ann;
    String epoch;
    try (ParleyServer first = server().set("parley.history", "memory").start("durability")) {
      port = first.port();
      ann = new Rest(first.base()).create("Ann");
      try (ParleySocket a = ParleySocket.open(first.base(), ann.token())) {
        epoch = a.next("welcome").get("epoch").asText();
        a.post("r", "gone soon");
        a.next("message");
      }
    }
    assertThat(dataDir.resolve("parley.db")).doesNotExist();
    try (ParleyServer second =
            server().port(port).set("parley.history", "memory").start("durability");
        ParleySocket a = ParleySocket.resume(second.base(), ann.token(), 1, epoch)) {
      JsonNode welcome = a.next("welcome");
      assertThat(welcome.get("resumed").asBoolean()).isFalse();
      assertThat(welcome.get("epoch").asText()).isNotEqualTo(epoch);
      assertThat(welcome.get("head").asLong()).isZero();
    }
  }

  @Test
  void aDatabaseThatCannotBeUsedStopsTheDeploymentWithOneLine() throws Exception {
    Files.writeString(dataDir.resolve("parley.db"), "This is no database. ".repeat(100));
    assertThat(refusal(server()))
        .contains("parley.data-dir=" + dataDir)
        .contains("file is not a database");
  }

  @Test
  void aDatabaseThatIsDownStopsTheDeploymentWithOneLineAndNoSecret() {
    String refusal =
        refusal(
            server()
                .set("parley.history", "database")
                // A JVM may tell with which options it was started; with which variables it does
                // not.
                .environment(
                    "PARLEY_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/chat?password=hush")
                .environment("PARLEY_DATABASE_PASSWORD", "hush"));
    assertThat(refusal)
        .contains("parley.database-url=jdbc:postgresql://127.0.0.1:1/chat is not allowed")
        .contains("refused");
  }

  /** The line that says why the deployment has stopped. */
  private static String refusal(ParleyServer.Builder builder) {
    try (ParleyServer server = builder.launch("refused")) {
      server.awaitTried();
      assertThat(ParleyServer.status(server.base().resolve("create-room?name=Ann")))
          .isNotEqualTo(200);
      assertThat(server.log()).doesNotContain("hush", "Exception sending context destroyed event");
      return server
          .log()
          .lines()
          .filter(line -> line.contains("is not allowed"))
          .findFirst()
          .orElseThrow();
    }
  }
}
