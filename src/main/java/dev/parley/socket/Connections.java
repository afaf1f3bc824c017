package dev.parley.socket;

import dev.parley.audit.AuditLog;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Dialect;
import dev.parley.room.Outbox;
import dev.parley.room.RateLimit;
import dev.parley.room.RoomManager;
import dev.parley.token.RoomToken;
import dev.parley.token.Tokens;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** All authenticated WebSockets of this node, and their heartbeat. For any thread. */
public final class Connections {

  /**
   * What a connection may do; 0 means no limit.
   *
   * @param frameBytes of a frame that comes in
   * @param heartbeat between two pings
   * @param silence after which a peer is taken for gone
   */
  public record Limits(
      int frameBytes,
      int messageChars,
      Duration heartbeat,
      Duration silence,
      Outbox.Limits outbox) {}

  /**
   * What all connections share.
   *
   * @param floods how often a member may be over a rate before it is hung up on, by what its socket
   *     speaks
   * @param delivery where sends start; managed threads
   * @param hangUps where sessions are pinged and closed, each of which may take long
   */
  public record Context(
      Limits limits,
      RoomManager rooms,
      Tokens tokens,
      Map<Dialect, RateLimit> floods,
      Executor delivery,
      Executor hangUps,
      LongSupplier nanoTime,
      AuditLog audit) {

    RateLimit floods(Dialect dialect) {
      return Objects.requireNonNull(floods.get(dialect));
    }
  }

  /** For Tomcat, whose pings and closes wait 20 s for a peer that does not read, if not told so. */
  private static final String BLOCKING_SEND_MILLIS =
      "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";

  private final Context context;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();

  private final HangUp hangUp;

  /** Made in advance: a server that stops may have deleted our classes before we need them. */
  private final CloseReason goodBye = CloseReasons.of(CloseCode.GOING_AWAY);

  public Connections(Context context) {
    this.context = context;
    this.hangUp = new HangUp(context.hangUps(), context.nanoTime());
  }

  /**
   * Brings a session with a good token into its room; at once if the room is open, else as soon as
   * it has been read from the log.
   */
  Connection open(Session session, RoomToken token) {
    int frameBytes = context.limits().frameBytes();
    if (frameBytes > 0) {
      session.setMaxTextMessageBufferSize(frameBytes);
      session.setMaxBinaryMessageBufferSize(frameBytes);
    }
    // Never a positive idle time-out: Payara schedules a task for it at every frame, and keeps it.
    session.setMaxIdleTimeout(-1);
    Duration patience = context.limits().outbox().age();
    if (HangUp.isTomcats(session) && !patience.isZero()) {
      session.getUserProperties().put(BLOCKING_SEND_MILLIS, patience.toMillis());
    }
    Connection connection = new Connection(session, token, context, hangUp, open::remove);
    open.add(connection);
    connection.join();
    return connection;
  }

  /**
   * Ends what has run out, fallen silent or stopped reading, and gives the rest a sign of life when
   * it is time. For the timer, about once a second; neither blocks nor sends.
   */
  public void beat() {
    List<Connection> due = open.stream().filter(Connection::checkPulse).toList();
    due.forEach(connection -> context.hangUps().execute(connection::pulse));
    context.floods().values().forEach(RateLimit::sweep);
    hangUp.cutOverdue();
  }

  /** Ends a session that has no connection of ours; may block for long on a stalled peer. */
  void refuse(Session session, CloseReason reason) {
    hangUp.now(session, reason);
  }

  /** Something came of a session that has no connection of ours, or none any more. */
  void heard(Session session) {
    hangUp.cutIfOverdue(session);
  }

  /** Waits until a session that we end has been closed, if we do; not for long. */
  void awaitHangUp(Session session) {
    hangUp.await(session);
  }

  /** A session has been closed, by us or by the peer, whether or not it had a good token. */
  void closed(Session session) {
    hangUp.closed(session);
  }

  /** How many there are. */
  public int size() {
    return open.size();
  }

  /** Ends all, because the server stops or we are undeployed. */
  public void endAll() {
    open.forEach(connection -> connection.end(goodBye));
  }

  /**
   * Gives the peers of all that were ended some time to answer (RFC 6455, section 7.1.2), then ends
   * their TCP connections too.
   */
  public void awaitAnswers(Duration patience) {
    hangUp.awaitAnswers(patience);
  }
}
