const LIMIT = 100;

/**
 * @typedef {object} Post
 * @property {string} ref       the same however often it is sent: the server stores it once
 * @property {string} message
 * @property {number} at        when it was written, in milliseconds
 * @property {string} [failed]  in words, why the server did not take it
 *
 * @typedef {object} Store      a place that outlives the page
 * @property {() => string | null | undefined} load
 * @property {(text: string | null) => void} save
 */

/**
 * One's own posts that are not acknowledged yet, in order. A reload finds them again. A duplicated tab has a copy, which
 * does no harm: the refs are the same, so the server stores each post once, and both tabs see it come back.
 */
export class PostOutbox {
  #store;
  #limit;
  /** @type {Map<string, Post>} */ #posts;

  /** @param {{store?: Store, limit?: number}} [options] */
  constructor({ store = { load: () => null, save() {} }, limit = LIMIT } = {}) {
    this.#store = store;
    this.#limit = limit;
    this.#posts = new Map(stored(store).map((post) => [post.ref, post]));
  }

  get size() {
    return this.#posts.size;
  }

  get full() {
    return this.#posts.size >= this.#limit;
  }

  /** @returns {IterableIterator<Post>} in the order in which they were written */
  [Symbol.iterator]() {
    return this.#posts.values();
  }

  /** @param {string} ref @returns {Post | undefined} */
  get(ref) {
    return this.#posts.get(ref);
  }

  /** @param {string} message @param {number} at @returns {Post} */
  add(message, at) {
    const post = { ref: newRef(), message, at };
    this.#posts.set(post.ref, post);
    this.#save();
    return post;
  }

  /** @returns {Post | undefined} which is to be sent first */
  next() {
    for (const post of this) if (!post.failed) return post;
    return undefined;
  }

  /** @param {string} ref @param {string} why */
  fail(ref, why) {
    this.#change(ref, { failed: why });
  }

  /** @param {string} ref */
  retry(ref) {
    this.#change(ref, { failed: undefined });
  }

  /** @param {string} ref @returns {boolean} whether it was here */
  remove(ref) {
    const removed = this.#posts.delete(ref);
    if (removed) this.#save();
    return removed;
  }

  #change(ref, change) {
    const post = this.#posts.get(ref);
    if (!post) return;
    this.#posts.set(ref, { ...post, ...change });
    this.#save();
  }

  #save() {
    this.#store.save(this.#posts.size > 0 ? JSON.stringify([...this]) : null);
  }
}

/** @returns {Post[]} what cannot be read is not there */
function stored(store) {
  try {
    const posts = JSON.parse(store.load() ?? '[]');
    return posts.filter(({ ref, message, at }) => ref && typeof message === 'string' && Number.isFinite(at));
  } catch {
    return [];
  }
}

/** Unique without `crypto.randomUUID`, which plain http does not have. */
function newRef() {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-');
}
