package dev.parley.web;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Shows those behind it the request as the client sent it: address, scheme, host and path of the
 * application from {@code X-Forwarded-For}, {@code -Proto}, {@code -Host} and {@code -Prefix}, if
 * and only if a trusted proxy passed it on.
 */
public class ForwardedFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  @Inject transient TrustedProxies proxies;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (proxies.contains(request.getRemoteAddr())) {
      PublicPath.set(request, last(request, "X-Forwarded-Prefix"));
      chain.doFilter(new Forwarded(request, proxies), response);
    } else {
      chain.doFilter(request, response);
    }
  }

  /** In their order, over all lines of the header (RFC 9110, section 5.3). */
  private static List<String> values(HttpServletRequest request, String name) {
    String lines = String.join(",", Collections.list(request.getHeaders(name)));
    return lines.isEmpty()
        ? List.of()
        : Stream.of(lines.split(",", -1)).map(String::strip).toList();
  }

  /** Of the nearest proxy; what stands before may be the client's own. */
  private static @Nullable String last(HttpServletRequest request, String name) {
    List<String> values = values(request, name);
    return values.isEmpty() ? null : values.get(values.size() - 1);
  }

  private static final class Forwarded extends HttpServletRequestWrapper {

    private static final Pattern WITH_PORT =
        Pattern.compile("(?:([0-9.]+)|\\[([0-9a-fA-F:.]+)])(?::[0-9]+)?");

    /** A name or an address, with or without a port: what may stand in a URL and in an origin. */
    private static final Pattern HOST =
        Pattern.compile("(?:[A-Za-z0-9._-]{1,253}|\\[[0-9a-fA-F:.]{2,45}])(?::[0-9]{1,5})?");

    private final String address;
    private final String scheme;
    private final String host;

    Forwarded(HttpServletRequest request, TrustedProxies proxies) {
      super(request);
      this.address = client(request, proxies);
      this.scheme = scheme(last(request, "X-Forwarded-Proto"), request.getScheme());
      this.host = host(last(request, "X-Forwarded-Host"), request.getHeader("Host"));
    }

    /**
     * The last one in the chain that is not itself a trusted proxy: what stands before is hearsay.
     */
    private static String client(HttpServletRequest request, TrustedProxies proxies) {
      List<String> hops = values(request, "X-Forwarded-For");
      String client = request.getRemoteAddr();
      for (int i = hops.size() - 1; i >= 0 && proxies.contains(client); i--) {
        String hop = withoutPort(hops.get(i));
        if (!TrustedProxies.isAddress(hop)) {
          break;
        }
        client = hop;
      }
      return client;
    }

    /** Some proxies write {@code 203.0.113.9:50123} or {@code [2001:db8::9]:50123}. */
    private static String withoutPort(String hop) {
      Matcher withPort = WITH_PORT.matcher(hop);
      return withPort.matches() ? withPort.group(withPort.group(1) == null ? 2 : 1) : hop;
    }

    private static String host(@Nullable String forwarded, @Nullable String own) {
      if (forwarded != null && HOST.matcher(forwarded).matches()) {
        return forwarded;
      }
      return own == null ? "" : own;
    }

    /** Some proxies name the scheme of a handshake {@code wss}. */
    private static String scheme(@Nullable String forwarded, String own) {
      return switch (forwarded == null ? "" : forwarded.toLowerCase(Locale.ROOT)) {
        case "https", "wss" -> "https";
        case "http", "ws" -> "http";
        default -> own;
      };
    }

    @Override
    public String getRemoteAddr() {
      return address;
    }

    @Override
    public String getScheme() {
      return scheme;
    }

    @Override
    public boolean isSecure() {
      return scheme.equals("https");
    }

    @Override
    public @Nullable String getHeader(String name) {
      return "Host".equalsIgnoreCase(name) ? host : super.getHeader(name);
    }

    @Override
    public StringBuffer getRequestURL() {
      return new StringBuffer(scheme).append("://").append(host).append(getRequestURI());
    }
  }
}
