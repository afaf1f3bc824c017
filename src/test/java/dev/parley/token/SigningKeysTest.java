package dev.parley.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.audit.AuditLog;
import dev.parley.audit.LogCapture;
import dev.parley.protocol.Member;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("NullAway.Init") // JUnit sets dir
class SigningKeysTest {

  private static final Duration NEVER = Duration.ZERO;
  private static final Duration LIFETIME = Duration.ofHours(1);
  private static final Duration SKEW = Duration.ofSeconds(10);
  private static final String FILE = "signing-keys.json";

  @TempDir Path dir;

  private final MutableClock clock = new MutableClock("2026-11-22T12:00:00Z");

  // Kept

  @Test
  void theKeysAndTheNameOfTheInstallationOutliveARestart() throws IOException {
    SigningKeys before = open(NEVER);
    String token = issue(before);
    SigningKeys after = open(NEVER);
    assertThat(after.current().kid()).isEqualTo(before.current().kid());
    assertThat(after.current().privateKey()).isEqualTo(before.current().privateKey());
    assertThat(after.installation()).isEqualTo(before.installation()).startsWith("urn:uuid:");
    assertThat(after.publicJwks()).isEqualTo(before.publicJwks());
    assertThat(verifies(after, token)).isTrue();
  }

  @Test
  void twoInstallationsHaveNothingInCommon(@TempDir Path elsewhere) throws IOException {
    SigningKeys here = open(NEVER);
    SigningKeys there = new SigningKeys(elsewhere, NEVER, LIFETIME, clock, new AuditLog());
    assertThat(there.installation()).isNotEqualTo(here.installation());
    assertThat(there.current().kid()).isNotEqualTo(here.current().kid());
    assertThat(there.publicKey(here.current().kid())).isEmpty();
  }

  @Test
  void twoThatStartAtOnceOnOneDirectoryGetTheSameKey() throws Exception {
    int servers = 4;
    CyclicBarrier start = new CyclicBarrier(servers);
    ExecutorService threads = Executors.newFixedThreadPool(servers);
    try {
      List<Future<String>> kids = new ArrayList<>();
      for (int i = 0; i < servers; i++) {
        kids.add(
            threads.submit(
                () -> {
                  start.await();
                  return open(NEVER).current().kid();
                }));
      }
      assertThat(kids)
          .extracting(SigningKeysTest::result)
          .containsOnly(open(NEVER).current().kid());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void onlyTheOwnerMayReadTheKeys() throws IOException {
    open(NEVER);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve(FILE))))
        .isEqualTo("rw-------");
  }

  @Test
  void onlyTheOwnerMayReadTheKeysAfterARotationToo() throws IOException {
    SigningKeys keys = open(NEVER);
    askForRotation();
    keys.tend();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve(FILE))))
        .isEqualTo("rw-------");
  }

  @Test
  void whatACrashLeftHalfWrittenIsNoHindrance() throws IOException {
    Files.writeString(dir.resolve(FILE + ".new"), "{\"keys\":[");
    SigningKeys keys = open(NEVER);
    assertThat(dir.resolve(FILE + ".new")).doesNotExist();
    assertThat(open(NEVER).current().kid()).isEqualTo(keys.current().kid());
  }

  // Rotated

  @Test
  void theFileRotateBringsANewKeyOnce() throws IOException {
    SigningKeys keys = open(NEVER);
    String old = keys.current().kid();
    askForRotation();
    keys.tend();
    String fresh = keys.current().kid();
    assertThat(fresh).isNotEqualTo(old);
    assertThat(dir.resolve("rotate")).doesNotExist();

    keys.tend();
    assertThat(keys.current().kid()).isEqualTo(fresh);
    assertThat(Forge.header(issue(keys))).containsEntry("kid", fresh);
  }

  @Test
  void withoutBeingAskedNothingIsRotatedBeforeItsTime() throws IOException {
    SigningKeys keys = open(Duration.ofDays(90));
    String kid = keys.current().kid();
    clock.advance(Duration.ofDays(90));
    keys.tend();
    assertThat(keys.current().kid()).isEqualTo(kid);

    clock.advance(Duration.ofMillis(1));
    keys.tend();
    assertThat(keys.current().kid()).isNotEqualTo(kid);
    assertThat(keys.publicKey(kid)).isPresent();
  }

  @Test
  void aKeyWithoutALifetimeIsNeverTooOld() throws IOException {
    SigningKeys keys = open(NEVER);
    String kid = keys.current().kid();
    clock.advance(Duration.ofDays(36_500));
    keys.tend();
    assertThat(keys.current().kid()).isEqualTo(kid);
  }

  @Test
  void theAgeOfAKeyIsCountedOverRestarts() throws IOException {
    String kid = open(Duration.ofDays(90)).current().kid();
    clock.advance(Duration.ofDays(91));
    SigningKeys keys = open(Duration.ofDays(90));
    keys.tend();
    assertThat(keys.current().kid()).isNotEqualTo(kid);
  }

  @Test
  void aRotationCutsNoLiveTokenOff() throws IOException {
    SigningKeys keys = open(NEVER);
    String token = issue(keys);
    askForRotation();
    keys.tend();

    clock.advance(LIFETIME.plus(SKEW).minusMillis(1));
    keys.tend();
    assertThat(verifies(keys, token)).isTrue();
  }

  @Test
  void aRetiredKeyGoesWhenItsLastTokenHasRunOut() throws IOException {
    SigningKeys keys = open(NEVER);
    String old = keys.current().kid();
    askForRotation();
    keys.tend();
    String fresh = keys.current().kid();
    assertThat(published(keys)).extracting("kid").containsExactly(fresh, old);

    clock.advance(LIFETIME.plus(SKEW).minusMillis(1));
    keys.tend();
    assertThat(published(keys)).extracting("kid").containsExactly(fresh, old);

    clock.advance(Duration.ofMillis(1));
    keys.tend();
    assertThat(published(keys)).extracting("kid").containsExactly(fresh);
    assertThat(keys.publicKey(old)).isEmpty();
    assertThat(Files.readString(dir.resolve(FILE))).doesNotContain(old);
  }

  @Test
  void aRetiredKeyIsStillRetiredAfterARestart() throws IOException {
    SigningKeys before = open(NEVER);
    String token = issue(before);
    askForRotation();
    before.tend();

    SigningKeys after = open(NEVER);
    assertThat(after.current().kid()).isEqualTo(before.current().kid());
    assertThat(after.publicJwks()).isEqualTo(before.publicJwks());
    assertThat(verifies(after, token)).isTrue();

    clock.advance(LIFETIME.plus(SKEW));
    after.tend();
    assertThat(published(after)).hasSize(1);
  }

  @Test
  void severalRotationsInOneHourKeepEveryKeyThatIsNeeded() throws IOException {
    SigningKeys keys = open(NEVER);
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      tokens.add(issue(keys));
      askForRotation();
      keys.tend();
      clock.advance(Duration.ofMinutes(10));
    }
    assertThat(tokens).allMatch(token -> verifies(keys, token));
    assertThat(published(keys)).hasSize(4);
  }

  @Test
  void aRotationThatCannotBeKeptDoesNotHappen(@TempDir Path elsewhere) throws IOException {
    Path fragile = Files.createDirectory(elsewhere.resolve("data"));
    SigningKeys keys =
        new SigningKeys(fragile, Duration.ofDays(1), LIFETIME, clock, new AuditLog());
    String kid = keys.current().kid();
    Files.delete(fragile.resolve(FILE));
    Files.delete(fragile.resolve(".lock"));
    Files.delete(fragile);

    clock.advance(Duration.ofDays(2));
    assertThatThrownBy(keys::tend).isInstanceOf(UncheckedIOException.class);
    assertThat(keys.current().kid()).isEqualTo(kid);
  }

  @Test
  void theLogTellsWhenAKeyComesAndGoes() throws IOException {
    try (LogCapture log = LogCapture.open()) {
      SigningKeys keys = open(NEVER);
      String old = keys.current().kid();
      askForRotation();
      keys.tend();
      String fresh = keys.current().kid();
      clock.advance(LIFETIME.plus(SKEW));
      keys.tend();
      assertThat(log.lines())
          .containsExactly(
              "key_created kid=" + old, "key_created kid=" + fresh, "key_forgotten kid=" + old);
    }
  }

  // Published

  @Test
  void thePublishedSetHasPublicMembersOnly() throws IOException {
    SigningKeys keys = open(NEVER);
    askForRotation();
    keys.tend();
    assertThat(Forge.parse(keys.publicJwks())).containsOnlyKeys("keys");
    assertThat(published(keys))
        .hasSize(2)
        .allSatisfy(
            jwk ->
                assertThat(jwk)
                    .containsOnlyKeys("kty", "kid", "use", "alg", "n", "e")
                    .containsEntry("kty", "RSA")
                    .containsEntry("use", "sig")
                    .containsEntry("alg", "RS256"));
  }

  @Test
  void thePublishedSetOfKeysThatWereReadHasPublicMembersOnlyToo() throws IOException {
    SigningKeys before = open(NEVER);
    askForRotation();
    before.tend();
    assertThat(published(open(NEVER)))
        .hasSize(2)
        .allSatisfy(jwk -> assertThat(jwk).containsOnlyKeys("kty", "kid", "use", "alg", "n", "e"));
  }

  // Damaged

  static Stream<Named<byte[]>> damaged() {
    return Stream.of(
        Named.of("empty", utf8("")),
        Named.of("no JSON", utf8("not json")),
        Named.of("cut off", utf8("{\"installation\":\"x\",\"keys\":[{\"kty\":\"RS")),
        Named.of("an array", utf8("[]")),
        Named.of("no keys", utf8("{\"installation\":\"x\"}")),
        Named.of("an empty set", utf8("{\"installation\":\"x\",\"keys\":[]}")),
        Named.of("a number for keys", utf8("{\"installation\":\"x\",\"keys\":7}")),
        Named.of("a public key", utf8(PUBLIC_KEY)),
        Named.of(
            "a secret key",
            utf8("{\"installation\":\"x\",\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}")),
        Named.of("no text at all", new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1}));
  }

  @ParameterizedTest
  @MethodSource("damaged")
  void aDamagedFileIsNamedAndLeftAsItIs(byte[] content) throws IOException {
    Files.write(dir.resolve(FILE), content);
    assertThatThrownBy(() -> open(NEVER))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(FILE);
    assertThat(dir.resolve(FILE)).hasBinaryContent(content);
  }

  @Test
  void aFileWithoutTheMembersOfOursIsDamaged() throws IOException {
    open(NEVER);
    String whole = Files.readString(dir.resolve(FILE));
    for (String member : List.of("installation", "created_at")) {
      Files.writeString(dir.resolve(FILE), whole.replace(member, "x-" + member));
      assertThatThrownBy(() -> open(NEVER))
          .as(member)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(FILE);
    }
  }

  @Test
  void aMissingDirectoryIsAnIoException() {
    assertThatThrownBy(
            () -> new SigningKeys(dir.resolve("missing"), NEVER, LIFETIME, clock, new AuditLog()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("missing");
  }

  private static final String PUBLIC_KEY =
      "{\"installation\":\"x\",\"keys\":[{\"kty\":\"RSA\",\"kid\":\"k\",\"n\":\"sXchDaQebHnPiGvyDOAT4"
          + "saGEUetSyo9MKLOoWFsueri23bOdgWp4Dy1WlUzewbgBHod5pcM9H95GQRV3JDXboIRROSBigeC5yjU1hGzHHyXss"
          + "8UDprecbAYxknTcQkhslANGRUZmdTOQ5qTRsLAt6BTYuyvVRdhS8exSZEy_c4gs_7svlJJQ4H9_NxsiIoLwAEk7-Q"
          + "3UXERGYw_75IDrGA84-lA_-Ct4eTlXHBIY2EaV7t7LjJaynVJCpkv4LKjTTAumiGUIuQhrNhZLuF_RJLqHpM2kgWF"
          + "LU7-VTdL1VbC2tejvcI2BlMkEpk1BzBZI0KQB0GaDWFLN-aEAw3vRw\",\"e\":\"AQAB\","
          + "\"created_at\":\"2026-11-22T12:00:00Z\"}]}";

  private SigningKeys open(Duration keyLifetime) throws IOException {
    return new SigningKeys(dir, keyLifetime, LIFETIME, clock, new AuditLog());
  }

  private void askForRotation() throws IOException {
    Files.createFile(dir.resolve("rotate"));
  }

  private String issue(SigningKeys keys) {
    return tokens(keys).issue(new Member("c", "Ann"), "room", Set.of(Tokens.MEMBER)).token();
  }

  private boolean verifies(SigningKeys keys, String token) {
    return tokens(keys).verify(token) instanceof Verification.Accepted;
  }

  private Tokens tokens(SigningKeys keys) {
    return new Tokens(keys, "urn:example:parley", LIFETIME, clock);
  }

  private static List<Map<String, Object>> published(SigningKeys keys) {
    List<Map<String, Object>> published = new ArrayList<>();
    Object set = Objects.requireNonNull(Forge.parse(keys.publicJwks()).get("keys"));
    for (Object jwk : (List<?>) set) {
      Map<String, Object> members = new LinkedHashMap<>();
      ((Map<?, ?>) jwk).forEach((name, value) -> members.put(name.toString(), value));
      published.add(members);
    }
    return published;
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get(30, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
