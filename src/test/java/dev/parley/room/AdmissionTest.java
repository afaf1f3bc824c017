package dev.parley.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.audit.AuditLog;
import dev.parley.audit.LogCapture;
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
import java.util.Locale;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
    Admission.Admitted admitted = admission(true, 0, 1).create(" Ann ", request);
    RoomToken token = verified(admitted);
    assertThat(token.roomId()).isEqualTo(admitted.roomId());
    assertThat(token.member().clientId()).isEqualTo(admitted.clientId());
    assertThat(token.getName()).isEqualTo("Ann");
    assertThat(token.getGroups()).containsExactlyInAnyOrder("member", "host");
    assertThat(rooms.find(admitted.roomId())).isPresent();
  }

  @Test
  void whoJoinsIsAMemberAndNoHost() {
    Admission admission = admission(true, 0, 1);
    String code = admission.create("Ann", request).roomId();
    String typed = code.toUpperCase(Locale.ROOT).replace('-', ' ');
    RoomToken token = verified(admission.join(typed, "Bob", request));
    assertThat(token.roomId()).isEqualTo(code);
    assertThat(token.getName()).isEqualTo("Bob");
    assertThat(token.getGroups()).containsExactly("member");
  }

  @Test
  void everyoneIsSomebodyElseAlsoUnderOneName() {
    Admission admission = admission(true, 0, 1);
    String code = admission.create("Ann", request).roomId();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      assertThat(ids.add(admission.join(code, "Ann", request).clientId())).isTrue();
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
    String code = rooms.create().id();
    assertThat(problem(() -> admission.create(name, request)).status()).isEqualTo(400);
    Problem problem = problem(() -> admission.join(code, name, request));
    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.detail()).contains("1 to 10 characters");
  }

  @Test
  void aFullRoomIsA409() {
    Room room = rooms.create();
    Rooms.socket(Rooms.ANN).in(room);
    Rooms.socket(Rooms.BOB).in(room);
    Admission admission = admission(true, 0, 1);
    assertThat(problem(() -> admission.join(room.id(), "Eve", request)).status()).isEqualTo(409);
  }

  @Test
  void tooManyFromOneAddressAreA429AndSayWhenToTryAgain() {
    Admission admission = admission(true, 1, 2);
    String code = admission.create("Ann", request).roomId();
    admission.join(code, "Bob", request);
    Problem problem = problem(() -> admission.join(code, "Eve", request));
    assertThat(problem.status()).isEqualTo(429);
    assertThat(problem.retryAfter()).isEqualTo(Duration.ofSeconds(1));
    assertThat(problem(() -> admission.create("Eve", request)).status()).isEqualTo(429);
    assertThat(admission.join(code, "Eve", from("203.0.113.10")).roomId()).isEqualTo(code);
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
    admission.create("Ann", request);
    admission.sweep();
    assertThat(problem(() -> admission.create("Ann", request)).status()).isEqualTo(429);
  }

  @Test
  void withoutGuestsOnlyWhoHasSignedInComesIn() {
    Admission admission = admission(false, 0, 1);
    String code = rooms.create().id();
    assertThat(problem(() -> admission.create("Ann", request)).status()).isEqualTo(403);
    assertThat(problem(() -> admission.join(code, "Ann", request)).status()).isEqualTo(403);

    HttpServletRequest signedIn = Requests.get("/create-room").as(() -> "ann").build();
    assertThat(admission.create("Ann", signedIn).clientId()).isNotBlank();
    assertThat(admission.join(code, "Ann", signedIn).roomId()).isEqualTo(code);
  }

  @Test
  void theLogTellsWhoCameFromWhereAndNeverATokenOrAName() {
    Admission admission = admission(true, 0, 1);
    try (LogCapture log = LogCapture.open()) {
      Admission.Admitted ann = admission.create("Zaphod", request);
      Admission.Admitted bob = admission.join(ann.roomId(), "Beeblebrox", request);
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
    Admission.Admitted admitted = admission(true, 0, 1).create("Ann", request);
    assertThat(admitted.toString()).doesNotContain("eyJ");
    assertThat(RoomResource.Ticket.of(admitted).toString()).doesNotContain("eyJ");
    assertThat(new SeedResource.Success("success", admitted.token().token(), "r").toString())
        .doesNotContain("eyJ");
  }

  private Admission admission(boolean guests, long perSecond, long burst) {
    return new Admission(
        new Admission.Policy(guests, 10),
        new RateLimit(perSecond, burst, HOUSE.nanoTime::get),
        rooms,
        tokens,
        new AuditLog());
  }

  private static HttpServletRequest from(String address) {
    return Requests.get("/create-room").from(address).build();
  }

  private static RoomToken verified(Admission.Admitted admitted) {
    Verification outcome = tokens.verify(admitted.token().token());
    assertThat(outcome).isInstanceOf(Verification.Accepted.class);
    return ((Verification.Accepted) outcome).token();
  }

  private static Problem problem(ThrowingCallable call) {
    Problem problem = catchThrowableOfType(Problem.class, call);
    assertThat(problem).isNotNull();
    return problem;
  }
}
