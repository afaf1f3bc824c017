package dev.parley.reliability;

/** Something that happens to a system in the field. Used by one thread. */
interface Fault {

  String name();

  /** Makes it happen. */
  void strike();

  /** Makes it good again, as far as it does not do so by itself; idempotent. */
  void heal();
}
