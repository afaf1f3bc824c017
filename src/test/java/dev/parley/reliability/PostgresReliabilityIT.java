package dev.parley.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.it.Postgres;
import dev.parley.it.server.ParleyServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The promise, where the log is in PostgreSQL, and that dies as well. */
class PostgresReliabilityIT {

  @Test
  void whatWasConfirmedOutlivesTheServerAndTheDatabase() throws Exception {
    Path data = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "reliability-");
    Trial.Plan plan = new Trial.Plan(Trial.seed(), 3, 4, 8_000, 16, 60);
    try (Postgres postgres = Postgres.start(data.resolve("postgres"))) {
      ParleyServer.Builder builder =
          ParleyServer.builder()
              .set("parley.history", "database")
              .set("parley.database-url", postgres.jdbcUrl());
      try (Trial trial = new Trial(plan, builder, data, line -> System.out.println(line))) {
        Fault both =
            Faults.of(
                "kill -9 of both",
                () -> {
                  postgres.kill();
                  trial.server().kill();
                },
                () -> {
                  postgres.startAgain();
                  trial.server().startAgain();
                });
        Fault database = Faults.of("kill -9 of PostgreSQL", postgres::kill, postgres::startAgain);
        Findings findings =
            trial.run(List.of(database, database, both, database), postgres.jdbcUrl());
        System.out.println(findings.report());
        assertThat(findings.isClean()).as(findings.report()).isTrue();
        assertThat(findings.messages).isGreaterThanOrEqualTo(plan.messages());
      }
    }
  }
}
