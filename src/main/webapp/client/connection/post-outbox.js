import { parsed } from './storage.js';

const LIMIT = 100;

/**
 * @typedef {object} Post
 * @property {string} ref       the same however often it is sent: the server stores it once
 * @property {string} message
 * @property {number} at        when it was written, in milliseconds
 * @property {Failure} [failed]  why the server did not take it
 *
 * @typedef {object} Failure
 * @property {string} code    `too_long`, `bad_request`, `forbidden`, or one that a later server may add
 * @property {string} detail  the server's own words, may be empty
 *
 * @typedef {import('./storage.js').Store} Store
 */

/**
 * One's own posts that are not acknowledged yet, in order. A reload finds them again. A duplicated tab has a copy, which
 * does no harm: the refs are the same, so the server stores each post once, and both tabs see it come back.
 */
export class PostOutbox {
  /** @type {Store | null} */ #store = null;
  #limit;
  /** @type {Map<string, Post>} */ #posts = new Map();

  /** @param {number} [limit]  how many it takes */
  constructor(limit = LIMIT) {
    this.#limit = limit;
  }

  /** Goes on with what is in there, and is kept there from now on. @param {Store} store */
  keepIn(store) {
    this.#store = store;
    const before = postsIn(store).slice(0, this.#limit);
    this.#posts = new Map([...before, ...this].map((post) => [post.ref, post]));
    if (this.size > before.length) this.#save();
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
    return [...this].find((post) => !post.failed);
  }

  /** @param {string} ref @param {Failure} [why]  if it is not to be sent as it is */
  mark(ref, why) {
    const post = this.#posts.get(ref);
    if (!post) return;
    this.#posts.set(ref, { ...post, failed: why });
    this.#save();
  }

  /** @param {string} ref @returns {boolean} whether it was here */
  remove(ref) {
    const removed = this.#posts.delete(ref);
    if (removed) this.#save();
    return removed;
  }

  #save() {
    this.#store?.save(this.#posts.size > 0 ? JSON.stringify([...this]) : null);
  }
}

/** @param {Store} store @returns {Post[]} what cannot be read is not there */
function postsIn(store) {
  return [parsed(store.load())].flat().filter((post) => post?.ref && post.message);
}

/** Unique without `crypto.randomUUID`, which plain http does not have. */
function newRef() {
  return crypto.getRandomValues(new Uint32Array(4)).join('-');
}
