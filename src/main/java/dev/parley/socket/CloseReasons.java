package dev.parley.socket;

import dev.parley.protocol.CloseCode;
import jakarta.websocket.CloseReason;

/** Our close codes as the container wants them. */
final class CloseReasons {

  private CloseReasons() {}

  static CloseReason of(CloseCode why) {
    return new CloseReason(CloseReason.CloseCodes.getCloseCode(why.code()), why.reason());
  }

  /**
   * @param reference under which the log tells more
   */
  static CloseReason of(CloseCode why, String reference) {
    return new CloseReason(
        CloseReason.CloseCodes.getCloseCode(why.code()), why.reason() + " " + reference);
  }
}
