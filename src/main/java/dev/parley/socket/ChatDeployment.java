package dev.parley.socket;

import dev.parley.protocol.Dialect;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/**
 * Deploys {@link ChatEndpoint} as it is annotated; but on Open Liberty as a programmatic endpoint,
 * since it bounds the frames of no other. Containers look for this class.
 */
public class ChatDeployment implements ServerApplicationConfig {

  private final boolean onOpenLiberty = System.getProperty("wlp.install.dir") != null;

  @Override
  public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> scanned) {
    return onOpenLiberty ? Set.of() : Set.of(ChatEndpoint.class);
  }

  @Override
  public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> scanned) {
    if (!onOpenLiberty) {
      return Set.of();
    }
    return Set.of(
        ServerEndpointConfig.Builder.create(Programmatic.class, ChatEndpoint.PATH)
            .subprotocols(List.of(Dialect.SUBPROTOCOL))
            .configurator(new JwtConfigurator())
            .build());
  }

  /**
   * The same endpoint, by another name.
   *
   * <p>It does not let Open Liberty read on while we close: whatever has more than 125 bytes and
   * comes before our Close frame is out would make it cut the connection without one.
   */
  public static class Programmatic extends Endpoint {

    private final ChatEndpoint endpoint = new ChatEndpoint();

    @Override
    public void onOpen(Session session, EndpointConfig config) {
      endpoint.onOpen(session, config);
      session.addMessageHandler(
          String.class,
          (piece, last) -> {
            endpoint.onText(session, piece, last);
            endpoint.awaitHangUp(session);
          });
      session.addMessageHandler(
          ByteBuffer.class,
          (piece, last) -> {
            endpoint.onBinary(session, piece);
            endpoint.awaitHangUp(session);
          });
      session.addMessageHandler(PongMessage.class, endpoint::onPong);
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
      endpoint.onClose(session, reason);
    }

    @Override
    public void onError(Session session, Throwable trouble) {
      endpoint.onError(trouble);
    }
  }
}
