package dev.parley.token;

import dev.parley.audit.AuditLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.Key;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jwk.Use;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * The RSA keys of this installation: the current one signs, retired ones still verify until the
 * last token that they signed has run out. They live in {@code signing-keys.json} in the data
 * directory, a private JWK Set (RFC 7517) that its owner alone may read.
 *
 * <p>The key is replaced by itself when it has reached its lifetime, or within a minute after an
 * administrator has put an empty file {@code rotate} beside it. Reading is for any thread; {@link
 * #tend} is called by one.
 */
public final class SigningKeys {

  /** The key that signs now. */
  record SigningKey(String kid, PrivateKey privateKey) {}

  /** A key as it is kept; one that has been retired has a time until which it verifies. */
  private record KeptKey(RsaJsonWebKey jwk, Instant createdAt, @Nullable Instant verifiesUntil) {

    KeptKey retired(Instant until) {
      return new KeptKey(jwk, createdAt, until);
    }

    boolean verifiesAt(Instant time) {
      return verifiesUntil == null || time.isBefore(verifiesUntil);
    }
  }

  /** What the file holds. */
  private record Kept(String installation, List<KeptKey> keys) {}

  private static final String FILE = "signing-keys.json";
  private static final String ROTATE = "rotate";
  private static final String INSTALLATION = "installation";
  private static final String CREATED_AT = "created_at";
  private static final String VERIFIES_UNTIL = "verifies_until";
  private static final int RSA_BITS = 2048;
  private static final long RETRY_NANOS = 10_000_000;

  private final Path dir;
  private final Duration keyLifetime;
  private final Duration tokenLifetime;
  private final Clock clock;
  private final AuditLog audit;

  private final String installation;

  /** The current key is the first; replaced as a whole. */
  private volatile List<KeptKey> keys;

  /**
   * Reads the keys, or makes the first one. Two servers that start on one directory get the same.
   *
   * @param dir exists and may be written
   * @param keyLifetime zero for keys that are replaced on request only
   * @param tokenLifetime how long a retired key must still verify
   * @throws IOException if the directory cannot be written or the file is not a key set
   */
  public SigningKeys(
      Path dir, Duration keyLifetime, Duration tokenLifetime, Clock clock, AuditLog audit)
      throws IOException {
    this.dir = dir;
    this.keyLifetime = keyLifetime;
    this.tokenLifetime = tokenLifetime;
    this.clock = clock;
    this.audit = audit;
    try (FileChannel channel =
            FileChannel.open(
                dir.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = lock(channel)) {
      if (!lock.isValid()) {
        throw new IOException("the directory cannot be locked");
      }
      if (Files.exists(dir.resolve(FILE))) {
        Kept kept = read();
        installation = kept.installation();
        keys = kept.keys();
      } else {
        installation = "urn:uuid:" + UUID.randomUUID();
        keys = List.of(generate());
        write(keys);
      }
    }
  }

  /** Waits for who has it, also for another deployment in this very server. */
  private static FileLock lock(FileChannel channel) throws IOException {
    while (true) {
      try {
        return channel.lock();
      } catch (OverlappingFileLockException e) {
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }

  /** A name for this installation, made with its first key and as lasting. */
  public String installation() {
    return installation;
  }

  SigningKey current() {
    RsaJsonWebKey jwk = keys.get(0).jwk();
    return new SigningKey(jwk.getKeyId(), jwk.getRsaPrivateKey());
  }

  /** The key of our own set with this id; there is no other place where keys come from. */
  Optional<Key> publicKey(String kid) {
    return keys.stream()
        .map(KeptKey::jwk)
        .filter(jwk -> jwk.getKeyId().equals(kid))
        .findFirst()
        .map(JsonWebKey::getKey);
  }

  /** The JWK Set (RFC 7517, section 5) with the public halves of all keys that still verify. */
  String publicJwks() {
    return JsonUtil.toJson(Map.of("keys", keys.stream().map(SigningKeys::published).toList()));
  }

  /**
   * Rotates if it is time or an administrator has asked for it, and forgets keys that no live token
   * needs.
   *
   * @throws UncheckedIOException if the file cannot be written; then the keys stay as they are
   */
  public void tend() {
    Instant now = clock.instant();
    KeptKey current = keys.get(0);
    boolean asked = Files.exists(dir.resolve(ROTATE));
    boolean old = !keyLifetime.isZero() && now.isAfter(current.createdAt().plus(keyLifetime));
    List<KeptKey> tended = new ArrayList<>(keys);
    if (asked || old) {
      tended.set(0, current.retired(now.plus(tokenLifetime).plus(Tokens.CLOCK_SKEW)));
      tended.add(0, generate());
    }
    List<KeptKey> forgotten = tended.stream().filter(key -> !key.verifiesAt(now)).toList();
    tended.removeAll(forgotten);
    if (tended.equals(keys)) {
      return;
    }
    try {
      write(tended);
      keys = List.copyOf(tended);
      Files.deleteIfExists(dir.resolve(ROTATE));
      forgotten.forEach(key -> audit.keyForgotten(key.jwk().getKeyId()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private KeptKey generate() {
    try {
      RsaJsonWebKey jwk = RsaJwkGenerator.generateJwk(RSA_BITS, null, new SecureRandom());
      jwk.setKeyId(jwk.calculateBase64urlEncodedThumbprint("SHA-256"));
      jwk.setUse(Use.SIGNATURE);
      jwk.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
      audit.keyCreated(jwk.getKeyId());
      return new KeptKey(jwk, clock.instant(), null);
    } catch (JoseException e) {
      throw new IllegalStateException("this Java has no RSA", e);
    }
  }

  private Kept read() throws IOException {
    try {
      String json = new String(Files.readAllBytes(dir.resolve(FILE)), StandardCharsets.UTF_8);
      List<KeptKey> read = new ArrayList<>();
      for (JsonWebKey jwk : new JsonWebKeySet(json).getJsonWebKeys()) {
        String until = jwk.getOtherParameterValue(VERIFIES_UNTIL, String.class);
        read.add(
            new KeptKey(
                (RsaJsonWebKey) jwk,
                Instant.parse(jwk.getOtherParameterValue(CREATED_AT, String.class)),
                until == null ? null : Instant.parse(until)));
      }
      if (read.isEmpty() || read.stream().anyMatch(key -> key.jwk().getRsaPrivateKey() == null)) {
        throw new IOException(FILE + " holds no private key");
      }
      Object id = JsonUtil.parseJson(json).get(INSTALLATION);
      return new Kept((String) Objects.requireNonNull(id), List.copyOf(read));
    } catch (JoseException | RuntimeException e) {
      throw new IOException(FILE + " is not a set of our keys", e);
    }
  }

  private void write(List<KeptKey> written) throws IOException {
    Map<String, Object> file = new LinkedHashMap<>();
    file.put(INSTALLATION, installation);
    file.put("keys", written.stream().map(SigningKeys::kept).toList());
    OwnerOnly.writeAtomically(dir.resolve(FILE), JsonUtil.toJson(file));
  }

  private static Map<String, Object> kept(KeptKey key) {
    Map<String, Object> kept = key.jwk().toParams(OutputControlLevel.INCLUDE_PRIVATE);
    kept.put(CREATED_AT, key.createdAt().toString());
    if (key.verifiesUntil() != null) {
      kept.put(VERIFIES_UNTIL, key.verifiesUntil().toString());
    }
    return kept;
  }

  private static Map<String, Object> published(KeptKey key) {
    Map<String, Object> published = key.jwk().toParams(OutputControlLevel.PUBLIC_ONLY);
    published.keySet().removeAll(Set.of(CREATED_AT, VERIFIES_UNTIL));
    return published;
  }
}
