package dev.parley.it.proxy;

import dev.parley.it.browser.Command;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for 127.0.0.1 that nobody has signed but itself.
 *
 * @param chain PEM file
 * @param key PEM file
 * @param trusting trusts it, and nothing else
 */
record Certificate(Path chain, Path key, SSLContext trusting) {

  private static final String ALIAS = "proxy";
  private static final String PASSWORD = "changeit";

  /** By the JDK's own keytool, below this directory. */
  static Certificate make(Path directory) {
    try {
      Path store = Files.createDirectories(directory).resolve("keys.p12");
      Files.deleteIfExists(store);
      Command.Outcome outcome =
          Command.run(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-alias",
                  ALIAS,
                  "-keyalg",
                  "EC",
                  "-groupname",
                  "secp256r1",
                  "-validity",
                  "30",
                  "-dname",
                  "CN=portal.example",
                  "-ext",
                  "san=ip:127.0.0.1,dns:portal.example,dns:chat.example",
                  "-storetype",
                  "PKCS12",
                  "-keystore",
                  store.toString(),
                  "-storepass",
                  PASSWORD),
              Duration.ofMinutes(1));
      if (!outcome.succeeded()) {
        throw new AssertionError(outcome.output());
      }
      return read(store);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Certificate read(Path store) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    java.security.cert.Certificate certificate = keys.getCertificate(ALIAS);
    Key key = keys.getKey(ALIAS, PASSWORD.toCharArray());
    return new Certificate(
        pem(store.resolveSibling("chain.pem"), "CERTIFICATE", certificate.getEncoded()),
        pem(store.resolveSibling("key.pem"), "PRIVATE KEY", key.getEncoded()),
        trusting(certificate));
  }

  private static SSLContext trusting(java.security.cert.Certificate certificate)
      throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(ALIAS, certificate);
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private static Path pem(Path file, String what, byte[] content) throws IOException {
    byte[] newline = "\n".getBytes(StandardCharsets.US_ASCII);
    String base64 = Base64.getMimeEncoder(64, newline).encodeToString(content);
    return Files.writeString(
        file, "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(what, base64));
  }
}
