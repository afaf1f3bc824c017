export const ROOM = 'k7wq-3fmx-9tdc';
export const SERVER = 'https://portal.example/parley/';
const HOUR_S = 3600;

let issued = 0;

/** Signed by nobody: what a client reads of a token. */
export function tokenFor({ clientId = 'ann', name = 'Ann', room = ROOM, host = false, lifetimeS = HOUR_S } = {}) {
  const groups = host ? ['host', 'member'] : ['member'];
  const claims = { client_id: clientId, name, room_id: room, groups, iat: 1000, exp: 1000 + lifetimeS, jti: String(++issued) };
  return `head.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;
}

/** An error as Parley answers it. */
export const problem = ({ detail, headers, ...init }) =>
  new Response(JSON.stringify({ detail, status: init.status }), { ...init, headers: { 'Content-Type': 'application/problem+json', ...headers } });

/** The server as a client sees it: its log over REST, and sockets whose other end a test holds. */
export class FakeServer {
  epoch = 'e1';
  /** @type {object[]} as on the wire */ log = [];
  /** @type {FakeSocket[]} */ sockets = [];
  /** @type {{method: string, path: string, token: string}[]} */ requests = [];
  /** What to answer instead, in this order: a status with a detail, or a function. */
  answers = [];
  clientId = 'ann';
  lifetimeS = HOUR_S;

  constructor() {
    const { sockets } = this;
    this.WebSocket = class extends FakeSocket {
      constructor(...args) {
        super(...args);
        sockets.push(this);
      }
    };
  }

  /** @returns {FakeSocket} the newest */
  get socket() {
    return this.sockets.at(-1);
  }

  /** Puts a message into the log; who is to be told is up to the test. */
  store(message, { clientId = 'bob', ref = `r${this.log.length + 1}` } = {}) {
    const stored = { seq: this.log.length + 1, ref, client_id: clientId, name: clientId, message, timestamp: '2026-11-23T12:00:00.000Z' };
    this.log.push(stored);
    return { type: 'message', ...stored };
  }

  welcome(more = {}) {
    return {
      type: 'welcome',
      client_id: this.clientId,
      name: 'Ann',
      room_id: ROOM,
      epoch: this.epoch,
      head: this.log.length,
      resumed: true,
      members: [{ client_id: 'ann', name: 'Ann' }],
      heartbeat_ms: 25_000,
      max_message_chars: 4000,
      ...more,
    };
  }

  fetch = async (url, { method = 'GET', headers = {} } = {}) => {
    const path = url.href.replace(SERVER, '');
    const token = headers.Authorization?.replace('Bearer ', '');
    this.requests.push({ method, path, token });
    const answer = this.answers.shift();
    if (typeof answer === 'function') return answer();
    if (answer) return problem(answer);
    if (method === 'DELETE') return new Response(null, { status: 204 });
    if (path === 'api/tokens/renew') return Response.json({ token: tokenFor(this), expires_at: '2026-11-23T13:00:00.000Z' });
    return Response.json(this.#page(url.searchParams));
  };

  #page(query) {
    const limit = Number(query.get('limit') ?? 50);
    const after = Number(query.get('after') ?? 0);
    const before = Number(query.get('before') ?? Infinity);
    const all = this.log.filter(({ seq }) => seq > after && seq < before);
    const messages = query.has('after') ? all.slice(0, limit) : all.slice(-limit);
    return { messages, epoch: this.epoch, has_more: all.length > messages.length };
  }
}

export class FakeSocket extends EventTarget {
  /** Frames, parsed. */
  sent = [];
  closed = false;

  constructor(url, protocols) {
    super();
    this.url = new URL(url);
    this.protocols = protocols;
  }

  send(frame) {
    this.sent.push(JSON.parse(frame));
  }

  close() {
    this.closed = true;
  }

  /** The server says something. */
  say(...events) {
    this.dispatchEvent(Object.assign(new Event('message'), { data: JSON.stringify(events) }));
  }

  /** The server ends it. */
  end(code, reason = '') {
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason }));
  }

  get posts() {
    return this.sent.filter(({ type }) => type === 'post');
  }
}

/** As a browser has it, with as much room as the test wants. */
export class FakeStorage {
  #items = new Map();
  full = false;

  getItem = (key) => this.#items.get(key) ?? null;
  removeItem = (key) => this.#items.delete(key);
  setItem(key, value) {
    if (this.full) throw new DOMException('full', 'QuotaExceededError');
    this.#items.set(key, value);
  }
}
