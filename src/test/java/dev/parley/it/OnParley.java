package dev.parley.it;

import dev.parley.it.server.SharedServer;
import java.net.URI;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** The tests that share one server, from outside: see {@link SharedServer}. */
@ExtendWith(ArquillianExtension.class)
public abstract class OnParley {

  /** The application's root, with a slash at the end. */
  protected static final URI BASE = SharedServer.BASE;

  protected final Rest rest = new Rest(BASE);
}
