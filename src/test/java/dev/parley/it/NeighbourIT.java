package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.it.Rest.Ticket;
import dev.parley.it.neighbour.NeighbourApplication;
import dev.parley.it.neighbour.WhoAmI;
import dev.parley.it.server.ParleyServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Another application on the same server takes our tokens through the server's own MicroProfile
 * JWT, by what any application could know of us: our published keys and our issuer.
 */
class NeighbourIT {

  private static final String ISSUER = "https://portal.example/parley";

  @TempDir static Path directory;

  private static ParleyServer server;
  private static Rest parley;
  private static Rest neighbour;

  @BeforeAll
  static void start() {
    int port = ParleyServer.freePort();
    server =
        ParleyServer.builder()
            .port(port)
            .stock()
            .contextPath("/parley")
            .beside("/neighbour", war(port))
            .set("parley.data-dir", directory.resolve("data"))
            .set("parley.issuer", ISSUER)
            .start("neighbour");
    parley = new Rest(server.base());
    neighbour = new Rest(server.base().resolve("../neighbour/"));
    Await.until(
        Duration.ofMinutes(1),
        "the neighbour refuses who has no token, as some servers with 403",
        () -> List.of(401, 403).contains(neighbour.get("api/who-am-i").status()));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Path war(int port) {
    Path war = directory.resolve("neighbour.war");
    String config =
        """
        mp.jwt.verify.publickey.location=http://127.0.0.1:%d/parley/.well-known/jwks.json
        mp.jwt.verify.issuer=%s
        mp.jwt.verify.audiences=parley
        """
            .formatted(port, ISSUER);
    WebArchive archive =
        ShrinkWrap.create(WebArchive.class)
            .addClasses(NeighbourApplication.class, WhoAmI.class)
            .addAsResource(new StringAsset(config), "META-INF/microprofile-config.properties")
            .addAsWebInfResource(
                new StringAsset("<beans bean-discovery-mode=\"all\"/>"), "beans.xml");
    if (ParleyServer.KIND.equals("wildfly")) {
      // It looks at no role unless told to; Open Liberty then looks at no token.
      archive.addAsWebInfResource("dev/parley/it/neighbour/web.xml", "web.xml");
    }
    archive.as(ZipExporter.class).exportTo(war.toFile());
    return war;
  }

  private static Rest.Answer ask(String path, String token) {
    return neighbour.get(path, "Authorization", "Bearer " + token);
  }

  @Test
  void aTokenOfOursIsAcceptedAndSaysWhoItIs() {
    Ticket ann = parley.create("Ann");
    Rest.Answer answer = ask("api/who-am-i", ann.token());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("Ann in " + ann.roomId());
  }

  @Test
  void rolesAreThoseOfTheRoom() {
    Ticket ann = parley.create("Ann");
    Ticket bob = parley.join("Bob", ann.roomId());
    assertThat(ask("api/hosts-only", ann.token()).status()).isEqualTo(200);
    assertThat(ask("api/hosts-only", bob.token()).status()).isEqualTo(403);
  }

  @Test
  void aTamperedTokenIsRefused() {
    String[] ann = parley.create("Ann").token().split("\\.");
    String[] bob = parley.create("Bob").token().split("\\.");
    assertThat(ask("api/who-am-i", ann[0] + "." + bob[1] + "." + ann[2]).status()).isEqualTo(401);
    assertThat(ask("api/who-am-i", ann[0] + "." + ann[1] + "." + bob[2]).status()).isEqualTo(401);
    assertThat(ask("api/who-am-i", ann[0] + "." + ann[1] + ".").status()).isEqualTo(401);
  }
}
