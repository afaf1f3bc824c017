import { CustomElement, define, upgrade } from './chat/custom-element.js';
import { Disclosure } from './chat/disclosure.js';
import { drawing, element, icon, setText } from './chat/dom.js';
import { languageFor, languagesWantedBy } from './chat/language.js';
import { launcherStyles } from './chat/launcher-styles.js';
import { theme } from './chat/theme.js';
import { storeIn, tabStorage } from './connection/storage.js';
import { ParleyChat } from './parley-chat.js';

const BUBBLE = 'M4.5 4h11A1.5 1.5 0 0 1 17 5.5v7a1.5 1.5 0 0 1-1.5 1.5H9l-4 3.2V14h-.5A1.5 1.5 0 0 1 3 12.5v-7A1.5 1.5 0 0 1 4.5 4Z';
const PARTS =
  'room, bar, title, status, copy-code, show-members, invite, show-settings, leave, banner, messages, empty, to-end, settings, members, composer, field, send, toast';
const HANDED_ON = ['room', 'token', 'server', 'theme', 'badge'];

/**
 * `<parley-launcher room="…" token="…">`: a round button in the corner of a page, with the number of unread messages, that
 * opens a chat over the page. The chat is connected while it is closed, too; whether it is open, this tab remembers from
 * one page to the next.
 *
 * Attributes, properties, events and slots are those of `<parley-chat>`, which it hands on.
 */
export class ParleyLauncher extends CustomElement {
  static observedAttributes = HANDED_ON;

  #chat = new ParleyChat();
  #button = element('button.launch', { part: 'launcher' }, drawing(BUBBLE, 'when-shut'), icon('closed', 'when-open'));
  #count = element('span.unread', { part: 'unread', hidden: '', 'aria-hidden': 'true' });
  #panel = element('div#panel.panel', { part: 'panel', hidden: '', role: 'dialog', tabindex: '-1' }, this.#chat);
  #disclosure = new Disclosure(this.#button, this.#panel, () => this.#chat.focus());
  #remembered = storeIn(tabStorage(), 'parley.launcher');
  /** @type {import('./chat/language.js').Language | null} */ #language = null;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [theme(), launcherStyles()];
    this.#button.append(this.#count);
    this.#chat.setAttribute('exportparts', PARTS);
    for (const name of ['start', 'title', 'actions', 'empty']) this.#chat.append(handingOn(name));
    root.append(this.#panel, this.#button);
    this.#chat.addEventListener('parley-unread', () => this.#say());
    this.#chat.addEventListener('parley-leave', () => (this.#disclosure.isOpen = false));
    new MutationObserver(() => this.#remember()).observe(this.#panel, { attributeFilter: ['hidden'] });
  }

  async connectedCallback() {
    upgrade(this, ['token', 'room', 'server', 'ownIds']);
    if (this.#remembered.load()) this.#disclosure.isOpen = true;
    const isNeeded = () => this.isConnected;
    this.#language = (await languageFor(languagesWantedBy(this), new URL('client/lang/', this.server), isNeeded)) ?? this.#language;
    this.#say();
  }

  /** @param {string} name @param {string | null} _ @param {string | null} value */
  attributeChangedCallback(name, _, value) {
    if (value === null) this.#chat.removeAttribute(name);
    else this.#chat.setAttribute(name, value);
  }

  /** @returns {ParleyChat} the chat that it opens */
  get chat() {
    return this.#chat;
  }

  /** @returns {boolean} whether it shows the chat */
  get open() {
    return this.#disclosure.isOpen;
  }

  set open(open) {
    if (open && !this.open) this.#disclosure.open();
    else if (!open && this.open) (this.#disclosure.isOpen = false);
  }

  /** @returns {string} */
  get room() {
    return this.#chat.room;
  }

  /** @param {string | null} room */
  set room(room) {
    this.#chat.room = room;
  }

  get token() {
    return this.#chat.token;
  }

  set token(token) {
    this.#chat.token = token;
  }

  /** @returns {string} */
  get server() {
    return this.#chat.server;
  }

  /** @param {string | URL | null} server */
  set server(server) {
    this.#chat.server = server;
  }

  get ownIds() {
    return this.#chat.ownIds;
  }

  set ownIds(ownIds) {
    this.#chat.ownIds = ownIds;
  }

  get unread() {
    return this.#chat.unread;
  }

  /** @param {string} text @returns {ReturnType<ParleyChat['post']>} */
  post(text) {
    return this.#chat.post(text);
  }

  /** Opens it, and brings the cursor to where one writes. */
  focus() {
    this.open = true;
    this.#chat.focus();
  }

  #say() {
    const { unread: n } = this.#chat;
    this.#count.hidden = n === 0;
    setText(this.#count, n > 99 ? '99+' : String(n));
    if (!this.#language) return;
    const label = this.open ? 'close' : n > 0 ? 'open_chat_unread' : 'open_chat';
    this.#button.setAttribute('aria-label', this.#language.say(label, { n }));
    this.#panel.setAttribute('aria-label', this.#language.say('chat'));
  }

  #remember() {
    this.#remembered.save(this.open ? 'open' : null);
    this.#say();
  }
}

/** A slot that the page has put nothing in would take the place of what the chat shows there by itself. @param {string} name */
function handingOn(name) {
  const slot = element('slot', { name });
  slot.addEventListener('slotchange', () => (slot.slot = slot.assignedElements().length > 0 ? name : ''));
  return slot;
}

define('parley-launcher', ParleyLauncher);
