package dev.parley.reliability;

import dev.parley.reliability.Told.Said;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps each message once, however many are told it: there are millions. For any thread. */
final class Words {

  private final Map<Said, Said> known = new ConcurrentHashMap<>();

  Said of(Said said) {
    Said before = known.putIfAbsent(said, said);
    return before == null ? said : before;
  }
}
