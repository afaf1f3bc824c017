package dev.parley.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1,            10.0.0.1,                 true",
    "10.0.0.1,            10.0.0.2,                 false",
    "10.0.0.0/8,          10.255.255.255,           true",
    "10.0.0.0/8,          11.0.0.0,                 false",
    "10.0.0.0/8,          9.255.255.255,            false",
    "10.1.2.3/8,          10.200.0.1,               true",
    "192.168.4.0/22,      192.168.7.255,            true",
    "192.168.4.0/22,      192.168.8.0,              false",
    "192.168.4.0/22,      192.168.3.255,            false",
    "192.168.1.128/25,    192.168.1.128,            true",
    "192.168.1.128/25,    192.168.1.127,            false",
    "192.168.1.6/31,      192.168.1.7,              true",
    "192.168.1.6/31,      192.168.1.8,              false",
    "192.168.1.6/32,      192.168.1.6,              true",
    "192.168.1.6/32,      192.168.1.7,              false",
    "0.0.0.0/0,           203.0.113.9,              true",
    "0.0.0.0/0,           ::1,                      false",
    "::1,                 ::1,                      true",
    "::1,                 0:0:0:0:0:0:0:1,          true",
    "::1,                 ::2,                      false",
    "::/0,                2001:db8::1,              true",
    "::/0,                10.0.0.1,                 false",
    "2001:db8::/32,       2001:db8:ffff::1,         true",
    "2001:DB8::/32,       2001:db8::1,              true",
    "2001:db8::/32,       2001:db9::,               false",
    "2001:db8:0:8000::/49, 2001:db8:0:ffff::1,      true",
    "2001:db8:0:8000::/49, 2001:db8:0:7fff::1,      false",
    "fe80::1/128,         fe80::1,                  true",
    "10.0.0.0/8,          ::ffff:10.1.2.3,          true",
    "::ffff:10.1.2.3,     10.1.2.3,                 true",
  })
  void anAddressIsTrustedIfABlockContainsIt(String block, String address, boolean trusted) {
    assertThat(new TrustedProxies(List.of(block)).contains(address)).isEqualTo(trusted);
  }

  @Test
  void anyOfTheBlocksWillDo() {
    TrustedProxies proxies = new TrustedProxies(List.of("10.0.0.1", "::1", "172.16.0.0/12"));
    assertThat(List.of("10.0.0.1", "::1", "172.31.255.255")).allMatch(proxies::contains);
    assertThat(proxies.contains("172.32.0.0")).isFalse();
  }

  @Test
  void withoutBlocksNobodyIsTrusted() {
    assertThat(new TrustedProxies(List.of()).contains("127.0.0.1")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "localhost",
        "proxy.example.com",
        "unknown",
        "_hidden",
        "10.0.0.1:8080",
        "[::1]",
        "[::1]:8080",
        "10.0.0.1/8",
        "256.0.0.1",
        "999.1.1.1",
        "10.0.0.0.1",
        "1.2.3.",
        "...",
        ":",
        ":::",
        "1::2::3",
        "12345::",
        "1:2:3:4:5:6:7:8:9",
        "fe80::1%eth0",
        " 10.0.0.1",
        "10.0.0.1\n",
      })
  void whatIsNoAddressIsNotTrusted(String text) {
    assertThat(TrustedProxies.isAddress(text)).isFalse();
    assertThat(new TrustedProxies(List.of("0.0.0.0/0", "::/0")).contains(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "proxy.example.com",
        "256.0.0.1",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/",
        "10.0.0.0/x",
        "10.0.0.0/8/8",
        "/8",
        "::/129",
        "::g",
        "*",
        "10.0.0.*",
        "10.0.0.1-10.0.0.9",
        "10.0.0.1:80",
        "10.0.0.0/+8"
      })
  void whatIsNoBlockIsAnError(String text) {
    assertThatThrownBy(() -> new TrustedProxies(List.of(text)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void anAddressIsInEveryBlockAroundIt(
      @ForAll int address, @ForAll @IntRange(max = 32) int prefix) {
    String literal = literal(address);
    assertThat(new TrustedProxies(List.of(literal + "/" + prefix)).contains(literal)).isTrue();
    if (prefix > 0) {
      String beyond = literal(address ^ (1 << (32 - prefix)));
      assertThat(new TrustedProxies(List.of(literal + "/" + prefix)).contains(beyond)).isFalse();
    }
  }

  @Property
  void noTextMakesItThrow(
      @ForAll @Chars({'0', '1', '9', 'a', 'f', ':', '.', '%', '['}) String text) {
    TrustedProxies proxies = new TrustedProxies(List.of("10.0.0.0/8", "fc00::/7"));
    assertThat(proxies.contains(text)).isIn(true, false);
  }

  private static String literal(int address) {
    return (address >>> 24)
        + "."
        + (address >> 16 & 0xFF)
        + "."
        + (address >> 8 & 0xFF)
        + "."
        + (address & 0xFF);
  }
}
