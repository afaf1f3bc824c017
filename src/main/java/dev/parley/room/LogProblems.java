package dev.parley.room;

import dev.parley.history.UnavailableException;
import dev.parley.history.UnknownRoomException;
import dev.parley.web.Problem;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** What the log cannot do, as REST answers it. */
final class LogProblems {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private LogProblems() {}

  /** The same future, which fails with a {@link Problem} where the log has failed. */
  static <T> CompletionStage<T> answered(CompletionStage<T> future) {
    return future.exceptionally(
        failure -> {
          Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
          if (cause instanceof UnavailableException) {
            throw unavailable();
          }
          if (cause instanceof UnknownRoomException) {
            throw roomNotFound();
          }
          throw new CompletionException(cause);
        });
  }

  static Problem unavailable() {
    return Problem.unavailable(
        "Messages cannot be stored or read at the moment. Please try again.", RETRY_AFTER);
  }

  static Problem roomNotFound() {
    return Problem.notFound("Room not found");
  }
}
