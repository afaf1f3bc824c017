package dev.parley.it.neighbour;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.auth.LoginConfig;

/**
 * Leaves tokens to the server, as MicroProfile JWT has it; and what is in it to the server as well,
 * since TomEE looks at no role of resources that an application names itself.
 */
@ApplicationPath("/api")
@LoginConfig(authMethod = "MP-JWT")
public class NeighbourApplication extends Application {}
