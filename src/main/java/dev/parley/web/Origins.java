package dev.parley.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Which pages may talk to us (RFC 6454): those of our own origin, and the listed ones. */
public final class Origins {

  private final Set<String> allowed;

  /**
   * @param allowed such as {@code https://portal.example.com}, beside the own one
   */
  public Origins(List<String> allowed) {
    this.allowed = allowed.stream().map(Origins::normal).collect(Collectors.toUnmodifiableSet());
  }

  boolean isListed(String origin) {
    return allowed.contains(normal(origin));
  }

  boolean isOwn(String origin, HttpServletRequest request) {
    return request.getHeader("Host") != null && normal(origin).equals(own(request));
  }

  /** The origin under which the client reached us. */
  static String own(HttpServletRequest request) {
    return normal(request.getScheme() + "://" + request.getHeader("Host"));
  }

  private static String normal(String origin) {
    String lower = origin.toLowerCase(Locale.ROOT);
    if (lower.startsWith("https://") && lower.endsWith(":443")) {
      return lower.substring(0, lower.length() - ":443".length());
    }
    if (lower.startsWith("http://") && lower.endsWith(":80")) {
      return lower.substring(0, lower.length() - ":80".length());
    }
    return lower;
  }
}
