package dev.parley.socket;

import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Dialect;
import dev.parley.token.Verification;
import jakarta.websocket.CloseReason;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where a WebSocket (RFC 6455) comes in; one instance a connection. It catches whatever is thrown,
 * since containers would leave the connection open and the client waiting.
 *
 * <p>It takes a message in as many pieces as the container likes: one that the container puts
 * together itself may be without end, whatever limit the session has, on Undertow (UNDERTOW-2770)
 * and on Open Liberty. And nothing is injected: not every container does.
 */
@ServerEndpoint(
    value = ChatEndpoint.PATH,
    subprotocols = Dialect.SUBPROTOCOL,
    configurator = JwtConfigurator.class)
public class ChatEndpoint {

  static final String PATH = "/ws/chat";

  /** Null until the token was found good, and if it was not. */
  private volatile @Nullable Connection connection;

  private volatile @Nullable Connections connections;

  @OnOpen
  public void onOpen(Session session, EndpointConfig config) {
    JwtConfigurator.Handshake handshake = JwtConfigurator.handshake(config);
    connections = handshake.connections();
    try {
      Verification outcome = handshake.takeOutcome();
      if (outcome instanceof Verification.Accepted accepted) {
        connection = handshake.connections().open(session, accepted.token());
      } else if (outcome instanceof Verification.Refused refused) {
        handshake.audit().refused(refused.reason().reason());
        handshake.connections().refuse(session, CloseReasons.of(refused.reason()));
      }
    } catch (RuntimeException e) {
      String id = handshake.audit().error("socket", e);
      handshake.connections().refuse(session, CloseReasons.of(CloseCode.INTERNAL_ERROR, id));
    }
  }

  @OnMessage
  public void onText(Session session, String piece, boolean last) {
    Connection open = connection;
    if (open != null && !open.hasEnded()) {
      open.receive(piece, last);
    } else {
      heardAfterTheEnd(session);
    }
  }

  @OnMessage
  public void onBinary(Session session, ByteBuffer frame) {
    Connection open = connection;
    if (open != null && !open.hasEnded()) {
      open.end(CloseCode.BINARY_FRAME);
    } else {
      heardAfterTheEnd(session);
    }
  }

  private void heardAfterTheEnd(Session session) {
    Connections all = connections;
    if (all != null) {
      all.heard(session);
    }
  }

  /** Waits until the session has been closed, if it was given up for what it has just sent. */
  void awaitHangUp(Session session) {
    Connections all = connections;
    if (all != null) {
      all.awaitHangUp(session);
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
  public void onClose(Session session, CloseReason reason) {
    Connection open = connection;
    if (open != null) {
      open.closed(reason.getCloseCode().getCode());
    }
    Connections all = connections;
    if (all != null) {
      all.closed(session);
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
