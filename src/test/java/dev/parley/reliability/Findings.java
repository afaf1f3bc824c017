package dev.parley.reliability;

import dev.parley.reliability.Testimony.Visit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a verdict has counted, and the first examples of each violation. */
final class Findings {

  private static final int EXAMPLES = 5;
  private static final int WIDTH = 400;

  long rooms;
  long clients;
  long messages;
  long ordered;
  long posts;
  long attempts;
  long tellings;
  long repeats;
  long connections;
  long inVain;
  long resumed;
  long afresh;
  long pages;

  /** How connections ended, and how often. */
  private final Map<String, Integer> ends = new TreeMap<>();

  /** Error events, by code. */
  private final Map<String, Integer> errors = new TreeMap<>();

  private final Map<Violation, Integer> counts = new EnumMap<>(Violation.class);
  private final Map<Violation, List<String>> examples = new EnumMap<>(Violation.class);

  void add(Violation violation, String roomId, String what) {
    counts.merge(violation, 1, Integer::sum);
    List<String> some = examples.computeIfAbsent(violation, v -> new ArrayList<>());
    if (some.size() < EXAMPLES) {
      String line = ("room " + roomId + ", " + what).replace("\n", "\\n");
      some.add(line.length() > WIDTH ? line.substring(0, WIDTH) + "…" : line);
    }
  }

  /** Counts the errors that a client was told. */
  void heard(Testimony client) {
    for (Visit visit : client.visits) {
      for (Told told : visit.told) {
        if (told instanceof Told.Failed failed) {
          errors.merge(failed.code(), 1, Integer::sum);
        }
      }
    }
  }

  void visited(Visit visit) {
    if (visit.told.isEmpty()) {
      inVain++;
    } else {
      connections++;
      ends.merge(visit.end, 1, Integer::sum);
    }
  }

  /** How many error events of that code there were. */
  int told(String errorCode) {
    return errors.getOrDefault(errorCode, 0);
  }

  int count(Violation violation) {
    return counts.getOrDefault(violation, 0);
  }

  int total() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  boolean isClean() {
    return counts.isEmpty();
  }

  /** What was counted, in words. */
  Map<String, Long> counts() {
    Map<String, Long> rows = new LinkedHashMap<>();
    rows.put("messages in the log", messages);
    rows.put("rooms", rooms);
    rows.put("clients", clients);
    rows.put("clients whose own order was checked", ordered);
    rows.put("posts", posts);
    rows.put("posted again (the same ref)", attempts - posts);
    rows.put("messages told on sockets", tellings);
    rows.put("of these, in answer to a repeated post", repeats);
    rows.put("connections", connections);
    rows.put("attempts to connect in vain", inVain);
    rows.put("connections resumed", resumed);
    rows.put("connections that started afresh", afresh);
    rows.put("pages read over REST to catch up", pages);
    rows.put("violations", (long) total());
    return rows;
  }

  /** For people: the counts, and each violation with its first examples. */
  String report() {
    StringBuilder report = new StringBuilder();
    counts()
        .forEach(
            (what, number) ->
                report.append(String.format(Locale.ROOT, "  %,12d  %s%n", number, what)));
    report.append("  connections ended: ").append(ends).append('\n');
    report.append("  error events: ").append(errors).append('\n');
    counts.forEach(
        (violation, number) -> {
          report.append(
              String.format(Locale.ROOT, "%n%s: %,d × %s%n", violation, number, violation.words));
          examples
              .getOrDefault(violation, List.of())
              .forEach(line -> report.append("    ").append(line).append('\n'));
        });
    return report.append(isClean() ? "\nNo violation.\n" : "\nTHE PROMISE IS BROKEN.\n").toString();
  }
}
