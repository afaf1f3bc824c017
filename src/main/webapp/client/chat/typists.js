import { systemClock, Timers } from '../connection/timers.js';

const FADES_AFTER_MS = 5_000;

/** Who is writing at the moment. Nobody tells when they stop, so it fades. */
export class Typists {
  #language;
  #onChange;
  /** @type {Map<string, string>} */ #names = new Map();
  #timers = new Timers(systemClock);

  /**
   * @param {import('./language.js').Language} language
   * @param {(words: string) => void} onChange  empty when nobody writes
   */
  constructor(language, onChange) {
    this.#language = language;
    this.#onChange = onChange;
  }

  /** @param {import('../connection/parley-dialect.js').Member} member */
  started({ clientId, name }) {
    this.#names.set(clientId, name);
    this.#timers.set(clientId, FADES_AFTER_MS, () => this.stopped(clientId));
    this.#tell();
  }

  /** @param {string} clientId  has left, or has sent it */
  stopped(clientId) {
    this.#timers.clear(clientId);
    if (this.#names.delete(clientId)) this.#tell();
  }

  clear() {
    for (const clientId of this.#names.keys()) this.stopped(clientId);
  }

  #tell() {
    const [name, other, third] = this.#names.values();
    const key = third ? 'typing_many' : other ? 'typing_two' : 'typing_one';
    this.#onChange(name ? this.#language.say(key, { name, other }) : '');
  }
}
