package dev.parley.bench;

import dev.parley.it.Rest;
import dev.parley.it.Rest.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What lets members into rooms of a server. */
interface Tickets {

  /** Into a new room. */
  Ticket create();

  /** Into a room that somebody has created. */
  Ticket join(String roomId);

  /** Of servers that have the seed contract. */
  static Tickets from(Rest rest) {
    return new Tickets() {
      @Override
      public Ticket create() {
        return rest.create("host");
      }

      @Override
      public Ticket join(String roomId) {
        return rest.join("member", roomId);
      }
    };
  }

  /** Of servers that let anyone into any room. */
  static Tickets none() {
    return new Tickets() {
      @Override
      public Ticket create() {
        return join(UUID.randomUUID().toString());
      }

      @Override
      public Ticket join(String roomId) {
        return new Ticket("", roomId);
      }
    };
  }

  /** Into new rooms, of so many members each. */
  default List<List<Ticket>> forRooms(int rooms, int members) {
    List<List<Ticket>> all = new ArrayList<>();
    while (all.size() < rooms) {
      List<Ticket> room = new ArrayList<>(List.of(create()));
      while (room.size() < members) {
        room.add(join(room.get(0).roomId()));
      }
      all.add(room);
    }
    return all;
  }
}
