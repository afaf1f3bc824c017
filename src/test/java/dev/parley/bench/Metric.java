package dev.parley.bench;

import java.util.Locale;

/** What is read off, and how it is written. */
enum Metric {
  DELIVERY_COST("CPU-µs a delivery", 1),
  DELIVERIES("deliveries a second", 0),
  HANDSHAKE_COST("CPU-µs a handshake", 0),
  HANDSHAKES("handshakes a second", 0),
  RESIDENT("resident KB a connection", 1),
  LIVE("live heap KB a connection", 1),
  RETURN("s until all are back", 2),
  ELSEWHERE("p99 in other rooms, ms", 1),
  POST_COST("CPU-µs a post", 1),
  POSTS("acknowledged posts a second", 0),
  BARE_SQLITE("rows a second of bare SQLite", 0),
  MEDIAN("p50, ms", 1),
  P99("p99, ms", 1),
  MAX("worst, ms", 1),
  FAULTS("lost, doubled, out of order", 0),
  SERVER_BUSY("server busy, %", 0),
  DRIVER_BUSY("driver busy, %", 0);

  private final String title;
  private final int decimals;

  Metric(String title, int decimals) {
    this.title = title;
    this.decimals = decimals;
  }

  String title() {
    return title;
  }

  String format(double value) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
