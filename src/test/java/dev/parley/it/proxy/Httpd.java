package dev.parley.it.proxy;

import dev.parley.it.browser.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Apache httpd, with all that it writes in a directory of its own. */
final class Httpd implements Software {

  /** Looked for, and fetched, where it is needed, and once. */
  private static final class Found {
    static final Program PROGRAM =
        Program.get(new Program.Wanted("apache2-bin", "apache2", "httpd"));
  }

  private static final List<String> MODULES =
      List.of(
          "usr/lib/apache2/modules",
          "usr/lib64/httpd/modules",
          "usr/lib/httpd/modules",
          "usr/libexec/apache2",
          "opt/homebrew/lib/httpd/modules",
          "usr/local/lib/httpd/modules");

  private static final String TLS = "SSLEngine on";

  @Override
  public String name() {
    return "httpd";
  }

  @Override
  public Program program() {
    return Found.PROGRAM;
  }

  @Override
  public Snippet placed(Snippet snippet, int port, Path directory) {
    return snippet
        .with("<VirtualHost *:443>", "<VirtualHost 127.0.0.1:" + port + ">")
        .with("/var/log/apache2/", directory + "/");
  }

  @Override
  public Snippet withIdleTimeOut(Snippet snippet, Duration timeOut) {
    return snippet.with(TLS, TLS + "\nTimeout " + timeOut.toSeconds());
  }

  @Override
  public Snippet comingFrom(Snippet snippet, String address) {
    return snippet.with(TLS, TLS + "\nProxySourceAddress " + address);
  }

  @Override
  public String configuration(Snippet snippet, Path directory, int port) {
    return """
        ServerRoot %1$s
        DefaultRuntimeDir %1$s
        PidFile %1$s/httpd.pid
        ErrorLog %1$s/error.log
        ServerName localhost
        Listen 127.0.0.1:%2$d
        %3$s
        %4$s
        %5$s
        """
        .formatted(directory, port, modules(), user(), snippet.text());
  }

  /** Which of them are built in differs. */
  private String modules() {
    Path modules = program().directory(MODULES);
    return Stream.of(
            "mpm_event",
            "unixd",
            "log_config",
            "authz_core",
            "alias",
            "headers",
            "socache_shmcb",
            "ssl",
            "http2",
            "proxy",
            "proxy_http")
        .map(
            name ->
                """
                <IfModule !%1$s_module>
                LoadModule %1$s_module %2$s/mod_%1$s.so
                </IfModule>"""
                    .formatted(name, modules))
        .collect(Collectors.joining("\n"));
  }

  /** It does not serve as root; the files that it needs are open by then. */
  private static String user() {
    return Command.isRoot() ? "User #65534\nGroup #65534" : "";
  }

  @Override
  public List<String> command(Path directory, Path configuration) {
    return List.of(
        program().executable().toString(), "-D", "FOREGROUND", "-f", configuration.toString());
  }
}
