package dev.parley.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A part of a page of the docs that a program writes, between two comments.
 *
 * @param name as it stands in the comments
 */
public record Section(Path page, String name) {

  /** Puts this text in the place of what stood there. */
  public void write(String text) throws IOException {
    String whole = Files.readString(page);
    String begin = "<!-- " + name + " -->";
    int from = whole.indexOf(begin);
    int to = whole.indexOf("<!-- end of " + name + " -->");
    if (from < 0 || to < from) {
      throw new IOException(page + " has no section " + name);
    }
    String before = whole.substring(0, from + begin.length());
    Files.writeString(page, before + "\n\n" + text + "\n" + whole.substring(to));
  }
}
