package dev.parley.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.it.server.ParleyServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The promise, where the disk of the embedded log is full now and then. */
class DiskFullIT {

  @Test
  void aFullDiskRefusesPostsAndLosesNone() throws Exception {
    assumeTrue(DiskFull.isPossible(), "only root may mount a disk of its own");
    Path data = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "disk-");
    Trial.Plan plan = new Trial.Plan(Trial.seed(), 3, 4, 8_000, 16, 60);
    try (DiskFull disk = DiskFull.mount(data, 24);
        Trial trial =
            new Trial(plan, ParleyServer.builder(), data, line -> System.out.println(line))) {
      Fault killedWhileFull =
          Faults.of(
              "kill -9 while the disk is full",
              () -> {
                disk.strike();
                trial.server().kill();
              },
              () -> {
                disk.heal();
                trial.server().startAgain();
              });
      Findings findings = trial.run(List.of(disk, disk, killedWhileFull, disk), Trial.sqlite(data));
      System.out.println(findings.report());
      assertThat(findings.isClean()).as(findings.report()).isTrue();
      assertThat(findings.told("unavailable")).as("refused while the disk was full").isPositive();
    }
  }
}
