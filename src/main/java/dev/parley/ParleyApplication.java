package dev.parley;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The root of REST. Resources and providers are found by their annotations. */
@ApplicationPath("/api")
public class ParleyApplication extends Application {}
