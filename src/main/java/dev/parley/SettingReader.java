package dev.parley;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Finds the value of a setting: the system property {@code parley.name}, else the environment
 * variable {@code PARLEY_NAME} with dashes as underscores, else MicroProfile Config where the
 * server has it, else the default. A blank value counts as none.
 */
final class SettingReader {

  private static final String PREFIX = "parley.";

  private final List<Function<String, @Nullable String>> sources;
  private final Set<String> known = new HashSet<>();

  /**
   * @param sources asked in order, each with a name such as {@code parley.data-dir}
   */
  SettingReader(List<Function<String, @Nullable String>> sources) {
    this.sources = List.copyOf(sources);
  }

  /** The places where an administrator may set something. */
  static SettingReader ofServer() {
    return new SettingReader(
        List.of(
            System::getProperty,
            name -> System.getenv(variable(name)),
            SettingReader::microProfile));
  }

  /** Those set by property or variable that nobody has asked for: most likely misspelt. */
  List<String> unknown() {
    Set<String> knownVariables = new HashSet<>();
    known.forEach(name -> knownVariables.add(variable(name)));
    Stream<String> properties =
        System.getProperties().stringPropertyNames().stream()
            .filter(name -> name.startsWith(PREFIX) && !known.contains(name));
    Stream<String> variables =
        System.getenv().keySet().stream()
            .filter(name -> name.startsWith(variable(PREFIX)) && !knownVariables.contains(name));
    return Stream.concat(properties, variables).sorted().toList();
  }

  String text(String name, String defaultValue) {
    String value = find(name);
    return value == null ? defaultValue : value;
  }

  Path path(String name, Path defaultValue) {
    String value = find(name);
    if (value == null) {
      return defaultValue;
    }
    try {
      return Path.of(value).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new InvalidSettingException(name, value, "a directory");
    }
  }

  int number(String name, int defaultValue, int min, int max) {
    String value = find(name);
    if (value == null) {
      return defaultValue;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below, as for a number out of range
    }
    throw new InvalidSettingException(name, value, "a whole number from " + min + " to " + max);
  }

  /** One of an enum's constants, in lower case. */
  <E extends Enum<E>> E choice(String name, E defaultValue) {
    String value = find(name);
    if (value == null) {
      return defaultValue;
    }
    E[] choices = defaultValue.getDeclaringClass().getEnumConstants();
    for (E choice : choices) {
      if (choice.name().equalsIgnoreCase(value)) {
        return choice;
      }
    }
    String allowed =
        Stream.of(choices)
            .map(choice -> choice.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    throw new InvalidSettingException(name, value, "one of " + allowed);
  }

  boolean flag(String name, boolean defaultValue) {
    String value = find(name);
    if (value == null) {
      return defaultValue;
    }
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new InvalidSettingException(name, value, "true or false");
    };
  }

  Duration duration(String name, String defaultValue, Duration min) {
    return duration(name, defaultValue, min, "");
  }

  /** A duration that may also be zero, written {@code 0} or {@code PT0S}. */
  Duration durationOrZero(String name, String defaultValue, Duration min) {
    return duration(name, defaultValue, min, ", or 0");
  }

  private Duration duration(String name, String defaultValue, Duration min, String orZero) {
    String value = text(name, defaultValue);
    try {
      Duration duration = value.equals("0") ? Duration.ZERO : Duration.parse(value);
      boolean zero = duration.isZero() && !orZero.isEmpty();
      if (zero || (duration.compareTo(min) >= 0 && duration.toDays() <= 36_500)) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // said below, as for a duration out of range
    }
    throw new InvalidSettingException(
        name, value, "an ISO-8601 duration of at least " + min + " and at most P36500D" + orZero);
  }

  /** Comma-separated. */
  List<String> list(String name, String allowed, Predicate<String> isAllowed) {
    List<String> values = new ArrayList<>();
    for (String value : text(name, "").split(",", -1)) {
      String stripped = value.strip();
      if (stripped.isEmpty()) {
        continue;
      }
      if (!isAllowed.test(stripped)) {
        throw new InvalidSettingException(name, stripped, allowed);
      }
      values.add(stripped);
    }
    return List.copyOf(values);
  }

  private @Nullable String find(String name) {
    String full = PREFIX + name;
    known.add(full);
    for (Function<String, @Nullable String> source : sources) {
      String value = source.apply(full);
      if (value != null && !value.isBlank()) {
        return value.strip();
      }
    }
    return null;
  }

  private static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** Not every server has MicroProfile Config. */
  private static @Nullable String microProfile(String name) {
    try {
      return ConfigProvider.getConfig().getOptionalValue(name, String.class).orElse(null);
    } catch (LinkageError | IllegalStateException absent) {
      return null;
    }
  }
}
