package dev.parley.it.proxy;

import dev.parley.it.browser.Command;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program that gets itself: one that is installed; else from Debian's packages, fetched by {@code
 * apt-get} and unpacked below {@code target}. Nothing is installed and nobody has to be root, so no
 * service is started on port 80. Without either the tests fail, saying what to install.
 *
 * @param root what its paths begin with; empty where it is installed
 */
record Program(Path executable, Path root) {

  private static final Logger LOG = System.getLogger(Program.class.getName());
  private static final Path PACKAGES = Path.of("target", "proxies", "packages").toAbsolutePath();
  private static final Duration DOWNLOAD = Duration.ofMinutes(3);
  private static final Pattern NEW = Pattern.compile("(?m)^Inst (\\S+) \\(");

  /**
   * Where to look, and how to get one.
   *
   * @param names of the executable
   * @param packaged the Debian package that has it
   * @param places directories in which it may be installed
   * @param fetcher what packages are fetched with
   */
  record Wanted(
      List<String> names, String packaged, Supplier<Stream<Path>> places, String fetcher) {

    Wanted(String packaged, String... names) {
      this(List.of(names), packaged, Program::usualPlaces, "apt-get");
    }
  }

  static Program get(Wanted wanted) {
    List<String> failures = new ArrayList<>();
    return installed(wanted)
        .or(() -> unpacked(wanted, failures))
        .orElseThrow(() -> new AssertionError(failure(wanted, failures)));
  }

  /** Its own libraries, which the system does not know of. */
  Map<String, String> environment() {
    List<Path> libraries =
        isInstalled()
            ? List.of()
            : Stream.of("usr/lib", "lib")
                .map(root::resolve)
                .flatMap(Program::children)
                .filter(directory -> directory.getFileName().toString().contains("-linux-"))
                .toList();
    return libraries.isEmpty()
        ? Map.of()
        : Map.of(
            "LD_LIBRARY_PATH",
            libraries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
  }

  /** The first of these directories that it has. */
  Path directory(List<String> candidates) {
    return candidates.stream()
        .map(candidate -> isInstalled() ? Path.of("/" + candidate) : root.resolve(candidate))
        .filter(Files::isDirectory)
        .findFirst()
        .orElseThrow(() -> new AssertionError(executable + " has none of " + candidates));
  }

  private boolean isInstalled() {
    return root.toString().isEmpty();
  }

  private static Optional<Program> installed(Wanted wanted) {
    return wanted
        .places()
        .get()
        .flatMap(place -> wanted.names().stream().map(place::resolve))
        .filter(Files::isExecutable)
        .findFirst()
        .map(executable -> new Program(executable, Path.of("")));
  }

  private static Stream<Path> usualPlaces() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(
            Stream.of(path.split(File.pathSeparator)).filter(place -> !place.isEmpty()),
            Stream.of("/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin"))
        .map(Path::of);
  }

  private static Optional<Program> unpacked(Wanted wanted, List<String> failures) {
    Path directory = PACKAGES.resolve(wanted.packaged());
    Path root = directory.resolve("root");
    if (!Files.isDirectory(root)) {
      if (!Command.isThere(wanted.fetcher())) {
        failures.add("there is no " + wanted.fetcher() + " to fetch it with");
        return Optional.empty();
      }
      LOG.log(Level.INFO, "Fetching " + wanted.packaged() + " from the system's packages");
      new Fetching(directory, failures).fetch(wanted.packaged(), root);
    }
    return Stream.of("usr/sbin", "usr/bin")
        .map(root::resolve)
        .flatMap(place -> wanted.names().stream().map(place::resolve))
        .filter(Files::isExecutable)
        .findFirst()
        .map(executable -> new Program(executable, root));
  }

  /** Of a package and of what it needs that is not installed. */
  private record Fetching(Path directory, List<String> failures) {

    void fetch(String name, Path root) {
      try {
        Files.createDirectories(directory);
        Path debs = Files.createTempDirectory(directory, "debs");
        if (!download(List.of(), name, debs)) {
          debs = Files.createTempDirectory(directory, "debs");
          if (!downloadByOwnLists(name, debs)) {
            return;
          }
        }
        unpack(debs, root);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The system's may be missing or old, and to renew them one would have to be root. */
    private boolean downloadByOwnLists(String name, Path debs) throws IOException {
      Path lists = Files.createDirectories(directory.resolve("lists/partial")).getParent();
      Path cache = Files.createDirectories(directory.resolve("cache"));
      List<String> own = List.of("-o", "Dir::State::Lists=" + lists, "-o", "Dir::Cache=" + cache);
      return apt(debs, own, List.of("update")).isPresent() && download(own, name, debs);
    }

    private boolean download(List<String> options, String name, Path debs) {
      return apt(debs, options, List.of("-s", "--no-install-recommends", "install", name))
          .map(plan -> NEW.matcher(plan).results().map(found -> found.group(1)).toList())
          .filter(packages -> packages.contains(name))
          .flatMap(packages -> apt(debs, options, concat(List.of("download"), packages)))
          .isPresent();
    }

    private Optional<String> apt(Path where, List<String> options, List<String> arguments) {
      List<String> quiet = List.of("env", "--chdir=" + where, "LC_ALL=C", "apt-get", "-q");
      List<String> asWhoeverItIs =
          Command.isRoot() ? List.of("-o", "APT::Sandbox::User=root") : List.of();
      return run(concat(concat(quiet, asWhoeverItIs), concat(options, arguments)));
    }

    /** Whole or not at all. */
    private void unpack(Path debs, Path root) throws IOException {
      Path unfinished = Files.createTempDirectory(directory, "root");
      boolean whole =
          children(debs)
              .allMatch(
                  deb ->
                      run(List.of("dpkg", "-x", deb.toString(), unfinished.toString()))
                          .isPresent());
      if (whole) {
        Files.move(unfinished, root);
      }
    }

    private Optional<String> run(List<String> command) {
      Command.Outcome outcome = Command.run(command, DOWNLOAD);
      if (!outcome.succeeded()) {
        failures.add("'" + String.join(" ", command) + "' failed: " + outcome.reason());
        return Optional.empty();
      }
      return Optional.of(outcome.output());
    }
  }

  private static Stream<Path> children(Path directory) {
    try (Stream<Path> children = Files.list(directory)) {
      return children.toList().stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private static List<String> concat(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private static String failure(Wanted wanted, List<String> failures) {
    return """
        The tests need %1$s, and it could not be got. Install it, so that it is on the PATH (for \
        example: apt-get install %1$s). Tried:
        - it is not installed in any usual place or on the PATH
        -\s"""
            .formatted(wanted.packaged())
        + String.join(System.lineSeparator() + "- ", failures);
  }
}
