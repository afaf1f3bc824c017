import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the client as the WAR serves it: a bundle for each module that pages name, under the same
 * name, minified. Run from its source by the build, so that it needs nothing that is compiled
 * before: see docs/decisions/client-bundle.md.
 *
 * <p>{@code java -cp <with an esbuild> Bundle.java <sources> <where to>}
 */
final class Bundle {

  /**
   * What pages name. All that a module imports is within it, but for these: they stay files, which
   * others on a page have, too.
   */
  private static final Map<String, List<String>> ENTRIES = new LinkedHashMap<>();

  static {
    ENTRIES.put("parley-chat.js", List.of());
    ENTRIES.put("parley-launcher.js", List.of("parley-chat.js"));
    ENTRIES.put("page/chat-page.js", List.of("parley-chat.js"));
    ENTRIES.put("chat-connection.js", List.of());
    ENTRIES.put("use-chat.js", List.of("chat-connection.js"));
  }

  /** Bytes over the wire, of an entry with all that it loads. */
  private static final Map<String, Integer> LIMITS = new LinkedHashMap<>();

  static {
    LIMITS.put("parley-chat.js", 20_480);
    LIMITS.put("chat-connection.js", 8_000);
  }

  /** A style sheet within a module. */
  private static final Pattern STYLES = Pattern.compile("(?<=\\bstyleSheet\\(`)[^`$\\\\]+(?=`\\))");

  /** A number that has a name, in a module. */
  private static final Pattern NUMBER = Pattern.compile("(?m)^const ([A-Z_]+) = ([\\d_.]+);");

  private static final Pattern IMPORT =
      Pattern.compile("\\b(?:from|import)\\s*\\(?\\s*\"(\\.[^\"]+)\"");

  private final Path sources;
  private final Path target;

  private Bundle(Path sources, Path target) {
    this.sources = sources;
    this.target = target;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    try {
      make(new Bundle(Path.of(args[0]), Path.of(args[1])));
    } catch (Refused refused) {
      System.err.println("Client: " + refused.getMessage());
      System.exit(1);
    }
  }

  /** For who builds, in one line. */
  private static final class Refused extends IOException {

    private static final long serialVersionUID = 1L;

    Refused(String why) {
      super(why);
    }
  }

  private static void make(Bundle bundle) throws IOException, InterruptedException {
    clear(bundle.target);
    Optional<Path> esbuild = esbuild(bundle.target.resolveSibling("esbuild"));
    if (esbuild.isPresent()) {
      bundle.bundle(esbuild.get());
      bundle.copy(false);
      bundle.weigh();
    } else {
      System.out.println("Client: no esbuild for " + platform() + ", so it is served as it is");
      bundle.copy(true);
    }
  }

  /** Joined first and minified then, as one file: that finds shorter names for all of it. */
  private void bundle(Path esbuild) throws IOException, InterruptedException {
    Path staged = target.resolveSibling("client-sources");
    Path joined = target.resolveSibling("client-joined");
    stage(esbuild, staged);
    clear(joined);
    for (Map.Entry<String, List<String>> entry : ENTRIES.entrySet()) {
      if (Files.exists(staged.resolve(entry.getKey()))) {
        List<String> join = command(esbuild, entry.getKey(), staged, joined);
        join.addAll(List.of("--bundle", "--sourcemap=inline", "--external:react"));
        entry.getValue().forEach(file -> join.add("--external:*/" + file));
        succeed(new ProcessBuilder(join).inheritIO().start());
        List<String> minify = command(esbuild, entry.getKey(), joined, target);
        minify.addAll(List.of("--minify", "--sourcemap=linked"));
        succeed(new ProcessBuilder(minify).inheritIO().start());
      }
    }
  }

  private static List<String> command(Path esbuild, String module, Path from, Path to) {
    return new ArrayList<>(
        List.of(
            esbuild.toString(),
            from.resolve(module).toString(),
            "--format=esm",
            "--target=es2022",
            "--charset=utf8",
            "--outbase=" + from,
            "--outdir=" + to,
            "--log-level=warning"));
  }

  /** Copies the sources, with their style sheets minified: the bundler takes those for text. */
  private void stage(Path esbuild, Path staged) throws IOException, InterruptedException {
    clear(staged);
    for (Path file : files(sources)) {
      Path copy = staged.resolve(file);
      Files.createDirectories(copy.getParent());
      String source = Files.readString(sources.resolve(file));
      StringBuilder module = new StringBuilder();
      Matcher styles = STYLES.matcher(source);
      while (styles.find()) {
        String minified = minified(esbuild, styles.group()).replaceAll("[`$\\\\]", "\\\\$0");
        styles.appendReplacement(module, Matcher.quoteReplacement(minified));
      }
      Files.writeString(copy, withNumbers(styles.appendTail(module).toString()));
    }
  }

  /** Numbers in the place of their names, which the bundler keeps where it joins modules. */
  private static String withNumbers(String module) {
    String changed = module;
    Matcher number = NUMBER.matcher(module);
    while (number.find()) {
      String used = changed.replace(number.group(), "");
      changed = used.replaceAll("\\b" + number.group(1) + "\\b", number.group(2));
    }
    return changed;
  }

  private static String minified(Path esbuild, String css)
      throws IOException, InterruptedException {
    List<String> command =
        List.of(
            esbuild.toString(),
            "--loader=css",
            "--minify",
            "--charset=utf8",
            "--log-level=warning");
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(css.getBytes(StandardCharsets.UTF_8));
    }
    String minified = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    succeed(process);
    return minified.strip().replaceAll("([:,]) ", "$1"); // which it leaves in custom properties
  }

  private static void succeed(Process esbuild) throws IOException, InterruptedException {
    int exit = esbuild.waitFor();
    if (exit != 0) {
      throw new Refused("esbuild ended with " + exit);
    }
  }

  /** What is no module, and not for the package alone. */
  private void copy(boolean modulesToo) throws IOException {
    for (Path file : files(sources)) {
      String name = file.toString().replace('\\', '/');
      boolean served =
          !name.equals("package.json") && !name.endsWith(".md") && !name.endsWith(".d.ts");
      if (served && (modulesToo || !name.endsWith(".js"))) {
        Path copy = target.resolve(file);
        Files.createDirectories(copy.getParent());
        Files.copy(sources.resolve(file), copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private void weigh() throws IOException {
    List<String> tooBig = new ArrayList<>();
    for (Map.Entry<String, Integer> limit : LIMITS.entrySet()) {
      Path entry = target.resolve(limit.getKey());
      if (Files.exists(entry)) {
        int size = 0;
        for (Path module : withImports(entry)) {
          size += zipped(Files.readAllBytes(module));
        }
        String sizes = "%s %,d of %,d bytes".formatted(limit.getKey(), size, limit.getValue());
        System.out.println("Client: " + sizes + ", gzipped");
        if (size > limit.getValue()) {
          tooBig.add(sizes);
        }
      }
    }
    if (!tooBig.isEmpty()) {
      throw new Refused("too big: " + String.join(", ", tooBig));
    }
  }

  /** A module and all that it loads, at once or later. */
  private static Set<Path> withImports(Path entry) throws IOException {
    Set<Path> found = new TreeSet<>();
    List<Path> unread = new ArrayList<>(List.of(entry.normalize()));
    while (!unread.isEmpty()) {
      Path module = unread.remove(0);
      if (Files.exists(module) && found.add(module)) {
        Matcher matcher = IMPORT.matcher(Files.readString(module));
        while (matcher.find()) {
          unread.add(module.resolveSibling(matcher.group(1)).normalize());
        }
      }
    }
    return found;
  }

  private static int zipped(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream zip = new Gzip9(bytes)) {
      zip.write(content);
    }
    return bytes.size();
  }

  private static final class Gzip9 extends GZIPOutputStream {

    Gzip9(OutputStream out) throws IOException {
      super(out);
      def.setLevel(9);
    }
  }

  /** Taken out of its jar, if the one for this machine is on the class path. */
  private static Optional<Path> esbuild(Path folder) throws IOException {
    boolean windows = platform().startsWith("win32");
    String name = windows ? "esbuild.exe" : "bin/esbuild";
    String resource =
        "META-INF/resources/_static/%s/%s/%s"
            .formatted(platform(), System.getProperty("esbuild.version"), name);
    try (InputStream program = ClassLoader.getSystemResourceAsStream(resource)) {
      if (program == null) {
        return Optional.empty();
      }
      Files.createDirectories(folder);
      Path file = folder.resolve(windows ? "esbuild.exe" : "esbuild");
      Files.copy(program, file, StandardCopyOption.REPLACE_EXISTING);
      if (!file.toFile().setExecutable(true)) {
        throw new IOException(file + " cannot be made executable");
      }
      return Optional.of(file.toAbsolutePath());
    }
  }

  /** This machine, as esbuild's packages are named. */
  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch");
    String family =
        system.startsWith("windows") ? "win32" : system.startsWith("mac") ? "darwin" : system;
    return family + "-" + (arch.equals("aarch64") ? "arm64" : "x64");
  }

  private static void clear(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  /** Relative to the folder. */
  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).map(folder::relativize).sorted().toList();
    }
  }
}
