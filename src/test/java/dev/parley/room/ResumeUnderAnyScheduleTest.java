package dev.parley.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.protocol.Member;
import dev.parley.protocol.Message;
import dev.parley.room.Participant.Resume;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * Whatever happens in whichever order, every client gets every message once, in order, over all its
 * connections. Several members speak, come, go without a word and resume; some read slowly; the log
 * fails now and then; the room is put away and opened again. Each asynchronous step, of the log,
 * the delivery threads and the sockets, is taken when the script says so.
 */
class ResumeUnderAnyScheduleTest {

  private static final int LONGEST_REPLAY = 1000;
  private static final int[] BURSTS = {1, 1, 1, 1, 2, 3, 10, 130};
  private static final int BIG_CHARS = 4000;
  private static final int BIG_BURST = 14;

  /** More than any script needs to come to rest. */
  private static final int MOST_ROUNDS = 30_000;

  /** Each number is something that happens: what, by its last two digits; to whom, by the rest. */
  @Provide
  Arbitrary<List<Integer>> scripts() {
    return Arbitraries.integers()
        .between(0, 999_999)
        .withDistribution(RandomDistribution.uniform())
        .list()
        .ofMinSize(100)
        .ofMaxSize(300);
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void everyClientGetsEveryMessageOnceInOrderOverAllItsConnections(
      @ForAll("scripts") List<Integer> script,
      @ForAll @IntRange(min = 1, max = 4) int clients,
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll boolean limited) {
    try (World world = new World(clients, batch, limited ? 60_000 : 0)) {
      script.forEach(world::happen);
      world.comeToRest();
      world.check();
      int resumed = world.clients.stream().mapToInt(client -> client.resumed).sum();
      int missed = world.clients.stream().mapToInt(client -> client.missed).sum();
      Statistics.label("connections resumed").collect(Math.min(resumed, 5));
      Statistics.label("messages missed")
          .collect(missed == 0 ? "none" : missed <= 100 ? "up to a page" : "more");
    }
  }

  /** A message that somebody wants to say, until it is confirmed. */
  private record Draft(Member author, String ref, String text) {}

  private static final class World implements AutoCloseable {

    final Steps steps = new Steps();
    final Rooms rooms = new Rooms().delivery(steps).emptyRoomTtl(Duration.ZERO);
    final SteppedLog log;
    final RoomManager manager;
    final String roomId;
    final Outbox.Limits limits;
    final List<Client> clients = new ArrayList<>();

    final Map<String, Draft> drafts = new LinkedHashMap<>();
    final Map<String, Long> confirmed = new HashMap<>();
    final Map<String, Integer> posts = new HashMap<>();
    final Set<String> unconfirmed = new TreeSet<>();

    World(int clients, int batch, long outboxBytes) {
      log = new SteppedLog(rooms.memory(), steps, batch);
      manager = rooms.log(log).manager();
      limits = new Outbox.Limits(outboxBytes, Duration.ZERO);
      CompletionStage<String> made = manager.create(Rooms.ANN);
      steps.runAll();
      roomId = made.toCompletableFuture().join();
      for (int i = 0; i < clients; i++) {
        this.clients.add(new Client(this, new Member("c-" + i, "N" + i)));
      }
    }

    void happen(int event) {
      int what = event % 100;
      int which = event / 100;
      Client client = clients.get(which % clients.size());
      int more = which / clients.size();
      if (what < 44) {
        for (int i = 0; i <= more % 12; i++) {
          // Mostly one of those that have waited for long; at times any.
          steps.run(more % 5 == 0 ? which + i : (which + i) % 4);
        }
      } else if (what < 64) {
        client.read();
      } else if (what < 73) {
        say(client, BURSTS[more % BURSTS.length], 1);
      } else if (what < 75) {
        say(client, BIG_BURST, BIG_CHARS);
      } else if (what < 83) {
        client.connect();
      } else if (what < 89) {
        client.disconnect();
      } else if (what < 92) {
        repeat(more);
      } else if (what < 94) {
        rooms.pass(Duration.ofSeconds(1));
        manager.announceDepartures();
      } else if (what < 96) {
        rooms.clock.advance(Duration.ofSeconds(61));
        manager.sweep();
      } else if (what < 98) {
        SteppedLog.Mood[] moods = SteppedLog.Mood.values();
        log.feel(log.mood() == SteppedLog.Mood.WELL ? moods[more % 3] : SteppedLog.Mood.WELL);
      } else {
        client.type();
      }
    }

    private void say(Client client, int messages, int chars) {
      for (int i = 0; i < messages; i++) {
        String ref = "r-" + drafts.size();
        String text = (ref + " ").repeat(Math.max(1, chars / (ref.length() + 1)));
        drafts.put(ref, new Draft(client.member, ref, text));
        post(ref);
      }
    }

    /** Somebody is not sure whether a message was kept, and posts it again. */
    private void repeat(int which) {
      if (!drafts.isEmpty()) {
        post("r-" + which % drafts.size());
      }
    }

    private void post(String ref) {
      Draft draft = drafts.get(ref);
      if (draft == null) {
        throw new AssertionError(ref);
      }
      posts.merge(ref, 1, Integer::sum);
      Room room =
          clients.stream().map(Client::room).filter(it -> it != null).findAny().orElse(null);
      CompletionStage<Posted> posting =
          room != null
              ? room.post(draft.author(), ref, draft.text())
              : manager
                  .open(roomId)
                  .thenCompose(it -> it.orElseThrow().post(draft.author(), ref, draft.text()));
      var unused =
          posting.whenComplete(
              (posted, fault) -> {
                if (posted instanceof Posted.Accepted accepted) {
                  confirmed.put(ref, accepted.message().seq());
                  unconfirmed.remove(ref);
                } else if (!confirmed.containsKey(ref)) {
                  unconfirmed.add(ref);
                }
              });
    }

    /** The log is well, everybody is back and reads, and what was not confirmed is posted again. */
    void comeToRest() {
      log.feel(SteppedLog.Mood.WELL);
      boolean more = true;
      for (int round = 0; more; round++) {
        assertThat(round).as("rounds until all is at rest").isLessThan(MOST_ROUNDS);
        more = steps.run(0);
        for (Client client : clients) {
          more |= client.read() || client.connect();
        }
        if (!more && !unconfirmed.isEmpty()) {
          List<String> again = List.copyOf(unconfirmed);
          unconfirmed.clear();
          again.forEach(this::post);
          more = true;
        }
      }
    }

    void check() {
      List<Message> all = log.all(roomId);
      for (int i = 0; i < all.size(); i++) {
        assertThat(all.get(i).seq()).as("no gap in the log").isEqualTo(i + 1);
      }
      Map<String, Message> byRef = new HashMap<>();
      all.forEach(it -> assertThat(byRef.put(it.ref(), it)).as("stored once").isNull());
      assertThat(byRef.keySet()).isEqualTo(drafts.keySet());
      drafts.forEach(
          (ref, draft) -> {
            Message message = Objects.requireNonNull(byRef.get(ref));
            assertThat(message.text()).isEqualTo(draft.text());
            assertThat(message.author()).isEqualTo(draft.author());
            assertThat(confirmed).containsEntry(ref, message.seq());
          });
      Set<String> members = new HashSet<>();
      clients.forEach(client -> members.add(client.member.clientId()));
      clients.forEach(client -> client.check(all, members));
    }

    @Override
    public void close() {
      log.close();
    }
  }

  /** Somebody who is there again and again, and remembers what a client does. */
  private static final class Client {

    private final World world;
    private final Member member;
    private final Set<String> here = new HashSet<>();
    private final Map<Long, String> got = new HashMap<>();
    private final Map<String, Integer> again = new HashMap<>();
    private @Nullable Wire wire;
    private @Nullable Resume asked;
    private boolean welcomed;
    private String epoch = "";
    private long last = -1;
    private int resumed;
    private int missed;

    Client(World world, Member member) {
      this.world = world;
      this.member = member;
    }

    @Nullable Room room() {
      return wire == null ? null : wire.room();
    }

    /** If it is not connected. */
    boolean connect() {
      if (wire != null && !wire.isEnded()) {
        return false;
      }
      while (read()) {
        // what came before the end
      }
      asked = last < 0 ? null : new Resume(last, epoch);
      welcomed = false;
      again.clear();
      wire = new Wire(member, asked, world.limits, world.steps);
      wire.join(world.manager, world.roomId);
      return true;
    }

    void disconnect() {
      if (wire != null) {
        wire.cut();
        wire = null;
      }
    }

    void type() {
      Room room = room();
      if (room != null) {
        room.typing(member);
      }
    }

    boolean read() {
      if (wire == null || !wire.read()) {
        return false;
      }
      wire.news().forEach(this::hear);
      return true;
    }

    private void hear(JsonNode event) {
      String type = event.get("type").textValue();
      assertThat(type.equals("welcome"))
          .as("a welcome is first, and only first")
          .isNotEqualTo(welcomed);
      switch (type) {
        case "welcome" -> welcome(event);
        case "message" -> message(event);
        case "joined" ->
            assertThat(here.add(event.get("member").get("client_id").textValue()))
                .as("joined once")
                .isTrue();
        case "left" ->
            assertThat(here.remove(event.get("client_id").textValue())).as("left once").isTrue();
        case "typing" ->
            assertThat(event.get("client_id").textValue()).isNotEqualTo(member.clientId());
        default -> throw new AssertionError(event);
      }
    }

    private void welcome(JsonNode welcome) {
      welcomed = true;
      here.clear();
      welcome.get("members").forEach(it -> here.add(it.get("client_id").textValue()));
      long head = welcome.get("head").longValue();
      boolean isResumed = welcome.get("resumed").booleanValue();
      assertThat(isResumed)
          .as("resumed after %s of %s", asked, head)
          .isEqualTo(asked != null && head - last <= LONGEST_REPLAY);
      if (isResumed) {
        resumed++;
        missed += (int) (head - last);
        assertThat(welcome.get("epoch").textValue()).isEqualTo(epoch);
        assertThat(head).isGreaterThanOrEqualTo(last);
      } else {
        last = head; // what was before comes from the REST history
      }
      epoch = welcome.get("epoch").textValue();
    }

    private void message(JsonNode message) {
      long seq = message.get("seq").longValue();
      String ref = message.get("ref").textValue();
      boolean own = message.get("client_id").textValue().equals(member.clientId());
      if (own && seq <= last) {
        assertThat(again.merge(ref, 1, Integer::sum))
            .as("told again, as often as it was posted again")
            .isLessThan(world.posts.getOrDefault(ref, 0));
      } else {
        assertThat(seq).as("no gap, no repeat").isEqualTo(last + 1);
        last = seq;
      }
      got.put(seq, message.get("message").textValue());
    }

    void check(List<Message> all, Set<String> members) {
      assertThat(last).as("everything, to the head").isEqualTo(all.size());
      assertThat(here).isEqualTo(members);
      got.forEach((seq, text) -> assertThat(text).isEqualTo(all.get((int) (seq - 1)).text()));
      assertThat(Objects.requireNonNull(room()).head()).isEqualTo(all.size());
    }
  }
}
