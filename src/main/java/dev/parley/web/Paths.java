package dev.parley.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/** Which of our addresses is which, whatever the context path. */
final class Paths {

  /** Answered by JAX-RS although they stand outside its root, {@code /api}. */
  private static final Set<String> OUTSIDE_API =
      Set.of("/create-room", "/join-room", "/.well-known/jwks.json");

  private Paths() {}

  static String of(HttpServletRequest request) {
    String info = request.getPathInfo();
    return request.getServletPath() + (info == null ? "" : info);
  }

  static boolean isOutsideApi(HttpServletRequest request) {
    return OUTSIDE_API.contains(of(request));
  }

  static boolean isRest(HttpServletRequest request) {
    return of(request).startsWith("/api/") || isOutsideApi(request);
  }

  /** By what it asks for, since containers read paths more generously than we would. */
  static boolean isSocket(HttpServletRequest request) {
    return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
  }
}
