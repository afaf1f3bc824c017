package dev.parley.it.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A configuration as it stands in {@code docs/reverse-proxy.md}, to be made fit for a test. */
record Snippet(String text) {

  private static final Path PAGE = Path.of("docs", "reverse-proxy.md");

  /** The one that follows this heading. */
  static Snippet under(String heading) {
    try {
      Matcher block =
          Pattern.compile(
                  Pattern.quote("\n### " + heading + "\n") + "\\s*```\\w+\n(.*?)```",
                  Pattern.DOTALL)
              .matcher(Files.readString(PAGE));
      if (!block.find()) {
        throw new AssertionError(PAGE + " has no configuration under " + heading);
      }
      return new Snippet(block.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is to be replaced has to be there. */
  Snippet with(String what, Object by) {
    if (!text.contains(what)) {
      throw new AssertionError("'" + what + "' is not in\n" + text);
    }
    return new Snippet(text.replace(what, by.toString()));
  }
}
