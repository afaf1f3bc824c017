import { storeIn, tabStorage } from './connection/storage.js';
import { Timeline } from './connection/timeline.js';
import { PostOutbox } from './connection/post-outbox.js';
import { eventsIn, frameOf, handshake } from './connection/parley-dialect.js';
import { roomCodeIn } from './connection/room-code.js';
import { fetchMessages, removeMember, renewToken, serverAt } from './connection/rooms.js';
import { TokenRenewal } from './connection/token-renewal.js';
import { PostSender } from './connection/post-sender.js';
import { answeredWith, closedWith, endingOf, isPassing } from './connection/endings.js';
import { BACK_OFF_MS, backOff, systemClock, Timers } from './connection/timers.js';
import { codePoints } from './connection/text.js';
import { claimsOf } from './connection/token.js';

export { createRoom, joinRoom, Problem } from './connection/rooms.js';

/** Where this module comes from: the folder above, at any context path. */
export const ownServer = new URL('../', import.meta.url);

const OPENS_WITHIN_MS = 20_000;
const STEADY_AFTER_MS = 5_000;
const REPLAYED_WITHIN_MS = 5_000;
const LOOK_AGAIN_MS = 1_000;
const SILENCE_GRACE_MS = 5_000;
const TYPING_EVERY_MS = 3_000;
const PAGE = 50;
const LARGE_PAGE = 200;

/**
 * @typedef {import('./connection/endings.js').Ending} Ending
 * @typedef {import('./connection/parley-dialect.js').ServerEvent} ServerEvent
 * @typedef {import('./connection/parley-dialect.js').Member} Member
 * @typedef {import('./connection/parley-dialect.js').Message} Message
 * @typedef {import('./connection/parley-dialect.js').Welcome} Welcome
 * @typedef {import('./connection/post-outbox.js').Failure} Failure
 * @typedef {import('./connection/post-outbox.js').Post} Post
 * @typedef {import('./connection/rooms.js').HistoryPage} HistoryPage
 * @typedef {import('./connection/rooms.js').Issued} Issued
 * @typedef {import('./connection/storage.js').Storage} Storage
 * @typedef {import('./connection/token.js').Me} Me
 * @typedef {Message & {own: boolean}} Heard
 *
 * @typedef {object} Status
 * @property {'connecting' | 'open' | 'waiting' | 'closed'} status  `closed` is final until {@link ChatConnection#open}
 * @property {number} failures   connections in a row that did not last
 * @property {number} [retryAt]  when waiting: time of the next attempt, in milliseconds
 * @property {Ending} [ending]   how the last connection ended
 *
 * @typedef {'blank' | 'too_long' | 'queue_full' | 'closed'} Refusal
 *
 * @typedef {(reason: 'first' | 'refused') => string | null | Promise<string | null>} TokenSource   `first`: none is known
 *     yet; `refused`: the last one has run out or is not accepted. Is asked again, with back-off, when it throws, unless
 *     what it throws has a `status` of 403 or 404; null or the token that was refused ends the connection
 *
 * @typedef {object} Events   what each event has as its detail
 * @property {Status} status  it is `open` from the welcome on
 * @property {{messages: Heard[], hasMore: boolean, epoch: string, forgotten: boolean}} reset  begin anew with these, the latest;
 *     `epoch` names the server's log, `forgotten` if it is another one than before. Always the first one that tells of messages
 * @property {Heard} message  after all that came before it, in order and once
 * @property {{ref: string, held: boolean}} acknowledged  an own post is stored. It has come as `message` already, or is
 *     older than what was told; if `held` it comes as `message` later
 * @property {{ref: string} & Failure} failed  the server refused an own post, see {@link ChatConnection#retry} and
 *     {@link ChatConnection#discard}
 * @property {{retryAt: number}} limited      a post came too soon after others; it goes out again by itself then
 * @property {{retryAt: number}} unavailable  the server cannot store messages for now
 * @property {null} available                 it can again
 * @property {Welcome} welcome
 * @property {Member} joined
 * @property {{clientId: string}} left
 * @property {null} members   {@link ChatConnection#members} has changed
 * @property {Member} typing  somebody else writes
 * @property {Issued} renewed  to be kept in place of the token before
 */

/**
 * @typedef {object} Listening
 * @property {<T extends keyof Events>(type: T, listener: (event: CustomEvent<Events[T]>) => void, options?: boolean | AddEventListenerOptions) => void} addEventListener
 * @property {<T extends keyof Events>(type: T, listener: (event: CustomEvent<Events[T]>) => void, options?: boolean | EventListenerOptions) => void} removeEventListener
 * @property {EventTarget['dispatchEvent']} dispatchEvent
 */

/**
 * A member's connection to a room, which keeps itself up: it reconnects with back-off, resumes where it was, fetches what
 * is missing, sends what is posted until the server has it, and renews the token. Knows no DOM. Its events are
 * `CustomEvent`s, see {@link Events}.
 */
export class ChatConnection extends /** @type {new () => Listening} */ (EventTarget) {
  #server;
  #source;
  /** @type {string | null} */ #room = null;
  #storage;
  #outbox = new PostOutbox();
  #ownIds;
  #random;
  #clock;
  #network;
  #WebSocket;
  #fetch;
  #timers;
  #sender;
  #renewal;
  #timeline = new Timeline();

  #token = '';
  /** @type {Me | null} */ #me = null;
  /** @type {Member[]} */ #members = [];
  #maxMessageChars = 4000;
  /** @type {Status} */ #status = { status: 'closed', failures: 0 };
  #failures = 0;
  /** @type {Ending | null} why there has to be another token, if there has to */ #refusal = null;
  /** @type {Promise<string | null> | null} */ #question = null;
  /** From `open` to the end. */
  #stay = new AbortController();
  /** From one connect to its hang-up; what is asked for in it has no effect after it. */
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
   * @param {string | URL} [options.server]  where Parley is deployed; where this module is from, if not given
   * @param {string | TokenSource} options.token
   * @param {string} [options.room]  the token's, if not given
   * @param {Storage | null} [options.storage]  where posts outlive a reload: the tab's own, where there is one
   * @param {Iterable<string>} [options.ownIds]  whose messages are one's own, beside the ones of the client id that the
   *     server welcomes: who joins again has another one
   * @param {number} [options.paceMs]  between two posts: a little slower than the server's rate limit, so that a queue
   *     that has grown long while offline is not taken for a flood
   * @param {() => number} [options.random]  from 0 to 1
   * @param {import('./connection/timers.js').Clock} [options.clock]
   * @param {Partial<Pick<EventTarget, 'addEventListener'>>} [options.network]  tells `online` and `offline`
   * @param {typeof globalThis.WebSocket} [options.WebSocket]
   * @param {typeof globalThis.fetch} [options.fetch]
   */
  constructor({
    server = ownServer,
    token,
    room,
    storage = tabStorage(),
    ownIds = [],
    paceMs = 120,
    random = Math.random,
    clock = systemClock,
    network = globalThis,
    WebSocket = globalThis.WebSocket,
    fetch = globalThis.fetch,
  }) {
    super();
    if (!WebSocket) throw new TypeError('There is no WebSocket here: give one as an option');
    this.#server = serverAt(server);
    this.#storage = storage;
    this.#ownIds = new Set(ownIds);
    this.#random = random;
    this.#clock = clock;
    this.#network = network;
    this.#WebSocket = WebSocket;
    this.#fetch = fetch;
    this.#timers = new Timers(clock);
    this.#renewal = new TokenRenewal({
      renew: (token) => renewToken(this.#server, token, fetch),
      clock,
      random,
      onRenewed: (issued) => this.#renewed(issued),
    });
    this.#sender = new PostSender({
      outbox: this.#outbox,
      clock,
      random,
      paceMs,
      send: (post) => this.#say('post', { ref: post.ref, message: post.message }),
      tell: (type, detail) => this.#tell(type, detail),
      // Neither an answer nor anything else: sooner known than by the heartbeat.
      unanswered: (sentAt) => this.#heardAt < sentAt && this.#lost(),
    });
    this.#source = typeof token === 'function' ? token : null;
    if (room) this.#keepPosts(roomCodeIn(room));
    if (typeof token === 'string') this.#hold(token);
  }

  /** @returns {string | null} null if it is the token's, and none is known yet */
  get room() {
    return this.#room;
  }

  /** @returns {Status} */
  get status() {
    return this.#status;
  }

  /** @returns {Me | null} null before a token is known */
  get me() {
    return this.#me;
  }

  /** @returns {readonly Member[]} who is here, oneself included; another array after each change */
  get members() {
    return this.#members;
  }

  /** @returns {Post[]} own posts that are not stored yet, in the order in which they were written */
  get pending() {
    return [...this.#outbox];
  }

  /** @returns {number} how many own posts are not stored yet */
  get unsent() {
    return this.#outbox.size;
  }

  /** @returns {string} the newest; empty if there is none yet */
  get token() {
    return this.#token;
  }

  /** @returns {number} in code points */
  get maxMessageChars() {
    return this.#maxMessageChars;
  }

  /** Connects, and stays connected. After `closed` it starts again, from where it was and with what was still to be sent. */
  open() {
    this.#stop();
    this.#failures = 0;
    this.#stay = new AbortController();
    const { signal } = this.#stay;
    const online = () => {
      this.#failures = 0; // what failed without a network says nothing of the server
      this.#retryWait();
    };
    this.#network.addEventListener?.('online', online, { signal });
    // A dead network may go unnoticed for minutes.
    this.#network.addEventListener?.('offline', () => this.#status.status !== 'waiting' && this.#lost(endingOf('offline')), { signal });
    const { document } = globalThis;
    document?.addEventListener('visibilitychange', () => document.hidden || this.wake(), { signal });
    if (this.#token) this.#renewal.start(this.#token);
    this.#connect();
  }

  /** Leaves. */
  close() {
    this.#end(endingOf('left'));
  }

  /** Does not sit out a wait. */
  retryNow() {
    this.#retryWait();
    this.#sender.retryNow();
  }

  /** Somebody looks again, perhaps after a sleep in which no timer ran. In a page it notices that by itself. */
  wake() {
    if (this.#status.status === 'open' && this.#patience(1) <= 0) this.#lost();
    this.#retryWait();
  }

  /**
   * Sends a text as soon as that is possible; in order, and until the server has it.
   *
   * @param {string} message
   * @returns {{post: Post, refused?: undefined} | {refused: Refusal, post?: undefined}}  what is refused is not kept
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
    this.#outbox.mark(ref);
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
    this.#say('typing');
  }

  /**
   * What was said before.
   *
   * @param {number} before  a seq
   * @returns {Promise<{messages: Heard[], hasMore: boolean} | null>} null if the log is another one by now
   * @throws {import('./connection/rooms.js').Problem}
   */
  async older(before) {
    const { epoch } = this.#timeline;
    const page = await this.#fetched({ before, limit: PAGE });
    if (page.epoch !== epoch || this.#timeline.epoch !== epoch) return null;
    for (const message of page.messages) this.#acknowledge(message);
    return { messages: page.messages.map(this.#heard), hasMore: page.hasMore };
  }

  /**
   * For those who may: ends a member's connections, and lets the member come back no more.
   *
   * @param {string} clientId
   * @returns {Promise<void>}
   * @throws {import('./connection/rooms.js').Problem}
   */
  async removeMember(clientId) {
    await removeMember(this.#server, this.#room ?? '', this.#token, clientId, this.#fetch);
  }

  async #connect() {
    this.#hangUp();
    this.#attempt = new AbortController();
    this.#set({ status: 'connecting', ending: this.#refusal ?? this.#status.ending });
    const needed = this.#token ? this.#refusal : endingOf('token');
    if (needed && !(await this.#ask(needed))) return;
    if (this.#room === null) return this.#end(endingOf('token'));
    this.#tokenInUse = this.#token;
    this.#timers.set('attempt', OPENS_WITHIN_MS, () => this.#lost());
    if (this.#timeline.epoch !== null || (await this.#startAfresh())) this.#dial();
  }

  /**
   * For another token; if there is none, the connection ends.
   *
   * @param {Ending} needed  why
   * @returns {Promise<boolean>} whether there is one, and somebody waits for it
   */
  async #ask(needed) {
    const { signal } = this.#attempt;
    // One question at a time, whatever becomes of the attempt: it may be a person who is asked.
    this.#question ??= this.#fromSource().finally(() => (this.#question = null));
    try {
      const token = await this.#question;
      if (signal.aborted) return false;
      if (token && token !== this.#token) {
        this.#hold(token);
        this.#renewal.start(token);
        return true;
      }
      this.#end(needed);
    } catch (problem) {
      if (!signal.aborted) this.#unasked(problem, needed);
    }
    return false;
  }

  /** Who has tokens gives none. @param {any} problem @param {Ending} needed */
  #unasked({ status = 0 }, needed) {
    if (status === 403) this.#end(needed);
    else if (status === 404) this.#end(answeredWith(status));
    else this.#lost(answeredWith(status));
  }

  async #fromSource() {
    return (await this.#source?.(this.#token ? 'refused' : 'first')) ?? null;
  }

  /** @param {string} token */
  #hold(token) {
    this.#token = token;
    this.#refusal = null;
    const claims = claimsOf(token);
    if (claims) this.#ownIds.add(claims.me.clientId);
    this.#me = claims?.me ?? null;
    if (this.#room === null && claims) this.#keepPosts(claims.room);
  }

  /** @param {string} room */
  #keepPosts(room) {
    this.#room = room;
    this.#outbox.keepIn(storeIn(this.#storage, `parley.outbox.${room}`));
  }

  #dial() {
    const position = { after: `${this.#timeline.newest}`, epoch: this.#timeline.epoch ?? '' };
    const socket = new this.#WebSocket(...handshake(this.#server, this.#tokenInUse, position));
    this.#socket = socket;
    // A socket that was given up may still report; nobody listens.
    socket.addEventListener('message', ({ data }) => socket === this.#socket && this.#received(socket, data));
    socket.addEventListener('close', ({ code, reason }) => socket === this.#socket && this.#closed(code, reason));
  }

  /** @param {WebSocket} socket @param {string} frame */
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
      else if (event.type === 'welcome') this.#welcomed(event.detail);
    }
  }

  /** @param {ServerEvent} event */
  #happened({ type, detail }) {
    const { newest } = this.#timeline;
    if (type === 'message') this.#take([detail], () => this.#timeline.receive(detail));
    else if (type === 'heartbeat') this.#timeline.expect(detail.head);
    else if (type === 'renewed') this.#tokenInUse = this.#token;
    else if (type === 'error') this.#sender.refused(detail);
    else if (type === 'typing' && !this.#ownIds.has(detail.clientId)) this.#tell(type, detail);
    else if (type === 'joined') this.#came(detail.member);
    else if (type === 'left') this.#went(detail);
    if (!this.#timers.has('replay')) this.#fill();
    else if (this.#timeline.newest > newest) this.#awaitReplay();
  }

  /** @param {Member} member */
  #came(member) {
    this.#members = [...this.#without(member.clientId), member];
    this.#tell('joined', member);
    this.#tell('members');
  }

  /** @param {{clientId: string}} member */
  #went({ clientId }) {
    if (clientId === this.#me?.clientId) return; // another connection of one's own
    this.#members = this.#without(clientId);
    this.#tell('left', { clientId });
    this.#tell('members');
  }

  /** @param {string} clientId */
  #without(clientId) {
    return this.#members.filter((member) => member.clientId !== clientId);
  }

  /** @param {Welcome} welcome */
  #welcomed(welcome) {
    if (welcome.maxMessageChars === 0) welcome.maxMessageChars = Infinity;
    const { clientId, name, members, maxMessageChars } = welcome;
    this.#ownIds.add(clientId);
    this.#me = { clientId, name, host: this.#me?.host ?? false };
    this.#members = members;
    this.#maxMessageChars = maxMessageChars ?? this.#maxMessageChars;
    this.#timers.clear('attempt');
    this.#watch(welcome.heartbeatMs);
    this.#set({ status: 'open' });
    this.#tell('welcome', welcome);
    this.#tell('members');
    if (this.#tokenInUse !== this.#token) this.#say('renew', { token: this.#token });
    this.#renewal.accepted();
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

  /**
   * Tells the messages that `place` finds to be next, then which of one's own have arrived.
   *
   * @param {Message[]} messages
   * @param {() => Message[]} place
   */
  #take(messages, place) {
    const next = place();
    for (const message of next) this.#tell('message', this.#heard(message));
    for (const message of messages) this.#acknowledge(message);
    this.#caughtUp();
  }

  /** @param {Message} message */
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
    this.#tell('reset', { messages: messages.map(this.#heard), hasMore, epoch, forgotten });
    this.#take(messages, () => next);
    this.#fill();
    return true;
  }

  /**
   * @param {import('./connection/rooms.js').Bounds} bounds
   * @returns {Promise<HistoryPage | null>} null if it did not come, or nobody waits for it any more
   */
  async #page(bounds) {
    const { signal } = this.#attempt;
    this.#fetching = true;
    try {
      const page = await this.#fetched(bounds);
      return signal.aborted ? null : page;
    } catch (problem) {
      if (!signal.aborted) this.#unanswered(/** @type {import('./connection/rooms.js').Problem} */ (problem));
      return null;
    } finally {
      if (!signal.aborted) this.#fetching = false;
    }
  }

  /** @param {import('./connection/rooms.js').Bounds} bounds */
  #fetched(bounds) {
    return fetchMessages(this.#server, this.#room ?? '', this.#token, bounds, this.#fetch);
  }

  /**
   * A connection whose history cannot be read is not whole: one way to mend it serves all.
   *
   * @param {import('./connection/rooms.js').Problem} problem
   */
  #unanswered({ status = 0, detail, retryAfter = 0 }) {
    this.#answered(answeredWith(status, detail), retryAfter * 1000);
  }

  /** @param {number} code @param {string} reason */
  #closed(code, reason) {
    if (code === 1009) this.#sender.tooBig();
    this.#answered(closedWith(code, reason));
  }

  /**
   * The server's own word, or its silence.
   *
   * @param {Ending} ending
   * @param {number} [atLeastMs]  before it is asked again
   */
  #answered(ending, atLeastMs) {
    if (ending.kind === 'expired') this.#outlived(ending);
    else if (ending.kind === 'token') this.#refused(ending);
    else if (isPassing(ending)) this.#lost(ending, atLeastMs);
    else this.#end(ending);
  }

  /** @param {Ending} [ending] @param {number} [atLeastMs] */
  #lost(ending = endingOf('lost'), atLeastMs = 0) {
    this.#hangUp();
    const delay = Math.max(atLeastMs, backOff(this.#failures++, BACK_OFF_MS, this.#random));
    this.#timers.set('attempt', delay, () => this.#connect());
    this.#set({ status: 'waiting', retryAt: this.#clock.now() + delay, ending });
  }

  /** The token that this connection was opened with has run out. @param {Ending} expired */
  async #outlived(expired) {
    this.#hangUp();
    this.#attempt = new AbortController();
    const { signal } = this.#attempt;
    this.#set({ status: 'connecting', ending: expired });
    const renewed = this.#tokenInUse !== this.#token ? 'renewed' : await this.#renewal.now();
    if (signal.aborted) return;
    if (renewed === 401) this.#refused(expired);
    else if (typeof renewed === 'number') this.#end(answeredWith(renewed));
    else if (renewed === 'renewed' && this.#failures++ === 0) this.#connect();
    else this.#lost(); // no answer; or a server that finds new tokens too old, which is not to be hammered
  }

  /** Whoever has the tokens may have another one. @param {Ending} ending */
  #refused(ending) {
    if (!this.#source) return this.#end(ending);
    this.#refusal = ending;
    if (this.#failures > 0) return this.#lost(ending);
    this.#failures++;
    this.#connect();
  }

  /** @param {Issued} issued */
  #renewed(issued) {
    this.#hold(issued.token);
    if (this.#status.status === 'open') this.#say('renew', { token: issued.token });
    this.#tell('renewed', issued);
  }

  /** The server is heard of in time, or it is taken for gone. @param {number} heartbeatMs */
  #watch(heartbeatMs) {
    this.#heartbeatMs = heartbeatMs || Infinity;
    const look = () => {
      const left = this.#patience(2);
      if (left <= 0) this.#lost();
      else this.#timers.set('silence', left, look);
    };
    look();
  }

  /** @param {number} beats @returns {number} milliseconds until so many heartbeats have not come */
  #patience(beats) {
    return this.#heardAt + beats * this.#heartbeatMs + SILENCE_GRACE_MS - this.#clock.now();
  }

  #retryWait() {
    if (this.#status.status === 'waiting') this.#connect();
  }

  /** @param {Ending} ending */
  #end(ending) {
    this.#stop();
    this.#set({ status: 'closed', ending });
  }

  #stop() {
    this.#hangUp();
    this.#stay.abort();
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

  /** @param {Parameters<typeof frameOf>} frame */
  #say(...frame) {
    this.#socket?.send(frameOf(...frame));
  }

  /** @param {Omit<Status, 'failures'>} status */
  #set(status) {
    this.#status = { ...status, failures: this.#failures };
    this.#tell('status', this.#status);
  }

  /** @template {keyof Events} T @param {T} type @param {Events[T]} [detail] */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
