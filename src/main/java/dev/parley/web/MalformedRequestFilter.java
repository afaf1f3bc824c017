package dev.parley.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what a container would answer in its own way. Tyrus, for one, leaves a handshake whose
 * query is no URI's open and unanswered, and writes the query with the token to the log; CXF
 * describes our classes to who asks for {@code ?_wadl}, before any filter of JAX-RS.
 */
public class MalformedRequestFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private static final String DESCRIPTION = "_wadl";
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+/[!#$%&'*+.^_`|~0-9A-Za-z-]+\\s*(;.*)?");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!isQuery(request.getQueryString())) {
      refuse(response, "The query must be percent-encoded (RFC 3986).");
    } else if (asksForDescription(request.getQueryString())) {
      Problems.send(response, Problem.notFound("There is no description at this address."));
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

  private static boolean asksForDescription(@Nullable String query) {
    return query != null
        && Stream.of(query.split("[&;]", -1))
            .map(parameter -> parameter.split("=", 2)[0])
            .anyMatch(name -> URLDecoder.decode(name, StandardCharsets.UTF_8).equals(DESCRIPTION));
  }

  private static boolean isMediaType(@Nullable String contentType) {
    return contentType == null || MEDIA_TYPE.matcher(contentType).matches();
  }

  private static void refuse(HttpServletResponse response, String detail) throws IOException {
    Problems.send(response, Problem.badRequest(detail));
  }
}
