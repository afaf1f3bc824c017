// Styles, then what people see, then the connection: alike stands together, and zips better. So it is with all imports.
import { panelStyles } from './chat/panel-styles.js';
import { roomStyles } from './chat/room-styles.js';
import { theme } from './chat/theme.js';
import { RoomView } from './chat/room-view.js';
import { showBadge } from './chat/page-badge.js';
import { serverAt } from './connection/rooms.js';
import { languageFor, languagesWantedBy } from './chat/language.js';
import { ChatConnection, ownServer } from './chat-connection.js';
import { alertTo } from './chat/alerts.js';
import { CustomElement, define, upgrade } from './chat/custom-element.js';
import { listen } from './chat/listen.js';

/**
 * @typedef {import('./chat-connection.js').TokenSource} TokenSource
 * @typedef {{[T in keyof Events as T extends `parley-${infer Name}` ? Name : never]: Events[T]}} Told
 * @typedef {import('./elements.js').ElementEvents} Events
 */

/**
 * `<parley-chat room="…" token="…">`: a room, in any page.
 *
 * It connects when it is in a document, and closes everything when it is taken out; put in again, it resumes. The members,
 * events, slots, parts and custom properties that a page may use are in `docs/embedding.md`.
 *
 * @fires parley-status   after each change, detail {@link import('./chat-connection.js').Status}
 * @fires parley-message  a message, from whomever, once and in order; detail {@link import('./chat-connection.js').Heard}
 * @fires parley-unread   detail `{count}`: messages of others that nobody has seen here
 * @fires parley-token    detail `{token, expiresAt}`: a newer one, to be kept in place of the one before
 * @fires parley-error    detail `{code, detail, ref?}`: a post that failed, or why the connection has ended
 * @fires parley-leave    somebody wants to leave; cancelable, else the connection is closed
 */
export class ParleyChat extends CustomElement {
  static observedAttributes = ['token', 'room', 'server', 'lang'];

  /** @type {string | TokenSource | null} */ #token = null;
  /** @type {Iterable<string>} */ #ownIds = [];
  /** Which start a late answer is of. */
  #start = 0;
  /** @type {ChatConnection | null} */ #connection = null;
  /** @type {RoomView | null} */ #view = null;
  #closed = true;
  #focusWanted = false;
  #unread = 0;
  #badged = false;
  #root = this.attachShadow({ mode: 'open', delegatesFocus: true });
  #inSight = false;
  #sight = new IntersectionObserver((entries) => {
    this.#inSight = entries.at(-1)?.isIntersecting ?? false;
    this.#look();
  });
  #looked = false;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [theme(), roomStyles(), panelStyles()];
  }

  connectedCallback() {
    upgrade(this, ['token', 'room', 'server', 'ownIds']);
    this.#sight.observe(this);
    document.addEventListener('visibilitychange', this.#look);
    if (!this.#view) this.#planStart();
    else if (this.#closed) this.#open();
  }

  disconnectedCallback() {
    // A node that is moved is taken out and put in at once.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#sight.disconnect();
      document.removeEventListener('visibilitychange', this.#look);
      this.#close();
      this.#showBadge();
    });
  }

  /** @param {string} name @param {string | null} before @param {string | null} after */
  attributeChangedCallback(name, before, after) {
    if (before === after) return;
    if (name === 'token') this.#token = after;
    this.#restart();
  }

  /** @returns {string} the room's code; the token's room if it is not set */
  get room() {
    return this.getAttribute('room') ?? this.#connection?.room ?? '';
  }

  /** @param {string | null} room */
  set room(room) {
    this.#reflect('room', room);
  }

  /** A token, or a function that gets one: asked at first, and when the one before is not accepted any more. Never an attribute by itself. @returns {string | TokenSource | null} */
  get token() {
    return this.#token;
  }

  set token(token) {
    if (token === this.#token) return;
    this.#token = token;
    this.#restart();
  }

  /** @returns {string} where Parley is deployed */
  get server() {
    return serverAt(this.getAttribute('server') ?? ownServer).href;
  }

  /** @param {string | URL | null} server */
  set server(server) {
    this.#reflect('server', server);
  }

  /** Client ids that were one's own here before: what they said is shown as one's own. To be set before it connects. */
  get ownIds() {
    return this.#ownIds;
  }

  set ownIds(ownIds) {
    this.#ownIds = ownIds;
  }

  /** @returns {number} messages of others that nobody has seen here */
  get unread() {
    return this.#unread;
  }

  /** @returns {ChatConnection | null} for what is not shown; null before the first start */
  get connection() {
    return this.#view && this.#connection;
  }

  /**
   * Sends a text as if it had been written here.
   *
   * @param {string} text
   * @returns {ReturnType<ChatConnection['post']>}
   */
  post(text) {
    return this.#view?.post(text) ?? { refused: 'closed' };
  }

  /** Brings the cursor to where one writes. */
  focus() {
    this.#focusWanted = !this.#view;
    this.#view?.focus();
  }

  /** @param {string} name @param {string | URL | null} value */
  #reflect(name, value) {
    if (value === null || value === undefined) this.removeAttribute(name);
    else this.setAttribute(name, `${value}`);
  }

  #restart() {
    this.#close();
    this.#view = null;
    this.#connection = null;
    this.#planStart();
  }

  /** Frameworks set one thing after the other. */
  #planStart() {
    const start = ++this.#start;
    queueMicrotask(() => {
      if (start !== this.#start || !this.isConnected) return;
      this.#connection?.close();
      if (this.#token) this.#begin(start, this.#token);
    });
  }

  /** @param {number} start @param {string | TokenSource} token */
  async #begin(start, token) {
    const connection = new ChatConnection({
      server: this.server,
      room: this.getAttribute('room') || undefined,
      token,
      ownIds: this.#ownIds,
    });
    this.#connection = connection;
    // It does not wait for the words; what it tells does.
    /** @type {Event[]} */ const told = [];
    connection.dispatchEvent = (event) => told.push(event) > 0;
    this.#open();
    const isNeeded = () => start === this.#start && this.isConnected;
    const language = await languageFor(languagesWantedBy(this), new URL('client/lang/', this.server), isNeeded);
    if (!language) return;
    delete /** @type {Partial<ChatConnection>} */ (connection).dispatchEvent;
    listen(connection, {
      status: (status) => {
        this.#tell('status', status);
        const { ending } = status;
        if (status.status === 'closed' && ending && ending.kind !== 'left') this.#tell('error', { code: ending.kind, detail: ending.reference ?? '' });
      },
      message: (message) => {
        this.#lookAgain();
        if (!message.own && !document.hasFocus()) alertTo(message, this.room);
        this.#tell('message', message);
      },
      renewed: (issued) => this.#tell('token', issued),
      failed: (failure) => this.#tell('error', failure),
    });
    this.#view = new RoomView({
      language,
      connection,
      server: this.server,
      on: { unread: (count) => this.#setUnread(count), leave: () => this.#tell('leave', {}, { cancelable: true }) && connection.close() },
    });
    this.#root.replaceChildren(this.#view.node);
    this.#setUnread(0);
    this.#look();
    if (this.#focusWanted) this.focus();
    for (const event of told) connection.dispatchEvent(event);
  }

  #open() {
    this.#closed = false;
    this.#connection?.open();
  }

  #close() {
    this.#start++;
    this.#closed = true;
    this.#connection?.close();
    this.#view?.rest();
  }

  /** What is on the screen while somebody looks is seen. */
  #look = () => this.#view?.look(!document.hidden && this.#inSight && this.checkVisibility());

  /** The observer tells a frame later, and the view counts at once. Once for what comes together. */
  #lookAgain() {
    if (this.#looked) return;
    this.#looked = true;
    queueMicrotask(() => (this.#looked = false));
    this.#look();
  }

  /** @param {number} count */
  #setUnread(count) {
    if (count === this.#unread) return;
    this.#unread = count;
    this.#showBadge();
    this.#tell('unread', { count });
  }

  #showBadge() {
    const wished = this.isConnected && this.hasAttribute('badge');
    if (wished || this.#badged) showBadge(wished ? this.#unread : 0, new URL('favicon-unread.svg', this.server).href);
    this.#badged = wished;
  }

  /** @template {keyof Told} T @param {T} type @param {Told[T]} detail @param {EventInit} [options] @returns {boolean} whether nobody has objected */
  #tell(type, detail, options) {
    return this.dispatchEvent(new CustomEvent(`parley-${type}`, { detail, bubbles: true, composed: true, ...options }));
  }
}

define('parley-chat', ParleyChat);
