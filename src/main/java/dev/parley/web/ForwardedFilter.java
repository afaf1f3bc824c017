package dev.parley.web;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Shows those behind it the request as the client sent it: address, scheme and host from {@code
 * X-Forwarded-For}, {@code -Proto} and {@code -Host}, if and only if a trusted proxy passed it on.
 */
public class ForwardedFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  @Inject transient TrustedProxies proxies;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean forwarded = proxies.contains(request.getRemoteAddr());
    chain.doFilter(forwarded ? new Forwarded(request, proxies) : request, response);
  }

  private static final class Forwarded extends HttpServletRequestWrapper {

    private final String address;
    private final String scheme;
    private final String host;

    Forwarded(HttpServletRequest request, TrustedProxies proxies) {
      super(request);
      this.address = client(request, proxies);
      String proto = last(request.getHeader("X-Forwarded-Proto"));
      boolean known = "https".equalsIgnoreCase(proto) || "http".equalsIgnoreCase(proto);
      this.scheme = proto != null && known ? proto.toLowerCase(Locale.ROOT) : request.getScheme();
      String forwardedHost = last(request.getHeader("X-Forwarded-Host"));
      String ownHost = request.getHeader("Host");
      this.host = forwardedHost != null ? forwardedHost : ownHost == null ? "" : ownHost;
    }

    /**
     * The last one in the chain that is not itself a trusted proxy: what stands before is hearsay.
     */
    private static String client(HttpServletRequest request, TrustedProxies proxies) {
      String chain = request.getHeader("X-Forwarded-For");
      String client = request.getRemoteAddr();
      if (chain != null) {
        String[] hops = chain.split(",", -1);
        for (int i = hops.length - 1; i >= 0 && proxies.contains(client); i--) {
          String hop = hops[i].strip();
          if (!TrustedProxies.isAddress(hop)) {
            break;
          }
          client = hop;
        }
      }
      return client;
    }

    private static @Nullable String last(@Nullable String list) {
      return list == null ? null : list.substring(list.lastIndexOf(',') + 1).strip();
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
