package dev.parley.room;

import dev.parley.protocol.Member;

/** One socket in a room; a member with two tabs takes part twice. Equal to itself alone. */
public final class Participant {

  private final Member member;
  private final Outbox outbox;

  public Participant(Member member, Outbox outbox) {
    this.member = member;
    this.outbox = outbox;
  }

  public Member member() {
    return member;
  }

  public Outbox outbox() {
    return outbox;
  }
}
