package dev.parley.it.server;

import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.descriptor.api.Descriptor;
import org.jspecify.annotations.Nullable;

/**
 * Arquillian's adapter for all kinds of servers: one server for the whole suite, with the WAR as it
 * was built, where {@code it.base} and {@code it.data} say. Only what would stand in the tests' own
 * way is set differently from the defaults: they all come from one address, so joining has no rate.
 */
public final class SharedServer implements LoadableExtension {

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
              .port(Integer.getInteger("it.port"))
              .contextPath("/parley")
              .set("parley.data-dir", System.getProperty("it.data"))
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
