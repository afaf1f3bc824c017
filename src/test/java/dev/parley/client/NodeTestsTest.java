package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the client's modules promise, each on its own, is written for Node's test runner. */
class NodeTestsTest {

  private static final String TESTS = "src/test/client/**/*.test.js";

  @Test
  void allPassAndNoneIsLeftOut() {
    String said = Node.run(List.of("--test", "--test-reporter=spec", TESTS));
    System.out.printf(
        "Client: %d tests, %d passed, %d skipped%n",
        total("tests", said), total("pass", said), total("skipped", said));
    assertThat(total("tests", said)).isPositive().isEqualTo(total("pass", said));
  }

  /** From the report's summary. */
  private static int total(String of, String report) {
    Matcher matcher = Pattern.compile("(?m)^\\S+ " + of + " (\\d+)\\s*$").matcher(report);
    assertThat(matcher.find()).as("the number of " + of + " in:\n" + report).isTrue();
    return Integer.parseInt(matcher.group(1));
  }
}
