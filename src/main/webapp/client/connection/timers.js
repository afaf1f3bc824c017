const LONGEST_MS = 2 ** 31 - 1;

/**
 * @typedef {object} Clock   time, so that tests have their own
 * @property {() => number} now  in milliseconds
 * @property {(task: () => void, ms: number) => any} setTimeout
 * @property {(timer: any) => void} clearTimeout
 */

/** @type {Clock} */
export const systemClock = {
  now: () => Date.now(),
  setTimeout: (task, ms) => setTimeout(task, ms),
  clearTimeout: (timer) => clearTimeout(timer),
};

/** One running timer for each purpose: to set it again moves it. */
export class Timers {
  #clock;
  #running = new Map();

  /** @param {Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /** @param {string} purpose @param {number} ms @param {() => void} task */
  set(purpose, ms, task) {
    this.clear(purpose);
    const run = () => {
      this.#running.delete(purpose);
      task();
    };
    this.#running.set(purpose, this.#clock.setTimeout(run, Math.min(ms, LONGEST_MS)));
  }

  /** @param {string} purpose @returns {boolean} whether it is running */
  has(purpose) {
    return this.#running.has(purpose);
  }

  /** @param {...string} purposes */
  clear(...purposes) {
    for (const purpose of purposes) {
      this.#clock.clearTimeout(this.#running.get(purpose));
      this.#running.delete(purpose);
    }
  }
}

/** Before somebody who is out of reach is tried again. */
export const BACK_OFF_MS = { base: 500, cap: 30_000 };

/**
 * How long to wait after so many failures in a row. With full jitter: clients that were cut off together do not come
 * back together.
 *
 * @param {number} failures
 * @param {{base: number, cap: number}} bounds  in milliseconds
 * @param {() => number} random  from 0 to 1
 */
export const backOff = (failures, { base, cap }, random) => random() * Math.min(cap, base * 2 ** failures);
