package dev.parley.it;

import fish.payara.micro.PayaraMicro;
import fish.payara.micro.PayaraMicroRuntime;
import fish.payara.micro.boot.PayaraMicroBoot;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.ObjectName;

/**
 * A process of its own for {@link RedeployIT}: a Payara Micro inside this JVM, on which the WAR is
 * deployed, used and undeployed again and again, and which then counts what is left of it.
 */
final class Redeploys {

  /** Each may keep request objects, and each of those a class loader: {@link RedeployIT}. */
  private static final int MOST_WORKERS = 4;

  private static final String CONFIG = "configs.config.server-config.";
  private static final String NETWORK =
      CONFIG + "network-config.network-listeners.network-listener";
  private static final String WORKERS = CONFIG + "thread-pools.thread-pool.http-thread-pool";
  private static final int GOING_AWAY = 1001;
  private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

  private Redeploys() {}

  /** Arguments: the WAR, the port, the post-boot file, how often. */
  public static void main(String[] args) {
    int status = 1;
    try {
      run(
          new File(args[0]),
          Integer.parseInt(args[1]),
          Path.of(args[2]),
          Integer.parseInt(args[3]));
      status = 0;
    } catch (Exception | LinkageError e) {
      System.getLogger("redeploys").log(System.Logger.Level.ERROR, "failed", e);
    }
    // The server's threads would keep the JVM alive, whatever happened.
    System.exit(status);
  }

  private static void run(File war, int port, Path postBoot, int times) throws Exception {
    PayaraMicroBoot boot = PayaraMicro.getInstance();
    boot.setHttpPort(port);
    boot.setNoHazelcast(true);
    boot.setPreBootHandler(
        runner -> {
          runner.run("set", NETWORK + ".http-listener.address=127.0.0.1");
          runner.run("set", WORKERS + ".min-thread-pool-size=" + MOST_WORKERS);
          runner.run("set", WORKERS + ".max-thread-pool-size=" + MOST_WORKERS);
        });
    boot.setPostBootHandler(
        runner -> {
          try {
            for (String line : Files.readAllLines(postBoot)) {
              String[] words = line.split(" ");
              String[] options = java.util.Arrays.copyOfRange(words, 1, words.length);
              runner.run(words[0], options);
            }
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
    PayaraMicroRuntime runtime = boot.bootStrap();
    for (int i = 0; i < times; i++) {
      runtime.deploy("parley", "/parley", war);
      BlockingQueue<Integer> closed = use("http://127.0.0.1:" + port + "/parley/");
      runtime.undeploy("parley");
      if (!Integer.valueOf(GOING_AWAY).equals(closed.poll(60, TimeUnit.SECONDS))) {
        throw new IllegalStateException("the open socket was not told good-bye");
      }
    }
    System.out.println("parley_threads=" + threads());
    System.out.println("class_loaders=" + instances("WebappClassLoader"));
  }

  /**
   * Every part of it: REST, a file, and two sockets, of which one is still open at undeployment.
   *
   * @return where its close code will come
   */
  private static BlockingQueue<Integer> use(String base) throws Exception {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    String ticket = get(http, base + "create-room?name=Ann");
    get(http, base + "client/page/chat-page.js");
    Matcher token = TOKEN.matcher(ticket);
    if (!token.find()) {
      throw new IllegalStateException(ticket);
    }
    BlockingQueue<Integer> closed = new LinkedBlockingQueue<>();
    WebSocket.Listener listener =
        new WebSocket.Listener() {
          @Override
          public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.add(code);
            return null;
          }
        };
    URI uri = URI.create(base.replace("http", "ws") + "ws/chat?token=" + token.group(1));
    WebSocket first =
        http.newWebSocketBuilder().buildAsync(uri, listener).get(60, TimeUnit.SECONDS);
    http.newWebSocketBuilder().buildAsync(uri, listener).get(60, TimeUnit.SECONDS);
    first.sendText("hello", true).get(60, TimeUnit.SECONDS);
    first.sendClose(WebSocket.NORMAL_CLOSURE, "").get(60, TimeUnit.SECONDS);
    if (closed.poll(60, TimeUnit.SECONDS) == null) {
      throw new IllegalStateException("not closed");
    }
    return closed;
  }

  private static String get(HttpClient http, String uri) throws Exception {
    var answer =
        http.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(uri + ": " + answer.statusCode());
    }
    return answer.body();
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .filter(thread -> thread.getName().startsWith("parley-"))
        .count();
  }

  /** After a full collection, which the histogram makes by itself. */
  private static int instances(String simpleName) throws Exception {
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    Matcher line =
        Pattern.compile("\\d+:\\s+(\\d+)\\s+\\d+\\s+\\S+\\." + simpleName + "\\b")
            .matcher(histogram);
    return line.find() ? Integer.parseInt(line.group(1)) : 0;
  }
}
