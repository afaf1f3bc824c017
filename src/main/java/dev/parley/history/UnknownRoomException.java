package dev.parley.history;

/** There is no such room, or no longer. */
public final class UnknownRoomException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnknownRoomException(String roomId) {
    super("no room " + roomId);
  }
}
