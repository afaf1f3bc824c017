package dev.parley.it;

import java.io.File;
import java.net.URI;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests that share one server, with the WAR as it was built, from outside. Only what would
 * stand in their own way is set differently from the defaults: they all come from one address, so
 * joining has no rate.
 */
@ExtendWith(ArquillianExtension.class)
public abstract class OnParley {

  /** The application's root, with a slash at the end. */
  protected static final URI BASE = URI.create(System.getProperty("it.base"));

  protected final Rest rest = new Rest(BASE);

  @Deployment(testable = false)
  public static WebArchive war() {
    return ShrinkWrap.createFromZipFile(WebArchive.class, new File(System.getProperty("it.war")));
  }
}
