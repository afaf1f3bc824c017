package dev.parley.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A {@link Problem} as a filter answers it, before JAX-RS. */
final class Problems {

  private Problems() {}

  /** The texts are our own, and need no escaping. */
  static void send(HttpServletResponse response, Problem problem) throws IOException {
    SecurityHeadersFilter.makeStrict(response);
    response.setStatus(problem.status());
    response.setContentType(ProblemMapper.MEDIA_TYPE);
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response
        .getWriter()
        .write(
            "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
                .formatted(problem.title(), problem.status(), problem.detail()));
  }
}
