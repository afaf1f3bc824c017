package dev.parley.reliability;

import dev.parley.it.server.ParleyServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The promise, in a run as long as asked for, with as many kills:
 *
 * <pre>mvn verify -DskipITs &amp;&amp; mvn exec:java@reliability -Dkills=50 -Dmessages=1000000
 * </pre>
 *
 * <p>Also {@code -Dseed}, {@code -Drooms} and {@code -Dmembers} (of each room). It prints what
 * happens and the verdict, and leaves {@code target/reliability.md}, to be pasted into {@code
 * docs/reliability.md}.
 */
public final class LongRun {

  private static final int WINDOW = 24;

  private LongRun() {}

  /** Fails if the promise is broken. */
  public static void main(String[] args) throws Exception {
    int kills = Integer.getInteger("kills", 50);
    Trial.Plan plan =
        new Trial.Plan(
            Trial.seed(),
            Integer.getInteger("rooms", 32),
            Integer.getInteger("members", 3),
            Long.getLong("messages", 1_000_000),
            WINDOW,
            0);
    Path data = Files.createTempDirectory(Path.of("target"), "reliability-");
    try (Trial trial = new Trial(plan, ParleyServer.builder(), data, LongRun::say)) {
      Findings findings = trial.run(grave(kills, trial), Trial.sqlite(data));
      System.out.println(findings.report());
      String summary = summary(plan, kills, trial, findings);
      System.out.println(summary);
      Files.writeString(Path.of("target", "reliability.md"), summary);
      if (!findings.isClean()) {
        throw new AssertionError("the promise is broken; see above");
      }
    }
  }

  private static void say(String line) {
    System.out.println(line);
  }

  /** Mostly kills; of ten, one hits a server that starts; and a few orderly restarts. */
  private static List<Fault> grave(int kills, Trial trial) {
    List<Fault> faults = new ArrayList<>();
    int twice = kills / 10;
    faults.addAll(Collections.nCopies(twice, Faults.killedTwice(trial.server(), trial.random())));
    faults.addAll(Collections.nCopies(kills - 2 * twice, Faults.killed(trial.server())));
    faults.addAll(Collections.nCopies(kills / 10, Faults.restarted(trial.server())));
    Collections.shuffle(faults, trial.random());
    return faults;
  }

  private static String summary(Trial.Plan plan, int kills, Trial trial, Findings findings) {
    Map<String, Long> rows = new LinkedHashMap<>();
    rows.put("kill -9 of the server", (long) kills);
    rows.put("orderly restarts", (long) kills / 10);
    rows.put("faults of the network and of clients", (long) trial.troubles());
    rows.putAll(findings.counts());
    rows.put("errors in the server's log", trial.server().errors());
    rows.put("minutes", trial.duration().toMinutes());
    StringBuilder table =
        new StringBuilder("Seed " + plan.seed() + ".\n\n| what | how many |\n| --- | --- |\n");
    rows.forEach(
        (what, number) -> table.append(String.format(Locale.ROOT, "| %s | %,d |%n", what, number)));
    return table.toString();
  }
}
