package dev.parley.it.proxy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A program that can stand in front of Parley, and how its configuration is written. */
interface Software {

  /** As in the headings of the page. */
  String name();

  Program program();

  /** On this port of the loopback, and with these files. */
  Snippet placed(Snippet snippet, int port, Path directory);

  /** Which cuts a connection on which the server is silent for so long. */
  Snippet withIdleTimeOut(Snippet snippet, Duration timeOut);

  /** Which comes to the server from this address. */
  Snippet comingFrom(Snippet snippet, String address);

  /** All that has to stand around a snippet so that it can be run in this directory. */
  String configuration(Snippet snippet, Path directory, int port);

  /** In the foreground. */
  List<String> command(Path directory, Path configuration);
}
