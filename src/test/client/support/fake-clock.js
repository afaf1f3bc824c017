/** What is due runs when time is moved, in order; what it sets off has settled when the move is over. */
export class FakeClock {
  #now = Date.UTC(2026, 10, 23, 12);
  #timers = new Map();
  #lastId = 0;

  now = () => this.#now;

  setTimeout = (task, ms) => {
    this.#timers.set(++this.#lastId, { task, at: this.#now + ms });
    return this.#lastId;
  };

  clearTimeout = (id) => this.#timers.delete(id);

  /** How many timers are running. */
  get running() {
    return this.#timers.size;
  }

  async pass(ms) {
    const end = this.#now + ms;
    await settled();
    for (let due; (due = this.#next(end)); ) {
      const [id, { task, at }] = due;
      this.#timers.delete(id);
      this.#now = at;
      task();
      await settled();
    }
    this.#now = end;
  }

  /** The computer sleeps, or somebody sets its clock: no timer notices. */
  shift(ms) {
    this.#now += ms;
    for (const timer of this.#timers.values()) timer.at += ms;
  }

  #next(end) {
    const due = [...this.#timers].filter(([, { at }]) => at <= end);
    return due.sort(([, a], [, b]) => a.at - b.at)[0];
  }
}

/** All promises that could go on have gone on. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));
