package dev.parley.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Brings the addresses of the seed contract, which stand at the root, to JAX-RS below {@code /api}:
 * a JAX-RS root of {@code /} would hide the pages on WildFly and Open Liberty.
 */
public class RestForwardFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (Paths.isOutsideApi(request)) {
      request.getRequestDispatcher(inApi(request)).forward(request, response);
    } else {
      chain.doFilter(request, response);
    }
  }

  /** With its query, which Open Liberty would leave behind. */
  private static String inApi(HttpServletRequest request) {
    String query = request.getQueryString();
    return "/api" + Paths.of(request) + (query == null ? "" : "?" + query);
  }
}
