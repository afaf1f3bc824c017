package dev.parley.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.it.server.ParleyServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The promise, on the embedded log, in a run that is short enough for every build. */
class ReliabilityIT {

  @Test
  void whatWasConfirmedIsNeverLostNorDoubledNorOutOfOrder() throws Exception {
    Path data = Files.createTempDirectory(Path.of("target"), "reliability-");
    Trial.Plan plan = new Trial.Plan(Trial.seed(), 4, 6, 12_000, 16, 40);
    try (Trial trial =
        new Trial(plan, ParleyServer.builder(), data, line -> System.out.println(line))) {
      Fault kill = Faults.killed(trial.server());
      Findings findings =
          trial.run(
              List.of(kill, kill, Faults.restarted(trial.server()), kill), Trial.sqlite(data));
      System.out.println(findings.report());
      assertThat(findings.isClean()).as(findings.report()).isTrue();
      assertThat(findings.messages).isGreaterThanOrEqualTo(plan.messages());
    }
  }
}
