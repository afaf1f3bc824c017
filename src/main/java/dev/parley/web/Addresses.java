package dev.parley.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;

/**
 * What of ours stands where, as the client of a request has to write it. JAX-RS would tell too, but
 * TomEE's does not ask under which name the client reached us.
 */
public final class Addresses {

  private Addresses() {}

  /**
   * Something below {@code /api}.
   *
   * @param path with nothing in it that would have to be escaped
   */
  public static URI ofApi(HttpServletRequest request, String path) {
    String url = request.getRequestURL().toString();
    String origin = url.substring(0, url.length() - request.getRequestURI().length());
    return URI.create(origin + PublicPath.of(request) + "/api/" + path);
  }
}
