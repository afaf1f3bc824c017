package dev.parley.room;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * What is about to happen, on any thread, as steps that a test takes one at a time in an order of
 * its own. What one thread does stays in order, in a lane; the lanes are independent. For one
 * thread.
 */
final class Steps implements Executor {

  /** More than any test needs; who gets here goes round in a circle. */
  private static final int MOST = 1_000_000;

  /** One thread's work, in its order. */
  final class Lane implements Executor {

    private final Deque<Runnable> tasks = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
      if (tasks.isEmpty()) {
        ready.add(this);
      }
      tasks.addLast(task);
    }

    /** Before all that waits in this lane. */
    void executeFirst(List<Runnable> first) {
      if (tasks.isEmpty() && !first.isEmpty()) {
        ready.add(this);
      }
      for (int i = first.size() - 1; i >= 0; i--) {
        tasks.addFirst(first.get(i));
      }
    }
  }

  private final List<Lane> ready = new ArrayList<>();

  Lane lane() {
    return new Lane();
  }

  /** On a thread of its own. */
  @Override
  public void execute(Runnable task) {
    lane().execute(task);
  }

  boolean isEmpty() {
    return ready.isEmpty();
  }

  /** Takes one of the steps that can be taken, if there is any. */
  boolean run(int choice) {
    if (ready.isEmpty()) {
      return false;
    }
    Lane lane = ready.remove(choice % ready.size());
    Runnable task = lane.tasks.removeFirst();
    if (!lane.tasks.isEmpty()) {
      ready.add(lane);
    }
    task.run();
    return true;
  }

  /** Takes every step, and those that follow from it. */
  void runAll() {
    runWhile(() -> true);
  }

  /** Takes steps while something is so and there are any. */
  void runWhile(BooleanSupplier condition) {
    for (int taken = 0; condition.getAsBoolean() && run(0); taken++) {
      if (taken > MOST) {
        throw new AssertionError("no end of steps");
      }
    }
  }
}
