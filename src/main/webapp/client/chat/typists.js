const FADES_AFTER_MS = 5_000;

/** Who is writing at the moment. Nobody tells when they stop, so it fades. */
export class Typists {
  #onChange;
  /** @type {Map<string, {name: string, fading: number}>} */ #typing = new Map();

  /** @param {(words: string) => void} onChange  empty when nobody writes */
  constructor(onChange) {
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
    this.#onChange(inWords([...this.#typing.values()].map(({ name }) => name)));
  }
}

/** @param {string[]} names */
export function inWords(names) {
  if (names.length === 0) return '';
  if (names.length === 1) return `${names[0]} is typing…`;
  return names.length === 2 ? `${names[0]} and ${names[1]} are typing…` : 'Several people are typing…';
}
