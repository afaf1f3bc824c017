import { answeredWith, closedWith, ENDINGS, isFinal } from './connection/endings.js';
import { eventsIn, handshake, postFrame, renewFrame, typingFrame } from './connection/parley-dialect.js';
import { PassRenewal } from './connection/pass-renewal.js';
import { PostOutbox } from './connection/post-outbox.js';
import { PostSender } from './connection/post-sender.js';
import { codePoints } from './connection/text.js';
import { Timeline } from './connection/timeline.js';
import { backOff, systemClock, Timers } from './connection/timers.js';

const BACK_OFF_MS = { base: 500, cap: 30_000 };
const OPENS_WITHIN_MS = 20_000;
const STEADY_AFTER_MS = 5_000;
const REPLAYED_WITHIN_MS = 5_000;
const LOOK_AGAIN_MS = 1_000;
const SILENCE_GRACE_MS = 5_000;
const TYPING_EVERY_MS = 3_000;
const PAGE = 50;
const LARGE_PAGE = 200;

/**
 * @typedef {import('./connection/rooms.js').Pass} Pass
 * @typedef {import('./connection/rooms.js').HistoryPage} HistoryPage
 * @typedef {import('./connection/endings.js').Ending} Ending
 * @typedef {import('./connection/parley-dialect.js').Message} Message
 * @typedef {Message & {own: boolean}} Heard
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
 * A member's connection to a room, which keeps itself up: it reconnects with back-off, resumes where it was, fetches what
 * is missing, sends what is posted until the server has it, and renews the pass. Knows no DOM.
 *
 * Events, each a `CustomEvent`:
 * - `status`, detail {@link Status}: it is `open` from the welcome on;
 * - `reset`, detail `{messages: Heard[], hasMore, forgotten}`: begin anew with these, the latest; `forgotten` if the server
 *   has another log than before. Always the first one that tells of messages;
 * - `message`, detail {@link Heard}: after all that came before it, in order and once;
 * - `acknowledged`, detail `{ref, held}`: an own post is stored. It has come as `message` already, or is older than what
 *   was told; if `held` it comes as `message` later;
 * - `failed`, detail `{ref, text}`: the server refused an own post, see {@link retry} and {@link discard};
 * - `unavailable`, detail `{retryAt}`, and `available`: the server cannot store messages for now; then it can again;
 * - `welcome`, detail {@link import('./connection/parley-dialect.js').Welcome}, with who is here; then `joined` and `left`, detail a
 *   member or its `{clientId}`;
 * - `typing`, detail a member: somebody else writes;
 * - `renewed`, detail {@link Pass}: to be kept in place of the one before.
 */
export class ChatConnection extends EventTarget {
  #url;
  #fetchMessages;
  #outbox;
  #ownIds;
  #maxMessageChars;
  #random;
  #clock;
  #network;
  #WebSocket;
  #timers;
  #sender;
  #renewal;
  #timeline = new Timeline();

  /** @type {Pass} */ #pass;
  /** @type {Status} */ #status = { status: 'closed', failures: 0 };
  #failures = 0;
  /** @type {AbortController | null} from `open` to the end */ #stay = null;
  /** @type {AbortController} from one connect to its hang-up; what is asked for in it has no effect after it */
  #attempt = new AbortController();
  /** @type {WebSocket | null} */ #socket = null;
  #tokenInUse = '';
  #fetching = false;
  #heardAt = 0;
  #heartbeatMs = Infinity;
  #typedAt = -Infinity;

  /** @param {Message} message @returns {Heard} */
  #heard = (message) => ({ ...message, own: this.#ownIds.has(message.clientId) });

  /**
   * @param {object} options
   * @param {string} options.url  of the socket
   * @param {(token: string) => Promise<Pass>} options.renew  rejects with a `status` of 401 or 403 when refused for good
   * @param {(token: string, bounds: {before?: number, after?: number, limit: number}) => Promise<HistoryPage>} options.fetchMessages
   *     rejects with the HTTP `status`, 0 if there is none
   * @param {PostOutbox} [options.outbox]
   * @param {Iterable<string>} [options.ownIds]  whose messages are one's own, beside the ones of the client id that the
   *     server welcomes: who joins again has another one
   * @param {number} [options.maxMessageChars]  in code points
   * @param {number} [options.paceMs]  between two posts: a little slower than the server's rate limit, so that a queue
   *     that has grown long while offline is not taken for a flood
   * @param {() => number} [options.random]  from 0 to 1
   * @param {import('./connection/timers.js').Clock} [options.clock]
   * @param {Pick<EventTarget, 'addEventListener'>} [options.network]  tells `online` and `offline`
   * @param {typeof globalThis.WebSocket} [options.WebSocket]
   */
  constructor({
    url,
    renew,
    fetchMessages,
    outbox = new PostOutbox(),
    ownIds = [],
    maxMessageChars = 4000,
    paceMs = 120,
    random = Math.random,
    clock = systemClock,
    network = globalThis,
    WebSocket = globalThis.WebSocket,
  }) {
    super();
    this.#url = url;
    this.#fetchMessages = fetchMessages;
    this.#outbox = outbox;
    this.#ownIds = new Set(ownIds);
    this.#maxMessageChars = maxMessageChars;
    this.#random = random;
    this.#clock = clock;
    this.#network = network;
    this.#WebSocket = WebSocket;
    this.#timers = new Timers(clock);
    this.#renewal = new PassRenewal({ renew, clock, random, onRenewed: (pass) => this.#renewed(pass) });
    this.#sender = new PostSender({
      outbox,
      clock,
      random,
      paceMs,
      send: (post) => this.#socket.send(postFrame(post)),
      on: {
        failed: (detail) => this.#tell('failed', detail),
        unavailable: (detail) => this.#tell('unavailable', detail),
        available: () => this.#tell('available'),
        // Neither an answer nor anything else: sooner known than by the heartbeat.
        unanswered: (sentAt) => this.#heardAt < sentAt && this.#lost(ENDINGS.lost),
      },
    });
  }

  /** @returns {Status} */
  get status() {
    return this.#status;
  }

  /** @returns {number} own posts that are not stored yet */
  get unsent() {
    return this.#outbox.size;
  }

  /**
   * Connects, and stays connected. After `closed` it starts again, from where it was and with what was still to be sent.
   *
   * @param {Pass} [pass]  the one before, if none
   */
  open(pass = this.#pass) {
    this.#stop();
    this.#pass = pass;
    this.#failures = 0;
    this.#stay = new AbortController();
    const { signal } = this.#stay;
    this.#network.addEventListener?.('online', () => this.#retryWait(), { signal });
    // A dead network may go unnoticed for minutes.
    this.#network.addEventListener?.('offline', () => this.#isUp() && this.#lost(ENDINGS.offline), { signal });
    this.#renewal.start(pass);
    this.#connect();
  }

  /** Leaves. */
  close() {
    this.#end(ENDINGS.left);
  }

  /** Does not sit out a wait. */
  retryNow() {
    this.#retryWait();
    this.#sender.retryNow();
  }

  /** Somebody looks again, perhaps after a sleep in which no timer ran. */
  wake() {
    if (this.#status.status === 'open' && this.#patience(1) <= 0) this.#lost(ENDINGS.lost);
    this.#retryWait();
  }

  /**
   * Sends a text as soon as that is possible; in order, and until the server has it.
   *
   * @param {string} message
   * @returns {{post: import('./connection/post-outbox.js').Post} | {refused: Refusal}}  what is refused is not kept
   */
  post(message) {
    if (!message.trim()) return { refused: 'blank' };
    if (codePoints(message) > this.#maxMessageChars) return { refused: 'too_long' };
    if (this.#status.status === 'closed') return { refused: 'closed' };
    if (this.#outbox.full) return { refused: 'queue_full' };
    const post = this.#outbox.add(message, this.#clock.now());
    this.#typedAt = -Infinity; // where it arrives, one is not taken to be typing any more
    this.#sender.wake();
    return { post };
  }

  /** Sends what failed again, with its own ref. @param {string} ref */
  retry(ref) {
    this.#outbox.retry(ref);
    this.#sender.wake();
  }

  /** @param {string} ref  of what failed */
  discard(ref) {
    this.#outbox.remove(ref);
  }

  /** Lets the others know, as often as it makes sense. To be called at each key. */
  typing() {
    const now = this.#clock.now();
    if (this.#status.status !== 'open' || now - this.#typedAt < TYPING_EVERY_MS) return;
    this.#typedAt = now;
    this.#socket.send(typingFrame());
  }

  /**
   * What was said before.
   *
   * @param {number} before  a seq
   * @returns {Promise<{messages: Heard[], hasMore: boolean} | null>} null if the log is another one by now
   */
  async older(before) {
    const { epoch } = this.#timeline;
    const page = await this.#fetchMessages(this.#pass.token, { before, limit: PAGE });
    if (page.epoch !== epoch || this.#timeline.epoch !== epoch) return null;
    for (const message of page.messages) this.#acknowledge(message);
    return { messages: page.messages.map(this.#heard), hasMore: page.hasMore };
  }

  async #connect() {
    this.#hangUp();
    this.#attempt = new AbortController();
    this.#tokenInUse = this.#pass.token;
    this.#set({ status: 'connecting', ending: this.#status.ending });
    this.#timers.set('attempt', OPENS_WITHIN_MS, () => this.#lost(ENDINGS.lost));
    if (this.#timeline.epoch !== null || (await this.#startAfresh())) this.#dial();
  }

  #dial() {
    const position = { after: this.#timeline.newest, epoch: this.#timeline.epoch };
    const socket = new this.#WebSocket(...handshake(this.#url, this.#tokenInUse, position));
    this.#socket = socket;
    // A socket that was given up may still report; nobody listens.
    const on = (type, listener) => socket.addEventListener(type, (event) => socket === this.#socket && listener(event));
    on('message', ({ data }) => this.#received(socket, data));
    on('close', ({ code, reason }) => this.#closed(code, reason));
  }

  #received(socket, frame) {
    this.#heardAt = this.#clock.now();
    let events;
    try {
      events = eventsIn(frame);
    } catch {
      return; // if a message was in it, the next one shows that it is missing
    }
    for (const event of events) {
      if (socket !== this.#socket) return; // one of them ended it
      if (this.#status.status === 'open') this.#happened(event);
      else if (event.type === 'welcome') this.#welcomed(event);
    }
  }

  #happened({ type, ...event }) {
    const { newest } = this.#timeline;
    if (type === 'message') this.#take([event], () => this.#timeline.receive(event));
    else if (type === 'heartbeat') this.#timeline.expect(event.head);
    else if (type === 'renewed') this.#tokenInUse = this.#pass.token;
    else if (type === 'error') this.#sender.refused(event);
    else if (type === 'typing' && !this.#ownIds.has(event.clientId)) this.#tell(type, event);
    else if (type === 'joined' || type === 'left') this.#tell(type, event);
    if (type !== 'message' && type !== 'heartbeat') return;
    if (!this.#timers.has('replay')) this.#fill();
    else if (this.#timeline.newest > newest) this.#awaitReplay();
  }

  #welcomed(welcome) {
    this.#ownIds.add(welcome.clientId);
    this.#timers.clear('attempt');
    this.#watch(welcome.heartbeatMs);
    this.#set({ status: 'open' });
    this.#tell('welcome', welcome);
    if (this.#tokenInUse !== this.#pass.token) this.#socket.send(renewFrame(this.#pass.token));
    const sameLog = welcome.epoch === this.#timeline.epoch && welcome.head >= this.#timeline.newest;
    if (!welcome.resumed || !sameLog) {
      this.#startAfresh();
      return;
    }
    this.#timeline.expect(welcome.head);
    this.#awaitReplay();
    this.#caughtUp();
  }

  /** What was missed follows by itself; if it does not go on, it is fetched. */
  #awaitReplay() {
    this.#timers.set('replay', REPLAYED_WITHIN_MS, () => this.#fill());
  }

  /** Tells the messages that `place` finds to be next, then which of one's own have arrived. */
  #take(messages, place) {
    const next = place();
    for (const message of next) this.#tell('message', this.#heard(message));
    for (const message of messages) this.#acknowledge(message);
    this.#caughtUp();
  }

  #acknowledge({ seq, ref, clientId }) {
    if (!this.#ownIds.has(clientId) || !this.#outbox.remove(ref)) return;
    this.#tell('acknowledged', { ref, held: seq > this.#timeline.newest || this.#timeline.suspended });
    this.#sender.acknowledged(ref);
  }

  /** Only now is it known which posts the server has already. */
  #caughtUp() {
    if (this.#status.status !== 'open' || this.#timeline.suspended || this.#timeline.behind) return;
    this.#timers.clear('replay', 'again');
    if (!this.#timers.has('steady')) this.#timers.set('steady', STEADY_AFTER_MS, () => (this.#failures = 0));
    this.#sender.start();
  }

  /**
   * Fetches what is missing, if anything is, page by page. What comes live meanwhile is held by the timeline.
   *
   * @param {boolean} [doubting]  what should be there and is not is looked for once more before it is given up
   */
  async #fill(doubting = true) {
    if (this.#fetching || this.#timers.has('again')) return;
    while (this.#timeline.behind) {
      const { newest, head } = this.#timeline;
      const page = await this.#page({ after: newest, limit: LARGE_PAGE });
      if (!page) return;
      if (page.epoch !== this.#timeline.epoch) {
        this.#startAfresh();
        return;
      }
      const { messages } = page;
      const isLast = !page.hasMore || messages.length === 0;
      const tooShort = isLast && (messages.at(-1)?.seq ?? newest) < head;
      this.#take(messages, () => this.#timeline.fill(messages, isLast && !(tooShort && doubting) ? head : null));
      if (tooShort && doubting) return this.#timers.set('again', LOOK_AGAIN_MS, () => this.#fill(false));
    }
  }

  /** From the latest page on. @returns {Promise<boolean>} whether it came */
  async #startAfresh() {
    this.#timeline.suspend();
    const page = await this.#page({ limit: PAGE });
    if (!page) return false;
    const { messages, hasMore, epoch } = page;
    const forgotten = this.#timeline.epoch !== null && this.#timeline.epoch !== epoch;
    const next = this.#timeline.restart(epoch, messages);
    this.#tell('reset', { messages: messages.map(this.#heard), hasMore, forgotten });
    this.#take(messages, () => next);
    this.#fill();
    return true;
  }

  /** @returns {Promise<HistoryPage | null>} null if it did not come, or nobody waits for it any more */
  async #page(bounds) {
    const { signal } = this.#attempt;
    this.#fetching = true;
    try {
      const page = await this.#fetchMessages(this.#pass.token, bounds);
      return signal.aborted ? null : page;
    } catch (problem) {
      if (!signal.aborted) this.#unanswered(problem);
      return null;
    } finally {
      if (!signal.aborted) this.#fetching = false;
    }
  }

  /** A connection whose history cannot be read is not whole: one way to mend it serves all. */
  #unanswered({ status, retryAfter = 0 }) {
    if (status === 401) this.#outlived();
    else if (status === 403 || status === 404) this.#end(answeredWith(status));
    else this.#lost(answeredWith(status ?? 0), retryAfter * 1000);
  }

  #closed(code, reason) {
    if (code === 1009) this.#sender.tooBig();
    if (code === 1008 && reason === 'Token expired') this.#outlived();
    else if (isFinal(code)) this.#end(closedWith(code, reason));
    else this.#lost(closedWith(code, reason));
  }

  #lost(ending, atLeastMs = 0) {
    this.#hangUp();
    const delay = Math.max(atLeastMs, backOff(this.#failures++, BACK_OFF_MS, this.#random));
    this.#timers.set('attempt', delay, () => this.#connect());
    this.#set({ status: 'waiting', retryAt: this.#clock.now() + delay, ending });
  }

  /** The token that this connection was opened with has run out. */
  async #outlived() {
    this.#hangUp();
    const { signal } = this.#stay;
    this.#set({ status: 'connecting', ending: ENDINGS.expired });
    const renewed = this.#tokenInUse !== this.#pass.token ? 'renewed' : await this.#renewal.now();
    if (signal.aborted) return;
    if (typeof renewed === 'number') this.#end(answeredWith(renewed));
    else if (renewed === 'renewed' && this.#failures++ === 0) this.#connect();
    else this.#lost(ENDINGS.lost); // no answer; or a server that finds new tokens too old, which is not to be hammered
  }

  #renewed(pass) {
    this.#pass = pass;
    if (this.#status.status === 'open') this.#socket.send(renewFrame(pass.token));
    this.#tell('renewed', pass);
  }

  /** The server is heard of in time, or it is taken for gone. */
  #watch(heartbeatMs) {
    this.#heartbeatMs = heartbeatMs || Infinity;
    const look = () => {
      const left = this.#patience(2);
      if (left <= 0) this.#lost(ENDINGS.lost);
      else this.#timers.set('silence', left, look);
    };
    look();
  }

  /** @param {number} beats @returns {number} milliseconds until so many heartbeats have not come */
  #patience(beats) {
    return this.#heardAt + beats * this.#heartbeatMs + SILENCE_GRACE_MS - this.#clock.now();
  }

  #isUp() {
    return this.#status.status === 'open' || this.#status.status === 'connecting';
  }

  #retryWait() {
    if (this.#status.status === 'waiting') this.#connect();
  }

  #end(ending) {
    this.#stop();
    this.#set({ status: 'closed', ending });
  }

  #stop() {
    this.#hangUp();
    this.#stay?.abort();
    this.#renewal.stop();
  }

  #hangUp() {
    this.#timers.clear('attempt', 'steady', 'replay', 'again', 'silence');
    this.#sender.stop();
    this.#attempt.abort();
    this.#fetching = false;
    this.#timeline.reconnect();
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #set(status) {
    this.#status = { ...status, failures: this.#failures };
    this.#tell('status', this.#status);
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
