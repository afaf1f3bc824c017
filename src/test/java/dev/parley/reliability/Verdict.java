package dev.parley.reliability;

import dev.parley.reliability.Api.Book;
import dev.parley.reliability.ChatClient.Manner;
import dev.parley.reliability.Testimony.Asked;
import dev.parley.reliability.Testimony.Draft;
import dev.parley.reliability.Testimony.Visit;
import dev.parley.reliability.Told.Heartbeat;
import dev.parley.reliability.Told.Page;
import dev.parley.reliability.Told.Plain;
import dev.parley.reliability.Told.Said;
import dev.parley.reliability.Told.Stored;
import dev.parley.reliability.Told.Welcome;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares what every client was told with the log, when all is quiet again: each message that is
 * in one and not in the other, each order that differs, each number too many or too few.
 */
final class Verdict {

  /** As the contract says: a longer gap need not be replayed. */
  private static final long LONGEST_REPLAY = 1000;

  private final Findings findings = new Findings();
  private final Map<String, Witnessed> rooms = new HashMap<>();

  private Verdict() {}

  /**
   * @param log as it stands in the database, by room
   * @param rest the same, as REST tells it
   */
  static Findings of(Collection<Testimony> clients, Map<String, Book> log, Map<String, Book> rest) {
    Verdict verdict = new Verdict();
    log.values().forEach(book -> verdict.rooms.put(book.roomId(), verdict.read(book)));
    clients.forEach(verdict.findings::heard);
    clients.forEach(verdict::posted);
    verdict.rooms.values().forEach(verdict::written);
    clients.forEach(verdict::told);
    rest.values().forEach(verdict::compare);
    return verdict.findings;
  }

  /** A room's log, with ways to look things up. */
  private static final class Witnessed {
    final Book book;
    final Map<Long, Said> bySeq = new HashMap<>();
    final Map<String, Said> byText = new HashMap<>();
    final Map<String, Map<String, Said>> byRef = new HashMap<>();
    final Map<String, Testimony> authors = new HashMap<>();

    Witnessed(Book book) {
      this.book = book;
    }

    @Nullable Said find(String clientId, String ref) {
      Map<String, Said> refs = byRef.get(clientId);
      return refs == null ? null : refs.get(ref);
    }
  }

  // The log itself

  private Witnessed read(Book book) {
    Witnessed room = new Witnessed(book);
    long expected = 1;
    for (Said said : book.messages()) {
      if (said.seq() != expected) {
        findings.add(Violation.HOLE, book.roomId(), "expected " + expected + ", found " + said);
      }
      expected = said.seq() + 1;
      room.bySeq.putIfAbsent(said.seq(), said);
      Said same =
          room.byRef
              .computeIfAbsent(said.clientId(), id -> new HashMap<>())
              .putIfAbsent(said.ref(), said);
      Said sameText = room.byText.putIfAbsent(said.text(), said);
      if (same != null || sameText != null) {
        Said first = same == null ? sameText : same;
        findings.add(Violation.DOUBLED, book.roomId(), first + " and " + said);
      }
    }
    if (book.head() != expected - 1) {
      findings.add(
          Violation.HOLE, book.roomId(), "ends at " + (expected - 1) + ", head " + book.head());
    }
    findings.messages += book.messages().size();
    findings.rooms++;
    return room;
  }

  private void posted(Testimony client) {
    findings.clients++;
    Witnessed room = room(client);
    room.authors.put(client.clientId, client);
    boolean inOrder = isInOrder(client);
    findings.ordered += inOrder ? 1 : 0;
    long last = 0;
    for (Draft draft : client.drafts.values()) {
      findings.posts++;
      findings.attempts += draft.attempts;
      if (client.manner == Manner.PLAIN) {
        continue;
      }
      Said said = room.find(client.clientId, draft.ref);
      String what = client.clientId + " " + draft.ref;
      if (draft.refused != null) {
        findings.add(Violation.REFUSED, client.roomId, what + ": " + draft.refused);
      } else if (!draft.acknowledged) {
        String where = said == null ? ", not in the log" : ", in the log as " + said.seq();
        findings.add(Violation.UNANSWERED, client.roomId, what + where);
      } else if (said == null) {
        findings.add(Violation.LOST, client.roomId, what);
      }
      if (said != null && inOrder) {
        if (said.seq() < last) {
          findings.add(
              Violation.OVERTAKEN, client.roomId, what + " is " + said.seq() + " < " + last);
        }
        last = Math.max(last, said.seq());
      }
    }
  }

  /**
   * Whether what this client posted must stand in the log in that order. Over REST it posts one by
   * one; on a socket a later post may be accepted when the log has refused an earlier one, and the
   * error that says so may be lost with its connection.
   */
  private boolean isInOrder(Testimony client) {
    return client.manner == Manner.REST
        || (client.manner == Manner.PARLEY && findings.told("unavailable") == 0);
  }

  private void written(Witnessed room) {
    for (Said said : room.book.messages()) {
      Testimony author = room.authors.get(said.clientId());
      Draft draft =
          author == null
              ? null
              : author.drafts.get(author.manner == Manner.PLAIN ? said.text() : said.ref());
      if (draft == null) {
        findings.add(Violation.STRANGER, room.book.roomId(), said.toString());
      } else if (!draft.text.equals(said.text())) {
        findings.add(
            Violation.ALTERED, room.book.roomId(), said + ", posted as \"" + draft.text + "\"");
      }
    }
  }

  private void compare(Book rest) {
    Witnessed room = rooms.get(rest.roomId());
    if (room == null || !room.book.equals(rest)) {
      String log = room == null ? "no such room" : size(room.book);
      findings.add(Violation.REST_DIFFERS, rest.roomId(), size(rest) + "; the log: " + log);
    }
  }

  private static String size(Book book) {
    return book.messages().size() + " messages, head " + book.head() + ", epoch " + book.epoch();
  }

  // What each was told

  private void told(Testimony client) {
    Witnessed room = room(client);
    if (client.fault != null) {
      findings.add(Violation.CHECKER, client.roomId, client.clientId + ": " + client.fault);
    }
    BitSet had = new BitSet();
    long highest = 0;
    for (Visit visit : client.visits) {
      findings.visited(visit);
      if (visit.end.startsWith("1008") || visit.end.matches("4[5-9]\\d\\d.*")) {
        findings.add(Violation.TURNED_AWAY, client.roomId, client.clientId + ": " + visit.end);
      }
      if (client.manner == Manner.PLAIN) {
        new PlainVisit(client, room).check(visit);
      } else {
        highest = new ParleyVisit(client, room, visit, had, highest).check();
      }
    }
    if (client.manner != Manner.PLAIN) {
      long head = room.book.messages().size();
      for (long seq = had.nextClearBit(1); seq <= head; seq = had.nextClearBit((int) seq + 1)) {
        findings.add(Violation.MISSED, client.roomId, client.clientId + " never had " + seq);
      }
    }
  }

  private Witnessed room(Testimony client) {
    return rooms.computeIfAbsent(
        client.roomId, id -> new Witnessed(new Book(id, "", 0, List.of())));
  }

  /** One connection in {@code parley.v1}. */
  private final class ParleyVisit {

    private final Testimony client;
    private final Witnessed room;
    private final Visit visit;

    /** What the client has had, on whatever connection. */
    private final BitSet had;

    /** The highest number that the client was told on an earlier socket, then also on this. */
    private long highest;

    private @Nullable Welcome welcome;

    /** The last message in order on this connection. */
    private long last;

    private boolean any;
    private final Map<Long, Integer> times = new HashMap<>();

    ParleyVisit(Testimony client, Witnessed room, Visit visit, BitSet had, long highest) {
      this.client = client;
      this.room = room;
      this.visit = visit;
      this.had = had;
      this.highest = highest;
    }

    long check() {
      for (Told told : visit.told) {
        if (told instanceof Page page) {
          page(page);
        } else if (told instanceof Stored stored) {
          matches(stored.message());
        } else {
          event(told);
        }
      }
      return highest;
    }

    private void event(Told told) {
      if ((welcome == null) != (told instanceof Welcome)) {
        add(Violation.NOT_WELCOMED, told.toString());
      }
      if (told instanceof Welcome first && welcome == null) {
        welcome(first);
      } else if (told instanceof Said said) {
        said(said);
      } else if (told instanceof Heartbeat heartbeat) {
        head(heartbeat.head());
      }
    }

    private void welcome(Welcome told) {
      welcome = told;
      epoch(told.epoch());
      head(told.head());
      if (told.head() < highest) {
        add(Violation.BAD_HEAD, "after " + highest + " was told");
      }
      Asked asked = visit.asked;
      last = told.head();
      if (told.resumed()) {
        findings.resumed++;
        if (asked == null || !asked.epoch().equals(told.epoch()) || asked.after() > told.head()) {
          add(Violation.BAD_RESUME, "asked otherwise");
        }
        last = asked == null ? told.head() : asked.after();
      } else if (asked != null) {
        findings.afresh++;
        long missed = told.head() - asked.after();
        if (asked.epoch().equals(told.epoch()) && missed >= 0 && missed <= LONGEST_REPLAY) {
          add(Violation.NOT_RESUMED, "missed " + missed);
        }
      }
    }

    private void said(Said said) {
      findings.tellings++;
      boolean isTrue = matches(said);
      int before = times.merge(said.seq(), 1, Integer::sum) - 1;
      if (said.seq() == last + 1) {
        last = said.seq();
      } else if (said.seq() > last) {
        boolean resuming = !any && welcome != null && welcome.resumed();
        add(
            resuming ? Violation.BAD_RESUME : Violation.SKIPPED,
            "told " + said.seq() + " after " + last);
        last = said.seq();
      } else if (attempts(said) < 2 || before >= attempts(said)) {
        add(
            before > 0 ? Violation.REPEATED : Violation.REORDERED,
            "told %s after %d, %d times; posted %d times"
                .formatted(said, last, before + 1, attempts(said)));
      } else if (isTrue) {
        findings.repeats++;
      }
      any = true;
      highest = Math.max(highest, said.seq());
    }

    /** How often this client posted it; for the messages of others, 0. */
    private int attempts(Said said) {
      Draft draft = client.drafts.get(said.ref());
      return draft == null || !said.clientId().equals(client.clientId) ? 0 : draft.attempts;
    }

    private void page(Page page) {
      findings.pages++;
      epoch(page.epoch());
      long expected = page.after() + 1;
      for (Said said : page.messages()) {
        if (said.seq() != expected) {
          add(Violation.REST_DIFFERS, "told " + said.seq() + " in place of " + expected);
        }
        matches(said);
        expected = said.seq() + 1;
      }
    }

    private void epoch(String epoch) {
      if (!epoch.equals(room.book.epoch())) {
        add(Violation.OTHER_EPOCH, epoch + ", not " + room.book.epoch());
      }
    }

    private void head(long head) {
      if (head > room.book.head()) {
        add(Violation.BAD_HEAD, head + ", where the log ends at " + room.book.head());
      }
    }

    private boolean matches(Said said) {
      Said logged = room.bySeq.get(said.seq());
      if (said.equals(logged)) {
        had.set((int) said.seq());
        return true;
      }
      Said elsewhere = room.find(said.clientId(), said.ref());
      if (elsewhere == null) {
        boolean own = said.clientId().equals(client.clientId);
        add(own ? Violation.LOST : Violation.UNTRUE, said + "; the log has " + logged);
      } else if (elsewhere.seq() == said.seq()) {
        add(Violation.ALTERED, said + "; the log has " + logged);
      } else {
        add(Violation.UNTRUE, said + "; the log has it as " + elsewhere.seq());
      }
      return false;
    }

    private void add(Violation violation, String what) {
      String where = client.clientId + ", connection " + (client.visits.indexOf(visit) + 1);
      findings.add(
          violation, client.roomId, where + ", " + visit.asked + ", " + welcome + ": " + what);
    }
  }

  /** Connections in the plain dialect, which tells neither numbers nor refs; texts are unique. */
  private final class PlainVisit {

    private final Testimony client;
    private final Witnessed room;

    PlainVisit(Testimony client, Witnessed room) {
      this.client = client;
      this.room = room;
    }

    void check(Visit visit) {
      long last = 0;
      for (Told told : visit.told) {
        String text = ((Plain) told).text();
        findings.tellings++;
        Said said = room.byText.get(text);
        if (said == null) {
          add(Violation.UNTRUE, text);
          continue;
        }
        if (said.clientId().equals(client.clientId)) {
          add(Violation.OWN, said.toString());
        } else if (said.seq() <= last) {
          add(
              said.seq() == last ? Violation.REPEATED : Violation.REORDERED,
              "told " + said.seq() + " after " + last);
        }
        for (long seq = last + 1; last > 0 && seq < said.seq(); seq++) {
          Said between = room.bySeq.get(seq);
          if (between != null && !between.clientId().equals(client.clientId)) {
            add(Violation.SKIPPED, "not told " + between + " before " + said.seq());
          }
        }
        last = Math.max(last, said.seq());
      }
    }

    private void add(Violation violation, String what) {
      findings.add(violation, client.roomId, client.clientId + ", plain: " + what);
    }
  }
}
