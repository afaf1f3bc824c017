package dev.parley.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AuditLogTest {

  private final AuditLog audit = new AuditLog();

  static Stream<Arguments> events() {
    return Stream.of(
        event(a -> a.started("/chat", "/data"), "started context=\"/chat\" data_dir=\"/data\""),
        event(a -> a.stopped("/chat", 7), "stopped context=\"/chat\" connections=7"),
        event(a -> a.unknownSetting("parley.x"), "unknown_setting name=\"parley.x\""),
        event(a -> a.keyCreated("k"), "key_created kid=k"),
        event(a -> a.keyForgotten("k"), "key_forgotten kid=k"),
        event(
            a -> a.roomCreated("r", "c", "192.0.2.1"),
            "room_created room=r client=c address=192.0.2.1"),
        event(a -> a.admitted("r", "c", "192.0.2.1"), "admitted room=r client=c address=192.0.2.1"),
        event(a -> a.roomForgotten("r"), "room_forgotten room=r"),
        event(a -> a.joined("r", "c"), "joined room=r client=c"),
        event(a -> a.left("r", "c", 1001), "left room=r client=c code=1001"),
        event(a -> a.tooSlow("r", "c", 9), "too_slow room=r client=c queued_bytes=9"),
        event(a -> a.limited("r", "c"), "limited what=posts room=r client=c"),
        event(a -> a.limited("192.0.2.1"), "limited what=joins address=192.0.2.1"),
        event(a -> a.refused("Token expired"), "refused reason=\"Token expired\""),
        event(
            a -> a.refused("room not found", "192.0.2.1"),
            "refused reason=\"room not found\" address=192.0.2.1"));
  }

  @ParameterizedTest
  @MethodSource("events")
  void anEventIsOneLineOfKeysAndValues(Consumer<AuditLog> event, String line) {
    try (LogCapture log = LogCapture.open()) {
      event.accept(audit);
      assertThat(log.lines()).containsExactly(line);
    }
  }

  @Test
  void quotesLineBreaksAndForeignLettersAreEscaped() {
    assertThat(quoted("a\"b\\c\nd\re\tfé\u2028\u202e\u0000"))
        .isEqualTo("\"a\\u0022b\\u005cc\\u000ad\\u000de\\u0009f\\u00e9\\u2028\\u202e\\u0000\"");
  }

  @Test
  void aLongTextIsCutOff() {
    assertThat(quoted("x".repeat(1000))).isEqualTo("\"" + "x".repeat(200) + "\"");
  }

  @Property
  void nobodyForgesALine(@ForAll String text) {
    assertThat(quoted(text)).matches("\"[ -!#-\\[\\]-~]*(\\\\u[0-9a-f]{4,6}[ -!#-\\[\\]-~]*)*\"");
  }

  @Test
  void aTextThatLooksLikeAParameterStaysAsItIs() {
    assertThat(quoted("{0} %s ${jndi:ldap://x}")).isEqualTo("\"{0} %s ${jndi:ldap://x}\"");
  }

  @Test
  void aBadSettingIsOneLineWhateverItsValue() {
    try (LogCapture log = LogCapture.open()) {
      audit.invalidSetting("parley.x=1\n2\r3\u001b[31m is not allowed");
      assertThat(log.lines()).containsExactly("parley.x=1?2?3?[31m is not allowed");
      assertThat(log.records().get(0).getLevel()).isEqualTo(Level.SEVERE);
    }
  }

  @Test
  void anErrorIsLoggedWithItsTraceUnderTheIdThatIsHandedOn() {
    Exception fault = new IllegalStateException("broken");
    try (LogCapture log = LogCapture.open()) {
      String id = audit.error("socket", fault);
      assertThat(id).matches("[0-9a-f]{8}");
      LogRecord logged = log.records().get(0);
      assertThat(logged.getMessage()).isEqualTo("error id=" + id + " where=socket");
      assertThat(logged.getThrown()).isSameAs(fault);
      assertThat(logged.getLevel()).isEqualTo(Level.SEVERE);
    }
  }

  @Test
  void noTwoErrorsHaveTheSameId() {
    try (LogCapture log = LogCapture.open()) {
      assertThat(audit.error("x", new IllegalStateException()))
          .isNotEqualTo(audit.error("x", new IllegalStateException()));
      assertThat(log.records()).hasSize(2);
    }
  }

  private String quoted(String text) {
    try (LogCapture log = LogCapture.open()) {
      audit.refused(text);
      return log.lines().get(0).substring("refused reason=".length());
    }
  }

  private static Arguments event(Consumer<AuditLog> event, String line) {
    return Arguments.of(event, line);
  }
}
