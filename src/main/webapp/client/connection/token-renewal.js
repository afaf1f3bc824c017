import { Timers } from './timers.js';
import { claimsOf } from './token.js';

const AGAIN_MS = 30_000;
const SOON_MS = 10_000;
const STEP_MS = 60_000;

/**
 * @typedef {import('./rooms.js').Issued} Issued
 */

/**
 * Keeps a token from running out, in the background. A failure is quiet: the connection is good for as long as its token is.
 *
 * How old a token is that was handed in is not known: it may be from before a reload, and this computer's clock may be
 * wrong. So it is renewed soon after the server has accepted it, and from then on by the time that has passed since.
 */
export class TokenRenewal {
  #renew;
  #clock;
  #random;
  #onRenewed;
  #timers;
  #token = '';
  /** @type {string | null} the one that is known to be new */ #fresh = null;
  /** Of which stay in the room an answer is: one that comes after the end is nobody's. */
  #stay = 0;

  /**
   * @param {object} options
   * @param {(token: string) => Promise<Issued>} options.renew
   * @param {import('./timers.js').Clock} options.clock
   * @param {() => number} options.random  from 0 to 1
   * @param {(issued: Issued) => void} options.onRenewed
   */
  constructor({ renew, clock, random, onRenewed }) {
    this.#renew = renew;
    this.#clock = clock;
    this.#random = random;
    this.#onRenewed = onRenewed;
    this.#timers = new Timers(clock);
  }

  /** From now on this one is kept. @param {string} token  of unknown age */
  start(token) {
    this.stop();
    this.#token = token;
  }

  /** The server has just accepted the token. */
  accepted() {
    if (this.#token === this.#fresh || this.#timers.has('renewal')) return;
    this.#plan(this.#random() * this.#atMost(SOON_MS));
  }

  stop() {
    this.#stay++;
    this.#fresh = null;
    this.#timers.clear('renewal');
  }

  /** @returns {Promise<'renewed' | 'unanswered' | number>} the HTTP status where it is refused for good */
  async now() {
    const stay = this.#stay;
    try {
      const issued = await this.#renew(this.#token);
      if (stay !== this.#stay) return 'unanswered';
      this.#token = this.#fresh = issued.token;
      const lifetime = this.#lifetime();
      if (lifetime > 0) this.#plan(lifetime * (0.7 + 0.1 * this.#random()));
      this.#onRenewed(issued);
      return 'renewed';
    } catch (problem) {
      const { status } = /** @type {import('./rooms.js').Problem} */ (problem);
      if ([401, 403, 404].includes(status)) return status;
      if (stay === this.#stay) this.#plan(this.#atMost(AGAIN_MS) * (0.5 + this.#random()));
      return 'unanswered';
    }
  }

  /** Short enough not to matter for a token that lives for seconds. @param {number} ms */
  #atMost(ms) {
    return Math.min(ms, this.#lifetime() / 20);
  }

  #lifetime() {
    return claimsOf(this.#token)?.lifetimeMs ?? 0;
  }

  /**
   * In steps: timers may stand still while the computer sleeps, and its clock may be set back. What has passed is the
   * longer of what both say.
   *
   * @param {number} ms
   */
  #plan(ms) {
    const step = Math.min(ms, STEP_MS);
    const since = this.#clock.now();
    this.#timers.set('renewal', step, () => {
      const left = ms - Math.max(step, this.#clock.now() - since);
      if (left > 0) this.#plan(left);
      else this.now();
    });
  }
}
