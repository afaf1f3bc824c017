package dev.parley;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/** The root of REST. Resources and providers are found by their annotations. */
@ApplicationPath("/api")
public class ParleyApplication extends Application {

  /** Where Jersey serves: no description of our classes for everyone. */
  @Override
  public Map<String, Object> getProperties() {
    return Map.of("jersey.config.server.wadl.disableWadl", true);
  }
}
