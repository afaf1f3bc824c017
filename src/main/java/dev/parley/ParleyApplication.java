package dev.parley;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/** The root of REST. Resources and providers are found by their annotations. */
@ApplicationPath("/api")
public class ParleyApplication extends Application {

  /** Leaves JSON to our own provider, and publishes no WADL, where Jersey serves. */
  @Override
  public Map<String, Object> getProperties() {
    return Map.of(
        "jersey.config.jsonFeature",
        "JacksonFeature",
        "jersey.config.server.wadl.disableWadl",
        true);
  }
}
