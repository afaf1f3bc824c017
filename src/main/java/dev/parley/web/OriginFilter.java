package dev.parley.web;

import dev.parley.audit.AuditLog;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Refuses the WebSocket handshake of a foreign page with 403 (RFC 6455, section 10.2), and lets the
 * pages of listed origins call REST and load our modules (CORS). A client without an {@code Origin}
 * is no browser.
 */
public class OriginFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  @Inject transient Origins origins;
  @Inject transient AuditLog audit;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String origin = request.getHeader("Origin");
    boolean socket = Paths.isSocket(request);
    if (!socket) {
      response.addHeader("Vary", "Origin");
    }
    if (origin == null || origins.isOwn(origin, request)) {
      chain.doFilter(request, response);
    } else if (!origins.isListed(origin)) {
      if (socket) {
        audit.refusedOrigin(origin, Origins.own(request), request.getRemoteAddr());
        Problems.send(
            response,
            Problem.forbidden(
                "This page's origin may not connect; see the setting allowed-origins."));
      } else {
        chain.doFilter(request, response);
      }
    } else if (isPreflight(request)) {
      allow(origin, response);
      response.setHeader("Access-Control-Allow-Methods", "GET, POST, DELETE");
      response.setHeader("Access-Control-Allow-Headers", "Authorization, Content-Type");
      response.setHeader("Access-Control-Max-Age", "600");
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    } else {
      allow(origin, response);
      chain.doFilter(request, response);
    }
  }

  private static boolean isPreflight(HttpServletRequest request) {
    return "OPTIONS".equals(request.getMethod())
        && request.getHeader("Access-Control-Request-Method") != null;
  }

  private static void allow(String origin, HttpServletResponse response) {
    response.setHeader("Access-Control-Allow-Origin", origin);
    response.setHeader("Access-Control-Expose-Headers", "Location, Retry-After");
  }
}
