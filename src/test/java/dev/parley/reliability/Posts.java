package dev.parley.reliability;

import dev.parley.reliability.Testimony.Draft;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What one client has to post and has not seen confirmed, oldest first. What is posted again is all
 * of it, in order, so that no retry lets a later message overtake an earlier one. For the client's
 * thread, but for {@link #open}.
 */
final class Posts {

  private static final long RETRY_NANOS = 1_500_000_000L;
  private static final int LONGEST = 160;

  private final Testimony testimony;
  private final Workload workload;
  private final Random random;
  private final Map<String, Draft> waiting = new LinkedHashMap<>();
  private volatile int open;
  private int made;
  private long nextAt;
  private long retryAt = Long.MAX_VALUE;
  private long pausedUntil;

  Posts(Testimony testimony, Workload workload, Random random) {
    this.testimony = testimony;
    this.workload = workload;
    this.random = random;
  }

  /** How many wait for their confirmation. */
  int open() {
    return open;
  }

  /** What is to be posted at this moment: all that waits, if it is time for that, or new ones. */
  List<Draft> due(long now) {
    List<Draft> due = new ArrayList<>();
    if (now < pausedUntil) {
      return due;
    }
    if (now >= retryAt) {
      due.addAll(waiting.values());
    }
    while (waiting.size() < workload.window && now >= nextAt && workload.take()) {
      Draft draft = draft();
      waiting.put(draft.ref, draft);
      due.add(draft);
      nextAt = Math.max(now, nextAt + workload.pause);
      if (workload.pause > 0) {
        break;
      }
    }
    due.forEach(draft -> draft.attempts++);
    open = waiting.size();
    if (!due.isEmpty()) {
      retryAt = now + RETRY_NANOS + random.nextInt(1_000_000_000);
    }
    return due;
  }

  /** Something that a plain client posts, once, and never hears of again. */
  List<Draft> dueWithoutAnswer(long now) {
    if (now < nextAt || workload.isTaken()) {
      return List.of();
    }
    nextAt = now + Math.max(workload.pause, 100_000_000L);
    Draft draft = draft();
    draft.attempts++;
    return List.of(draft);
  }

  private Draft draft() {
    String ref = "r" + ++made;
    String filler = random.nextInt(20) == 0 ? " \u00e9\u20ac\ud83d\ude00\"\\\n" : " ";
    String text = testimony.clientId + " " + made + filler + "x".repeat(random.nextInt(LONGEST));
    return testimony.draft(testimony.manner == ChatClient.Manner.PLAIN ? text : ref, text);
  }

  /** The client was told its own message. */
  void acknowledged(String ref) {
    Draft draft = waiting.remove(ref);
    if (draft != null) {
      draft.acknowledged = true;
      workload.acknowledge();
      open = waiting.size();
    }
  }

  /** Not now: all that is under way is to be posted again, after a while. */
  void unavailable(long now) {
    pausedUntil = now + 100_000_000L + random.nextInt(400_000_000);
    retryAt = pausedUntil;
  }

  /** Never, if the server is to be believed. */
  void refused(String ref, String why) {
    Draft draft = waiting.remove(ref);
    if (draft != null) {
      draft.refused = why;
      open = waiting.size();
    }
  }

  /** On a new connection all is posted again. */
  void connected(long now) {
    retryAt = now;
    pausedUntil = now;
  }
}
