package dev.parley.socket;

import dev.parley.audit.AuditLog;
import dev.parley.protocol.CloseCode;
import dev.parley.token.Tokens;
import dev.parley.token.Verification;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the token of a handshake and hands the outcome over to the endpoint, in the user
 * properties that the container copies for this one handshake. It lets every handshake succeed: a
 * script in a browser cannot read the status of a refused one, but it can read a close code.
 *
 * <p>One instance serves all handshakes at once, and keeps nothing of them. Origins are checked
 * before, in a filter: a refusal here would be a 404 on some servers.
 */
public class JwtConfigurator extends ServerEndpointConfig.Configurator {

  /** What an endpoint needs to know of the handshake, and to go on; it has nothing injected. */
  static final class Handshake {

    private final Connections connections;
    private final AuditLog audit;
    private volatile @Nullable Verification outcome;

    Handshake(Verification outcome, Connections connections, AuditLog audit) {
      this.outcome = outcome;
      this.connections = connections;
      this.audit = audit;
    }

    /**
     * To be taken once: containers keep user properties, and so the token, as long as a session.
     */
    Verification takeOutcome() {
      Verification taken = Objects.requireNonNull(outcome);
      outcome = null;
      return taken;
    }

    Connections connections() {
      return connections;
    }

    AuditLog audit() {
      return audit;
    }
  }

  private static final String HANDSHAKE = "parley.handshake";
  private static final String SUBPROTOCOLS = "Sec-WebSocket-Protocol";
  private static final String BEARER = "parley.bearer.";

  /** Looked up once: on Payara and GlassFish a lookup walks the stack of who asks. */
  private record Beans(Tokens tokens, Connections connections, AuditLog audit) {

    static Beans lookUp() {
      CDI<Object> beans = CDI.current();
      return new Beans(
          beans.select(Tokens.class).get(),
          beans.select(Connections.class).get(),
          beans.select(AuditLog.class).get());
    }
  }

  private volatile @Nullable Beans beans;

  @Override
  public void modifyHandshake(
      ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
    Beans known = beans();
    List<String> tokens = tokens(request);
    Verification outcome =
        tokens.size() > 1
            ? new Verification.Refused(CloseCode.TOKEN_INVALID)
            : known.tokens().verify(tokens.isEmpty() ? null : tokens.get(0));
    config
        .getUserProperties()
        .put(HANDSHAKE, new Handshake(outcome, known.connections(), known.audit()));
  }

  private Beans beans() {
    Beans known = beans;
    if (known == null) {
      known = Beans.lookUp();
      beans = known;
    }
    return known;
  }

  /** What stands in the query, and among the subprotocols as a browser's script can say it. */
  private static List<String> tokens(HandshakeRequest request) {
    Stream<String> inQuery = request.getParameterMap().getOrDefault("token", List.of()).stream();
    Stream<String> inHeader =
        request.getHeaders().getOrDefault(SUBPROTOCOLS, List.of()).stream()
            .flatMap(line -> Stream.of(line.split(",")))
            .map(String::strip)
            .filter(name -> name.startsWith(BEARER))
            .map(name -> name.substring(BEARER.length()));
    return Stream.concat(inQuery, inHeader).toList();
  }

  /** None, also where the container has compression: it costs memory for every connection. */
  @Override
  public List<Extension> getNegotiatedExtensions(
      List<Extension> installed, List<Extension> requested) {
    return List.of();
  }

  /** Made by us: where the container asks CDI, it keeps much for each connection. */
  @Override
  public <T> T getEndpointInstance(Class<T> endpoint) throws InstantiationException {
    return ChatEndpoint.class.isAssignableFrom(endpoint)
        ? endpoint.cast(new ChatEndpoint())
        : super.getEndpointInstance(endpoint);
  }

  @Override
  public boolean checkOrigin(String origin) {
    return true;
  }

  /** What was handed over in the handshake that opened this session. */
  static Handshake handshake(EndpointConfig config) {
    return (Handshake) Objects.requireNonNull(config.getUserProperties().get(HANDSHAKE));
  }
}
