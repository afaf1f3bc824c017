import { backOff, Timers } from './timers.js';

const ANSWERED_WITHIN_MS = 10_000;
const RATE_LIMITED_MS = 1_000;
const BACK_OFF_MS = { base: 2_000, cap: 30_000 };

/** @typedef {import('../chat-connection.js').Events} Told */

/**
 * Brings posts to the server one after the other: the next one leaves when the one before is acknowledged, so that a
 * retry never overtakes or is overtaken. The room's rate limit allows no more than a round trip does.
 */
export class PostSender {
  #outbox;
  #clock;
  #random;
  #paceMs;
  #send;
  #tell;
  #unanswered;
  #timers;
  #open = false;
  /** @type {string | null} */ #inFlight = null;
  #notBefore = 0;
  /** How often the server could not store in a row. */
  #failures = 0;

  /**
   * @param {object} options
   * @param {import('./post-outbox.js').PostOutbox} options.outbox
   * @param {import('./timers.js').Clock} options.clock
   * @param {() => number} options.random
   * @param {number} options.paceMs  between two posts
   * @param {(post: import('./post-outbox.js').Post) => void} options.send
   * @param {<T extends keyof Told>(type: T, detail?: Told[T]) => void} options.tell
   * @param {(sentAt: number) => void} options.unanswered  it is sent again
   */
  constructor({ outbox, clock, random, paceMs, send, tell, unanswered }) {
    this.#outbox = outbox;
    this.#clock = clock;
    this.#random = random;
    this.#paceMs = paceMs;
    this.#send = send;
    this.#tell = tell;
    this.#unanswered = unanswered;
    this.#timers = new Timers(clock);
  }

  /** There is a connection, and what it brings back of ours has been taken out of the outbox. */
  start() {
    this.#open = true;
    this.wake();
  }

  /** The connection is gone. What was in flight goes out again on the next one. */
  stop() {
    this.#open = false;
    this.#inFlight = null;
    this.#failures = 0;
    this.#timers.clear('next', 'answer');
  }

  /** Does not sit out a wait for the server's storage. */
  retryNow() {
    if (this.#failures > 0) this.#notBefore = 0;
    this.wake();
  }

  /** There may be something to send. */
  wake() {
    const post = this.#outbox.next();
    if (!this.#open || this.#inFlight || !post) return;
    const now = this.#clock.now();
    if (now < this.#notBefore) return this.#timers.set('next', this.#notBefore - now, () => this.wake());
    this.#inFlight = post.ref;
    this.#notBefore = now + this.#paceMs;
    // The same ref again is harmless, and a lost answer must not hold up all that waits behind it.
    this.#timers.set('answer', ANSWERED_WITHIN_MS, () => {
      this.#inFlight = null;
      this.#unanswered(now);
      this.wake();
    });
    this.#send(post);
  }

  /** @param {string} ref  came back: it is stored */
  acknowledged(ref) {
    this.#landed(ref);
    if (this.#failures > 0) this.#tell('available');
    this.#failures = 0;
    this.wake();
  }

  /** @param {import('./parley-dialect.js').Refused} refused */
  refused({ code, detail, ref = this.#inFlight ?? '', retryAfterMs = RATE_LIMITED_MS }) {
    if (!this.#outbox.get(ref)) return;
    this.#landed(ref);
    if (code === 'rate_limited') this.#hold('limited', retryAfterMs);
    else if (code === 'unavailable') this.#hold(code, BACK_OFF_MS.base / 2 + backOff(this.#failures++, BACK_OFF_MS, this.#random));
    else this.#fail(ref, { code, detail });
    this.wake();
  }

  /** The socket was closed over a frame that is too big: the one in flight. */
  tooBig() {
    if (this.#inFlight) this.#fail(this.#inFlight, { code: 'too_long', detail: '' });
  }

  /** @param {string} ref @param {import('./post-outbox.js').Failure} why */
  #fail(ref, why) {
    this.#outbox.mark(ref, why);
    this.#tell('failed', { ref, ...why });
  }

  /** @param {'limited' | 'unavailable'} why @param {number} ms */
  #hold(why, ms) {
    this.#notBefore = this.#clock.now() + ms;
    this.#tell(why, { retryAt: this.#notBefore });
  }

  /** @param {string} ref */
  #landed(ref) {
    if (ref !== this.#inFlight) return;
    this.#inFlight = null;
    this.#timers.clear('answer');
  }
}
