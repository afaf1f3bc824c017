package dev.parley.room;

import static dev.parley.room.Rooms.ANN;
import static dev.parley.room.Rooms.BOB;
import static dev.parley.room.Rooms.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parley.audit.AuditLog;
import dev.parley.audit.LogCapture;
import dev.parley.history.MessageLog;
import dev.parley.token.RoomToken;
import dev.parley.token.SigningKeys;
import dev.parley.token.Tokens;
import dev.parley.token.Verification;
import dev.parley.web.Problem;
import dev.parley.web.Requests;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init") // JUnit calls start
class AdmissionTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private static final Rooms HOUSE = new Rooms().members(2);
  private static Tokens tokens;

  private final RoomManager rooms = HOUSE.manager();
  private final HttpServletRequest request = from("203.0.113.9");

  @BeforeAll
  static void start(@TempDir Path dir) throws IOException {
    SigningKeys keys = new SigningKeys(dir, Duration.ZERO, HOUR, HOUSE.clock, new AuditLog());
    tokens = new Tokens(keys, "urn:example:parley", HOUR, HOUSE.clock);
  }

  @Test
  void whoCreatesARoomIsItsHost() {
    Admission.Admitted admitted = await(admission(true, 0, 1).create(" Ann ", request));
    RoomToken token = verified(admitted);
    assertThat(token.roomId()).isEqualTo(admitted.roomId());
    assertThat(token.member().clientId()).isEqualTo(admitted.clientId());
    assertThat(token.getName()).isEqualTo("Ann");
    assertThat(token.getGroups()).containsExactlyInAnyOrder("member", "host");
    assertThat(await(rooms.find(admitted.roomId()))).isPresent();
  }

  @Test
  void whoJoinsIsAMemberAndNoHost() {
    Admission admission = admission(true, 0, 1);
    String code = await(admission.create("Ann", request)).roomId();
    String typed = code.toUpperCase(Locale.ROOT).replace('-', ' ');
    RoomToken token = verified(await(admission.join(typed, "Bob", request)));
    assertThat(token.roomId()).isEqualTo(code);
    assertThat(token.getName()).isEqualTo("Bob");
    assertThat(token.getGroups()).containsExactly("member");
  }

  @Test
  void tokensAreSignedWhereAnswersAreGivenAndNotByTheLog() throws InterruptedException {
    BlockingQueue<Runnable> answers = new LinkedBlockingQueue<>();
    RateLimit joins = new RateLimit(0, 1, HOUSE.nanoTime::get);
    Admission admission = admission(rooms, true, joins, answers::add);
    String code = await(rooms.create(ANN));
    for (CompletionStage<Admission.Admitted> admitted :
        List.of(admission.create("Ann", request), admission.join(code, "Bob", request))) {
      Runnable answer = answers.poll(1, TimeUnit.MINUTES);
      assertThat(admitted.toCompletableFuture()).isNotDone();
      assertThat(answer).isNotNull();
      answer.run();
      assertThat(admitted.toCompletableFuture()).isCompleted();
    }
  }

  @Test
  void everyoneIsSomebodyElseAlsoUnderOneName() {
    Admission admission = admission(true, 0, 1);
    String code = await(admission.create("Ann", request)).roomId();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      assertThat(ids.add(await(admission.join(code, "Ann", request)).clientId())).isTrue();
    }
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "nonsense", "0000-0000-0000"})
  void aRoomThatIsNotThereIsA404(String code) {
    Problem problem = problem(() -> admission(true, 0, 1).join(code, "Ann", request));
    assertThat(problem.status()).isEqualTo(404);
    assertThat(problem.detail()).isEqualTo("Room not found");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "A\nB", "\u202eAnn", "\u200b", "12345678901"})
  void aNameThatIsNoneIsA400(String name) {
    Admission admission = admission(true, 0, 1);
    String code = await(rooms.create(ANN));
    assertThat(problem(() -> admission.create(name, request)).status()).isEqualTo(400);
    Problem problem = problem(() -> admission.join(code, name, request));
    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.detail()).contains("1 to 10 characters");
  }

  @Test
  void aFullRoomIsA409() {
    Room room = Rooms.room(rooms);
    Rooms.socket(ANN).in(room);
    Rooms.socket(BOB).in(room);
    Admission admission = admission(true, 0, 1);
    assertThat(problem(() -> admission.join(room.id(), "Eve", request)).status()).isEqualTo(409);
  }

  @Test
  void tooManyFromOneAddressAreA429AndSayWhenToTryAgain() {
    Admission admission = admission(true, 1, 2);
    String code = await(admission.create("Ann", request)).roomId();
    await(admission.join(code, "Bob", request));
    Problem problem = problem(() -> admission.join(code, "Eve", request));
    assertThat(problem.status()).isEqualTo(429);
    assertThat(problem.retryAfter()).isEqualTo(Duration.ofSeconds(1));
    assertThat(problem(() -> admission.create("Eve", request)).status()).isEqualTo(429);
    assertThat(await(admission.join(code, "Eve", from("203.0.113.10"))).roomId()).isEqualTo(code);
  }

  @Test
  void guessingCodesCostsAsMuchAsJoining() {
    Admission admission = admission(true, 1, 2);
    assertThat(problem(() -> admission.join("x", "Eve", request)).status()).isEqualTo(404);
    assertThat(problem(() -> admission.join("y", "Eve", request)).status()).isEqualTo(404);
    assertThat(problem(() -> admission.join("z", "Eve", request)).status()).isEqualTo(429);
  }

  @Test
  void sweepingForgivesNobody() {
    Admission admission = admission(true, 1, 1);
    await(admission.create("Ann", request));
    admission.sweep();
    assertThat(problem(() -> admission.create("Ann", request)).status()).isEqualTo(429);
  }

  @Test
  void withoutGuestsOnlyWhoHasSignedInComesIn() {
    Admission admission = admission(false, 0, 1);
    String code = await(rooms.create(ANN));
    assertThat(problem(() -> admission.create("Ann", request)).status()).isEqualTo(403);
    assertThat(problem(() -> admission.join(code, "Ann", request)).status()).isEqualTo(403);

    HttpServletRequest signedIn = Requests.get("/create-room").as(() -> "ann").build();
    assertThat(await(admission.create("Ann", signedIn)).clientId()).isNotBlank();
    assertThat(await(admission.join(code, "Ann", signedIn)).roomId()).isEqualTo(code);
  }

  @Test
  void theLogTellsWhoCameFromWhereAndNeverATokenOrAName() {
    Admission admission = admission(true, 0, 1);
    try (LogCapture log = LogCapture.open()) {
      Admission.Admitted ann = await(admission.create("Zaphod", request));
      Admission.Admitted bob = await(admission.join(ann.roomId(), "Beeblebrox", request));
      assertThat(log.lines())
          .containsExactly(
              "room_created room=%s client=%s address=203.0.113.9"
                  .formatted(ann.roomId(), ann.clientId()),
              "admitted room=%s client=%s address=203.0.113.9"
                  .formatted(bob.roomId(), bob.clientId()));
    }
  }

  @Test
  void noTextFormShowsAToken() {
    Admission.Admitted admitted = await(admission(true, 0, 1).create("Ann", request));
    assertThat(admitted.toString()).doesNotContain("eyJ");
    assertThat(RoomResource.Ticket.of(admitted).toString()).doesNotContain("eyJ");
    assertThat(new TokenResource.Renewed(admitted.token().token(), "").toString())
        .doesNotContain("eyJ");
    assertThat(new SeedResource.Success("success", admitted.token().token(), "r").toString())
        .doesNotContain("eyJ");
  }

  // Who has a token

  @Test
  void aTokenOpensItsOwnRoomHoweverTheCodeIsTypedAndNoOther() {
    Admission admission = admission(true, 0, 1);
    RoomToken token = verified(await(admission.create("Ann", request)));
    String typed = token.roomId().toUpperCase(Locale.ROOT).replace("-", "");
    assertThat(await(admission.room(token, typed)).id()).isEqualTo(token.roomId());
    String other = await(admission.create("Bob", request)).roomId();
    assertThat(problem(() -> admission.room(token, other)).status()).isEqualTo(403);
    assertThat(problem(() -> admission.room(token, "nonsense")).status()).isEqualTo(403);
  }

  @Test
  void aTokenIsRenewedForTheSameMember() {
    Admission admission = admission(true, 0, 1);
    RoomToken token = verified(await(admission.create("Ann", request)));
    Verification renewed = tokens.verify(await(admission.renew(token)).token());
    assertThat(renewed).isInstanceOf(Verification.Accepted.class);
    RoomToken newer = ((Verification.Accepted) renewed).token();
    assertThat(newer.member()).isEqualTo(token.member());
    assertThat(newer.roomId()).isEqualTo(token.roomId());
    assertThat(newer.getGroups()).isEqualTo(token.getGroups());
    assertThat(newer).isNotSameAs(token);
  }

  @Test
  void whoWasRemovedGetsNeitherIntoTheRoomNorAnotherToken() {
    Admission admission = admission(true, 0, 1);
    Admission.Admitted host = await(admission.create("Ann", request));
    RoomToken token = verified(await(admission.join(host.roomId(), "Bob", request)));
    Room room = await(admission.room(token, host.roomId()));
    assertThat(await(rooms.remove(room, token.member().clientId()))).isTrue();

    assertThat(problem(() -> admission.room(token, host.roomId())).status()).isEqualTo(403);
    assertThat(problem(() -> admission.renew(token)).status()).isEqualTo(403);
    RoomToken again = verified(await(admission.join(host.roomId(), "Bob", request)));
    assertThat(await(admission.room(again, host.roomId())))
        .as("by name alone, one is somebody else")
        .isSameAs(room);
  }

  @Test
  void whileTheLogIsAwayEverythingIsA503AndSaysWhenToTryAgain() {
    MessageLog log = HOUSE.memory();
    RoomManager away = new Rooms().log(log).manager();
    Admission admission = admission(away, true, 0, 1);
    RoomToken token = verified(await(admission.create("Ann", request)));
    log.close();
    assertThat(problem(() -> admission.create("Ann", request)).status()).isEqualTo(503);
    Problem problem = problem(() -> admission.join(token.roomId(), "Bob", request));
    assertThat(problem.status()).isEqualTo(503);
    assertThat(problem.retryAfter()).isEqualTo(Duration.ofSeconds(5));
    assertThat(problem(() -> admission.room(token, token.roomId())).status()).isEqualTo(503);
    assertThat(problem(() -> admission.renew(token)).status()).isEqualTo(503);
  }

  private Admission admission(boolean guests, long perSecond, long burst) {
    return admission(rooms, guests, perSecond, burst);
  }

  private static Admission admission(
      RoomManager rooms, boolean guests, long perSecond, long burst) {
    return admission(
        rooms, guests, new RateLimit(perSecond, burst, HOUSE.nanoTime::get), Runnable::run);
  }

  private static Admission admission(
      RoomManager rooms, boolean guests, RateLimit joins, Executor answers) {
    return new Admission(
        new Admission.Policy(guests, 10), joins, rooms, tokens, answers, new AuditLog());
  }

  private static HttpServletRequest from(String address) {
    return Requests.get("/create-room").from(address).build();
  }

  private static RoomToken verified(Admission.Admitted admitted) {
    Verification outcome = tokens.verify(admitted.token().token());
    assertThat(outcome).isInstanceOf(Verification.Accepted.class);
    return ((Verification.Accepted) outcome).token();
  }

  /** Thrown at once, or what the future fails with. */
  private static Problem problem(Callable<CompletionStage<?>> call) {
    Throwable thrown =
        catchThrowable(() -> call.call().toCompletableFuture().get(20, TimeUnit.SECONDS));
    Throwable problem = thrown instanceof ExecutionException ? thrown.getCause() : thrown;
    if (problem instanceof Problem told) {
      return told;
    }
    throw new AssertionError("no problem", thrown);
  }
}
