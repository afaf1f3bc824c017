/**
 * What is known of a room's log, in the order of `seq` and each once. It hands on a message when all before it have been
 * handed on; what comes too early is held until the gap is filled. Pure: no time, no network.
 *
 * @typedef {import('./parley-dialect.js').Message} Message
 */
export class Timeline {
  /** @type {string | null} which log it is; null before anything is known */
  #epoch = null;
  /** All up to here have been handed on. */
  #newest = 0;
  /** The newest that is known to exist. */
  #head = 0;
  #suspended = false;
  /** @type {Map<number, Message>} */ #held = new Map();

  get epoch() {
    return this.#epoch;
  }

  get newest() {
    return this.#newest;
  }

  get head() {
    return this.#head;
  }

  /** Whether there is something between what has been handed on and what is known to exist. */
  get behind() {
    return !this.#suspended && this.#head > this.#newest;
  }

  /** Whether it waits for {@link restart}. */
  get suspended() {
    return this.#suspended;
  }

  /** There is a message with this seq. @param {number} head */
  expect(head) {
    this.#head = Math.max(this.#head, head);
  }

  /** @param {Message} message @returns {Message[]} what is to be shown now */
  receive(message) {
    if (!(message.seq > this.#newest) && !this.#suspended) return [];
    this.#held.set(message.seq, message);
    this.expect(message.seq);
    return this.#ready();
  }

  /**
   * Takes a page that was asked for with `after` = {@link newest}. It is the truth: what is not in it does not exist any
   * more, so that a log which forgets old messages does not leave a gap for ever.
   *
   * @param {Message[]} messages  oldest first
   * @param {number | null} whole  the page reaches at least to here, or null if another page follows
   * @returns {Message[]} what is to be shown now
   */
  fill(messages, whole) {
    const fresh = messages.filter(({ seq }) => seq > this.#newest);
    this.#newest = fresh.at(-1)?.seq ?? this.#newest;
    this.#forgetHeld();
    if (whole !== null) this.#newest = Math.max(this.#newest, Math.min(whole, ...[...this.#held.keys()].map((seq) => seq - 1)));
    this.expect(this.#newest);
    return [...fresh, ...this.#ready()];
  }

  /** The connection is another one from now on: it brings again what was held. */
  reconnect() {
    this.#held.clear();
    this.#head = this.#newest;
    this.#suspended = false;
  }

  /** Everything is held, until {@link restart} tells where to begin. */
  suspend() {
    this.reconnect();
    this.#suspended = true;
  }

  /**
   * Begins anew with the latest page.
   *
   * @param {string} epoch
   * @param {Message[]} messages  oldest first
   * @returns {Message[]} what was held meanwhile and is to be shown after the page
   */
  restart(epoch, messages) {
    this.#epoch = epoch;
    this.#newest = messages.at(-1)?.seq ?? 0;
    this.#suspended = false;
    this.#forgetHeld();
    this.#head = Math.max(this.#newest, ...this.#held.keys());
    return this.#ready();
  }

  #ready() {
    /** @type {Message[]} */
    const ready = [];
    for (let next; !this.#suspended && (next = this.#held.get(this.#newest + 1)); ) {
      this.#held.delete(++this.#newest);
      ready.push(next);
    }
    return ready;
  }

  #forgetHeld() {
    for (const seq of this.#held.keys()) if (seq <= this.#newest) this.#held.delete(seq);
  }
}
