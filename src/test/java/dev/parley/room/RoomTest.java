package dev.parley.room;

import static dev.parley.room.Rooms.ANN;
import static dev.parley.room.Rooms.BOB;
import static dev.parley.room.Rooms.EVE;
import static dev.parley.room.Rooms.accepted;
import static dev.parley.room.Rooms.await;
import static dev.parley.room.Rooms.post;
import static dev.parley.room.Rooms.say;
import static dev.parley.room.Rooms.socket;
import static dev.parley.room.Rooms.v1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.history.MessageLog;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Dialect;
import dev.parley.protocol.Member;
import dev.parley.protocol.Message;
import dev.parley.protocol.PlainDialect;
import dev.parley.room.Rooms.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomTest {

  private static final String EMOJI = "\uD83D\uDE00";

  private final Rooms rooms = new Rooms();

  // Said and heard

  @Test
  void aMessageReachesEveryOtherMemberAndNotItsSender() {
    Room room = rooms.room();
    Socket ann = socket(ANN).in(room);
    Socket bob = socket(BOB).in(room);
    Socket eve = socket(EVE).in(room);
    Message message = say(room, ANN, "hi");
    assertThat(ann.received()).isEmpty();
    assertThat(bob.received()).containsExactly(PlainDialect.encode(message).text());
    assertThat(eve.received()).isEqualTo(bob.received());
  }

  @Test
  void aMessageReachesEverySocketOfAnotherAndNoneOfItsSenders() {
    Room room = rooms.room();
    Socket annsFirst = socket(ANN).in(room);
    Socket annsSecond = socket(ANN).in(room);
    Socket bobsFirst = socket(BOB).in(room);
    Socket bobsSecond = socket(BOB).in(room);
    say(room, ANN, "hi");
    assertThat(annsFirst.received()).isEmpty();
    assertThat(annsSecond.received()).isEmpty();
    assertThat(bobsFirst.received()).hasSize(1);
    assertThat(bobsSecond.received()).hasSize(1);
  }

  @Test
  void twoMembersOfOneNameAreTwo() {
    Room room = rooms.room();
    Socket other = socket(new Member("c-ann-2", "Ann")).in(room);
    say(room, ANN, "hi");
    assertThat(other.received()).hasSize(1);
  }

  @Test
  void whatIsSaidInOneRoomIsNotHeardInAnother() {
    RoomManager manager = rooms.manager();
    Room here = Rooms.room(manager);
    Room there = Rooms.room(manager);
    Socket bob = socket(BOB).in(there);
    say(here, ANN, "hi");
    assertThat(bob.received()).isEmpty();
  }

  @Test
  void aMessageCarriesNumberRefAuthorTextAndWholeMilliseconds() {
    Room room = rooms.room();
    assertThat(accepted(post(room, ANN, "r-1", " hi\n ")))
        .isEqualTo(new Message(1, "r-1", ANN, " hi\n ", Instant.parse("2026-11-22T12:00:00.123Z")));
  }

  @Test
  void messagesCountFromOneInEachRoomWhetherHeardOrNot() {
    RoomManager manager = rooms.manager();
    Room here = Rooms.room(manager);
    Room there = Rooms.room(manager);
    assertThat(say(here, ANN, "a").seq()).isEqualTo(1);
    socket(BOB).in(here);
    assertThat(say(here, ANN, "b").seq()).isEqualTo(2);
    assertThat(say(here, BOB, "c").seq()).isEqualTo(3);
    assertThat(say(there, ANN, "d").seq()).isEqualTo(1);
    assertThat(here.describe().head()).isEqualTo(3);
  }

  @Test
  void aMessageIsEncodedOnceForAllWhoSpeakAlike() {
    Room room = rooms.room();
    Socket bob = socket(BOB).in(room);
    Socket eve = socket(EVE).in(room);
    say(room, ANN, "hi");
    assertThat(eve.received().get(0)).isSameAs(bob.received().get(0));
  }

  @Test
  void aPostWritesNothingItselfAndIsOneTaskForAll() {
    Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    Room room = rooms.delivery(tasks::add).room();
    Socket bob = socket(BOB).in(room);
    Socket eve = socket(EVE).in(room);
    say(room, ANN, "hi");
    say(room, ANN, "ho");
    assertThat(bob.received()).isEmpty();
    assertThat(tasks).hasSize(1);
    tasks.remove().run();
    assertThat(bob.received()).hasSize(2);
    assertThat(eve.received()).hasSize(2);
  }

  @Test
  void oneWhoseConnectionIsBrokenDoesNotDisturbTheOthers() {
    Room room = rooms.room();
    Outbox broken =
        new Outbox(
            new Outbox.Limits(0, Duration.ZERO),
            Dialect.PLAIN,
            (frame, done) -> {
              throw new IllegalStateException("gone");
            },
            failure -> {},
            Runnable::run,
            System::nanoTime);
    socket(BOB, broken).in(room);
    Socket eve = socket(EVE).in(room);
    say(room, ANN, "hi");
    say(room, ANN, "ho");
    assertThat(eve.received()).hasSize(2);
  }

  @Test
  void oneWhoDoesNotReadIsHungUpOnAndDoesNotDisturbTheOthers() {
    Room room = rooms.room();
    List<Outbox.Failure> hangUps = new CopyOnWriteArrayList<>();
    Outbox stalled =
        new Outbox(
            new Outbox.Limits(1000, Duration.ZERO),
            Dialect.PLAIN,
            (frame, done) -> {},
            hangUps::add,
            Runnable::run,
            System::nanoTime);
    socket(BOB, stalled).in(room);
    Socket eve = socket(EVE).in(room);
    for (int i = 0; i < 100; i++) {
      say(room, ANN, "x".repeat(100));
    }
    assertThat(eve.received()).hasSize(100);
    assertThat(hangUps).containsExactly(Outbox.Failure.TOO_SLOW);
    assertThat(stalled.queuedBytes()).isLessThanOrEqualTo(1000);
  }

  // Said and heard in parley.v1

  @Test
  void oneSeesOnesOwnMessageComeBackWithItsRef() {
    Room room = rooms.room();
    Socket first = v1(ANN).in(room);
    Socket second = v1(ANN).in(room);
    Socket plain = socket(ANN).in(room);
    post(room, ANN, "r-1", "hi");
    for (Socket own : List.of(first, second)) {
      JsonNode message = own.events("message").get(0);
      assertThat(message.get("ref").textValue()).isEqualTo("r-1");
      assertThat(message.get("seq").longValue()).isEqualTo(1);
      assertThat(message.get("client_id").textValue()).isEqualTo(ANN.clientId());
    }
    assertThat(plain.received()).isEmpty();
  }

  @Test
  void aMessageReachesWhoeverSpeaksEitherDialectOnce() {
    Room room = rooms.room();
    Socket plain = socket(BOB).in(room);
    Socket modern = v1(EVE).in(room);
    say(room, ANN, "one");
    say(room, EVE, "two");
    say(room, BOB, "three");
    assertThat(plain.received()).hasSize(2);
    assertThat(modern.seqs()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void aRefThatIsRepeatedIsStoredOnceAndToldAgainToItsAuthorAlone() {
    Room room = rooms.room();
    Socket ann = v1(ANN).in(room);
    Socket annsPlain = socket(ANN).in(room);
    Socket bob = v1(BOB).in(room);
    Socket eve = socket(EVE).in(room);
    Message first = accepted(post(room, ANN, "r-1", "hi"));
    say(room, BOB, "between");
    Message again = accepted(post(room, ANN, "r-1", "hi, or something else"));
    assertThat(again).isEqualTo(first);
    assertThat(room.head()).isEqualTo(2);
    assertThat(ann.seqs()).containsExactly(1L, 2L, 1L);
    assertThat(ann.events("message").get(2)).isEqualTo(ann.events("message").get(0));
    assertThat(bob.seqs()).containsExactly(1L, 2L);
    assertThat(eve.received()).hasSize(2);
    assertThat(annsPlain.received()).as("Bob's").hasSize(1);
  }

  @Test
  void oneRefOfTwoMembersIsTwoMessages() {
    Room room = rooms.room();
    assertThat(accepted(post(room, ANN, "r-1", "hi")).seq()).isEqualTo(1);
    assertThat(accepted(post(room, BOB, "r-1", "hi")).seq()).isEqualTo(2);
  }

  @Test
  void whatCameFromAPlainSocketHasARefForTheOthers() {
    Room room = rooms.room();
    Socket bob = v1(BOB).in(room);
    say(room, ANN, "hi");
    assertThat(bob.events("message").get(0).get("ref").textValue()).isNotBlank();
  }

  // Not said

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t ", "\u3000\u2003"})
  void aBlankMessageIsNotSaid(String blank) {
    Room room = rooms.posts(1, 2).room();
    Socket bob = socket(BOB).in(room);
    assertThat(post(room, ANN, blank)).isEqualTo(new Posted.Blank());
    assertThat(bob.received()).isEmpty();
    assertThat(say(room, ANN, "and takes no number").seq()).isEqualTo(1);
    assertThat(post(room, ANN, blank)).as("but counts").isInstanceOf(Posted.Limited.class);
  }

  @Test
  void aMessageMayHaveAsManyCodePointsAsTheLimitAndNotOneMore() {
    Room room = rooms.messageChars(10).posts(1, 4).room();
    Socket bob = socket(BOB).in(room);
    assertThat(post(room, ANN, "x".repeat(11))).isEqualTo(new Posted.TooLong(10));
    assertThat(post(room, ANN, EMOJI.repeat(11))).isEqualTo(new Posted.TooLong(10));
    assertThat(bob.received()).isEmpty();
    assertThat(say(room, ANN, "x".repeat(10)).seq()).isEqualTo(1);
    assertThat(say(room, ANN, EMOJI.repeat(10)).seq()).isEqualTo(2);
    assertThat(post(room, ANN, "x".repeat(11)))
        .as("which counts")
        .isInstanceOf(Posted.Limited.class);
  }

  @Test
  void aLimitOfZeroLetsAMessageBeOfAnyLength() {
    Room room = rooms.messageChars(0).room();
    assertThat(post(room, ANN, "hi")).isInstanceOf(Posted.Accepted.class);
    assertThat(post(room, ANN, "x".repeat(1_000_000))).isInstanceOf(Posted.Accepted.class);
  }

  @Test
  void whatIsOverTheRateIsNotSaidAndTheOthersMaySpeakOn() {
    Room room = rooms.posts(10, 2).room();
    Socket eve = socket(EVE).in(room);
    say(room, ANN, "1");
    say(room, ANN, "2");
    assertThat(post(room, ANN, "r-3", "3")).isEqualTo(new Posted.Limited(Duration.ofMillis(100)));
    assertThat(post(room, BOB, "4")).isInstanceOf(Posted.Accepted.class);
    assertThat(eve.received()).hasSize(3);

    rooms.pass(Duration.ofMillis(100));
    assertThat(accepted(post(room, ANN, "r-3", "3")).seq()).as("nothing was kept").isEqualTo(4);
  }

  @Test
  void theRateIsTheMembersInWhicheverRoom() {
    RoomManager manager = rooms.posts(1, 1).manager();
    say(Rooms.room(manager), ANN, "1");
    assertThat(post(Rooms.room(manager), ANN, "2")).isInstanceOf(Posted.Limited.class);
  }

  @Test
  void halfACharacterIsReplacedBeforeItIsSaid() {
    Room room = rooms.room();
    assertThat(say(room, ANN, "a\ud800\u0000b").text()).isEqualTo("a\ufffd\ufffdb");
  }

  @Test
  void whatTheLogDoesNotTakeIsNotSaid() {
    MessageLog log = rooms.memory();
    Room room = rooms.log(log).room();
    Socket ann = v1(ANN).in(room);
    Socket bob = socket(BOB).in(room);
    log.close();
    assertThat(post(room, ANN, "hi")).isEqualTo(new Posted.Unavailable());
    assertThat(ann.seqs()).isEmpty();
    assertThat(bob.received()).isEmpty();
    assertThat(room.head()).isZero();
  }

  @Test
  void whatIsSaidInARoomThatTheLogHasForgottenIsNotSaid() {
    MessageLog log = rooms.memory();
    Room room = rooms.log(log).room();
    await(log.forget(room.id(), Instant.parse("9999-12-31T00:00:00Z")));
    assertThat(post(room, ANN, "hi")).isEqualTo(new Posted.Closed());
  }

  // Who may be here

  @Test
  void theLimitCountsMembersAndNotTheirSockets() {
    Room room = rooms.members(2).room();
    socket(ANN).in(room);
    socket(ANN).in(room);
    socket(ANN).in(room);
    assertThat(room.isFull()).isFalse();
    Socket bob = socket(BOB).in(room);
    assertThat(room.isFull()).isTrue();
    assertThat(join(room, socket(EVE))).isEqualTo(new Room.Entry.Refused(CloseCode.ROOM_FULL));
    assertThat(join(room, socket(ANN))).isEqualTo(new Room.Entry.Joined(room));

    room.leave(bob.participant());
    assertThat(join(room, socket(EVE))).isEqualTo(new Room.Entry.Joined(room));
    assertThat(join(room, socket(BOB)))
        .as("the place of one who has gone is not kept")
        .isEqualTo(new Room.Entry.Refused(CloseCode.ROOM_FULL));
  }

  @Test
  void aMemberHasOnlySoManySockets() {
    Room room = rooms.sockets(2).room();
    assertThat(join(room, socket(ANN))).isInstanceOf(Room.Entry.Joined.class);
    Socket second = socket(ANN).in(room);
    assertThat(join(room, socket(ANN))).isEqualTo(new Room.Entry.Refused(CloseCode.ROOM_FULL));
    assertThat(join(room, socket(BOB))).isInstanceOf(Room.Entry.Joined.class);

    room.leave(second.participant());
    assertThat(join(room, socket(ANN))).isInstanceOf(Room.Entry.Joined.class);
  }

  @Test
  void oneWhoFoundTheRoomFullHearsNothingAndIsNotHeardOf() {
    Room room = rooms.members(1).room();
    Socket bob = v1(BOB).in(room);
    Socket eve = v1(EVE);
    join(room, eve);
    say(room, ANN, "hi");
    assertThat(eve.received()).isEmpty();
    assertThat(room.describe().members()).containsExactly(BOB);
    assertThat(bob.types()).containsExactly("welcome", "message");
  }

  @Test
  void withoutALimitAnyNumberMayCome() {
    Room room = rooms.members(0).room();
    for (int i = 0; i < 5000; i++) {
      socket(new Member("c-" + i, "N")).in(room);
    }
    assertThat(room.describe().members()).hasSize(5000);
  }

  @Test
  void aDescriptionNamesEachMemberOnceInTheOrderOfTheirComing() {
    RoomManager manager = rooms.manager();
    Room room = Rooms.room(manager);
    socket(BOB).in(room);
    socket(ANN).in(room);
    socket(BOB).in(room);
    rooms.clock.advance(Duration.ofHours(1));
    Room.Description description = room.describe();
    assertThat(description.roomId()).isEqualTo(room.id());
    assertThat(description.members()).containsExactly(BOB, ANN);
    assertThat(description.createdAt()).isEqualTo(Instant.parse("2026-11-22T12:00:00.123Z"));
    assertThat(description.head()).isZero();
    assertThat(description.epoch()).isEqualTo(room.describe().epoch());
    assertThat(description.epoch()).isNotEqualTo(Rooms.room(manager).describe().epoch());
  }

  // Removed

  @Test
  void oneWhoIsRemovedIsHungUpOnEverywhereAndTheOthersSeeThemLeaveAtOnce() {
    RoomManager manager = rooms.manager();
    Room room = Rooms.room(manager);
    await(manager.admit(room.id(), BOB));
    Socket ann = v1(ANN).in(room);
    Socket first = v1(BOB).in(room);
    Socket second = socket(BOB).in(room);
    assertThat(await(manager.remove(room, BOB.clientId()))).isTrue();

    assertThat(first.hangUps()).containsExactly(CloseCode.REMOVED);
    assertThat(second.hangUps()).containsExactly(CloseCode.REMOVED);
    assertThat(ann.types()).containsExactly("welcome", "joined", "left");
    assertThat(ann.events("left").get(0).get("client_id").textValue()).isEqualTo(BOB.clientId());
    assertThat(ann.hangUps()).isEmpty();
    assertThat(room.describe().members()).containsExactly(ANN);

    room.leave(first.participant());
    room.leave(second.participant());
    rooms.pass(Duration.ofSeconds(3));
    manager.announceDepartures();
    assertThat(ann.events("left")).as("once").hasSize(1);
  }

  @Test
  void oneWhoIsRemovedNeitherComesBackNorSpeaksNorHears() {
    RoomManager manager = rooms.manager();
    Room room = Rooms.room(manager);
    await(manager.admit(room.id(), BOB));
    Socket bob = v1(BOB).in(room);
    await(manager.remove(room, BOB.clientId()));
    say(room, ANN, "about Bob");
    assertThat(bob.seqs()).isEmpty();
    assertThat(post(room, BOB, "and yet")).isEqualTo(new Posted.Removed());
    assertThat(join(room, v1(BOB))).isEqualTo(new Room.Entry.Refused(CloseCode.REMOVED));
    assertThat(await(manager.join(room.id(), v1(BOB).participant())))
        .isEqualTo(new Room.Entry.Refused(CloseCode.REMOVED));
    assertThat(room.isRemoved(BOB.clientId())).isTrue();
    assertThat(room.isRemoved(ANN.clientId())).isFalse();
  }

  @Test
  void oneWhoIsRemovedWhileAwayForAMomentHasLeftAtOnce() {
    RoomManager manager = rooms.manager();
    Room room = Rooms.room(manager);
    await(manager.admit(room.id(), BOB));
    Socket ann = v1(ANN).in(room);
    Socket bob = v1(BOB).in(room);
    room.leave(bob.participant());
    await(manager.remove(room, BOB.clientId()));
    assertThat(ann.events("left")).hasSize(1);
    rooms.pass(Duration.ofSeconds(3));
    manager.announceDepartures();
    assertThat(ann.events("left")).as("once").hasSize(1);
  }

  @Test
  void whoIsNoMemberCannotBeRemoved() {
    RoomManager manager = rooms.manager();
    Room room = Rooms.room(manager);
    Socket ann = v1(ANN).in(room);
    assertThat(await(manager.remove(room, "nobody"))).isFalse();
    assertThat(ann.types()).containsExactly("welcome");
  }

  // Put away

  @Test
  void oncePutAwayNobodyGetsIn() {
    Room room = rooms.room();
    Duration minute = Duration.ofMinutes(1);
    assertThat(room.putAwayIfUnused(rooms.clock.instant(), minute)).isFalse();
    assertThat(room.isPutAway()).isFalse();
    rooms.clock.advance(minute);
    assertThat(room.putAwayIfUnused(rooms.clock.instant(), minute)).isTrue();
    assertThat(room.isPutAway()).isTrue();
    assertThat(join(room, socket(ANN))).isEqualTo(new Room.Entry.PutAway());
    assertThat(room.putAwayIfUnused(rooms.clock.instant(), minute)).isTrue();
  }

  @Test
  void aRoomIsNotPutAwayWhileSomebodyIsHereOrHasJustGone() {
    RoomManager manager = rooms.manager();
    Room room = Rooms.room(manager);
    Socket ann = socket(ANN).in(room);
    assertThat(room.putAwayIfUnused(rooms.clock.instant(), Duration.ZERO)).isFalse();
    room.leave(ann.participant());
    assertThat(room.putAwayIfUnused(rooms.clock.instant(), Duration.ZERO)).isFalse();
    rooms.pass(Duration.ofSeconds(2));
    manager.announceDepartures();
    assertThat(room.putAwayIfUnused(rooms.clock.instant(), Duration.ZERO)).isTrue();
  }

  @Test
  void aRepeatedLeaveDoesNotKeepAnEmptyRoomAlive() {
    RoomManager manager = rooms.manager();
    Room room = Rooms.room(manager);
    Socket ann = socket(ANN).in(room);
    room.leave(ann.participant());
    rooms.pass(Duration.ofSeconds(2));
    manager.announceDepartures();
    rooms.clock.advance(Duration.ofMinutes(59));
    room.leave(ann.participant());
    rooms.clock.advance(Duration.ofMinutes(1));
    assertThat(room.putAwayIfUnused(rooms.clock.instant(), Duration.ofHours(1))).isTrue();
  }

  private static Room.Entry join(Room room, Socket socket) {
    return await(room.join(socket.participant()));
  }
}
