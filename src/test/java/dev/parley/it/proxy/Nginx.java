package dev.parley.it.proxy;

import dev.parley.it.browser.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** nginx, with all that it writes in a directory of its own. */
final class Nginx implements Software {

  /** Looked for, and fetched, where it is needed, and once. */
  private static final class Found {
    static final Program PROGRAM = Program.get(new Program.Wanted("nginx", "nginx"));
  }

  private static final String HTTP = "proxy_http_version 1.1;";

  @Override
  public String name() {
    return "nginx";
  }

  @Override
  public Program program() {
    return Found.PROGRAM;
  }

  @Override
  public Snippet placed(Snippet snippet, int port, Path directory) {
    return snippet
        .with("listen 443 ssl http2;", "listen 127.0.0.1:" + port + " ssl http2;")
        .with("/var/log/nginx/", directory + "/");
  }

  @Override
  public Snippet withIdleTimeOut(Snippet snippet, Duration timeOut) {
    return snippet.with(HTTP, HTTP + " proxy_read_timeout " + timeOut.toMillis() + "ms;");
  }

  @Override
  public Snippet comingFrom(Snippet snippet, String address) {
    return snippet.with(HTTP, HTTP + " proxy_bind " + address + ";");
  }

  @Override
  public String configuration(Snippet snippet, Path directory, int port) {
    return """
        %1$s
        daemon off;
        worker_processes 1;
        pid %2$s/nginx.pid;
        error_log %2$s/error.log notice;
        events { worker_connections 512; }
        http {
        access_log %2$s/access.log;
        client_body_temp_path %2$s/body;
        proxy_temp_path %2$s/proxy;
        fastcgi_temp_path %2$s/fastcgi;
        uwsgi_temp_path %2$s/uwsgi;
        scgi_temp_path %2$s/scgi;
        %3$s
        }
        """
        .formatted(Command.isRoot() ? "user root;" : "", directory, snippet.text());
  }

  @Override
  public List<String> command(Path directory, Path configuration) {
    return List.of(
        program().executable().toString(),
        "-p",
        directory + "/",
        "-e",
        "stderr",
        "-c",
        configuration.toString());
  }
}
