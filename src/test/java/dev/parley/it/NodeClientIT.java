package dev.parley.it;

import dev.parley.client.Node;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The connection as a bot or a service of the portal uses it: in Node, without a browser. */
class NodeClientIT extends OnParley {

  @Test
  void twoPeopleTalkComeBackAndAreRemoved() {
    Node.run(Path.of("src", "test", "client", "live", "two-people.js"), BASE.toString());
  }
}
