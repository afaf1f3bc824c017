package dev.parley.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.reliability.Api.Book;
import dev.parley.reliability.ChatClient.Manner;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The checker is checked: each thing that must not be is planted once, and must be found. */
class VerdictTest {

  private static final Said ONE = new Said(1, "a1", "ann", "one");
  private static final Said TWO = new Said(2, "b1", "bob", "two");
  private static final Said THREE = new Said(3, "a2", "ann", "three");
  private static final Said FOUR = new Said(4, "p", "pat", "four");

  /** The log, what REST says, and two clients in parley.v1 and a plain one; all is well. */
  private static final class Scene {
    final Testimony ann = new Testimony("ann", "room", Manner.PARLEY);
    final Testimony bob = new Testimony("bob", "room", Manner.REST);
    final Testimony pat = new Testimony("pat", "room", Manner.PLAIN);
    final List<Said> log = new ArrayList<>(List.of(ONE, TWO, THREE, FOUR));
    final List<Said> rest = new ArrayList<>(log);
    long head = 4;

    /** Ann is there from the beginning. */
    final Visit first = ann.visit(null);

    /** And resumes after the second message. */
    final Visit second = ann.visit(new Asked(2, "e"));

    final Visit bobs = bob.visit(null);
    final Visit pats = pat.visit(null);

    Scene() {
      posted(ann, "a1", "one", 2);
      posted(ann, "a2", "three", 2);
      posted(bob, "b1", "two", 1);
      posted(pat, "four", "four", 1).acknowledged = false;
      tell(first, new Welcome(0, false, "e"), new Other("joined"), ONE, TWO, ONE);
      tell(second, new Welcome(3, true, "e"), THREE, FOUR, new Heartbeat(4));
      tell(bobs, new Welcome(1, false, "e"), new Page(0, List.of(ONE), "e"));
      tell(bobs, new Stored(TWO), TWO, THREE, FOUR);
      tell(pats, new Plain("one"), new Plain("two"), new Plain("three"));
    }

    static Draft posted(Testimony client, String ref, String text, int attempts) {
      Draft draft = client.draft(ref, text);
      draft.attempts = attempts;
      draft.acknowledged = true;
      return draft;
    }

    Draft draft(Testimony client, String ref) {
      return client.drafts.computeIfAbsent(ref, r -> new Draft(r, "none"));
    }

    static void tell(Visit visit, Told... told) {
      visit.told.addAll(List.of(told));
    }

    Findings verdict() {
      return Verdict.of(
          List.of(ann, bob, pat),
          Map.of("room", new Book("room", "e", head, log)),
          Map.of("room", new Book("room", "e", head, rest)));
    }
  }

  private static Findings after(Consumer<Scene> planted) {
    Scene scene = new Scene();
    planted.accept(scene);
    return scene.verdict();
  }

  private static void caught(Violation violation, Consumer<Scene> planted) {
    Findings findings = after(planted);
    assertThat(findings.count(violation)).as(findings.report()).isPositive();
    assertThat(findings.report()).contains(violation.words, "THE PROMISE IS BROKEN");
  }

  @Test
  void aCleanRecordPasses() {
    Findings findings = after(scene -> {});
    assertThat(findings.isClean()).as(findings.report()).isTrue();
    assertThat(findings.report()).contains("No violation.");
    assertThat(findings.messages).isEqualTo(4);
    assertThat(findings.tellings).isEqualTo(11);
    assertThat(findings.repeats).isEqualTo(1);
    assertThat(findings.resumed).isEqualTo(1);
  }

  @Test
  void aConfirmedMessageThatIsNotInTheLogIsLost() {
    caught(
        Violation.LOST,
        scene -> {
          scene.log.remove(FOUR);
          scene.log.remove(THREE);
          scene.head = 2;
        });
    caught(
        Violation.LOST,
        scene -> Scene.tell(scene.bobs, new Stored(new Said(5, "b2", "bob", "five"))));
  }

  @Test
  void aMessageThatOthersWereToldAndIsNotInTheLogIsUntrue() {
    Said ghost = new Said(5, "b2", "bob", "five");
    caught(Violation.UNTRUE, scene -> Scene.tell(scene.second, ghost));
    caught(Violation.UNTRUE, scene -> Scene.tell(scene.pats, new Plain("five")));
    caught(Violation.UNTRUE, scene -> scene.second.told.set(2, new Said(4, "b1", "bob", "two")));
  }

  @Test
  void aMessageThatNeverReachedAClientIsMissed() {
    caught(Violation.MISSED, scene -> scene.bobs.told.remove(FOUR));
    caught(Violation.MISSED, scene -> scene.second.told.remove(FOUR));
  }

  @Test
  void onePostUnderTwoNumbersIsDoubled() {
    caught(Violation.DOUBLED, scene -> scene.log.add(new Said(5, "a1", "ann", "one")));
    caught(Violation.DOUBLED, scene -> scene.log.add(new Said(5, "other", "pat", "four")));
  }

  @Test
  void aNumberThatIsMissingOrTwiceInTheLogIsAHole() {
    caught(Violation.HOLE, scene -> scene.log.remove(TWO));
    caught(Violation.HOLE, scene -> scene.log.add(new Said(4, "x", "pat", "again")));
    caught(Violation.HOLE, scene -> scene.head = 5);
  }

  @Test
  void whatNobodyPostedIsAStranger() {
    caught(Violation.STRANGER, scene -> scene.log.add(new Said(5, "a9", "ann", "never")));
    caught(Violation.STRANGER, scene -> scene.log.add(new Said(5, "e1", "eve", "never")));
  }

  @Test
  void anotherTextThanWasPostedIsAltered() {
    caught(Violation.ALTERED, scene -> scene.log.set(1, new Said(2, "b1", "bob", "2")));
    caught(Violation.ALTERED, scene -> scene.second.told.set(1, new Said(3, "a2", "ann", "3")));
  }

  @Test
  void whatIsToldOutOfOrderIsReordered() {
    caught(
        Violation.REORDERED,
        scene -> {
          scene.bobs.told.remove(FOUR);
          scene.bobs.told.add(scene.bobs.told.indexOf(THREE), FOUR);
        });
    caught(
        Violation.REORDERED,
        scene -> {
          scene.pats.told.clear();
          Scene.tell(scene.pats, new Plain("two"), new Plain("one"));
        });
  }

  @Test
  void anAuthorsLaterMessageBeforeTheEarlierIsOvertaking() {
    Consumer<Scene> later =
        scene -> {
          scene.ann.drafts.clear();
          Scene.posted(scene.ann, "a2", "three", 2);
          Scene.posted(scene.ann, "a1", "one", 2);
        };
    caught(Violation.OVERTAKEN, later);
    Findings excused =
        after(later.andThen(scene -> Scene.tell(scene.bobs, new Failed("unavailable", "b1"))));
    assertThat(excused.isClean()).as("when the log was away it may be").isTrue();
  }

  @Test
  void whatIsLeftOutOnAConnectionIsSkipped() {
    caught(Violation.SKIPPED, scene -> scene.bobs.told.remove(THREE));
    caught(Violation.SKIPPED, scene -> scene.pats.told.remove(1));
  }

  @Test
  void whatIsToldMoreOftenThanItWasPostedIsRepeated() {
    caught(Violation.REPEATED, scene -> Scene.tell(scene.first, ONE));
    caught(Violation.REPEATED, scene -> Scene.tell(scene.second, FOUR));
    caught(Violation.REPEATED, scene -> Scene.tell(scene.pats, new Plain("three")));
  }

  @Test
  void aPlainClientIsNotToldItsOwn() {
    caught(Violation.OWN, scene -> Scene.tell(scene.pats, new Plain("four")));
  }

  @Test
  void theWelcomeComesFirstAndOnce() {
    caught(Violation.NOT_WELCOMED, scene -> scene.first.told.add(0, new Other("joined")));
    caught(Violation.NOT_WELCOMED, scene -> Scene.tell(scene.first, new Welcome(2, false, "e")));
  }

  @Test
  void aResumptionBeginsWhereItWasAskedFor() {
    caught(Violation.BAD_RESUME, scene -> scene.second.told.remove(THREE));
    caught(
        Violation.BAD_RESUME,
        scene -> {
          scene.first.told.set(0, new Welcome(0, true, "e"));
        });
    caught(Violation.BAD_RESUME, scene -> scene.second.told.set(0, new Welcome(1, true, "e")));
  }

  @Test
  void aResumptionIsNotRefusedWithoutReason() {
    caught(Violation.NOT_RESUMED, scene -> scene.second.told.set(0, new Welcome(3, false, "e")));
  }

  @Test
  void theEpochStaysTheLogs() {
    caught(Violation.OTHER_EPOCH, scene -> scene.second.told.set(0, new Welcome(3, false, "f")));
    caught(Violation.OTHER_EPOCH, scene -> scene.bobs.told.set(1, new Page(0, List.of(ONE), "f")));
  }

  @Test
  void headsNeitherGoBackNorRunAhead() {
    caught(Violation.BAD_HEAD, scene -> scene.second.told.set(0, new Welcome(1, true, "e")));
    caught(Violation.BAD_HEAD, scene -> Scene.tell(scene.second, new Heartbeat(5)));
  }

  @Test
  void whatRestTellsIsTheLog() {
    caught(Violation.REST_DIFFERS, scene -> scene.rest.remove(TWO));
    caught(Violation.REST_DIFFERS, scene -> scene.bobs.told.set(1, new Page(0, List.of(TWO), "e")));
  }

  @Test
  void everyPostIsAnsweredAndNoGoodOneRefused() {
    caught(Violation.UNANSWERED, scene -> scene.draft(scene.bob, "b1").acknowledged = false);
    caught(Violation.REFUSED, scene -> scene.draft(scene.bob, "b1").refused = "bad_request");
  }

  @Test
  void aGoodClientIsNotToldToStop() {
    caught(Violation.TURNED_AWAY, scene -> scene.first.end = "1008 Token invalid");
    caught(Violation.TURNED_AWAY, scene -> scene.pats.end = "4504 room closed");
  }

  @Test
  void aClientThatBrokeDownProvesNothing() {
    caught(Violation.CHECKER, scene -> scene.ann.fault = new IllegalStateException("oops"));
  }
}
