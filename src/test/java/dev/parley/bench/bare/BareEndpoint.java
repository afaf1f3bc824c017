package dev.parley.bench.bare;

import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends what comes in to everyone in the room: no token, no JSON, no log, no limit. */
@ServerEndpoint("/room/{room}")
public class BareEndpoint {

  private static final Map<String, Set<Member>> ROOMS = new ConcurrentHashMap<>();
  private static final String MEMBER = "member";

  /** One send in flight, since not every container takes more. */
  private static final class Member {

    private final Session session;
    private final Queue<String> unsent = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    Member(Session session) {
      this.session = session;
    }

    void send(String text) {
      unsent.add(text);
      if (count.getAndIncrement() == 0) {
        sendNext();
      }
    }

    private void sendNext() {
      session.getAsyncRemote().sendText(unsent.remove(), result -> sent());
    }

    private void sent() {
      if (count.decrementAndGet() > 0 && session.isOpen()) {
        sendNext();
      }
    }
  }

  /** Lets anyone in. */
  @OnOpen
  public void open(Session session, @PathParam("room") String room) {
    Member member = new Member(session);
    session.getUserProperties().put(MEMBER, member);
    ROOMS.computeIfAbsent(room, name -> ConcurrentHashMap.newKeySet()).add(member);
  }

  /** One send a member. */
  @OnMessage
  public void hear(String text, @PathParam("room") String room) {
    ROOMS.get(room).forEach(member -> member.send(text));
  }

  /** Forgets the member, and a room that nobody is in. */
  @OnClose
  public void close(Session session, @PathParam("room") String room) {
    ROOMS.computeIfPresent(
        room,
        (name, members) -> {
          members.remove((Member) session.getUserProperties().get(MEMBER));
          return members.isEmpty() ? null : members;
        });
  }

  /** Who is cut off is closed, too. */
  @OnError
  public void fail(Throwable cutOff) {}
}
