package dev.parley.it.server;

import java.net.URI;
import java.nio.file.Path;
import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.descriptor.api.Descriptor;
import org.jspecify.annotations.Nullable;

/**
 * Arquillian's adapter for all kinds of servers: one server for all tests of this JVM, with the WAR
 * as it was built. Only what would stand in the tests' own way is set differently from the
 * defaults: they all come from one address, so joining has no rate.
 */
public final class SharedServer implements LoadableExtension {

  private static final int PORT = ParleyServer.freePort();
  private static final String CONTEXT_PATH = "/parley";

  /** The application's root, with a slash at the end. */
  public static final URI BASE = URI.create("http://127.0.0.1:" + PORT + CONTEXT_PATH + "/");

  public static final Path DATA = Path.of("target", "it-data-" + PORT).toAbsolutePath();

  @Override
  public void register(ExtensionBuilder builder) {
    builder.service(DeployableContainer.class, Container.class);
  }

  /** Has nothing to configure. */
  public static final class Configuration implements ContainerConfiguration {

    @Override
    public void validate() {}
  }

  /** The server. */
  public static final class Container implements DeployableContainer<Configuration> {

    private @Nullable ParleyServer server;

    @Override
    public void start() {
      server =
          ParleyServer.builder()
              .port(PORT)
              .contextPath(CONTEXT_PATH)
              .set("parley.data-dir", DATA)
              .set("parley.join-rate", 0)
              .start("it-server");
    }

    @Override
    public void stop() {
      if (server != null) {
        server.stop();
      }
    }

    /** It is there from the start. */
    @Override
    public ProtocolMetaData deploy(Archive<?> war) {
      return new ProtocolMetaData();
    }

    @Override
    public void undeploy(Archive<?> war) {}

    @Override
    public void deploy(Descriptor descriptor) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void undeploy(Descriptor descriptor) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void setup(Configuration configuration) {}

    @Override
    public Class<Configuration> getConfigurationClass() {
      return Configuration.class;
    }

    @Override
    public ProtocolDescription getDefaultProtocol() {
      return new ProtocolDescription("none");
    }
  }
}
