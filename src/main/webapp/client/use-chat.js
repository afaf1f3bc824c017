import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { ChatConnection } from './chat-connection.js';
import { systemClock, Timers } from './connection/timers.js';
import { claimsOf } from './connection/token.js';

const TYPING_FOR_MS = 6_000;

/**
 * @typedef {import('./chat-connection.js').Ending} Ending
 * @typedef {import('./chat-connection.js').Heard} Heard
 * @typedef {import('./chat-connection.js').Me} Me
 * @typedef {import('./chat-connection.js').Member} Member
 * @typedef {import('./chat-connection.js').Post} Post
 * @typedef {import('./chat-connection.js').Refusal} Refusal
 * @typedef {import('./chat-connection.js').Status} Status
 * @typedef {import('./chat-connection.js').TokenSource} TokenSource
 *
 * @typedef {object} ChatOptions
 * @property {string | URL} [server]  where Parley is deployed; where this module is from, if not given
 * @property {string | TokenSource | null} [token]  there is no connection while there is none. A newer one for the same
 *     member takes over when the one before is refused
 * @property {string} [room]  the token's, if not given
 *
 * @typedef {object} Chat   what is known of the room; none of it is ever changed in place
 * @property {readonly Heard[]} messages  what is said, own messages included, in order and each once
 * @property {readonly Post[]} pending  own posts that are not stored yet, in order; to be shown after the messages
 * @property {readonly Member[]} members  who is here, oneself included
 * @property {readonly Member[]} typing  who writes just now
 * @property {Me | null} me
 * @property {string | null} room
 * @property {Status['status']} status
 * @property {number} failures  connections in a row that did not last
 * @property {number | undefined} retryAt  when waiting: time of the next attempt, in milliseconds
 * @property {Ending | undefined} ending  how the last connection ended
 * @property {{code: 'rate_limited' | 'unavailable', retryAt: number} | null} delay  why posts have to wait, though it is open
 * @property {boolean} hasEarlier
 * @property {boolean} loadingEarlier
 * @property {number} maxMessageChars  in code points
 *
 * @typedef {object} Actions   the same functions for as long as it is the same member
 * @property {(text: string) => {post: Post, refused?: undefined} | {refused: Refusal, post?: undefined}} post  sends it as
 *     soon as that is possible, until the server has it
 * @property {(ref: string) => void} retry  what failed, again
 * @property {(ref: string) => void} discard  what failed
 * @property {() => Promise<boolean>} loadEarlier  whether there is more to see now
 * @property {() => void} retryNow  does not sit out a wait
 * @property {() => void} tellTyping  to be called at each key
 * @property {(clientId: string) => Promise<void>} removeMember  for a host; rejects with a `Problem`
 */

/** @type {Chat} */
const NOBODY = {
  messages: [],
  pending: [],
  members: [],
  typing: [],
  me: null,
  room: null,
  status: 'closed',
  failures: 0,
  retryAt: undefined,
  ending: undefined,
  delay: null,
  hasEarlier: false,
  loadingEarlier: false,
  maxMessageChars: 4000,
};

/** @type {Chat} where there will be a connection */
const NOTHING_YET = { ...NOBODY, status: 'connecting' };

/** A room, kept as what React can show: it changes by replacement, and tells of a burst once. */
class Room {
  #options;
  /** @type {ChatConnection | null} from the first hold on: a component that is only rendered connects nothing */ #connection = null;
  #timers = new Timers(systemClock);
  /** @type {Set<() => void>} */ #listeners = new Set();
  #holders = 0;
  #chat;
  #next;
  /** @type {Post[]} own ones that are stored, though what stands before them has not come yet */ #held = [];
  /** @type {number | null} the newest that was there before one came */ #since = null;

  /** @param {ConstructorParameters<typeof ChatConnection>[0] | null} options */
  constructor(options) {
    this.#options = options;
    this.#chat = this.#next = options ? NOTHING_YET : NOBODY;
  }

  /** @returns {Chat} */
  chat = () => this.#chat;

  /** What came since one was here. @param {Chat} chat */
  newIn(chat) {
    const since = this.#since ?? 0;
    return chat.messages.filter(({ seq }) => seq > since);
  }

  /** @param {() => void} listener */
  subscribe = (listener) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /**
   * Is connected for as long as somebody holds it. Who lets go and holds again at once, as StrictMode does, has the same
   * connection.
   *
   * @returns {() => void} lets go
   */
  hold = () => {
    this.#timers.clear('close');
    if (this.#holders++ === 0 && this.#options && !this.#isOpen()) this.#open(this.#options);
    return () => {
      if (--this.#holders === 0) this.#timers.set('close', 0, () => this.#close());
    };
  };

  /** There is another token: it may help where the one before did not. */
  tokenChanged() {
    const { status, ending } = this.#connection?.status ?? {};
    if (status === 'closed' && (ending?.kind === 'expired' || ending?.kind === 'token')) this.#connection?.open();
  }

  /** @type {Actions} */
  actions = {
    post: (text) => {
      const outcome = this.#connection?.post(text) ?? { refused: /** @type {const} */ ('closed') };
      this.#showPending();
      return outcome;
    },
    retry: (ref) => {
      this.#connection?.retry(ref);
      this.#showPending();
    },
    discard: (ref) => {
      this.#connection?.discard(ref);
      this.#showPending();
    },
    loadEarlier: () => this.#loadEarlier(),
    retryNow: () => this.#connection?.retryNow(),
    tellTyping: () => this.#connection?.typing(),
    removeMember: async (clientId) => this.#connection?.removeMember(clientId),
  };

  #isOpen() {
    return this.#connection !== null && this.#connection.status.status !== 'closed';
  }

  /** @param {NonNullable<ConstructorParameters<typeof ChatConnection>[0]>} options */
  #open(options) {
    this.#connection ??= this.#listened(new ChatConnection(options));
    this.#connection.open();
  }

  #close() {
    this.#connection?.close();
    this.#timers.clear(...this.#next.typing.map(({ clientId }) => clientId));
    this.#change({ typing: [] });
  }

  /** @param {ChatConnection} connection */
  #listened(connection) {
    connection.addEventListener('status', ({ detail: { status, failures, retryAt, ending } }) => {
      const { me, room, maxMessageChars } = connection;
      this.#change({ status, failures, retryAt, ending, me, room, maxMessageChars, delay: null });
      this.#showPending();
    });
    connection.addEventListener('reset', ({ detail: { messages, hasMore, forgotten } }) => {
      if (this.#since === null || forgotten) this.#since = forgotten ? 0 : (messages.at(-1)?.seq ?? 0);
      this.#held = [];
      this.#change({ messages, hasEarlier: hasMore });
    });
    connection.addEventListener('message', ({ detail }) => {
      this.#held = this.#held.filter(({ ref }) => ref !== detail.ref);
      this.#change({ messages: [...this.#next.messages, detail] });
      this.#stopped(detail.clientId);
      if (detail.own) this.#showPending();
    });
    connection.addEventListener('acknowledged', ({ detail: { ref, held } }) => {
      if (held) this.#held.push(...this.#next.pending.filter((post) => post.ref === ref));
      this.#change({ delay: null });
      this.#showPending();
    });
    connection.addEventListener('failed', () => this.#showPending());
    connection.addEventListener('limited', ({ detail }) => this.#change({ delay: { code: 'rate_limited', ...detail } }));
    connection.addEventListener('unavailable', ({ detail }) => this.#change({ delay: { code: 'unavailable', ...detail } }));
    connection.addEventListener('members', () => this.#change({ members: connection.members }));
    connection.addEventListener('left', ({ detail }) => this.#stopped(detail.clientId));
    connection.addEventListener('typing', ({ detail }) => {
      const others = this.#next.typing.filter(({ clientId }) => clientId !== detail.clientId);
      this.#change({ typing: [...others, detail] });
      this.#timers.set(detail.clientId, TYPING_FOR_MS, () => this.#stopped(detail.clientId));
    });
    return connection;
  }

  /** @param {string} clientId */
  #stopped(clientId) {
    this.#timers.clear(clientId);
    const typing = this.#next.typing.filter((member) => member.clientId !== clientId);
    if (typing.length < this.#next.typing.length) this.#change({ typing });
  }

  #showPending() {
    if (this.#connection) this.#change({ pending: [...this.#held, ...this.#connection.pending] });
  }

  async #loadEarlier() {
    const [first] = this.#next.messages;
    if (!this.#connection || !first || !this.#next.hasEarlier || this.#next.loadingEarlier) return false;
    this.#change({ loadingEarlier: true });
    const page = await this.#connection.older(first.seq).catch(() => null);
    this.#change({ loadingEarlier: false });
    if (!page || this.#next.messages[0] !== first) return false; // it begins elsewhere by now
    this.#change({ messages: [...page.messages, ...this.#next.messages], hasEarlier: page.hasMore });
    return page.messages.length > 0;
  }

  /** @param {Partial<Chat>} change */
  #change(change) {
    if (this.#next === this.#chat) queueMicrotask(() => this.#tell());
    this.#next = { ...this.#next, ...change };
  }

  #tell() {
    this.#chat = this.#next;
    for (const listener of this.#listeners) listener();
  }
}

/** Who a token is for: another token for the same member is no reason to connect anew. @param {ChatOptions['token']} token */
function holderOf(token) {
  if (typeof token !== 'string' || !token) return token ? 'asked' : '';
  const claims = claimsOf(token);
  return claims ? `${claims.room} ${claims.me.clientId}` : token;
}

/** @param {ChatOptions} options @returns {[Room, Chat]} */
function useRoom({ server, token, room }) {
  const newest = useRef(token);
  const holder = holderOf(token);
  const address = server === undefined ? undefined : String(server);
  const kept = useMemo(() => {
    /** @param {'first' | 'refused'} reason */
    const source = (reason) => (typeof newest.current === 'function' ? newest.current(reason) : (newest.current ?? null));
    return new Room(holder ? { server: address, token: source, room } : null);
  }, [address, holder, room]);
  const text = typeof token === 'string' ? token : '';
  useEffect(() => {
    newest.current = token;
  });
  useEffect(() => kept.tokenChanged(), [kept, text]);
  useEffect(kept.hold, [kept]);
  return [kept, useSyncExternalStore(kept.subscribe, kept.chat, kept.chat)];
}

/**
 * A room in a component: connected while that is mounted.
 *
 * @param {ChatOptions} options
 * @returns {Chat & Actions}
 */
export function useChat(options) {
  const [room, chat] = useRoom(options);
  return useMemo(() => ({ ...chat, ...room.actions }), [room, chat]);
}

/**
 * For who has learnt `useWebSocket`: what is said from now on, one's own messages included.
 *
 * @param {string | URL} url  of the socket: `ws://…/ws/chat`
 * @param {string | null} [token]
 * @returns {{
 *   messages: {name: string, message: string, timestamp: string}[],
 *   sendMessage: (message: string) => void,
 *   connectionStatus: 'Connecting' | 'Connected' | 'Disconnected' | 'Error',
 * }}
 */
export function useWebSocket(url, token) {
  const server = useMemo(() => serverOf(url), [String(url)]);
  const [room, chat] = useRoom({ server, token });
  const messages = useMemo(
    () => room.newIn(chat).map(({ name, message, timestamp }) => ({ name, message, timestamp })),
    [room, chat.messages],
  );
  const sendMessage = useMemo(() => (/** @type {string} */ message) => void room.actions.post(message), [room]);
  return { messages, sendMessage, connectionStatus: statusOf(chat) };
}

/** @param {string | URL} url */
function serverOf(url) {
  const server = new URL('../', new URL(url, globalThis.document?.baseURI));
  server.protocol = server.protocol.replace('ws', 'http');
  return server.href;
}

/** @param {Chat} chat */
function statusOf({ status, ending }) {
  if (status === 'open') return 'Connected';
  if (status === 'connecting') return 'Connecting';
  return status === 'waiting' || !ending || ending.kind === 'left' ? 'Disconnected' : 'Error';
}
