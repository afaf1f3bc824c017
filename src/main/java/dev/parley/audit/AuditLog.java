package dev.parley.audit;

import java.lang.System.Logger.Level;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The events of one installation, each a line of {@code key=value} pairs. The callers pass ids,
 * codes and addresses, never a token and never what somebody said; what a client may choose is
 * quoted, so that nobody forges a line.
 *
 * <p>For any thread. It writes to the platform's logger {@code dev.parley}, which every server
 * routes to its own log.
 */
public final class AuditLog {

  private static final System.Logger LOG = System.getLogger("dev.parley");
  private static final int MAX_QUOTED = 200;

  public void started(String contextPath, String dataDir) {
    log(Level.INFO, "started context=" + quote(contextPath) + " data_dir=" + quote(dataDir));
  }

  public void stopped(String contextPath, int connections) {
    log(Level.INFO, "stopped context=" + quote(contextPath) + " connections=" + connections);
  }

  /** Why the deployment stops; the message names the setting, its value and what is allowed. */
  public void invalidSetting(String message) {
    log(Level.ERROR, message.replaceAll("\\p{Cntrl}", "?"));
  }

  public void unknownSetting(String name) {
    log(Level.WARNING, "unknown_setting name=" + quote(name));
  }

  /** What is said cannot be stored, from now on; the reason is the database's. */
  public void logUnavailable(String reason) {
    log(Level.ERROR, "log_unavailable reason=" + quote(reason));
  }

  public void logRecovered() {
    log(Level.INFO, "log_recovered");
  }

  public void keyCreated(String kid) {
    log(Level.INFO, "key_created kid=" + kid);
  }

  public void keyForgotten(String kid) {
    log(Level.INFO, "key_forgotten kid=" + kid);
  }

  public void roomCreated(String room, String client, String address) {
    log(Level.INFO, "room_created" + who(room, client) + " address=" + address);
  }

  public void admitted(String room, String client, String address) {
    log(Level.INFO, "admitted" + who(room, client) + " address=" + address);
  }

  /**
   * A host has removed a member.
   *
   * @param client who is gone; noted only if there was such a member
   */
  public void removed(String room, String client, String host) {
    log(Level.INFO, "removed" + who(room, client) + " host=" + host);
  }

  public void roomForgotten(String room) {
    log(Level.INFO, "room_forgotten room=" + room);
  }

  public void joined(String room, String client) {
    log(Level.INFO, "joined" + who(room, client));
  }

  public void left(String room, String client, int closeCode) {
    log(Level.INFO, "left" + who(room, client) + " code=" + closeCode);
  }

  public void tooSlow(String room, String client, long queuedBytes) {
    log(Level.WARNING, "too_slow" + who(room, client) + " queued_bytes=" + queuedBytes);
  }

  public void limited(String room, String client) {
    log(Level.WARNING, "limited what=posts" + who(room, client));
  }

  public void limited(String address) {
    log(Level.WARNING, "limited what=joins address=" + address);
  }

  /** A handshake turned away; the reason is ours. */
  public void refused(String reason) {
    log(Level.INFO, "refused reason=" + quote(reason));
  }

  /** A request turned away; the reason is ours. */
  public void refused(String reason, String address) {
    log(Level.INFO, "refused reason=" + quote(reason) + " address=" + address);
  }

  /** A foreign page; what it and we say the origin is, for the administrator behind a proxy. */
  public void refusedOrigin(String origin, String expected, String address) {
    log(
        Level.WARNING,
        "refused reason=origin origin="
            + quote(origin)
            + " expected="
            + quote(expected)
            + " address="
            + address);
  }

  /**
   * A fault of ours, with its stack trace.
   *
   * @return the id under which it stands in the log, to be given to the client
   */
  public String error(String where, Throwable fault) {
    String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    LOG.log(Level.ERROR, "error id=" + id + " where=" + where, fault);
    return id;
  }

  private static String who(String room, String client) {
    return " room=" + room + " client=" + client;
  }

  private static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .limit(MAX_QUOTED)
        .forEach(
            c -> {
              if (c < 0x20 || c > 0x7E || c == '"' || c == '\\') {
                quoted.append(String.format("\\u%04x", c));
              } else {
                quoted.appendCodePoint(c);
              }
            });
    return quoted.append('"').toString();
  }

  private static void log(Level level, String line) {
    LOG.log(level, line);
  }
}
