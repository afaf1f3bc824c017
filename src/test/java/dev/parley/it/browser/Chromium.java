package dev.parley.it.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CLI;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A headless browser of the Chromium family, which gets itself: one that is installed; else
 * Playwright's own; else the package manager's, where it may. Without any of them the tests fail,
 * saying what to install; they are never skipped.
 */
public final class Chromium implements AutoCloseable {

  /** A name for the loopback that a browser does not trust as one: plain http, as on a LAN. */
  static final String UNTRUSTED_HOST = "parley.test";

  private static final Logger LOG = System.getLogger(Chromium.class.getName());
  private static final Duration DOWNLOAD = Duration.ofMinutes(3);
  private static final Duration INSTALLATION = Duration.ofMinutes(5);
  private static final Path LOCK = Path.of("target", "chromium.lock");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /**
   * Where to look, and how to get one.
   *
   * @param places of browsers that may be installed, best first
   * @param download gets Playwright's own
   * @param installers each a list of commands, of which the first that is there is used
   */
  record Sources(
      Supplier<Stream<Path>> places,
      List<String> download,
      Supplier<Optional<List<List<String>>>> installers) {

    /** Those of this machine. */
    static Sources here() {
      return new Sources(InstalledBrowsers::places, downloadCommand(), PackageManager::here);
    }

    private static List<String> downloadCommand() {
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      String classPath = System.getProperty("java.class.path");
      return List.of(
          java, "-cp", classPath, CLI.class.getName(), "install", "--only-shell", "chromium");
    }
  }

  /** A browser that runs. */
  public static Chromium launch() {
    return launch(Sources.here());
  }

  static Chromium launch(Sources sources) {
    // Else Playwright would download all its browsers on its own, for as long as that takes.
    Map<String, String> noDownload = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(noDownload));
    try {
      return new Chromium(playwright, new Search(sources, playwright.chromium()).browser());
    } catch (RuntimeException | Error e) {
      playwright.close();
      throw e;
    }
  }

  public Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }

  /** One after the other, remembering why each was not it. */
  private static final class Search {

    private final Sources sources;
    private final BrowserType chromium;
    private final List<String> failures = new ArrayList<>();

    Search(Sources sources, BrowserType chromium) {
      this.sources = sources;
      this.chromium = chromium;
    }

    Browser browser() {
      return installed().orElseGet(this::got);
    }

    /** By one process at a time, as package managers demand; who waits then finds it there. */
    private Browser got() {
      try (FileChannel channel =
          FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        var unused = channel.lock(); // until the channel is closed
        failures.clear();
        return installed()
            .or(this::downloaded)
            .or(this::installedNow)
            .orElseThrow(() -> new AssertionError(failure()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private Optional<Browser> installed() {
      List<Path> found = sources.places().get().filter(Files::isExecutable).distinct().toList();
      if (found.isEmpty()) {
        failures.add("no browser is installed in any usual place or on the PATH");
      }
      return found.stream().flatMap(path -> started(path).stream()).findFirst();
    }

    private Optional<Browser> downloaded() {
      LOG.log(Level.INFO, "No browser is installed that starts; downloading Playwright's own");
      Command.Outcome outcome = Command.run(sources.download(), DOWNLOAD);
      if (!outcome.succeeded()) {
        failures.add("Playwright's own could not be downloaded: " + outcome.reason());
        return Optional.empty();
      }
      return started(null);
    }

    private Optional<Browser> installedNow() {
      Optional<List<List<String>>> commands = sources.installers().get();
      if (commands.isEmpty()) {
        failures.add("there is no package manager that may install one without a password");
        return Optional.empty();
      }
      for (List<String> command : commands.get()) {
        LOG.log(Level.INFO, "Running: " + String.join(" ", command));
        Command.Outcome outcome = Command.run(command, INSTALLATION);
        if (!outcome.succeeded()) {
          failures.add("'" + String.join(" ", command) + "' failed: " + outcome.reason());
          // An update may fail for one archive of several; the installation will tell.
        }
      }
      return installed();
    }

    /** Some distributions have a stub in place of a browser, so that only starting one tells. */
    private Optional<Browser> started(Path executable) {
      String name = executable == null ? "Playwright's own" : executable.toString();
      try {
        return Optional.of(start(executable, !Command.isRoot()));
      } catch (PlaywrightException e) {
        if (e.getMessage().contains("No usable sandbox")) {
          return unprotected(executable, name);
        }
        failures.add(name + " does not start: " + Command.firstLine(e.getMessage()));
        return Optional.empty();
      }
    }

    /** Where the system allows no sandbox to ordinary users. It is only our own pages that run. */
    private Optional<Browser> unprotected(Path executable, String name) {
      try {
        return Optional.of(start(executable, false));
      } catch (PlaywrightException e) {
        failures.add(name + " does not start: " + Command.firstLine(e.getMessage()));
        return Optional.empty();
      }
    }

    private Browser start(Path executable, boolean sandbox) {
      BrowserType.LaunchOptions options =
          new BrowserType.LaunchOptions()
              .setHeadless(true)
              .setChromiumSandbox(sandbox)
              .setArgs(
                  List.of(
                      // A portal's page that a test makes up is from nowhere, so not from the
                      // loopback.
                      "--disable-features=LocalNetworkAccessChecks",
                      "--disable-gpu",
                      "--disable-quic",
                      "--no-first-run",
                      "--disable-background-networking",
                      "--disable-component-update",
                      "--disable-sync",
                      "--host-resolver-rules=MAP " + UNTRUSTED_HOST + " 127.0.0.1"));
      if (executable != null) {
        options.setExecutablePath(executable);
      }
      return chromium.launch(options);
    }

    private String failure() {
      return """
      The tests need a browser, and none could be got. Install Chromium, Google Chrome or \
      Microsoft Edge, so that it is on the PATH (for example: apt-get install chromium). Tried:
      -\s"""
          + String.join(System.lineSeparator() + "- ", failures);
    }
  }

  /** Where browsers are, by system. */
  private static final class InstalledBrowsers {

    private static final List<String> NAMES =
        List.of(
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
            "microsoft-edge",
            "microsoft-edge-stable");

    static Stream<Path> places() {
      return Stream.concat(onPath(), usual());
    }

    private static Stream<Path> onPath() {
      String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
      return Arrays.stream(path.split(File.pathSeparator))
          .filter(directory -> !directory.isEmpty())
          .map(Path::of)
          .flatMap(InstalledBrowsers::in);
    }

    private static Stream<Path> in(Path directory) {
      String suffix = Command.isWindows() ? ".exe" : "";
      return NAMES.stream().map(name -> directory.resolve(name + suffix));
    }

    private static Stream<Path> usual() {
      if (Command.isWindows()) {
        return Stream.of("ProgramFiles", "ProgramFiles(x86)", "LocalAppData")
            .flatMap(variable -> Stream.ofNullable(System.getenv(variable)))
            .flatMap(
                root ->
                    Stream.of(
                        Path.of(root, "Chromium", "Application", "chrome.exe"),
                        Path.of(root, "Google", "Chrome", "Application", "chrome.exe"),
                        Path.of(root, "Microsoft", "Edge", "Application", "msedge.exe")));
      }
      if (Command.isMac()) {
        return Stream.of(Path.of("/Applications"), home("Applications"))
            .flatMap(
                root ->
                    Stream.of("Chromium", "Google Chrome", "Microsoft Edge")
                        .map(name -> root.resolve(name + ".app/Contents/MacOS/" + name)));
      }
      return Stream.concat(
          Stream.of("/usr/bin", "/usr/local/bin", "/snap/bin")
              .map(Path::of)
              .flatMap(InstalledBrowsers::in),
          Stream.of(
                  "/usr/lib/chromium/chromium",
                  "/opt/google/chrome/chrome",
                  "/opt/microsoft/msedge/msedge",
                  "/var/lib/flatpak/exports/bin/org.chromium.Chromium")
              .map(Path::of));
    }

    private static Path home(String directory) {
      return Path.of(System.getProperty("user.home"), directory);
    }
  }

  /** The system's own, used only where nobody has to be asked. */
  private static final class PackageManager {

    static Optional<List<List<String>>> here() {
      return asRoot()
          .flatMap(
              asRoot ->
                  known()
                      .filter(commands -> Command.isThere(commands.get(0).get(0)))
                      .findFirst()
                      .map(commands -> prefixed(asRoot, commands)));
    }

    private static Stream<List<List<String>>> known() {
      return Stream.of(
          List.of(
              List.of("apt-get", "update"),
              List.of("apt-get", "install", "-y", "--no-install-recommends", "chromium")),
          List.of(List.of("dnf", "install", "-y", "chromium")),
          List.of(List.of("apk", "add", "--no-cache", "chromium")));
    }

    /** What to put before a command; nothing at all where only a password would help. */
    private static Optional<List<String>> asRoot() {
      if (Command.isWindows() || Command.isMac()) {
        return Optional.empty();
      }
      List<String> quiet = List.of("env", "DEBIAN_FRONTEND=noninteractive");
      if (Command.isRoot()) {
        return Optional.of(quiet);
      }
      List<String> sudo = List.of("sudo", "-n");
      boolean may =
          Command.isThere("sudo")
              && Command.run(joined(sudo, List.of("true")), Duration.ofSeconds(10)).succeeded();
      return may ? Optional.of(joined(sudo, quiet)) : Optional.empty();
    }

    private static List<List<String>> prefixed(List<String> prefix, List<List<String>> commands) {
      return commands.stream().map(command -> joined(prefix, command)).toList();
    }

    private static List<String> joined(List<String> first, List<String> second) {
      return Stream.concat(first.stream(), second.stream()).toList();
    }
  }
}
