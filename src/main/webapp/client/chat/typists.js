const FADES_AFTER_MS = 5_000;

/** Who is writing at the moment. Nobody tells when they stop, so it fades. */
export class Typists {
  #language;
  #onChange;
  /** @type {Map<string, {name: string, fading: number}>} */ #typing = new Map();

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
    clearTimeout(this.#typing.get(clientId)?.fading);
    this.#typing.set(clientId, { name, fading: setTimeout(() => this.stopped(clientId), FADES_AFTER_MS) });
    this.#tell();
  }

  /** @param {string} clientId  has left, or has sent it */
  stopped(clientId) {
    clearTimeout(this.#typing.get(clientId)?.fading);
    if (this.#typing.delete(clientId)) this.#tell();
  }

  clear() {
    for (const clientId of [...this.#typing.keys()]) this.stopped(clientId);
  }

  #tell() {
    const [name, other, third] = [...this.#typing.values()].map((member) => member.name);
    const key = third ? 'typing_many' : other ? 'typing_two' : 'typing_one';
    this.#onChange(name ? this.#language.say(key, { name, other }) : '');
  }
}
