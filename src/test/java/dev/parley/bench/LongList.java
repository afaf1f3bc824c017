package dev.parley.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.parley.it.browser.Chromium;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a long list of messages costs the browser that shows it, in a headless Chromium: the list as
 * it is; as it was when it kept 2,000 messages; as it is without {@code content-visibility}; and a
 * list of bare paragraphs, in turn. {@code -Dpasses=1} is quicker; {@code -Dshapes=now,plain} takes
 * others, of which {@code plain} has no containment either, and takes minutes.
 *
 * <pre>mvn -q verify -DskipITs &amp;&amp; mvn -q exec:java@long-list</pre>
 */
public final class LongList {

  private static final int PASSES = Integer.getInteger("passes", 3);

  /** The last commit at which the list kept 2,000 messages. */
  private static final String BEFORE = "4bc0f3b";

  private static final String CLIENT = "src/main/webapp/client";

  private LongList() {}

  private record Shape(String kind, int messages) {}

  private static final List<Shape> SHAPES =
      List.of(
          new Shape("now", 10_000),
          new Shape("before", 2_000),
          new Shape("contained", 10_000),
          new Shape("paragraphs", 10_000));

  private static List<Shape> shapes() {
    String wanted = System.getProperty("shapes");
    return wanted == null
        ? SHAPES
        : Stream.of(wanted.split(",")).map(kind -> new Shape(kind, 10_000)).toList();
  }

  /** All shapes, a few passes. */
  public static void main(String[] args) {
    System.out.println(
        "pass  shape               open  prepend  append  frames  median  95 %   worst  "
            + "over 34 ms  main thread a frame");
    try (Chromium chromium = Chromium.launch()) {
      for (int pass = 1; pass <= PASSES; pass++) {
        for (Shape shape : shapes()) {
          System.out.println(pass + "     " + measure(chromium.browser(), shape));
        }
      }
    }
  }

  private static String measure(Browser browser, Shape shape) {
    try (BrowserContext context =
        browser.newContext(new Browser.NewContextOptions().setViewportSize(900, 700))) {
      context.route("**/*", LongList::serve);
      Page page = context.newPage();
      page.setDefaultTimeout(0);
      page.navigate("http://bench.invalid/");
      page.evaluate("import('/long-list.js').then((module) => { window.bench = module; })");
      @SuppressWarnings("unchecked")
      Map<String, Object> prepared =
          (Map<String, Object>)
              page.evaluate(
                  "([kind, count]) => bench.prepare(kind, count)",
                  List.of(shape.kind(), shape.messages()));
      double[] earlier = numbers(prepared.get("earlier"));
      double[] appended = numbers(page.evaluate("bench.appended()"));
      CDPSession session = context.newCDPSession(page);
      session.send("Performance.enable");
      double before = mainThreadSeconds(session);
      double[] frames = numbers(page.evaluate("bench.roundTrip()"));
      double perFrame = (mainThreadSeconds(session) - before) * 1000 / frames.length;
      long late = Arrays.stream(frames).filter(ms -> ms > 34).count();
      return String.format(
          Locale.ROOT,
          "%-10s %6d  %6.1f  %7.1f  %6.1f  %6d  %6.1f  %5.1f  %5.0f  %8.1f %%  %10.1f",
          shape.kind(),
          shape.messages(),
          ((Number) prepared.get("open")).doubleValue(),
          // The last ones, before a list that is long already.
          quantile(Arrays.copyOfRange(earlier, earlier.length - 20, earlier.length), 0.5),
          quantile(appended, 0.5),
          frames.length,
          quantile(frames, 0.5),
          quantile(frames, 0.95),
          quantile(frames, 1),
          100.0 * late / frames.length,
          perFrame);
    }
  }

  private static double mainThreadSeconds(CDPSession session) {
    for (JsonElement each : session.send("Performance.getMetrics").getAsJsonArray("metrics")) {
      JsonObject metric = each.getAsJsonObject();
      if (metric.get("name").getAsString().equals("TaskDuration")) {
        return metric.get("value").getAsDouble();
      }
    }
    throw new AssertionError("the browser does not tell how long it worked");
  }

  private static double[] numbers(Object list) {
    return ((List<?>) list).stream().mapToDouble(each -> ((Number) each).doubleValue()).toArray();
  }

  private static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  }

  /** The page, this benchmark's script, and the client as it is and as it was. */
  private static void serve(Route route) {
    String path = URI.create(route.request().url()).getPath();
    Route.FulfillOptions answer = new Route.FulfillOptions();
    try {
      if (path.equals("/")) {
        answer.setContentType("text/html").setBody("<!DOCTYPE html><body style='margin: 0'>");
      } else {
        answer.setContentType(path.endsWith(".json") ? "application/json" : "text/javascript");
        answer.setBodyBytes(bytes(path));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    route.fulfill(answer);
  }

  private static byte[] bytes(String path) throws IOException {
    if (path.startsWith("/now/")) {
      return Files.readAllBytes(Path.of(CLIENT, path.substring("/now/".length())));
    }
    if (path.startsWith("/before/")) {
      String file = BEFORE + ":" + CLIENT + "/" + path.substring("/before/".length());
      return new ProcessBuilder("git", "show", file).start().getInputStream().readAllBytes();
    }
    try (InputStream script = LongList.class.getResourceAsStream(path.substring(1))) {
      return script.readAllBytes();
    }
  }
}
