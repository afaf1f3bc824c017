package dev.parley.token;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The public keys (RFC 7517), with which any other service may check a token of ours. */
@RequestScoped
@Path("/.well-known/jwks.json")
public class JwksResource {

  private static final int MAX_AGE_SECONDS = 300;

  @Inject SigningKeys keys;

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public Response jwks() {
    CacheControl cacheControl = new CacheControl();
    cacheControl.setMaxAge(MAX_AGE_SECONDS);
    return Response.ok(keys.publicJwks()).cacheControl(cacheControl).build();
  }
}
