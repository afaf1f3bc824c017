package dev.parley.history;

import dev.parley.audit.AuditLog;
import dev.parley.protocol.Member;
import dev.parley.protocol.Message;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A log in a database. One thread writes: a transaction for all that waits (group commit), in which
 * each message gets its {@code seq}; after the commit it tells the subscriber, and only then
 * whoever asked. A few threads read.
 */
public final class SqlMessageLog implements MessageLog {

  private static final System.Logger LOG = System.getLogger("dev.parley");

  private static final WriteQueue.Limits QUEUE = new WriteQueue.Limits(16_000_000, 2_000);

  /** What a write costs in the queue beside its text. */
  private static final long OVERHEAD = 500;

  private static final int WAITING_READS = 2000;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Database database;
  private final MessageTable messages;
  private final RoomTable rooms;
  private final Retirement retirement;
  private final Clock clock;
  private final AuditLog audit;
  private final WriteQueue<Write> queue;
  private final ThreadPoolExecutor readers;

  /** The writer's own. */
  private boolean ailing;

  private volatile @Nullable Subscriber subscriber;

  /** Something on a connection. */
  @FunctionalInterface
  private interface Work<R> {
    R on(Connection connection) throws SQLException;
  }

  /** The same, without a result. */
  @FunctionalInterface
  private interface Act {
    void on(Connection connection) throws SQLException;
  }

  /** One of the ways of {@link MessageTable} to append posts. */
  @FunctionalInterface
  private interface Appender {
    List<@Nullable Appended> append(Connection connection, List<Post> posts, Instant now)
        throws SQLException;
  }

  /** What waits to be read, and who waits for it. */
  private final class Read<R> implements Runnable {
    private final Work<R> work;
    final CompletableFuture<R> future = new CompletableFuture<>();

    Read(Work<R> work) {
      this.work = work;
    }

    @Override
    public void run() {
      R result;
      try (Connection connection = connect(SqlMessageLog.this::refuseWaitingReads)) {
        result = work.on(connection);
      } catch (SQLException | RuntimeException e) {
        future.completeExceptionally(unavailable(e));
        return;
      }
      future.complete(result);
    }
  }

  /** What waits to be written, and who waits for it. */
  private sealed interface Write {
    CompletableFuture<?> future();
  }

  private record Append(Post post, CompletableFuture<Appended> future) implements Write {}

  /** Of those rooms, if they exist already. */
  private record Change<R>(Collection<String> roomIds, Work<R> work, CompletableFuture<R> future)
      implements Write {

    /** What is to be told once it is committed. */
    Runnable on(Connection connection) throws SQLException {
      try {
        R result = work.on(connection);
        return () -> future.complete(result);
      } catch (UnknownRoomException e) {
        return () -> future.completeExceptionally(e);
      }
    }
  }

  /** What a transaction has done, to be told once it is committed. */
  private static final class Done {
    final Map<String, List<Message>> messages = new LinkedHashMap<>();
    final List<Runnable> answers = new ArrayList<>();
  }

  /**
   * @param database to be closed with the log
   */
  public SqlMessageLog(Database database, Clock clock, ThreadFactory threads, AuditLog audit) {
    this.database = database;
    this.messages = new MessageTable(database.dialect());
    this.rooms = new RoomTable(database.dialect());
    this.retirement = new Retirement(messages, rooms);
    this.clock = clock;
    this.audit = audit;
    this.readers =
        new ThreadPoolExecutor(
            Database.READERS,
            Database.READERS,
            PATIENCE.toMillis(),
            TimeUnit.MILLISECONDS,
            new ArrayBlockingQueue<>(WAITING_READS),
            threads);
    readers.allowCoreThreadTimeOut(true);
    this.queue = new WriteQueue<>(QUEUE, SqlMessageLog::weight, this::write, threads);
  }

  @Override
  public void subscribe(Subscriber told) {
    subscriber = told;
  }

  @Override
  public CompletionStage<Optional<StoredRoom>> create(String roomId, Member host) {
    return change(
        List.of(),
        connection -> {
          Instant now = now();
          StoredRoom room = new StoredRoom(roomId, UUID.randomUUID().toString(), now, 0, Set.of());
          if (!rooms.create(connection, room)) {
            return Optional.empty();
          }
          rooms.admit(connection, roomId, host, true, now);
          return Optional.of(room);
        });
  }

  @Override
  public CompletionStage<Optional<StoredRoom>> find(String roomId) {
    return read(connection -> rooms.find(connection, roomId));
  }

  @Override
  public CompletionStage<Optional<StoredRoom>> reopen(String roomId) {
    return find(roomId);
  }

  @Override
  public CompletionStage<Void> admit(String roomId, Member member) {
    return run(
        List.of(roomId),
        connection -> {
          rooms.require(connection, roomId);
          rooms.admit(connection, roomId, member, false, now());
          rooms.touch(connection, List.of(roomId), now());
        });
  }

  @Override
  public CompletionStage<Boolean> remove(String roomId, String clientId) {
    return change(
        List.of(roomId),
        connection -> {
          rooms.require(connection, roomId);
          return rooms.remove(connection, roomId, clientId, now());
        });
  }

  @Override
  public CompletionStage<Appended> append(Post post) {
    return offer(new Append(post, new CompletableFuture<>())).future();
  }

  @Override
  public CompletionStage<List<Message>> after(String roomId, long after, int limit) {
    return read(connection -> messages.after(connection, roomId, after, limit));
  }

  @Override
  public CompletionStage<List<Message>> before(String roomId, long before, int limit) {
    return read(connection -> messages.before(connection, roomId, before, limit));
  }

  @Override
  public CompletionStage<Void> touch(Collection<String> roomIds) {
    List<String> touched = List.copyOf(roomIds);
    return run(touched, connection -> rooms.touch(connection, touched, now()));
  }

  @Override
  public CompletionStage<List<String>> unusedSince(Instant then, int limit) {
    return read(connection -> rooms.unusedSince(connection, then, limit));
  }

  @Override
  public CompletionStage<Boolean> forget(String roomId, Instant unusedSince) {
    return change(
        List.of(roomId), connection -> rooms.forget(connection, roomId, unusedSince, now()));
  }

  @Override
  public CompletionStage<Void> trim(Retention retention) {
    return change(List.of(), connection -> retirement.step(connection, retention, now()))
        .thenCompose(
            more -> more ? trim(retention) : CompletableFuture.<Void>completedFuture(null));
  }

  @Override
  public void close() {
    UnavailableException closed = new UnavailableException("the log is closed");
    queue.close(PATIENCE);
    refuse(queue.takeBack(), closed);
    refuseReads(readers.shutdownNow(), closed);
    database.close();
  }

  // Reading

  private <R> CompletionStage<R> read(Work<R> work) {
    Read<R> read = new Read<>(work);
    try {
      readers.execute(read);
    } catch (RejectedExecutionException e) {
      read.future.completeExceptionally(new UnavailableException("too much is waiting to be read"));
    }
    return read.future;
  }

  private void refuseWaitingReads(UnavailableException reason) {
    List<Runnable> waiting = new ArrayList<>();
    readers.getQueue().drainTo(waiting);
    refuseReads(waiting, reason);
  }

  private static void refuseReads(List<Runnable> reads, UnavailableException reason) {
    for (Runnable each : reads) {
      if (each instanceof Read<?> read) {
        read.future.completeExceptionally(reason);
      }
    }
  }

  /**
   * @param others refuses what waits for a connection too: without one, it would wait for nothing
   */
  private Connection connect(Consumer<UnavailableException> others) throws SQLException {
    try {
      return database.connect();
    } catch (SQLException e) {
      others.accept(unavailable(e));
      throw e;
    }
  }

  // Writing, on the queue's thread

  private <R> CompletionStage<R> change(Collection<String> roomIds, Work<R> work) {
    return offer(new Change<>(roomIds, work, new CompletableFuture<>())).future();
  }

  private CompletionStage<Void> run(Collection<String> roomIds, Act act) {
    return change(
            roomIds,
            connection -> {
              act.on(connection);
              return true;
            })
        .thenAccept(done -> {});
  }

  private <W extends Write> W offer(W write) {
    if (!queue.offer(write)) {
      write
          .future()
          .completeExceptionally(new UnavailableException("too much is waiting to be written"));
    }
    return write;
  }

  private static long weight(Write write) {
    return OVERHEAD + (write instanceof Append append ? append.post().text().length() : 0);
  }

  private void write(List<Write> batch) {
    write(batch, messages::appendNew, trouble -> writeAgain(batch));
  }

  /** As if some of it had been written before. */
  private void writeAgain(List<Write> batch) {
    write(
        batch,
        messages::append,
        trouble -> {
          if (batch.size() > 1) {
            batch.forEach(each -> writeAgain(List.of(each)));
          } else {
            LOG.log(
                Level.WARNING, "the database refuses a write: " + SqlTrouble.inOneLine(trouble));
            refuse(batch, unavailable(trouble));
          }
        });
  }

  /**
   * @param otherwise what to do if something in the batch is the reason why it cannot be written
   */
  private void write(List<Write> batch, Appender appender, Consumer<Exception> otherwise) {
    Done done;
    try {
      done = commit(batch, appender);
    } catch (SQLException | RuntimeException e) {
      if (SqlTrouble.isInData(e)) {
        otherwise.accept(e);
      } else {
        failed(batch, e);
      }
      return;
    }
    tell(done);
  }

  private Done commit(List<Write> batch, Appender appender) throws SQLException {
    try (Connection connection = connect(reason -> refuse(queue.takeBack(), reason))) {
      try {
        connection.setAutoCommit(false);
        Done done = apply(connection, batch, appender);
        connection.commit();
        connection.setAutoCommit(true);
        return done;
      } catch (SQLException | RuntimeException e) {
        rollback(connection, e);
        throw e;
      }
    }
  }

  /** The connection is discarded if there is doubt whether it is in a transaction. */
  private void rollback(Connection connection, Exception trouble) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      trouble.addSuppressed(e);
      database.discard(connection);
    }
  }

  /** In the order of their calls; posts that stand together are appended together. */
  private Done apply(Connection connection, List<Write> batch, Appender appender)
      throws SQLException {
    lock(connection, batch);
    Done done = new Done();
    List<Append> appends = new ArrayList<>();
    for (Write write : batch) {
      if (write instanceof Append append) {
        appends.add(append);
      } else if (write instanceof Change<?> change) {
        append(connection, appends, appender, done);
        appends.clear();
        done.answers.add(change.on(connection));
      }
    }
    append(connection, appends, appender, done);
    return done;
  }

  /**
   * Where there are changes among the posts, everybody's rooms are locked together, so that they
   * are locked in order.
   */
  private void lock(Connection connection, List<Write> batch) throws SQLException {
    Set<String> roomIds = new TreeSet<>();
    boolean mixed = false;
    for (Write write : batch) {
      if (write instanceof Append append) {
        roomIds.add(append.post().roomId());
      } else if (write instanceof Change<?> change) {
        roomIds.addAll(change.roomIds());
        mixed = true;
      }
    }
    if (mixed) {
      rooms.lock(connection, roomIds);
    }
  }

  private void append(Connection connection, List<Append> appends, Appender appender, Done done)
      throws SQLException {
    if (appends.isEmpty()) {
      return;
    }
    List<Post> posts = appends.stream().map(Append::post).toList();
    List<@Nullable Appended> appended = appender.append(connection, posts, now());
    for (int i = 0; i < posts.size(); i++) {
      CompletableFuture<Appended> future = appends.get(i).future();
      String roomId = posts.get(i).roomId();
      Appended result = appended.get(i);
      if (result == null) {
        done.answers.add(() -> future.completeExceptionally(new UnknownRoomException(roomId)));
        continue;
      }
      if (!result.repeated()) {
        done.messages.computeIfAbsent(roomId, id -> new ArrayList<>()).add(result.message());
      }
      done.answers.add(() -> future.complete(result));
    }
  }

  private void tell(Done done) {
    Subscriber told = subscriber;
    try {
      if (told != null) {
        done.messages.forEach(told::committed);
        if (ailing) {
          told.recovered();
        }
      }
    } catch (RuntimeException e) {
      audit.error("log", e);
    }
    if (ailing) {
      ailing = false;
      audit.logRecovered();
    }
    done.answers.forEach(Runnable::run);
  }

  private void failed(List<Write> batch, Exception trouble) {
    if (!ailing) {
      ailing = true;
      audit.logUnavailable(SqlTrouble.inOneLine(trouble));
    }
    refuse(batch, unavailable(trouble));
  }

  private static void refuse(List<Write> batch, UnavailableException reason) {
    batch.forEach(each -> each.future().completeExceptionally(reason));
  }

  private static UnavailableException unavailable(Exception trouble) {
    return new UnavailableException(SqlTrouble.inOneLine(trouble), trouble);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
