import { roomMarkup } from './room-markup.js';
import { Composer } from './composer.js';
import { settingsPanel } from './settings-panel.js';
import { draftIn } from './draft.js';
import { copyText } from './clipboard.js';
import { avatarOf } from './avatar.js';
import { listen } from './listen.js';
import { setText } from './dom.js';
import { Seen } from './seen.js';
import { MemberPanel } from './member-panel.js';
import { Typists } from './typists.js';
import { Toast } from './toast.js';
import { inviteLink } from '../connection/room-code.js';
import { MessageList } from './message-list.js';
import { ConnectionNotice } from './connection-notice.js';

/**
 * @typedef {import('../connection/parley-dialect.js').Member} Member
 */

/** The system's own sheet is what people expect on a phone, and in the way on a desktop. */
const sharesBySheet = () => 'share' in navigator && matchMedia('(pointer: coarse)').matches;

/**
 * A room as people see it: who is here, what is said, and how the connection is. It shows what the connection tells, and
 * hands on to it what people do.
 */
export class RoomView {
  #language;
  /** What stands in the shadow root. */
  node;

  /** @type {import('./dom.js').ById} */ #byId;
  /** @type {HTMLInputElement} */ #linkField;
  #connection;
  #server;
  #on;
  #memberPanel;
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
   * @param {string} options.server  whose page lets people in
   * @param {object} options.on
   * @param {(count: number) => void} options.on.unread  messages of others that nobody has seen; may be as many as before
   * @param {() => void} options.on.leave    somebody wants to go, or has to
   */
  constructor({ language, connection, server, on }) {
    this.node = roomMarkup(language);
    this.#byId = /** @type {import('./dom.js').ById} */ ((id) => this.node.querySelector(`#${id}`));
    this.#linkField = this.#byId('link');
    this.#language = language;
    this.#connection = connection;
    this.#server = server;
    this.#on = on;
    this.#toast = new Toast(this.#byId('toast'));
    this.#typists = new Typists(language, (words) => setText(this.#byId('typing'), words));
    this.#messages = new MessageList(this.#byId, language, {
      older: async (before) => {
        const page = await connection.older(before).catch(() => this.#messages.noOlder());
        if (page) this.#messages.prepend(before, page.messages, page.hasMore);
      },
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
      post: (text) => {
        const { refused } = this.post(text);
        return refused && refused !== 'blank' ? language.say(refused) : null;
      },
      edit: (text) => {
        this.#draft?.save(text);
        if (text.trim()) connection.typing();
      },
    });
    this.#notice = new ConnectionNotice(this.#byId, language, connection, { leave: on.leave, focus: () => this.focus() });
    this.#messages.clear();
    this.#memberPanel = new MemberPanel(this.#byId, language, connection, this.#toast);
    settingsPanel(this.#byId, () => this.#toast.show(language.say('notify_refused')));
    this.#handleButtons();
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
      this.#messages.post(outcome.post);
      this.#showEmpty();
    }
    return outcome;
  }

  #handleButtons() {
    this.#byId('leave').onclick = () => this.#mayLeave() && this.#on.leave();
    this.#byId('copy-code').onclick = () => this.#copy(this.#room, 'code_copied');
    this.#byId('copy-link').onclick = () => this.#copy(this.#link, 'link_copied');
    this.#byId('invite').onclick = () => this.#invite();
    if (sharesBySheet()) this.#byId('invite').ariaLabel = this.#language.say('share_invite');
    this.#linkField.onfocus = () => this.#linkField.select();
  }

  #listen() {
    const connection = this.#connection;
    listen(connection, {
      status: (status) => this.#showStatus(status),
      unavailable: ({ retryAt }) => {
        this.node.dataset.connection = 'unavailable';
        this.#notice.unavailable(retryAt);
      },
      available: () => this.#showStatus(connection.status),
      limited: ({ retryAt }) => this.#showLimited(retryAt),
      reset: ({ messages, hasMore, forgotten, epoch }) => {
        this.#loaded = true;
        this.#seen ??= new Seen(this.#room);
        this.#epoch = epoch;
        this.#messages.reset(messages, hasMore, this.#seen.upTo(epoch));
        if (forgotten) this.#toast.show(this.#language.say('forgotten'));
        this.#showEmpty();
      },
      message: (message) => {
        this.#messages.add(message);
        this.#typists.stopped(message.clientId);
        this.#showEmpty();
      },
      acknowledged: ({ ref, held }) => (held ? this.#messages.sent(ref) : this.#messages.remove(ref)),
      failed: ({ ref, ...failure }) => this.#messages.failed(ref, failure),
      members: () => {
        this.#showMembers(connection.members);
        this.#showMe();
        this.#showEmpty();
      },
      left: ({ clientId }) => this.#typists.stopped(clientId),
      typing: (member) => this.#typists.started(member),
    });
  }

  /** @param {import('../chat-connection.js').Status} status */
  #showStatus(status) {
    this.node.dataset.connection = status.status;
    this.#knowRoom();
    this.#notice.show(status);
    if (status.status !== 'open') this.#typists.clear();
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
    for (const post of pending) this.#messages.post(post);
    this.#composer.show(this.#draft.load() ?? '');
  }

  /** @param {readonly Member[]} members */
  #showMembers(members) {
    const n = members.length;
    setText(this.#byId('member-count'), this.#language.number(n));
    this.#byId('show-members').ariaLabel = this.#language.say('members_here', { n });
    this.#memberPanel.show(this.#connection.me, members);
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
    const n = others.length;
    setText(this.#byId('empty-hint'), this.#language.say(n > 0 ? 'say_hello' : 'invite_hint'));
    setText(this.#byId('empty-title'), this.#language.say(['bring_someone', 'is_here'][n] ?? 'others_here', { n, ...others[0] }));
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
    return inviteLink(this.#server, this.#room);
  }

  async #invite() {
    const url = this.#link;
    try {
      if (sharesBySheet()) return await navigator.share({ title: this.#language.say('invite_title'), url });
    } catch (problem) {
      if (/** @type {Error} */ (problem).name === 'AbortError') return; // the person's own choice
    }
    await this.#copy(url, 'link_copied');
  }

  /** @param {string} text @param {string} done */
  async #copy(text, done) {
    const copied = await copyText(text, this.node);
    this.#toast.show(copied ? this.#language.say(done) : this.#language.say('copy_by_hand', { text }));
  }
}
