package dev.parley.it;

import java.net.URI;
import java.time.Duration;
import org.jboss.arquillian.container.spi.client.deployment.Deployment;
import org.jboss.arquillian.container.spi.client.deployment.DeploymentScenario;
import org.jboss.arquillian.container.spi.event.DeployManagedDeployments;
import org.jboss.arquillian.container.spi.event.UnDeployManagedDeployments;
import org.jboss.arquillian.container.spi.event.container.BeforeStop;
import org.jboss.arquillian.core.api.Instance;
import org.jboss.arquillian.core.api.annotation.Inject;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.spi.EventContext;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.jspecify.annotations.Nullable;

/**
 * Makes Arquillian start the server once for all test classes: its adapter for Payara Micro starts
 * a server with each deployment, so the first deployment is kept until the end of the suite.
 */
public final class OneServer implements LoadableExtension {

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @Override
  public void register(ExtensionBuilder builder) {
    builder.observer(Once.class);
  }

  /** Stands between Arquillian's events and the adapter. */
  public static final class Once {

    @Inject private Instance<DeploymentScenario> scenario;
    private @Nullable Archive<?> deployed;
    private @Nullable RuntimeException failure;

    public void deploy(@Observes EventContext<DeployManagedDeployments> event) {
      if (failure != null) {
        throw new IllegalStateException("the server did not start for an earlier class", failure);
      }
      if (deployed != null) {
        return;
      }
      try {
        Deployment only = scenario.get().deployments().iterator().next();
        deployed = only.getDescription().getArchive();
        event.proceed();
        URI probe = OnParley.BASE.resolve(".well-known/jwks.json");
        Await.until(PATIENCE, "the application answers", () -> PayaraMicro.status(probe) == 200);
      } catch (RuntimeException | AssertionError e) {
        failure = new IllegalStateException(e);
        throw failure;
      }
    }

    /** Not after each class. */
    public void undeploy(@Observes EventContext<UnDeployManagedDeployments> event) {}

    public void stop(@Observes BeforeStop event) throws Exception {
      if (deployed != null) {
        event.getDeployableContainer().undeploy(deployed);
      }
    }
  }
}
