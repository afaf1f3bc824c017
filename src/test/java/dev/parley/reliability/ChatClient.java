package dev.parley.reliability;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.reliability.Api.RefusedException;
import dev.parley.reliability.Api.Ticket;
import dev.parley.reliability.Testimony.Asked;
import dev.parley.reliability.Testimony.Draft;
import dev.parley.reliability.Testimony.Visit;
import dev.parley.reliability.Told.Failed;
import dev.parley.reliability.Told.Heartbeat;
import dev.parley.reliability.Told.Other;
import dev.parley.reliability.Told.Page;
import dev.parley.reliability.Told.Plain;
import dev.parley.reliability.Told.Said;
import dev.parley.reliability.Told.Stored;
import dev.parley.reliability.Told.Welcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A member that behaves as the wire contract asks: it posts with refs and posts again with the same
 * ones until it is told its own message, reconnects with back-off and jitter, resumes, fetches over
 * REST what is missing, and stops when a close code says so. It de-duplicates nothing silently: all
 * that it is told goes into its {@link Testimony}. One thread runs it; the network may give it
 * {@link Trouble} from any other.
 */
final class ChatClient implements Runnable {

  /** How it takes part. */
  enum Manner {
    /** Listens and posts in {@code parley.v1}. */
    PARLEY,
    /** Listens in {@code parley.v1}, posts over REST. */
    REST,
    /** Speaks the plain dialect: no refs, no confirmation, so no retry. */
    PLAIN
  }

  /** What can befall its connection. */
  enum Trouble {
    /** Ends in a TCP RST. */
    RESET,
    /** Ends in a TCP FIN, without a Close. */
    DROP,
    /** Stays open, but nobody reads or writes it any more; the client comes back on another. */
    ABANDON,
    /** Is not read for a few seconds. */
    STALL,
    /** Ends, and so do the next ones, each after a moment, as between two cells of a phone. */
    HOP
  }

  /** Where the server is, for this client. */
  record Place(InetSocketAddress address, Api api) {}

  private static final int TICK_MILLIS = 100;
  private static final int RECEIVE_BUFFER = 16_384;
  private static final long SILENCE_NANOS = 7_000_000_000L;
  private static final long LONGEST_BACK_OFF_NANOS = 1_000_000_000L;
  private static final int HOPS = 20;
  private static final int LONGEST_HOP_NANOS = 30_000_000;

  private final Place place;
  private final Ticket ticket;
  private final Manner manner;
  private final Workload workload;
  private final Random random;
  private final Testimony testimony;
  private final Posts posts;
  private final AtomicReference<@Nullable Trouble> trouble = new AtomicReference<>();
  private final List<Line> abandoned = new ArrayList<>();

  private volatile boolean leaving;
  private volatile boolean over;

  /** The last message up to which nothing is missing. */
  private volatile long have;

  private @Nullable String epoch;
  private boolean welcome;
  private boolean stopped;
  private long heardAt;
  private long expected;
  private int failures;
  private int hops;

  ChatClient(Place place, Ticket ticket, Manner manner, Workload workload, long seed) {
    this.place = place;
    this.ticket = ticket;
    this.manner = manner;
    this.workload = workload;
    this.random = new Random(seed);
    this.testimony = new Testimony(ticket.clientId(), ticket.roomId(), manner);
    this.posts = new Posts(testimony, workload, random);
  }

  Ticket ticket() {
    return ticket;
  }

  /** To be read when the thread has ended. */
  Testimony testimony() {
    return testimony;
  }

  void suffer(Trouble next) {
    trouble.set(next);
  }

  /** Whether it has all that was said, and a confirmation of all that it has said itself. */
  boolean isSettled(long head) {
    return over
        || (workload.isTaken() && posts.open() == 0 && (manner == Manner.PLAIN || have >= head));
  }

  /** Asks it to go, which it does soon. */
  void leave() {
    leaving = true;
  }

  @Override
  public void run() {
    try {
      while (!leaving && !stopped) {
        visit();
        if (hops == 0 || !welcome) {
          backOff();
        }
      }
    } catch (RuntimeException | Error e) {
      testimony.fault = e;
    } finally {
      over = true;
      abandoned.forEach(Line::reset);
    }
  }

  private void visit() {
    String known = epoch;
    Visit visit = testimony.visit(known == null ? null : new Asked(have, known));
    welcome = false;
    Line line = null;
    try {
      line = connect(visit.asked);
      converse(line, visit);
    } catch (IOException e) {
      visit.end = String.valueOf(e.getMessage());
      if (line != null) {
        line.reset();
      }
    }
  }

  private Line connect(@Nullable Asked asked) throws IOException {
    if (manner == Manner.PLAIN) {
      String target = "/ws/chat?token=" + ticket.token();
      return Line.open(place.address(), target, "", RECEIVE_BUFFER);
    }
    String target =
        asked == null ? "/ws/chat" : "/ws/chat?after=" + asked.after() + "&epoch=" + asked.epoch();
    String header = "Sec-WebSocket-Protocol: parley.v1, parley.bearer." + ticket.token() + "\r\n";
    return Line.open(place.address(), target, header, RECEIVE_BUFFER);
  }

  private void backOff() {
    long longest = Math.min(LONGEST_BACK_OFF_NANOS, 50_000_000L << Math.min(failures++, 10));
    LockSupport.parkNanos(longest / 2 + random.nextLong(longest));
  }

  private void converse(Line line, Visit visit) throws IOException {
    heardAt = System.nanoTime();
    posts.connected(heardAt);
    long hopAt = heardAt + random.nextInt(LONGEST_HOP_NANOS);
    while (!leaving) {
      Trouble now = trouble.getAndSet(null);
      if (hops > 0 && heardAt > hopAt) {
        hops--;
        now = Trouble.DROP;
      }
      if (now != null && !isStillThere(now, line, visit)) {
        return;
      }
      Line.Frame frame = line.poll(TICK_MILLIS);
      if (frame != null) {
        heardAt = System.nanoTime();
        if (frame.opcode() == Line.CLOSE) {
          closed(frame.closing(), line, visit);
          return;
        }
        hear(frame.text(), visit);
      } else if (manner != Manner.PLAIN && System.nanoTime() - heardAt > SILENCE_NANOS) {
        throw new IOException("silence");
      }
      post(line, visit);
    }
    visit.end = "left";
    line.hangUp();
  }

  /** What trouble does to the line; afterwards it may be as good as before. */
  private boolean isStillThere(Trouble now, Line line, Visit visit) throws IOException {
    switch (now) {
      case RESET -> line.reset();
      case DROP -> line.close();
      case ABANDON -> abandoned.add(line);
      case HOP -> {
        hops = HOPS;
        line.close();
      }
      case STALL -> LockSupport.parkNanos(1_000_000_000L + random.nextInt(2_000_000_000));
    }
    if (now != Trouble.STALL) {
      visit.end = now.name();
    }
    return now == Trouble.STALL;
  }

  /** After 1008 and 4500–4999 a client stops. */
  private void closed(String reason, Line line, Visit visit) throws IOException {
    visit.end = reason;
    int code = Integer.parseInt(reason.substring(0, 4));
    stopped = code == 1008 || (code >= 4500 && code <= 4999);
    line.close();
  }

  // What it hears

  private void hear(String frame, Visit visit) throws IOException {
    JsonNode json = Api.JSON.readTree(frame);
    if (manner == Manner.PLAIN) {
      failures = 0;
      visit.told.add(new Plain(json.get("message").asText()));
      return;
    }
    for (JsonNode event : json) {
      hear(event, visit);
    }
  }

  private void hear(JsonNode event, Visit visit) throws IOException {
    String type = event.get("type").asText();
    switch (type) {
      case "welcome" -> {
        Welcome told =
            new Welcome(
                event.get("head").asLong(),
                event.get("resumed").asBoolean(),
                event.get("epoch").asText());
        visit.told.add(told);
        welcomed(told, visit);
      }
      case "message" -> {
        Said said = place.api().said(event);
        visit.told.add(said);
        said(said, visit);
      }
      case "heartbeat" -> {
        Heartbeat told = new Heartbeat(event.get("head").asLong());
        visit.told.add(told);
        // What was on its way at the last heartbeat has come by now, or will not come.
        long before = expected;
        expected = told.head();
        catchUp(before, visit);
      }
      case "error" -> {
        JsonNode ref = event.get("ref");
        Failed told = new Failed(event.get("code").asText(), ref == null ? null : ref.asText());
        visit.told.add(told);
        failed(told);
      }
      default -> visit.told.add(new Other(type));
    }
  }

  private void welcomed(Welcome told, Visit visit) throws IOException {
    welcome = true;
    failures = 0;
    if (!told.epoch().equals(epoch)) {
      epoch = told.epoch();
      have = 0;
    }
    expected = 0;
    if (!told.resumed()) {
      catchUp(told.head(), visit);
    }
  }

  private void said(Said said, Visit visit) throws IOException {
    acknowledge(said);
    if (said.seq() > have + 1) {
      catchUp(said.seq() - 1, visit);
    }
    have = Math.max(have, said.seq());
  }

  private void failed(Failed told) {
    if (told.code().equals("unavailable") || told.code().equals("rate_limited")) {
      posts.unavailable(System.nanoTime());
    } else if (told.ref() != null) {
      posts.refused(told.ref(), told.code());
    }
  }

  /** Reads what is missing up to there over REST. */
  private void catchUp(long head, Visit visit) throws IOException {
    while (have < head) {
      Page page = place.api().after(ticket, have);
      visit.told.add(page);
      page.messages().forEach(this::acknowledge);
      if (page.messages().isEmpty()) {
        have = head; // it is not there; the verdict will say so
      } else {
        have = page.messages().get(page.messages().size() - 1).seq();
      }
    }
  }

  private void acknowledge(Said said) {
    if (said.clientId().equals(ticket.clientId())) {
      posts.acknowledged(said.ref());
    }
  }

  // What it says

  private void post(Line line, Visit visit) throws IOException {
    long now = System.nanoTime();
    if (manner == Manner.PLAIN) {
      posts.dueWithoutAnswer(now).forEach(draft -> line.write(draft.text));
    } else if (welcome && manner == Manner.PARLEY) {
      for (Draft draft : posts.due(now)) {
        line.write(
            Api.JSON.writeValueAsString(
                Api.JSON
                    .createObjectNode()
                    .put("type", "post")
                    .put("ref", draft.ref)
                    .put("message", draft.text)));
      }
    } else if (welcome) {
      postOverRest(now, visit);
    }
    line.flush();
  }

  private void postOverRest(long now, Visit visit) {
    for (Draft draft : posts.due(now)) {
      try {
        Said stored = place.api().post(ticket, draft.ref, draft.text);
        visit.told.add(new Stored(stored));
        posts.acknowledged(draft.ref);
      } catch (RefusedException e) {
        posts.refused(draft.ref, String.valueOf(e.getMessage()));
      } catch (IOException e) {
        posts.unavailable(System.nanoTime());
        return;
      }
    }
  }
}
