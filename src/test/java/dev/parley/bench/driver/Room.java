package dev.parley.bench.driver;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Members who hear each other, of whom the first ones post, in turn. */
final class Room {

  private final int senders;
  private final int receivers;
  private final List<Member> members = new ArrayList<>();
  private int next;
  private long posted;
  private long delivered;
  private Histogram latencies;

  /**
   * @param receivers how many get each text
   */
  Room(int senders, int receivers, Histogram latencies) {
    this.senders = senders;
    this.receivers = receivers;
    this.latencies = latencies;
  }

  void add(Member member) {
    members.add(member);
  }

  List<Member> members() {
    return members;
  }

  /** Which of the senders that is. */
  int slot(int sender) {
    return sender - members.get(0).number();
  }

  void measureInto(Histogram latencies) {
    this.latencies = latencies;
  }

  void post(long intended) throws IOException {
    members.get(next).post(intended);
    next = (next + 1) % senders;
    posted++;
  }

  void deliver(long latency) {
    delivered++;
    latencies.recordValue(latency);
  }

  /** Deliveries that are to come for what has been posted so far. */
  long outstanding() {
    return posted * receivers - delivered;
  }

  /** Whether one more may be on its way, of so many. */
  boolean hasRoomFor(int window) {
    return outstanding() <= (window - 1L) * receivers;
  }
}
