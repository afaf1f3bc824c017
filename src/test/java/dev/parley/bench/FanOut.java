package dev.parley.bench;

import dev.parley.it.RawWebSocket;
import dev.parley.it.Rest;
import dev.parley.it.server.ParleyServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a delivery costs the server: CPU time of its process (user and system) for each message that
 * reached a member, on Payara Micro as it comes and with our post-boot file, in turn.
 *
 * <pre>mvn -q verify -DskipITs &amp;&amp; mvn -q exec:java@fan-out</pre>
 */
public final class FanOut {

  private static final int PASSES = 3;

  private FanOut() {}

  /** Two shapes, two configurations, a few passes. */
  public static void main(String[] args) throws IOException {
    for (int pass = 1; pass <= PASSES; pass++) {
      for (String kind : new String[] {"stock", "post-boot"}) {
        ParleyServer.Builder builder =
            ParleyServer.builder()
                .set("parley.data-dir", Path.of("target", "bench").toAbsolutePath())
                .set("parley.post-rate", 0)
                .set("parley.join-rate", 0)
                .set("parley.silence", 0)
                .set("parley.outbox-bytes", 0)
                .set("parley.outbox-age", 0);
        if (kind.equals("stock")) {
          builder.stock();
        }
        try (ParleyServer server = builder.start("bench")) {
          measure(server, 20, 10, 100);
          report(pass, kind, "1 room x 500", measure(server, 1, 500, 200));
          report(pass, kind, "100 rooms x 10", measure(server, 100, 10, 100));
        }
      }
    }
  }

  private record Result(long deliveries, Duration cpu, Duration wall) {}

  private static void report(int pass, String kind, String shape, Result result) {
    System.out.printf(
        Locale.ROOT,
        "pass %d  %-9s  %-14s  %7d deliveries  %6.1f CPU-us each  %7.0f per CPU-second  %6.0f/s%n",
        pass,
        kind,
        shape,
        result.deliveries(),
        result.cpu().toNanos() / 1e3 / result.deliveries(),
        result.deliveries() / (result.cpu().toNanos() / 1e9),
        result.deliveries() / (result.wall().toNanos() / 1e9));
  }

  private static Result measure(ParleyServer server, int rooms, int members, int messages)
      throws IOException {
    Rest rest = new Rest(server.base());
    List<RawWebSocket> posters = new ArrayList<>();
    try (Selector selector = Selector.open()) {
      for (int r = 0; r < rooms; r++) {
        Rest.Ticket host = rest.create("host");
        posters.add(rest.open(host));
        for (int m = 1; m < members; m++) {
          Reader.open(selector, rest.base(), rest.join("m" + m, host.roomId()));
        }
      }
      String text = "x".repeat(100);
      long expected = (long) rooms * (members - 1) * messages;
      Duration cpu = cpu(server);
      long start = System.nanoTime();
      Thread poster =
          new Thread(
              () -> {
                for (int i = 0; i < messages; i++) {
                  posters.forEach(socket -> socket.sendText(text));
                }
              });
      poster.start();
      long received = 0;
      long deadline = start + Duration.ofMinutes(2).toNanos();
      while (received < expected && System.nanoTime() < deadline) {
        selector.select(1000);
        for (SelectionKey key : selector.selectedKeys()) {
          received += ((Reader) key.attachment()).read();
        }
        selector.selectedKeys().clear();
      }
      Result result =
          new Result(received, cpu(server).minus(cpu), Duration.ofNanos(System.nanoTime() - start));
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      posters.forEach(RawWebSocket::close);
      if (received != expected) {
        System.out.println("lost: " + (expected - received));
      }
      return result;
    }
  }

  private static Duration cpu(ParleyServer server) {
    return server.process().info().totalCpuDuration().orElseThrow();
  }

  /** Counts frames, and looks at nothing else. */
  private static final class Reader {

    private final SocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(65_536);

    private Reader(SocketChannel channel) {
      this.channel = channel;
    }

    static void open(Selector selector, URI base, Rest.Ticket ticket) throws IOException {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(base.getHost(), base.getPort()));
      String request =
          "GET "
              + base.getPath()
              + "ws/chat?token="
              + ticket.token()
              + " HTTP/1.1\r\nHost: "
              + base.getAuthority()
              + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      StringBuilder head = new StringBuilder();
      ByteBuffer one = ByteBuffer.allocate(1);
      while (head.indexOf("\r\n\r\n") < 0 && channel.read(one.clear()) == 1) {
        head.append((char) one.get(0));
      }
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, new Reader(channel));
    }

    int read() throws IOException {
      if (channel.read(buffer) < 0) {
        throw new IOException("hung up on");
      }
      buffer.flip();
      int frames = 0;
      while (buffer.remaining() >= 2) {
        int at = buffer.position();
        int length = buffer.get(at + 1) & 0x7F;
        int header = 2;
        if (length == 126) {
          if (buffer.remaining() < 4) {
            break;
          }
          length = buffer.getShort(at + 2) & 0xFFFF;
          header = 4;
        }
        if (buffer.remaining() < header + length) {
          break;
        }
        frames += (buffer.get(at) & 0x0F) == 1 ? 1 : 0;
        buffer.position(at + header + length);
      }
      buffer.compact();
      return frames;
    }
  }
}
