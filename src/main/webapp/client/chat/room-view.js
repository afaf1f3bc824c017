import { roomMarkup } from './room-markup.js';
import { avatarOf } from './avatar.js';
import { copyText } from './clipboard.js';
import { Composer } from './composer.js';
import { ConnectionNotice } from './connection-notice.js';
import { setText } from './dom.js';
import { draftIn } from './draft.js';
import { MessageList } from './message-list.js';
import { Seen } from './seen.js';
import { Toast } from './toast.js';
import { Typists } from './typists.js';

/**
 * @typedef {import('../chat-connection.js').Events} Events
 * @typedef {import('../connection/parley-dialect.js').Member} Member
 * @typedef {typeof import('./panels.js')} Panels
 */

/** @type {Record<string, string | null>} */
const REFUSALS = { blank: null, queue_full: 'queue_full', closed: 'not_in_room' };

/** The system's own sheet is what people expect on a phone, and in the way on a desktop. */
const sharesBySheet = () => 'share' in navigator && matchMedia('(pointer: coarse)').matches;

/**
 * A room as people see it: who is here, what is said, and how the connection is. It shows what the connection tells, and
 * hands on to it what people do.
 */
export class RoomView {
  /** What stands in the shadow root. */
  node;

  /** @type {import('./dom.js').ById} */ #byId;
  /** @type {HTMLInputElement} */ #linkField;
  #language;
  #connection;
  #inviteLink;
  #on;
  /** @type {readonly Member[]} */ #members = [];
  /** @type {import('./panels.js').MemberPanel | null} */ #memberPanel = null;
  #messages;
  #composer;
  #notice;
  #toast;
  #typists;
  /** @type {import('../connection/storage.js').Store | null} until the room is known */ #draft = null;
  /** @type {Seen | null} */ #seen = null;
  #epoch = '';
  #loaded = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #ticking;

  /**
   * @param {object} options
   * @param {import('./language.js').Language} options.language
   * @param {import('../chat-connection.js').ChatConnection} options.connection  which has told nothing yet
   * @param {() => Promise<Panels>} options.panels
   * @param {(room: string) => string} options.inviteLink
   * @param {object} options.on
   * @param {(message: import('../chat-connection.js').Heard) => void} options.on.message  somebody else has said something
   * @param {(count: number) => void} options.on.unread  messages of others that nobody has seen; may be as many as before
   * @param {() => void} options.on.leave    somebody wants to go, or has to
   */
  constructor({ language, connection, panels, inviteLink, on }) {
    this.node = roomMarkup(language);
    this.#byId = /** @type {import('./dom.js').ById} */ ((id) => this.node.querySelector(`#${id}`));
    this.#linkField = this.#byId('link');
    this.#language = language;
    this.#connection = connection;
    this.#inviteLink = inviteLink;
    this.#on = on;
    this.#toast = new Toast(this.#byId('toast'));
    this.#typists = new Typists(language, (words) => setText(this.#byId('typing'), words));
    this.#messages = new MessageList(this.#byId, language, {
      older: (before) => this.#showOlder(before),
      retry: (ref) => connection.retry(ref),
      discard: (ref) => {
        connection.discard(ref);
        this.#showEmpty();
      },
      seen: (seq) => this.#seen?.save(this.#epoch, seq),
      unread: on.unread,
    });
    this.#composer = new Composer(this.#byId, language, {
      limit: () => connection.maxMessageChars,
      post: (text) => this.#post(text),
      edit: (text) => this.#edited(text),
    });
    this.#notice = new ConnectionNotice(this.#byId, language, {
      onRetry: () => connection.retryNow(),
      onRejoin: () => connection.open(),
      onLeave: () => on.leave(),
      onFocusLost: () => this.focus(),
    });
    this.#messages.clear();
    this.#handleButtons(panels);
    this.#listen();
  }

  focus() {
    this.#composer.focus();
  }

  /** Whether somebody can see the room now. @param {boolean} looking */
  look(looking) {
    this.#messages.look(looking);
  }

  /** Nothing goes on in the background after it. What it shows stays, and the connection may be opened again. */
  rest() {
    this.look(false);
    this.#typists.clear();
    this.#notice.stop();
    clearTimeout(this.#ticking);
  }

  /**
   * Sends a text as if it had been written here.
   *
   * @param {string} text
   * @returns {ReturnType<import('../chat-connection.js').ChatConnection['post']>}
   */
  post(text) {
    const outcome = this.#connection.post(text);
    if (outcome.post) {
      this.#messages.addPending(outcome.post, this.#connection.me?.name ?? '');
      this.#showEmpty();
    }
    return outcome;
  }

  /** @param {() => Promise<Panels>} panels */
  #handleButtons(panels) {
    /** @param {string} id @param {() => void} act */
    const onClick = (id, act) => this.#byId(id).addEventListener('click', act);
    onClick('leave', () => this.#mayLeave() && this.#on.leave());
    onClick('copy-code', () => this.#copy(this.#room, 'code_copied'));
    onClick('copy-link', () => this.#copy(this.#link, 'link_copied'));
    onClick('invite', () => this.#invite());
    /** @param {string} id @param {(panels: Panels) => void} open  at the first press; from then on the panel does it */
    const opens = (id, open) => {
      const button = this.#byId(id);
      button.onclick = async () => {
        const loaded = await panels();
        if (!button.onclick) return; // pressed twice
        button.onclick = null;
        open(loaded);
      };
    };
    opens('show-settings', ({ SettingsPanel }) => new SettingsPanel(this.#byId, this.#language, () => this.#toast.show(this.#language.say('notify_refused'))));
    opens('show-members', ({ MemberPanel }) => {
      this.#memberPanel = new MemberPanel(this.#byId, this.#language, this.#connection, this.#toast);
      this.#showMembers(this.#members);
    });
    if (sharesBySheet()) this.#byId('invite').setAttribute('aria-label', this.#language.say('share_invite'));
    this.#linkField.addEventListener('focus', () => this.#linkField.select());
  }

  #listen() {
    const connection = this.#connection;
    /** @template {keyof Events} T @param {T} type @param {(detail: Events[T]) => void} listener */
    const on = (type, listener) => connection.addEventListener(type, ({ detail }) => listener(detail));
    on('status', (status) => this.#showStatus(status));
    on('unavailable', ({ retryAt }) => this.#showUnavailable(retryAt));
    on('available', () => this.#showStatus(connection.status));
    on('limited', ({ retryAt }) => this.#showLimited(retryAt));
    on('reset', ({ messages, hasMore, forgotten, epoch }) => {
      this.#loaded = true;
      this.#seen ??= new Seen(this.#room);
      this.#epoch = epoch;
      this.#messages.reset(messages, hasMore, this.#seen.upTo(epoch));
      if (forgotten) this.#toast.show(this.#language.say('forgotten'));
      this.#showEmpty();
    });
    on('message', (message) => {
      this.#messages.add(message);
      this.#typists.stopped(message.clientId);
      this.#showEmpty();
      if (!message.own) this.#on.message(message);
    });
    on('acknowledged', ({ ref, held }) => (held ? this.#messages.markSent(ref) : this.#messages.removePending(ref)));
    on('failed', ({ ref, ...failure }) => this.#messages.markFailed(ref, failure));
    on('members', () => {
      this.#showMembers(connection.members);
      this.#showMe();
      this.#showEmpty();
    });
    on('left', ({ clientId }) => this.#typists.stopped(clientId));
    on('typing', (member) => this.#typists.started(member));
  }

  /** @param {import('../chat-connection.js').Status} status */
  #showStatus(status) {
    this.node.dataset.connection = status.status;
    this.#knowRoom();
    this.#notice.show(status);
    if (status.status !== 'open') this.#typists.clear();
  }

  /** @param {number} retryAt */
  #showUnavailable(retryAt) {
    this.node.dataset.connection = 'unavailable';
    this.#notice.showUnavailable(retryAt);
  }

  /** @param {number} retryAt */
  #showLimited(retryAt) {
    clearTimeout(this.#ticking);
    const n = Math.ceil((retryAt - Date.now()) / 1000);
    if (n < 1) return;
    this.#toast.show(this.#language.say('limited', { n }));
    this.#ticking = setTimeout(() => this.#showLimited(retryAt), 1000);
  }

  /** The room may be known only from the first token on. */
  #knowRoom() {
    const { room, pending, me } = this.#connection;
    if (this.#draft || !room) return;
    this.#draft = draftIn(room);
    setText(this.#byId('room-code'), room);
    this.#linkField.value = this.#link;
    this.#showMe();
    if (me) this.#showMembers([me]);
    for (const post of pending) this.#messages.addPending(post, me?.name ?? '');
    this.#composer.show(this.#draft.load() ?? '');
  }

  /** @param {readonly Member[]} members */
  #showMembers(members) {
    const n = members.length;
    this.#members = members;
    setText(this.#byId('member-count'), this.#language.number(n));
    this.#byId('show-members').setAttribute('aria-label', this.#language.say('members_here', { n }));
    this.#memberPanel?.show(this.#connection.me, members);
  }

  #showMe() {
    const { me } = this.#connection;
    if (!me) return;
    setText(this.#byId('me'), me.name);
    this.#byId('me-avatar').replaceChildren(avatarOf(me.name));
  }

  /** Until something is said there is room for how to bring people in. */
  #showEmpty() {
    this.#byId('empty').hidden = !this.#loaded || !this.#messages.empty;
    const { me, members } = this.#connection;
    const others = members.filter(({ clientId }) => clientId !== me?.clientId);
    setText(this.#byId('empty-hint'), this.#language.say(others.length > 0 ? 'say_hello' : 'invite_hint'));
    const n = others.length;
    const title = n > 1 ? this.#language.say('others_here', { n }) : this.#language.say(n === 1 ? 'is_here' : 'bring_someone', others[0]);
    setText(this.#byId('empty-title'), title);
  }

  /** @param {number} before */
  async #showOlder(before) {
    const page = await this.#connection.older(before).catch(() => this.#messages.pastFailed());
    if (page) this.#messages.prepend(before, page.messages, page.hasMore);
  }

  /** @param {string} text */
  #edited(text) {
    this.#draft?.save(text);
    if (text.trim()) this.#connection.typing();
  }

  /** @param {string} text @returns {string | null} why not */
  #post(text) {
    const { refused } = this.post(text);
    const words = refused && REFUSALS[refused];
    return words ? this.#language.say(words) : null;
  }

  /** What is not sent by then is lost. */
  #mayLeave() {
    const { unsent: n } = this.#connection;
    return n === 0 || confirm(this.#language.say('confirm_leave', { n }));
  }

  get #room() {
    return this.#connection.room ?? '';
  }

  get #link() {
    return this.#inviteLink(this.#room);
  }

  async #invite() {
    const url = this.#link;
    try {
      if (sharesBySheet()) return await navigator.share({ title: this.#language.say('invite_title'), url });
    } catch (problem) {
      if (problem instanceof DOMException && problem.name === 'AbortError') return; // the person's own choice
    }
    await this.#copy(url, 'link_copied');
  }

  /** @param {string} text @param {string} done */
  async #copy(text, done) {
    const copied = await copyText(text, this.node);
    this.#toast.show(copied ? this.#language.say(done) : this.#language.say('copy_by_hand', { text }));
  }
}
