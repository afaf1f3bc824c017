package dev.parley.reliability;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A bad network: TCP connections on 127.0.0.1, each of which can be cut, slowed down or turned into
 * a black hole, in which both ends believe for good that the other is only silent.
 */
final class FaultyProxy implements Closeable {

  private static final int PIECE = 8192;

  private final InetSocketAddress server;
  private final ServerSocket door;
  private final Set<Pipe> pipes = ConcurrentHashMap.newKeySet();

  FaultyProxy(int serverPort) throws IOException {
    this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
    this.door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    start("proxy", this::accept);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(door.getInetAddress(), door.getLocalPort());
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + door.getLocalPort() + "/");
  }

  /** Some of the connections that there are at this moment. */
  List<Pipe> some(Random random, double share) {
    return pipes.stream().filter(pipe -> random.nextDouble() < share).toList();
  }

  List<Pipe> all() {
    return List.copyOf(pipes);
  }

  @Override
  public void close() throws IOException {
    door.close();
    all().forEach(pipe -> pipe.cut(true));
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        start("proxy-connect", () -> connect(client));
      } catch (IOException closed) {
        // or no more file handles; either way the next turn shows
      }
    }
  }

  private void connect(Socket client) {
    Socket upstream = new Socket();
    Pipe pipe = new Pipe(client, upstream);
    try {
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
      upstream.connect(server);
      pipes.add(pipe);
      start("proxy-down", () -> pipe.pump(upstream, client));
      pipe.pump(client, upstream);
    } catch (IOException nobodyListens) {
      pipe.cut(true);
    }
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** One connection, both ways. */
  final class Pipe {

    private final Socket client;
    private final Socket upstream;
    private volatile boolean hole;
    private volatile long delayNanos;
    private volatile int bytesPerSecond;

    private Pipe(Socket client, Socket upstream) {
      this.client = client;
      this.upstream = upstream;
    }

    /**
     * Ends it towards both.
     *
     * @param reset by a RST, else by a FIN
     */
    void cut(boolean reset) {
      pipes.remove(this);
      for (Socket socket : new Socket[] {client, upstream}) {
        try {
          if (reset) {
            socket.setSoLinger(true, 0);
          }
          socket.close();
        } catch (IOException alreadyGone) {
          // which is what was wanted
        }
      }
    }

    /** From now on nothing gets through, and neither end is told; until it is cut. */
    void swallow() {
      hole = true;
    }

    boolean isHole() {
      return hole;
    }

    /**
     * @param delay of every piece
     * @param rate in bytes a second; 0 for no limit
     */
    void slow(Duration delay, int rate) {
      delayNanos = delay.toNanos();
      bytesPerSecond = rate;
    }

    private void pump(Socket from, Socket to) {
      byte[] piece = new byte[PIECE];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        int read = in.read(piece);
        while (read >= 0 && !hole) {
          long wait = delayNanos;
          int rate = bytesPerSecond;
          wait += rate == 0 ? 0 : read * 1_000_000_000L / rate;
          if (wait > 0) {
            LockSupport.parkNanos(wait);
          }
          if (!hole) {
            out.write(piece, 0, read);
          }
          read = in.read(piece);
        }
        if (!hole) {
          cut(false);
        }
      } catch (IOException gone) {
        if (!hole) {
          cut(true);
        }
      }
    }
  }
}
