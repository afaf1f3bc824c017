package dev.parley.reliability;

import dev.parley.reliability.ChatClient.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What strikes the server, and what strikes the network. */
final class Faults {

  private record Simple(String name, Runnable striking, Runnable healing) implements Fault {

    @Override
    public void strike() {
      striking.run();
    }

    @Override
    public void heal() {
      healing.run();
    }
  }

  private Faults() {}

  static Fault of(String name, Runnable strike, Runnable heal) {
    return new Simple(name, strike, heal);
  }

  /** Kill -9 at whatever it is doing. */
  static Fault killed(Server server) {
    return of("kill -9", server::kill, server::startAgain);
  }

  /** Kill -9, and once more while it starts: two kills. */
  static Fault killedTwice(Server server, Random random) {
    return of(
        "kill -9, and again while it starts",
        () -> {
          server.kill();
          server.startInVain(random);
        },
        server::startAgain);
  }

  /** As an administrator stops and starts it. */
  static Fault restarted(Server server) {
    return of("restart", server::stop, server::startAgain);
  }

  /** All that can happen between the server and its clients. */
  static List<Fault> ofNetwork(FaultyProxy proxy, List<ChatClient> clients, Random random) {
    Fault resets = of("some cut by RST", () -> cut(proxy, random, 0.3, true), () -> {});
    Fault ends = of("some cut by FIN", () -> cut(proxy, random, 0.3, false), () -> {});
    Fault all = of("all cut at once", () -> cut(proxy, random, 1, random.nextBoolean()), () -> {});
    Fault slow =
        of(
            "some slowed down",
            () ->
                proxy
                    .some(random, 0.3)
                    .forEach(pipe -> pipe.slow(Duration.ofMillis(random.nextInt(200)), 20_000)),
            () -> proxy.all().forEach(pipe -> pipe.slow(Duration.ZERO, 0)));
    Fault holes =
        of(
            "some in a black hole",
            () -> proxy.some(random, 0.2).forEach(FaultyProxy.Pipe::swallow),
            () -> {});
    Stream<Fault> troubles =
        Stream.of(Trouble.values())
            .map(
                trouble ->
                    of(
                        "clients: " + trouble,
                        () ->
                            clients.stream()
                                .filter(client -> random.nextInt(5) == 0)
                                .forEach(client -> client.suffer(trouble)),
                        () -> {}));
    return Stream.concat(Stream.of(resets, ends, all, slow, holes), troubles).toList();
  }

  private static void cut(FaultyProxy proxy, Random random, double share, boolean reset) {
    proxy.some(random, share).forEach(pipe -> pipe.cut(reset));
  }
}
