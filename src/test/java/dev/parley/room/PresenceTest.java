package dev.parley.room;

import static dev.parley.room.Rooms.ANN;
import static dev.parley.room.Rooms.BOB;
import static dev.parley.room.Rooms.EVE;
import static dev.parley.room.Rooms.say;
import static dev.parley.room.Rooms.socket;
import static dev.parley.room.Rooms.v1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.protocol.Member;
import dev.parley.room.Rooms.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who sees whom come, write and go. */
class PresenceTest {

  private static final Duration ABSENCE = Duration.ofSeconds(2);

  private final Rooms rooms = new Rooms();
  private final RoomManager manager = rooms.manager();
  private final Room room = Rooms.room(manager);

  // Coming

  @Test
  void theFirstThatOneHearsIsAWelcome() {
    say(room, ANN, "before");
    socket(BOB).in(room);
    Socket eve = v1(EVE).in(room);
    say(room, ANN, "after");
    assertThat(eve.types()).containsExactly("welcome", "message");
    JsonNode welcome = eve.welcome();
    assertThat(welcome.get("client_id").textValue()).isEqualTo(EVE.clientId());
    assertThat(welcome.get("name").textValue()).isEqualTo("Eve");
    assertThat(welcome.get("room_id").textValue()).isEqualTo(room.id());
    assertThat(welcome.get("epoch").textValue()).isEqualTo(room.epoch());
    assertThat(welcome.get("head").longValue()).isEqualTo(1);
    assertThat(welcome.get("resumed").booleanValue()).isFalse();
    assertThat(members(welcome)).containsExactly(BOB, EVE);
    assertThat(welcome.get("expires_at").textValue()).isEqualTo("2026-11-22T13:00:00.000Z");
    assertThat(eve.seqs()).containsExactly(2L);
  }

  @Test
  void aPlainSocketHearsNothingButWhatIsSaid() {
    Socket plain = socket(ANN).in(room);
    Socket bob = v1(BOB).in(room);
    room.typing(BOB);
    room.leave(bob.participant());
    pass(ABSENCE);
    assertThat(plain.received()).isEmpty();
  }

  @Test
  void theOthersSeeAMemberComeAndTheMemberDoesNot() {
    Socket ann = v1(ANN).in(room);
    Socket bob = v1(BOB).in(room);
    assertThat(ann.types()).containsExactly("welcome", "joined");
    JsonNode member = ann.events("joined").get(0).get("member");
    assertThat(member.get("client_id").textValue()).isEqualTo(BOB.clientId());
    assertThat(member.get("name").textValue()).isEqualTo("Bob");
    assertThat(bob.types()).containsExactly("welcome");
  }

  @Test
  void aPlainMemberIsSeenToComeAndGoToo() {
    Socket ann = v1(ANN).in(room);
    Socket bob = socket(BOB).in(room);
    room.leave(bob.participant());
    pass(ABSENCE);
    assertThat(ann.types()).containsExactly("welcome", "joined", "left");
  }

  @Test
  void aSecondTabIsSilent() {
    Socket ann = v1(ANN).in(room);
    Socket first = v1(BOB).in(room);
    Socket second = v1(BOB).in(room);
    assertThat(ann.events("joined")).hasSize(1);
    assertThat(first.types()).containsExactly("welcome");
    assertThat(members(second.welcome())).containsExactly(ANN, BOB);

    room.leave(first.participant());
    pass(ABSENCE);
    assertThat(ann.events("left")).isEmpty();
    assertThat(room.describe().members()).containsExactly(ANN, BOB);
  }

  // Going

  @Test
  void aMemberHasLeftWhenItsLastSocketHasBeenGoneForTwoSeconds() {
    Socket ann = v1(ANN).in(room);
    Socket first = v1(BOB).in(room);
    Socket second = v1(BOB).in(room);
    room.leave(first.participant());
    room.leave(second.participant());
    pass(ABSENCE.minusNanos(1));
    assertThat(ann.types()).containsExactly("welcome", "joined");
    assertThat(room.describe().members()).containsExactly(ANN, BOB);

    pass(Duration.ofNanos(1));
    assertThat(ann.types()).containsExactly("welcome", "joined", "left");
    assertThat(ann.events("left").get(0).get("client_id").textValue()).isEqualTo(BOB.clientId());
    assertThat(room.describe().members()).containsExactly(ANN);

    pass(ABSENCE);
    assertThat(ann.events("left")).as("once").hasSize(1);
  }

  @Test
  void whoHasGoneHearsNothingMore() {
    Socket bob = v1(BOB).in(room);
    Socket other = v1(BOB).in(room);
    room.leave(bob.participant());
    say(room, ANN, "hi");
    assertThat(bob.seqs()).isEmpty();
    assertThat(other.seqs()).containsExactly(1L);
  }

  @Test
  void aReturnWithinTwoSecondsIsSilent() {
    Socket ann = v1(ANN).in(room);
    Socket bob = v1(BOB).in(room);
    room.leave(bob.participant());
    pass(ABSENCE.minusNanos(1));
    Socket again = v1(BOB).in(room);
    pass(Duration.ofDays(1));
    assertThat(ann.types()).containsExactly("welcome", "joined");
    assertThat(members(again.welcome())).containsExactly(ANN, BOB);
  }

  @Test
  void theTwoSecondsCountFromTheLastGoing() {
    Socket ann = v1(ANN).in(room);
    room.leave(v1(BOB).in(room).participant());
    pass(Duration.ofMillis(1500));
    room.leave(v1(BOB).in(room).participant());
    pass(Duration.ofMillis(1500));
    assertThat(ann.events("left")).isEmpty();
    pass(Duration.ofMillis(500));
    assertThat(ann.types()).containsExactly("welcome", "joined", "left");
  }

  @Test
  void whoComesBackAfterTwoSecondsHasJoinedAgain() {
    Socket ann = v1(ANN).in(room);
    room.leave(v1(BOB).in(room).participant());
    pass(ABSENCE);
    v1(BOB).in(room);
    assertThat(ann.types()).containsExactly("welcome", "joined", "left", "joined");
  }

  @Test
  void whoComesWhileAnotherIsAwayForAMomentSeesThemHereAndThenLeave() {
    room.leave(v1(BOB).in(room).participant());
    Socket ann = v1(ANN).in(room);
    assertThat(members(ann.welcome())).containsExactlyInAnyOrder(ANN, BOB);
    pass(ABSENCE);
    assertThat(ann.types()).containsExactly("welcome", "left");
  }

  @Test
  void goingsInManyRoomsAreToldToTheirOwn() {
    Room other = Rooms.room(manager);
    Socket ann = v1(ANN).in(room);
    Socket eve = v1(EVE).in(other);
    room.leave(socket(BOB).in(room).participant());
    pass(Duration.ofSeconds(1));
    other.leave(socket(BOB).in(other).participant());
    pass(Duration.ofSeconds(1));
    assertThat(ann.events("left")).hasSize(1);
    assertThat(eve.events("left")).isEmpty();
    pass(Duration.ofSeconds(1));
    assertThat(ann.events("left")).hasSize(1);
    assertThat(eve.events("left")).hasSize(1);
  }

  @Test
  void aRepeatedLeaveIsNoError() {
    Socket ann = v1(ANN).in(room);
    Socket annsOther = socket(ANN).in(room);
    room.leave(ann.participant());
    room.leave(ann.participant());
    room.leave(socket(EVE).participant());
    pass(ABSENCE);
    assertThat(room.describe().members()).containsExactly(ANN);
    room.leave(annsOther.participant());
    room.leave(annsOther.participant());
    pass(ABSENCE);
    assertThat(room.describe().members()).isEmpty();
  }

  // Writing

  @Test
  void theOthersSeeAMemberWriteAndTheMemberDoesNot() {
    Socket ann = v1(ANN).in(room);
    Socket bob = v1(BOB).in(room);
    Socket bobsOther = v1(BOB).in(room);
    room.typing(BOB);
    assertThat(ann.types()).containsExactly("welcome", "joined", "typing");
    JsonNode typing = ann.events("typing").get(0);
    assertThat(typing.get("client_id").textValue()).isEqualTo(BOB.clientId());
    assertThat(typing.get("name").textValue()).isEqualTo("Bob");
    assertThat(bob.events("typing")).isEmpty();
    assertThat(bobsOther.events("typing")).isEmpty();
  }

  @Test
  void writingIsToldOnlySoOften() {
    Room limited = rooms.typing(1, 3).room();
    Socket ann = v1(ANN).in(limited);
    for (int i = 0; i < 10; i++) {
      limited.typing(BOB);
    }
    assertThat(ann.events("typing")).hasSize(3);
    limited.typing(EVE);
    assertThat(ann.events("typing")).as("the limit is Bob's").hasSize(4);
    pass(Duration.ofSeconds(1));
    limited.typing(BOB);
    assertThat(ann.events("typing")).hasSize(5);
  }

  private void pass(Duration time) {
    rooms.pass(time);
    manager.announceDepartures();
  }

  private static List<Member> members(JsonNode welcome) {
    List<Member> members = new ArrayList<>();
    welcome
        .get("members")
        .forEach(
            it ->
                members.add(
                    new Member(it.get("client_id").textValue(), it.get("name").textValue())));
    return members;
  }
}
