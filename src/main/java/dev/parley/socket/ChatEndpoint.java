package dev.parley.socket;

import dev.parley.audit.AuditLog;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Dialect;
import dev.parley.token.Verification;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where a WebSocket (RFC 6455) comes in; one instance a connection. It catches whatever is thrown,
 * since containers would leave the connection open and the client waiting.
 */
@ServerEndpoint(
    value = "/ws/chat",
    subprotocols = Dialect.SUBPROTOCOL,
    configurator = JwtConfigurator.class)
public class ChatEndpoint {

  @Inject Connections connections;
  @Inject AuditLog audit;

  /** Null until the token was found good, and if it was not. */
  private volatile @Nullable Connection connection;

  @OnOpen
  public void onOpen(Session session, EndpointConfig config) throws IOException {
    try {
      Verification outcome = JwtConfigurator.outcome(config);
      if (outcome instanceof Verification.Accepted accepted) {
        connection = connections.open(session, accepted.token());
      } else if (outcome instanceof Verification.Refused refused) {
        audit.refused(refused.reason().reason());
        HangUp.on(session, CloseReasons.of(refused.reason()));
      }
    } catch (RuntimeException e) {
      String id = audit.error("socket", e);
      HangUp.on(session, CloseReasons.of(CloseCode.INTERNAL_ERROR, id));
    }
  }

  /**
   * A message in as many pieces as the container likes. One that it puts together itself may be
   * without end on Undertow (UNDERTOW-2770), whatever limit the session has.
   */
  @OnMessage
  public void onText(String piece, boolean last) {
    Connection open = connection;
    if (open != null) {
      open.receive(piece, last);
    }
  }

  @OnMessage
  public void onBinary(ByteBuffer frame) {
    Connection open = connection;
    if (open != null) {
      open.end(CloseCode.BINARY_FRAME);
    }
  }

  @OnMessage
  public void onPong(PongMessage pong) {
    Connection open = connection;
    if (open != null) {
      open.heard();
    }
  }

  @OnClose
  public void onClose(CloseReason reason) {
    Connection open = connection;
    if (open != null) {
      open.closed(reason.getCloseCode().getCode());
    }
  }

  /**
   * The container's own trouble with the connection: it was cut, or what came in was no WebSocket
   * or too big. It closes by itself, with the code that fits; where it forgets to, the heartbeat
   * finds out.
   */
  @OnError
  public void onError(Throwable trouble) {
    System.getLogger("dev.parley")
        .log(System.Logger.Level.DEBUG, () -> "socket trouble: " + trouble.getClass().getName());
  }
}
