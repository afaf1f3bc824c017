package dev.parley.history;

import static dev.parley.history.Logs.THREADS;
import static dev.parley.history.Logs.all;
import static dev.parley.history.Logs.range;
import static dev.parley.history.Logs.result;
import static dev.parley.history.Logs.results;
import static dev.parley.history.Logs.seqs;
import static dev.parley.history.Logs.together;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.history.MessageLog.Appended;
import dev.parley.history.MessageLog.Post;
import dev.parley.protocol.Member;
import dev.parley.protocol.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Whoever posts what at the same time, and however often: each post is one message. */
class ConcurrentPostsTest {

  private static final List<String> ROOMS = List.of("a", "b", "c");

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void inMemory(@ForAll("whatThreadsPost") List<List<Post>> posts) {
    try (MessageLog log = new MemoryMessageLog(1_000_000, Clock.systemUTC(), THREADS)) {
      check(log, posts);
    }
  }

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void inSqlite(@ForAll("whatThreadsPost") List<List<Post>> posts) throws IOException {
    Path target = Files.createDirectories(Path.of("target"));
    Path directory = Files.createTempDirectory(target, "concurrent-posts-");
    try (Store store = new SqliteStore(directory);
        MessageLog log = store.open(Clock.systemUTC())) {
      check(log, posts);
    }
    for (String left : List.of("parley.db", "parley.db.lock", "")) {
      Files.delete(directory.resolve(left));
    }
  }

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void inPostgres(@ForAll("whatThreadsPost") List<List<Post>> posts) {
    try (Store store = new PostgresStore();
        MessageLog log = store.open(Clock.systemUTC())) {
      check(log, posts);
    }
  }

  @Provide
  Arbitrary<List<List<Post>>> whatThreadsPost() {
    Arbitrary<String> rooms = Arbitraries.of(ROOMS);
    Arbitrary<Member> members =
        Arbitraries.of("x", "y").map(client -> new Member("client-" + client, client));
    Arbitrary<String> refs = Arbitraries.integers().between(1, 60).map(i -> "r" + i);
    return Combinators.combine(rooms, members, refs)
        .as((room, member, ref) -> new Post(room, member, ref, room + ref))
        .list()
        .ofMaxSize(150)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  private static void check(MessageLog log, List<List<Post>> posts) {
    Listener listener = new Listener();
    log.subscribe(listener);
    Member host = new Member("host", "Host");
    results(ROOMS.stream().map(roomId -> log.create(roomId, host)).toList());

    List<List<Appended>> answers =
        together(
            posts.size(),
            i -> () -> results(posts.get(i).stream().map(post -> log.append(post)).toList()));

    Map<Post, Message> messages = new HashMap<>();
    int stored = 0;
    for (int i = 0; i < posts.size(); i++) {
      for (int n = 0; n < posts.get(i).size(); n++) {
        Post post = posts.get(i).get(n);
        Appended answer = answers.get(i).get(n);
        Message first = messages.putIfAbsent(post, answer.message());
        assertThat(answer.message()).isEqualTo(first == null ? answer.message() : first);
        assertThat(answer.message().author()).isEqualTo(post.author());
        assertThat(answer.message().ref()).isEqualTo(post.ref());
        assertThat(answer.message().text()).isEqualTo(post.text());
        stored += answer.repeated() ? 0 : 1;
      }
    }
    assertThat(stored).isEqualTo(messages.size());

    List<Message> found = new ArrayList<>();
    for (String roomId : ROOMS) {
      List<Message> all = all(log, roomId);
      assertThat(seqs(all)).isEqualTo(range(1, all.size()));
      assertThat(listener.told(roomId)).isEqualTo(all);
      assertThat(result(log.find(roomId)).orElseThrow().head()).isEqualTo(all.size());
      found.addAll(all);
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(messages.values());
    assertThat(listener.mostAtOnce()).isLessThanOrEqualTo(1);
  }
}
