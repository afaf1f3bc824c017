package dev.parley.reliability;

import dev.parley.reliability.ChatClient.Manner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that one client can swear to: what it posted, and what it was told, connection by connection.
 * Written by the client's thread alone, and read when that has ended.
 */
final class Testimony {

  final String clientId;
  final String roomId;
  final Manner manner;

  /** By ref, in the order of the first attempt; in the plain dialect, by text. */
  final Map<String, Draft> drafts = new LinkedHashMap<>();

  final List<Visit> visits = new ArrayList<>();

  /** Why the client itself broke down, which must not be. */
  @Nullable Throwable fault;

  Testimony(String clientId, String roomId, Manner manner) {
    this.clientId = clientId;
    this.roomId = roomId;
    this.manner = manner;
  }

  Draft draft(String ref, String text) {
    Draft draft = new Draft(ref, text);
    drafts.put(ref, draft);
    return draft;
  }

  Visit visit(@Nullable Asked asked) {
    Visit visit = new Visit(asked);
    visits.add(visit);
    return visit;
  }

  /** A message that the client posts, however often. */
  static final class Draft {

    final String ref;
    final String text;
    int attempts;
    boolean acknowledged;

    /** The error after which the client gave it up. */
    @Nullable String refused;

    Draft(String ref, String text) {
      this.ref = ref;
      this.text = text;
    }
  }

  /** Where a client wanted to go on. */
  record Asked(long after, String epoch) {}

  /** One connection, from the handshake to its end. */
  static final class Visit {

    final @Nullable Asked asked;

    /** In order. */
    final List<Told> told = new ArrayList<>();

    /** A close code, or what else ended it. */
    String end = "open";

    Visit(@Nullable Asked asked) {
      this.asked = asked;
    }
  }
}
