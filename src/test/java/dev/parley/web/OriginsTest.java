package dev.parley.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {

  @ParameterizedTest
  @CsvSource({
    "http,  chat.example.com,      http://chat.example.com,         true",
    "http,  chat.example.com,      HTTP://Chat.Example.COM,         true",
    "http,  Chat.Example.com,      http://chat.example.com,         true",
    "http,  chat.example.com,      http://chat.example.com:80,      true",
    "http,  chat.example.com:80,   http://chat.example.com,         true",
    "https, chat.example.com,      https://chat.example.com:443,    true",
    "https, chat.example.com:443,  https://chat.example.com,        true",
    "http,  localhost:8080,        http://localhost:8080,           true",
    "http,  [::1]:8080,            http://[::1]:8080,               true",
    "http,  [::1],                 http://[::1]:80,                 true",
    "https, chat.example.com,      http://chat.example.com,         false",
    "http,  chat.example.com,      https://chat.example.com,        false",
    "http,  chat.example.com,      http://chat.example.com:443,     false",
    "https, chat.example.com,      https://chat.example.com:80,     false",
    "http,  chat.example.com:8080, http://chat.example.com,         false",
    "http,  localhost:8080,        http://localhost:8081,           false",
    "http,  localhost:8080,        http://127.0.0.1:8080,           false",
    "http,  chat.example.com,      http://example.com,              false",
    "http,  chat.example.com,      http://chat.example.com.evil.io, false",
    "http,  chat.example.com,      http://evilchat.example.com,     false",
    "http,  chat.example.com,      null,                            false",
    "http,  chat.example.com,      '',                              false",
  })
  void anOriginIsOursIfSchemeHostAndPortAre(
      String scheme, String host, String origin, boolean own) {
    Requests request = Requests.handshake().scheme(scheme).without("Host").header("Host", host);
    assertThat(new Origins(List.of()).isOwn(origin, request.build())).isEqualTo(own);
  }

  @Test
  void withoutAHostNoOriginIsOurs() {
    Requests request = Requests.handshake().without("Host");
    assertThat(new Origins(List.of()).isOwn("http://null", request.build())).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "https://portal.example.com,      https://portal.example.com,      true",
    "https://portal.example.com:443,  https://portal.example.com,      true",
    "https://Portal.Example.com,      https://portal.example.com:443,  true",
    "http://portal.example.com:8080,  http://portal.example.com:8080,  true",
    "https://portal.example.com,      http://portal.example.com,       false",
    "https://portal.example.com,      https://portal.example.com:8443, false",
    "https://portal.example.com,      https://a.portal.example.com,    false",
    "https://portal.example.com,      null,                            false",
  })
  void aListedOriginIsComparedLikewise(String listed, String origin, boolean isListed) {
    assertThat(new Origins(List.of("https://x.example", listed)).isListed(origin))
        .isEqualTo(isListed);
  }
}
