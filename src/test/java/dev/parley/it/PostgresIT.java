package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.it.Rest.Ticket;
import dev.parley.it.server.ParleyServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.Driver;

/**
 * The log in a PostgreSQL that the server has a data source for, as server-config configures it.
 */
class PostgresIT {

  @TempDir Path dir;

  @Test
  void aDatabaseThatGoesAwayMakesPostsUnavailableAndReadersStay() throws Exception {
    try (Postgres postgres = Postgres.start(dir.resolve("postgres"));
        ParleyServer server = server(postgres).start("postgres")) {
      Rest rest = new Rest(server.base());
      Ticket ann = rest.create("Ann");
      Ticket bob = rest.join("Bob", ann.roomId());
      try (ParleySocket a = ParleySocket.open(server.base(), ann.token());
          ParleySocket b = ParleySocket.open(server.base(), bob.token());
          RawWebSocket plain = rest.open(rest.join("Eve", ann.roomId())).settled()) {
        String epoch = a.next("welcome").get("epoch").asText();
        a.post("r1", "before");
        assertThat(b.next("message").get("seq").asLong()).isEqualTo(1);

        postgres.kill();
        a.post("r2", "meanwhile");
        JsonNode error = a.next("error");
        assertThat(error.get("code").asText()).isEqualTo("unavailable");
        assertThat(error.get("ref").asText()).isEqualTo("r2");
        assertThat(rest.get(messages(ann), bearer(ann)).status()).isEqualTo(503);
        b.send("{\"type\":\"typing\"}");
        assertThat(a.next("typing").get("name").asText()).as("who reads stays").isEqualTo("Bob");
        plain.sendText("no word for it");
        assertThat(plain.readText()).as("what was said before").contains("before");
        assertThat(plain.readClose().closeCode()).isEqualTo(1011);

        postgres.startAgain();
        Await.until(
            Duration.ofMinutes(1),
            "healed by itself",
            () -> {
              a.post("r2", "meanwhile");
              JsonNode answer = a.next();
              while (!answer.has("ref")) {
                answer = a.next();
              }
              return answer.get("type").asText().equals("message");
            });
        assertThat(b.next("message").get("ref").asText()).isEqualTo("r2");
        try (ParleySocket again = ParleySocket.resume(server.base(), bob.token(), 0, epoch)) {
          assertThat(again.next("welcome").get("resumed").asBoolean()).isTrue();
          assertThat(again.next("message").get("message").asText()).isEqualTo("before");
        }
      }
      assertThat(server.log())
          .contains("log_unavailable reason=", "log_recovered")
          .doesNotContain("meanwhile");
    }
  }

  private static String messages(Ticket ticket) {
    return "api/rooms/" + ticket.roomId() + "/messages";
  }

  private static String[] bearer(Ticket ticket) {
    return new String[] {"Authorization", "Bearer " + ticket.token()};
  }

  private ParleyServer.Builder server(Postgres postgres) throws Exception {
    return ParleyServer.builder()
        .set("parley.data-dir", dir.resolve("data"))
        .set("parley.history", "database")
        .set("parley.datasource", "jdbc/portal")
        .environment("PGHOST", "127.0.0.1")
        .environment("PGPORT", postgres.port())
        .environment("PGDATABASE", "postgres")
        .environment("PGUSER", "postgres")
        .environment("PGPASSWORD", "unused")
        .dataSource()
        .library(driver());
  }

  /** As the tests have it on their class path. */
  private static Path driver() throws Exception {
    return Path.of(Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
