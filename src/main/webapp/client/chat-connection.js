import { plainDialect } from './plain-dialect.js';
import { codePoints } from './text.js';

const BACK_OFF_MS = { base: 500, cap: 30_000 };
const OPENS_WITHIN_MS = 15_000;
const STEADY_AFTER_MS = 5_000;
const RENEW_AGAIN_MS = 30_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * @typedef {import('./rooms.js').Pass} Pass
 *
 * @typedef {object} Ending   why a connection ended
 * @property {'token' | 'rate' | 'removed' | 'room-closed' | 'refused' | 'left' | 'too-big' | 'fault' | 'offline' | 'lost'} kind
 * @property {string} text       in words, for people
 * @property {string} [reference]  the server's own id of a fault
 *
 * @typedef {object} Status
 * @property {'connecting' | 'open' | 'waiting' | 'closed'} status  `closed` is final until {@link ChatConnection#open}
 * @property {number} failures   connections in a row that did not last
 * @property {number} [retryAt]  when waiting: time of the next attempt, in milliseconds
 * @property {Ending} [ending]   how the last connection ended
 *
 * @typedef {'blank' | 'too_long' | 'queue_full' | 'closed'} Refusal
 */

/**
 * A member's connection to a room, which keeps itself up: it reconnects with back-off and full jitter, holds what is
 * posted meanwhile, and renews the token. Knows no DOM.
 *
 * Events, each a `CustomEvent`:
 * - `status`, detail {@link Status};
 * - `message`, detail `{name, message, timestamp}`: from another member;
 * - `sent`, detail `{ref}`: a post has left. The plain dialect knows no more than that;
 * - `renewed`, detail {@link Pass}: to be kept in place of the one before.
 */
export class ChatConnection extends EventTarget {
  #url;
  #renew;
  #dialect;
  #maxMessageChars;
  #maxQueued;
  #paceMs;
  #random;

  /** @type {Pass} */ #pass;
  /** @type {Status} */ #status = { status: 'closed', failures: 0 };
  /** @type {WebSocket | null} */ #socket = null;
  #tokenInUse = '';
  #failures = 0;
  /** @type {{ref: string, message: string}[]} */ #queue = [];
  /** @type {AbortController | null} */ #listening = null;
  /** One running timer for each purpose. */
  #timers = { attempt: 0, steady: 0, drain: 0, renewal: 0 };

  /**
   * @param {object} options
   * @param {string} options.url  of the socket
   * @param {(token: string) => Promise<Pass>} options.renew  rejects with a `status` of 401 or 403 when refused for good
   * @param {import('./plain-dialect.js').Dialect} [options.dialect]
   * @param {number} [options.maxMessageChars]  in code points
   * @param {number} [options.maxQueued]
   * @param {number} [options.paceMs]  between two posts: a little slower than the server's rate limit, so that a queue
   *     that has grown long while offline is not taken for a flood
   * @param {() => number} [options.random]  from 0 to 1
   */
  constructor({ url, renew, dialect = plainDialect, maxMessageChars = 4000, maxQueued = 100, paceMs = 120, random = Math.random }) {
    super();
    this.#url = url;
    this.#renew = renew;
    this.#dialect = dialect;
    this.#maxMessageChars = maxMessageChars;
    this.#maxQueued = maxQueued;
    this.#paceMs = paceMs;
    this.#random = random;
  }

  /** @returns {Status} */
  get status() {
    return this.#status;
  }

  /**
   * Connects, and stays connected. After `closed` it starts again, with what was still waiting to be sent.
   *
   * @param {Pass} [pass]  the one before, if none
   */
  open(pass = this.#pass) {
    this.#stop();
    this.#pass = pass;
    this.#failures = 0;
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    globalThis.addEventListener?.('online', () => this.retryNow(), { signal });
    // A dead network may go unnoticed for minutes, and what is posted meanwhile would be lost.
    globalThis.addEventListener?.('offline', () => this.#socket && this.#lost(ENDINGS.offline), { signal });
    this.#renewAfter(pass.renewAt - Date.now());
    this.#connect();
  }

  /** Leaves. */
  close() {
    this.#end(ENDINGS.left);
  }

  /** Does not sit out the wait. */
  retryNow() {
    if (this.#status.status === 'waiting') this.#connect();
  }

  /**
   * Sends a text, or holds it until that is possible; in order.
   *
   * @param {string} message
   * @returns {{ref: string} | {refused: Refusal}}  what is refused is not kept
   */
  post(message) {
    if (!message.trim()) return { refused: 'blank' };
    if (codePoints(message) > this.#maxMessageChars) return { refused: 'too_long' };
    if (this.#status.status === 'closed') return { refused: 'closed' };
    if (this.#queue.length >= this.#maxQueued) return { refused: 'queue_full' };
    const ref = newRef();
    this.#queue.push({ ref, message });
    // In a task of its own, so that `sent` never comes before its ref is known.
    if (!this.#timers.drain) this.#timers.drain = setTimeout(() => this.#drain());
    return { ref };
  }

  #connect() {
    this.#hangUp();
    this.#set({ status: 'connecting', ending: this.#status.ending });
    this.#tokenInUse = this.#pass.token;
    const socket = new WebSocket(...this.#dialect.handshake(this.#url, this.#tokenInUse));
    this.#socket = socket;
    // A socket that was given up may still report; nobody listens.
    const on = (type, listener) => socket.addEventListener(type, (event) => socket === this.#socket && listener(event));
    on('open', () => this.#timer('attempt', this.#dialect.settleMs, () => this.#opened()));
    on('message', ({ data }) => this.#received(data));
    on('close', ({ code, reason }) => this.#closed(code, reason));
    this.#timer('attempt', OPENS_WITHIN_MS, () => this.#lost(ENDINGS.lost));
  }

  #opened() {
    this.#set({ status: 'open' });
    this.#timer('steady', STEADY_AFTER_MS, () => (this.#failures = 0));
    this.#drain();
  }

  #received(frame) {
    let events;
    try {
      events = this.#dialect.decode(frame);
    } catch {
      return; // a later server may say what we do not understand
    }
    for (const { type, detail } of events) this.#tell(type, detail);
  }

  #closed(code, reason) {
    if (code === 1008 && reason === 'Token expired') return this.#outlived();
    if (code === 1008 || (code >= 4500 && code <= 4999)) return this.#end(finalEnding(code, reason));
    this.#lost(passingEnding(code, reason));
  }

  /** Back-off with full jitter: clients that were cut off together do not come back together. */
  #lost(ending) {
    this.#hangUp();
    const delay = this.#random() * Math.min(BACK_OFF_MS.cap, BACK_OFF_MS.base * 2 ** this.#failures++);
    this.#timer('attempt', delay, () => this.#connect());
    this.#set({ status: 'waiting', retryAt: Date.now() + delay, ending });
  }

  /** The token that this connection was opened with has run out. */
  async #outlived() {
    this.#hangUp();
    const { signal } = this.#listening;
    this.#set({ status: 'connecting', ending: ENDINGS.expired });
    const renewed = this.#tokenInUse !== this.#pass.token || (await this.#renewNow(signal));
    if (signal.aborted) return;
    if (renewed === 'refused') this.#end(ENDINGS.expired);
    else if (renewed === true && this.#failures++ === 0) this.#connect();
    else this.#lost(ENDINGS.lost); // no answer; or a server that finds new tokens too old, which is not to be hammered
  }

  #renewAfter(ms) {
    const { signal } = this.#listening;
    this.#timer('renewal', Math.min(Math.max(ms, 0), LONGEST_TIMER_MS), () => this.#renewNow(signal));
  }

  /**
   * A failure is quiet: the connection is good for as long as its token is.
   *
   * @param {AbortSignal} signal  of the stay that this renewal is for
   * @returns {Promise<true | 'refused' | 'unanswered'>}
   */
  async #renewNow(signal) {
    try {
      const pass = await this.#renew(this.#pass.token);
      if (signal.aborted) return 'unanswered';
      this.#pass = pass;
      this.#renewAfter(pass.renewAt - Date.now());
      this.#tell('renewed', pass);
      return true;
    } catch (problem) {
      if (problem.status === 401 || problem.status === 403) return 'refused';
      if (!signal.aborted) this.#renewAfter(RENEW_AGAIN_MS * (0.5 + this.#random()));
      return 'unanswered';
    }
  }

  /** One post at a time; what the network has not taken yet stays here, where it outlives the socket. */
  #drain() {
    clearTimeout(this.#timers.drain);
    this.#timers.drain = 0;
    if (this.#status.status !== 'open' || this.#queue.length === 0) return;
    if (this.#socket.bufferedAmount === 0) {
      const post = this.#queue.shift();
      this.#socket.send(this.#dialect.encode(post));
      this.#tell('sent', { ref: post.ref });
    }
    this.#timer('drain', this.#paceMs, () => this.#drain());
  }

  #end(ending) {
    this.#stop();
    this.#set({ status: 'closed', ending });
  }

  #stop() {
    this.#hangUp();
    this.#listening?.abort();
    clearTimeout(this.#timers.renewal);
  }

  #hangUp() {
    clearTimeout(this.#timers.attempt);
    clearTimeout(this.#timers.steady);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #timer(purpose, ms, task) {
    clearTimeout(this.#timers[purpose]);
    this.#timers[purpose] = setTimeout(task, ms);
  }

  #set(status) {
    this.#status = { ...status, failures: this.#failures };
    this.#tell('status', this.#status);
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** Unique without `crypto.randomUUID`, which plain http does not have. */
function newRef() {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-');
}

/** @type {Record<string, Ending>} */
const ENDINGS = {
  left: { kind: 'left', text: 'You have left the room.' },
  offline: { kind: 'offline', text: 'The network was gone.' },
  lost: { kind: 'lost', text: 'The connection was lost.' },
  tooBig: { kind: 'too-big', text: 'The last message was too big for the server and was not delivered.' },
  fault: { kind: 'fault', text: 'The server has a problem.' },
  expired: { kind: 'token', text: 'Your session in this room has run out.' },
  token: { kind: 'token', text: 'The server no longer accepts your pass to this room.' },
  rate: { kind: 'rate', text: 'You sent messages faster than this room allows. Wait a moment before you join again.' },
  removed: { kind: 'removed', text: 'A host has removed you from this room.' },
  roomClosed: { kind: 'room-closed', text: 'This room has been closed.' },
  refused: { kind: 'refused', text: 'The server has ended this connection.' },
};

function finalEnding(code, reason) {
  if (code === 4503) return ENDINGS.removed;
  if (code === 4504) return ENDINGS.roomClosed;
  if (reason === 'Rate limit exceeded') return ENDINGS.rate;
  return reason.startsWith('Token ') ? ENDINGS.token : ENDINGS.refused;
}

function passingEnding(code, reason) {
  if (code === 1009) return ENDINGS.tooBig;
  if (code !== 1011) return ENDINGS.lost;
  return { ...ENDINGS.fault, reference: /^internal error (\w+)$/.exec(reason)?.[1] };
}
