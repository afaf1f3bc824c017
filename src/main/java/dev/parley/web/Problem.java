package dev.parley.web;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is an error, as RFC 9457 writes it. Title and detail are for people: what went
 * wrong and what to do, and nothing of how we are built.
 */
public final class Problem extends RuntimeException {

  private static final Duration ALMOST_A_SECOND = Duration.ofSeconds(1).minusNanos(1);
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String title;
  private final @Nullable Duration retryAfter;

  private Problem(int status, String title, String detail, @Nullable Duration retryAfter) {
    super(detail, null, false, false);
    this.status = status;
    this.title = title;
    this.retryAfter = retryAfter;
  }

  public static Problem badRequest(String detail) {
    return new Problem(400, "Bad request", detail, null);
  }

  public static Problem unauthorized(String detail) {
    return new Problem(401, "Unauthorized", detail, null);
  }

  public static Problem forbidden(String detail) {
    return new Problem(403, "Forbidden", detail, null);
  }

  public static Problem notFound(String detail) {
    return new Problem(404, "Not found", detail, null);
  }

  public static Problem conflict(String detail) {
    return new Problem(409, "Conflict", detail, null);
  }

  public static Problem tooLarge(String detail) {
    return new Problem(413, "Content too large", detail, null);
  }

  /**
   * One that goes away by itself.
   *
   * @param retryAfter when the next try may succeed
   */
  public static Problem tooManyRequests(String detail, Duration retryAfter) {
    return new Problem(429, "Too many requests", detail, retryAfter);
  }

  /**
   * One that goes away by itself, too, and is ours.
   *
   * @param retryAfter when the next try may succeed
   */
  public static Problem unavailable(String detail, Duration retryAfter) {
    return new Problem(503, "Service unavailable", detail, retryAfter);
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }

  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /**
   * The same for a {@code Retry-After} (RFC 9110, section 10.2.3): in whole seconds, never too few.
   */
  @Nullable Long retryAfterSeconds() {
    return retryAfter == null ? null : retryAfter.plus(ALMOST_A_SECOND).toSeconds();
  }
}
