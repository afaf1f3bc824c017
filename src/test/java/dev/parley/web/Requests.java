package dev.parley.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Requests and responses without a server, with what our filters look at. */
public final class Requests {

  private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, Object> attributes = new HashMap<>();
  private String method = "GET";
  private String scheme = "http";
  private String contextPath = "";
  private String path = "/ws/chat";
  private String remoteAddr = "192.0.2.1";
  private @Nullable Principal principal;

  public static Requests get(String path) {
    Requests request = new Requests();
    request.path = path;
    return request.header("Host", "chat.example.com");
  }

  public Requests method(String name) {
    method = name;
    return this;
  }

  public Requests scheme(String name) {
    scheme = name;
    return this;
  }

  public Requests from(String address) {
    remoteAddr = address;
    return this;
  }

  /** Below this context path. */
  public Requests in(String context) {
    contextPath = context;
    return this;
  }

  public Requests as(Principal user) {
    principal = user;
    return this;
  }

  /** Of a WebSocket. */
  public static Requests handshake() {
    return get("/ws/chat").header("Upgrade", "websocket");
  }

  /** Another line of a header. */
  public Requests header(String name, String value) {
    headers.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    return this;
  }

  public Requests without(String name) {
    headers.remove(name);
    return this;
  }

  public HttpServletRequest build() {
    InvocationHandler handler =
        (proxy, called, arguments) ->
            switch (called.getName()) {
              case "getMethod" -> method;
              case "getScheme" -> scheme;
              case "isSecure" -> scheme.equals("https");
              case "getRemoteAddr", "getRemoteHost" -> remoteAddr;
              case "getUserPrincipal" -> principal;
              case "getContextPath" -> contextPath;
              case "getAttribute" -> attributes.get(name(arguments));
              case "setAttribute" ->
                  attributes.put(name(arguments), Objects.requireNonNull(arguments)[1]);
              case "getServletPath", "getRequestURI" -> path;
              case "getPathInfo", "getQueryString" -> null;
              case "getHeader" -> {
                List<String> values = values(arguments);
                yield values.isEmpty() ? null : values.get(0);
              }
              case "getHeaders" -> Collections.enumeration(values(arguments));
              case "getHeaderNames" -> Collections.enumeration(headers.keySet());
              case "toString" -> method + " " + path;
              default -> throw new UnsupportedOperationException(called.getName());
            };
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            Requests.class.getClassLoader(), new Class<?>[] {HttpServletRequest.class}, handler);
  }

  private List<String> values(Object @Nullable [] arguments) {
    return headers.getOrDefault(name(arguments), List.of());
  }

  private static String name(Object @Nullable [] arguments) {
    return (String) Objects.requireNonNull(arguments)[0];
  }

  /** An answer that remembers what is set on it. */
  static final class Answer {

    int status = 200;
    final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    final StringWriter body = new StringWriter();

    HttpServletResponse response() {
      InvocationHandler handler =
          (proxy, called, arguments) -> {
            switch (called.getName()) {
              case "setStatus" -> status = (int) Objects.requireNonNull(arguments)[0];
              case "setHeader", "addHeader" -> {
                Object[] pair = Objects.requireNonNull(arguments);
                headers.put((String) pair[0], (String) pair[1]);
              }
              case "setContentType" ->
                  headers.put("Content-Type", (String) Objects.requireNonNull(arguments)[0]);
              case "setCharacterEncoding" -> {}
              case "getWriter" -> {
                return new PrintWriter(body, true);
              }
              default -> throw new UnsupportedOperationException(called.getName());
            }
            return null;
          };
      return (HttpServletResponse)
          Proxy.newProxyInstance(
              Requests.class.getClassLoader(), new Class<?>[] {HttpServletResponse.class}, handler);
    }
  }
}
