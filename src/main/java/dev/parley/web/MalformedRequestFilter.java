package dev.parley.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses with 400 what a container would answer in its own way. Tyrus, for one, leaves a handshake
 * whose query is no URI's open and unanswered, and writes the query with the token to the log.
 */
public class MalformedRequestFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+/[!#$%&'*+.^_`|~0-9A-Za-z-]+\\s*(;.*)?");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!isQuery(request.getQueryString())) {
      refuse(response, "The query must be percent-encoded (RFC 3986).");
    } else if (!isMediaType(request.getHeader("Content-Type"))) {
      refuse(response, "The Content-Type must be a media type such as application/json.");
    } else if (Collections.list(request.getHeaders("Origin")).size() > 1) {
      refuse(response, "There must be one Origin at most.");
    } else {
      chain.doFilter(request, response);
    }
  }

  private static boolean isQuery(@Nullable String query) {
    try {
      return query == null || new URI("?" + query).getRawQuery() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean isMediaType(@Nullable String contentType) {
    return contentType == null || MEDIA_TYPE.matcher(contentType).matches();
  }

  private static void refuse(HttpServletResponse response, String detail) throws IOException {
    Problems.send(response, Problem.badRequest(detail));
  }
}
