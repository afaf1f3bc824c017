import { Timers } from './timers.js';

const AGAIN_MS = 30_000;

/**
 * @typedef {import('./rooms.js').Pass} Pass
 */

/** Keeps a pass from running out, in the background. A failure is quiet: the connection is good for as long as its token is. */
export class PassRenewal {
  #renew;
  #clock;
  #random;
  #onRenewed;
  #timers;
  /** @type {Pass} */ #pass;
  /** Of which stay in the room an answer is: one that comes after the end is nobody's. */
  #stay = 0;

  /**
   * @param {object} options
   * @param {(token: string) => Promise<Pass>} options.renew
   * @param {import('./timers.js').Clock} options.clock
   * @param {() => number} options.random
   * @param {(pass: Pass) => void} options.onRenewed
   */
  constructor({ renew, clock, random, onRenewed }) {
    this.#renew = renew;
    this.#clock = clock;
    this.#random = random;
    this.#onRenewed = onRenewed;
    this.#timers = new Timers(clock);
  }

  /** @param {Pass} pass */
  start(pass) {
    this.stop();
    this.#pass = pass;
    this.#plan(pass.renewAt - this.#clock.now());
  }

  stop() {
    this.#stay++;
    this.#timers.clear('renewal');
  }

  /** @returns {Promise<'renewed' | 'unanswered' | number>} the HTTP status where it is refused for good */
  async now() {
    const stay = this.#stay;
    try {
      const pass = await this.#renew(this.#pass.token);
      if (stay !== this.#stay) return 'unanswered';
      this.#pass = pass;
      this.#plan(pass.renewAt - this.#clock.now());
      this.#onRenewed(pass);
      return 'renewed';
    } catch ({ status }) {
      if (status === 401 || status === 403 || status === 404) return status;
      if (stay === this.#stay) this.#plan(AGAIN_MS * (0.5 + this.#random()));
      return 'unanswered';
    }
  }

  #plan(ms) {
    this.#timers.set('renewal', ms, () => this.now());
  }
}
