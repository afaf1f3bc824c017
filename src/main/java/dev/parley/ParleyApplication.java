package dev.parley;

import dev.parley.room.MessageResource;
import dev.parley.room.RoomResource;
import dev.parley.room.SeedResource;
import dev.parley.room.TokenResource;
import dev.parley.token.BearerFilter;
import dev.parley.token.JwksResource;
import dev.parley.web.BodyLimit;
import dev.parley.web.Json;
import dev.parley.web.JsonByDefault;
import dev.parley.web.NoStore;
import dev.parley.web.ProblemMapper;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;

/**
 * The root of REST. It names every resource and provider: beside an application class, TomEE finds
 * the resources by their annotations, but not the providers.
 */
@ApplicationPath("/api")
public class ParleyApplication extends Application {

  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(
        SeedResource.class,
        RoomResource.class,
        MessageResource.class,
        TokenResource.class,
        JwksResource.class,
        BearerFilter.class,
        BodyLimit.class,
        NoStore.class,
        Json.class,
        JsonByDefault.class,
        ProblemMapper.OfThrowables.class,
        ProblemMapper.OfRuntimeExceptions.class,
        ProblemMapper.OfWebApplicationExceptions.class);
  }

  /** Where Jersey serves: no description of our classes for everyone. */
  @Override
  public Map<String, Object> getProperties() {
    return Map.of("jersey.config.server.wadl.disableWadl", true);
  }
}
