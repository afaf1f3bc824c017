package dev.parley.reliability;

/** What must not be, in words for the report. */
enum Violation {
  LOST("confirmed to its author, and not in the log"),
  UNTRUE("told to somebody, and not in the log"),
  MISSED("in the log, and never reached a client"),
  DOUBLED("posted once, and twice in the log"),
  HOLE("a number missing or twice in the log"),
  STRANGER("in the log, and posted by nobody"),
  ALTERED("another text than was posted"),
  REORDERED("told out of order on a connection"),
  OVERTAKEN("in the log before what its author had posted earlier"),
  SKIPPED("left out on a connection"),
  REPEATED("told more often on a connection than it was posted"),
  OWN("told to its own author in the plain dialect"),
  NOT_WELCOMED("an event before the welcome, or a second welcome"),
  BAD_RESUME("resumed from another message than the one asked for"),
  NOT_RESUMED("not resumed, though what was missed was little and of this epoch"),
  OTHER_EPOCH("another epoch than the log's"),
  BAD_HEAD("a head behind what was told before, or ahead of the log"),
  REST_DIFFERS("told otherwise over REST than the log has it"),
  UNANSWERED("posted until the end without an answer"),
  REFUSED("a good post refused for good"),
  TURNED_AWAY("a good client told to stop"),
  CHECKER("the checking client itself broke down");

  final String words;

  Violation(String words) {
    this.words = words;
  }
}
