package dev.parley.it.neighbour;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.eclipse.microprofile.auth.LoginConfig;

/** Leaves tokens to the server, as MicroProfile JWT has it. */
@ApplicationPath("/api")
@LoginConfig(authMethod = "MP-JWT")
public class NeighbourApplication extends Application {

  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(WhoAmI.class);
  }
}
