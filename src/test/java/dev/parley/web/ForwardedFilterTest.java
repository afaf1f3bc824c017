package dev.parley.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client is at 203.0.113.9; 10.0.0.0/8 and ::1 are our proxies. */
@SuppressWarnings("UnnecessaryAssignment") // no container injects here
class ForwardedFilterTest {

  private static final TrustedProxies PROXIES = new TrustedProxies(List.of("10.0.0.0/8", "::1"));

  // For

  @Test
  void withoutAProxyNothingIsBelieved() throws Exception {
    Requests request =
        Requests.get("/api/rooms")
            .from("203.0.113.9")
            .header("X-Forwarded-For", "198.51.100.1")
            .header("X-Forwarded-Proto", "https")
            .header("X-Forwarded-Host", "evil.example")
            .header("X-Forwarded-Prefix", "/evil");
    HttpServletRequest seen = seen(request);
    assertThat(seen.getRemoteAddr()).isEqualTo("203.0.113.9");
    assertThat(seen.getScheme()).isEqualTo("http");
    assertThat(seen.isSecure()).isFalse();
    assertThat(seen.getHeader("Host")).isEqualTo("chat.example.com");
    assertThat(PublicPath.of(seen)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "203.0.113.9                               | 203.0.113.9",
        "  203.0.113.9                             | 203.0.113.9",
        "198.51.100.1, 203.0.113.9                 | 203.0.113.9",
        "10.9.9.9, 203.0.113.9                     | 203.0.113.9",
        "127.0.0.1,::1,203.0.113.9                 | 203.0.113.9",
        "203.0.113.9, 10.1.1.1                     | 203.0.113.9",
        "198.51.100.1, 203.0.113.9, 10.1.1.1, ::1  | 203.0.113.9",
        "198.51.100.1,203.0.113.9,10.1.1.1         | 203.0.113.9",
        "2001:db8::9, 10.1.1.1                     | 2001:db8::9",
        "10.1.1.2, 10.1.1.1                        | 10.1.1.2",
        "''                                        | 10.0.0.1",
        "','                                       | 10.0.0.1",
        "unknown                                   | 10.0.0.1",
        "203.0.113.9, unknown                      | 10.0.0.1",
        "203.0.113.9, proxy.local, 10.1.1.1        | 10.1.1.1",
        "203.0.113.9,                              | 10.0.0.1",
        "\" client=forged                          | 10.0.0.1",
        "999.1.1.1                                 | 10.0.0.1",
        "203.0.113.9, 999.1.1.1                    | 10.0.0.1",
        "203.0.113.9, 10.1.1.1.1                   | 10.0.0.1",
      })
  void theClientIsTheLastInTheChainThatIsNoProxyOfOurs(String chain, String client)
      throws Exception {
    Requests request = Requests.get("/api/rooms").from("10.0.0.1").header("X-Forwarded-For", chain);
    assertThat(seen(request).getRemoteAddr()).isEqualTo(client);
  }

  @Test
  void aChainInSeveralLinesIsReadToItsEnd() throws Exception {
    // HAProxy leaves the client's own line where it is and adds another behind it
    Requests request =
        Requests.get("/api/rooms")
            .from("10.0.0.1")
            .header("X-Forwarded-For", "198.51.100.1")
            .header("X-Forwarded-For", "203.0.113.9");
    assertThat(seen(request).getRemoteAddr()).isEqualTo("203.0.113.9");
  }

  @ParameterizedTest
  @CsvSource({"203.0.113.9:50123, 203.0.113.9", "[2001:db8::9]:50123, 2001:db8::9"})
  void aPortBesideTheClientsAddressIsNotPartOfIt(String hop, String client) throws Exception {
    // so that each connection of one client does not count as another client
    Requests request = Requests.get("/api/rooms").from("10.0.0.1").header("X-Forwarded-For", hop);
    assertThat(seen(request).getRemoteAddr()).isIn(client, "10.0.0.1");
  }

  @Test
  void anAddressWithAPortInTheMiddleOfTheChainIsNoError() throws Exception {
    Requests request =
        Requests.get("/api/rooms")
            .from("10.0.0.1")
            .header("X-Forwarded-For", "203.0.113.9, 10.1.1.1:50123");
    assertThat(seen(request).getRemoteAddr()).isIn("203.0.113.9", "10.0.0.1", "10.1.1.1");
  }

  @Test
  void withoutAChainTheProxyIsTheClient() throws Exception {
    Requests request = Requests.get("/api/rooms").from("10.0.0.1");
    assertThat(seen(request).getRemoteAddr()).isEqualTo("10.0.0.1");
  }

  // Proto

  @ParameterizedTest
  @CsvSource({
    "https,        https, true",
    "HTTPS,        https, true",
    "http,         http,  false",
    "'http, https', https, true",
    "gopher,       http,  false",
    "'',           http,  false",
  })
  void theSchemeIsTheOneThatTheProxyNames(String proto, String scheme, boolean secure)
      throws Exception {
    HttpServletRequest seen =
        seen(Requests.get("/").from("10.0.0.1").header("X-Forwarded-Proto", proto));
    assertThat(seen.getScheme()).isEqualTo(scheme);
    assertThat(seen.isSecure()).isEqualTo(secure);
  }

  @ParameterizedTest
  @CsvSource({"wss, https", "ws, http", "WSS, https"})
  void aSocketsSchemeIsTheOneOfItsPage(String proto, String scheme) throws Exception {
    // Traefik writes wss and ws at a handshake
    HttpServletRequest seen =
        seen(Requests.handshake().from("10.0.0.1").header("X-Forwarded-Proto", proto));
    assertThat(seen.getScheme()).isEqualTo(scheme);
  }

  @Test
  void aProxyThatSpeaksHttpsToUsMayHaveSpokenHttpToTheClient() throws Exception {
    Requests request =
        Requests.get("/").scheme("https").from("10.0.0.1").header("X-Forwarded-Proto", "http");
    HttpServletRequest seen = seen(request);
    assertThat(seen.getScheme()).isEqualTo("http");
    assertThat(seen.isSecure()).isFalse();
  }

  // Host

  @Test
  void theHostIsTheOneThatTheClientAskedFor() throws Exception {
    Requests request =
        Requests.get("/api/rooms")
            .from("10.0.0.1")
            .header("X-Forwarded-Proto", "https")
            .header("X-Forwarded-Host", "portal.example.com:8443");
    HttpServletRequest seen = seen(request);
    assertThat(seen.getHeader("host")).isEqualTo("portal.example.com:8443");
    assertThat(seen.getRequestURL()).hasToString("https://portal.example.com:8443/api/rooms");
    assertThat(Origins.own(seen)).isEqualTo("https://portal.example.com:8443");
  }

  @Test
  void aProxyThatKeepsTheHostNeedNotForwardIt() throws Exception {
    Requests request = Requests.get("/").from("10.0.0.1").header("X-Forwarded-Proto", "https");
    assertThat(Origins.own(seen(request))).isEqualTo("https://chat.example.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "portal.example.com/path",
        "portal.example.com?query",
        "a@portal.example.com",
        "por\"tal",
        "por<tal",
        "portal.example.com:port",
        "[portal]",
        "::1",
        "",
      })
  void whatIsNoHostIsNotTakenForOne(String host) throws Exception {
    Requests request = Requests.get("/").from("10.0.0.1").header("X-Forwarded-Host", host);
    assertThat(seen(request).getHeader("Host")).isEqualTo("chat.example.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"portal", "por_tal:80", "203.0.113.9:8443", "[2001:db8::9]", "[::1]:8443"})
  void aHostIsANameOrAnAddressWithOrWithoutAPort(String host) throws Exception {
    Requests request = Requests.get("/").from("10.0.0.1").header("X-Forwarded-Host", host);
    assertThat(seen(request).getHeader("Host")).isEqualTo(host);
  }

  // Prefix

  @ParameterizedTest
  @CsvSource({
    "/talk, /talk",
    "/talk/, /talk",
    "/a/b-c/d.e~f_1, /a/b-c/d.e~f_1",
    "'/evil, /talk', /talk"
  })
  void thePathIsTheOneAtWhichTheProxyHasUs(String prefix, String path) throws Exception {
    assertThat(publicPath(prefix)).isEqualTo(path);
  }

  @Test
  void atTheRootOfAHostThePathIsEmpty() throws Exception {
    assertThat(publicPath("/")).isEmpty();
  }

  @Test
  void withoutAPrefixThePathIsTheContextPath() throws Exception {
    assertThat(PublicPath.of(seen(Requests.get("/").from("10.0.0.1").in("/parley"))))
        .isEqualTo("/parley");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "talk",
        "//evil.example",
        "/talk//",
        "/..",
        "/../",
        "/talk/../x",
        "/./talk",
        "/talk?x",
        "/talk#x",
        "/talk;x",
        "/ta%6ck",
        "/ta lk",
        "/ta\"lk",
        "/\\evil.example",
        "/<b>",
        "https://evil.example/",
        "/talk,",
        "/a/b/c/d/e/f/g/h/i",
      })
  void whatIsNoPlainPathIsNotTakenForOne(String prefix) throws Exception {
    assertThat(publicPath(prefix)).isEqualTo("/parley");
  }

  private static String publicPath(String prefix) throws ServletException, IOException {
    return PublicPath.of(
        seen(
            Requests.get("/").in("/parley").from("10.0.0.1").header("X-Forwarded-Prefix", prefix)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Forwarded-For", "Accept", "Origin"})
  void otherHeadersStayAsTheyAre(String name) throws Exception {
    Requests request = Requests.get("/").from("10.0.0.1").header(name, "203.0.113.9");
    assertThat(seen(request).getHeader(name)).isEqualTo("203.0.113.9");
  }

  /** The request as those behind the filter see it. */
  private static HttpServletRequest seen(Requests request) throws ServletException, IOException {
    ForwardedFilter filter = new ForwardedFilter();
    filter.proxies = PROXIES;
    List<HttpServletRequest> passed = new ArrayList<>();
    filter.doFilter(
        request.build(),
        new Requests.Answer().response(),
        (passedRequest, response) -> passed.add((HttpServletRequest) passedRequest));
    assertThat(passed).hasSize(1);
    return passed.get(0);
  }
}
