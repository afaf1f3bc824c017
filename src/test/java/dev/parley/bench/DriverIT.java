package dev.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.bench.driver.Crowd;
import dev.parley.bench.driver.Load;
import dev.parley.bench.driver.ParleyV1;
import dev.parley.bench.driver.PlainText;
import dev.parley.bench.driver.Protocol;
import dev.parley.bench.driver.Result;
import dev.parley.bench.driver.Storm;
import dev.parley.it.Await;
import dev.parley.it.OnParley;
import dev.parley.it.Rest.Ticket;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The load driver works, on little of everything; what is fast is not asked here. */
class DriverIT extends OnParley {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration A_MOMENT = Duration.ofMillis(500);
  private static final int ROOMS = 3;
  private static final int MEMBERS = 12;

  /** So many a second that members stay within the rate that each of them has. */
  private static final int POSTS = 100;

  /** So short that they stay within their burst. */
  private static final Duration BURST = Duration.ofMillis(50);

  static Stream<Protocol> dialects() {
    return Stream.of(PlainText.toOthers(), new ParleyV1());
  }

  private Crowd crowd(Protocol protocol) throws IOException {
    List<List<Ticket>> rooms = Tickets.from(rest).forRooms(ROOMS, MEMBERS);
    Crowd crowd = new Crowd(BASE, protocol, rooms, MEMBERS);
    crowd.open(PATIENCE);
    // Who speaks the plain dialect is not told when the room is reached, and hears nothing before.
    Await.until(PATIENCE, "all are in", () -> rooms.stream().allMatch(room -> isFull(room.get(0))));
    return crowd;
  }

  private boolean isFull(Ticket ticket) {
    String room =
        rest.get("api/rooms/" + ticket.roomId(), "Authorization", "Bearer " + ticket.token())
            .body();
    return room.split("\"client_id\"", -1).length - 1 == MEMBERS;
  }

  private static Load load(Crowd crowd) {
    return new Load(crowd, () -> Duration.ZERO);
  }

  private static void assertThatAllArrivedOnceInOrder(Result result) {
    assertThat(result.deliveries()).isPositive();
    assertThat(result.lost()).isZero();
    assertThat(result.doubled()).isZero();
    assertThat(result.reordered()).isZero();
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void whatIsPostedAtARateArrives(Protocol dialect) throws IOException {
    try (Crowd crowd = crowd(dialect)) {
      assertThatAllArrivedOnceInOrder(load(crowd).steady(POSTS, A_MOMENT));
    }
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void whatIsPostedAsFastAsItCanBeArrives(Protocol dialect) throws IOException {
    try (Crowd crowd = crowd(dialect)) {
      assertThatAllArrivedOnceInOrder(load(crowd).saturate(1, BURST));
    }
  }

  @Test
  void whatIsPostedWhileRoomsAreCutOffArrives() throws IOException {
    try (Crowd crowd = crowd(new ParleyV1())) {
      Storm.Outcome outcome = load(crowd).storm(ROOMS - 1, POSTS, A_MOMENT);
      assertThatAllArrivedOnceInOrder(outcome.all());
    }
  }
}
