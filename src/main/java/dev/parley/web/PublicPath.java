package dev.parley.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where browsers find the application's root: at the context path, unless a trusted proxy has it
 * elsewhere and says so in {@code X-Forwarded-Prefix}. Begins with a slash and ends without one;
 * empty at the root of a host.
 */
public final class PublicPath {

  /** A request's attribute, which a forward to the error page keeps. */
  private static final String ATTRIBUTE = "dev.parley.public-path";

  /** No escapes, no dot segments, and nothing that could be taken for a host. */
  private static final Pattern PREFIX =
      Pattern.compile("(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._~-]{1,64}){0,8}/?");

  private PublicPath() {}

  public static String of(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof String path ? path : request.getContextPath();
  }

  /** Believes a proxy, unless what it says is no path. */
  static void set(HttpServletRequest request, @Nullable String prefix) {
    if (prefix != null && !prefix.isEmpty() && PREFIX.matcher(prefix).matches()) {
      request.setAttribute(
          ATTRIBUTE, prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix);
    }
  }
}
