import { ChatConnection } from './chat-connection.js';
import { copyText } from './clipboard.js';
import { Composer } from './composer.js';
import { ConnectionNotice } from './connection-notice.js';
import { byId, setText } from './dom.js';
import { avatarOf, MessageList } from './message-list.js';
import { inviteLink } from './room-code.js';
import { joinRoom, Problem, renewToken, socketUrl } from './rooms.js';
import { toast } from './toast.js';

const REFUSALS = {
  blank: null,
  queue_full: 'Too many messages are waiting to be sent already. Yours stays here; send it once you are connected again.',
  closed: 'You are not in the room any more. Join again to send this; it stays here.',
};

/** The system's own sheet is what people expect on a phone, and in the way on a desktop. */
const sharesBySheet = 'share' in navigator && matchMedia('(pointer: coarse)').matches;

/** A room from within: who is here, what is said, and how the connection is. */
export class RoomView {
  #view = byId('room');
  #empty = byId('empty');
  #onKeep;
  #onMessage;
  #maxMessageChars;
  #composer;
  #notice;
  /** @type {MessageList} */ #messages;
  /** @type {ChatConnection | null} */ #connection = null;
  /** @type {import('./rooms.js').Membership} */ #membership;

  /**
   * @param {object} options
   * @param {number} options.maxMessageChars
   * @param {(membership: import('./rooms.js').Membership) => void} options.onKeep  a newer pass has come
   * @param {() => void} options.onMessage  somebody else said something
   * @param {() => void} options.onLeave
   */
  constructor({ maxMessageChars, onKeep, onMessage, onLeave }) {
    this.#maxMessageChars = maxMessageChars;
    this.#onKeep = onKeep;
    this.#onMessage = onMessage;
    this.#messages = new MessageList(byId('messages'), byId('to-end'));
    const parts = { field: byId('text'), count: byId('text-count'), error: byId('text-error') };
    this.#composer = new Composer(byId('composer'), parts, maxMessageChars, (text) => this.#post(text));
    this.#notice = new ConnectionNotice({
      onRetry: () => this.#connection.retryNow(),
      onRejoin: (ending) => this.#rejoin(ending),
      onLeave,
    });
    byId('leave').addEventListener('click', onLeave);
    byId('copy-code').addEventListener('click', () => this.#copy(this.#membership.roomId, 'Room code copied'));
    byId('copy-link').addEventListener('click', () => this.#copy(this.#link(), 'Invite link copied'));
    byId('invite').addEventListener('click', () => this.#invite());
    if (sharesBySheet) byId('invite').setAttribute('aria-label', 'Share invite link');
    byId('link').addEventListener('focus', ({ target }) => target.select());
  }

  /** @returns {string | undefined} the room that is shown */
  get roomId() {
    return this.#connection ? this.#membership.roomId : undefined;
  }

  /** @param {import('./rooms.js').Membership} membership @param {boolean} returning  whether something may have been said before */
  enter(membership, returning) {
    this.#membership = membership;
    setText(byId('room-code'), membership.roomId);
    setText(byId('me'), membership.name);
    byId('me-avatar').replaceChildren(avatarOf(membership.name));
    byId('link').value = this.#link();
    byId('empty-returning').hidden = !returning;
    this.#messages.clear();
    this.#empty.hidden = false;
    this.#composer.clear();
    this.#connect();
    this.#view.hidden = false;
    this.#composer.focus();
  }

  leave() {
    this.#connection?.close();
    this.#connection = null;
    this.#view.hidden = true;
  }

  #connect() {
    const connection = new ChatConnection({ url: socketUrl(), renew: renewToken, maxMessageChars: this.#maxMessageChars });
    let wasOpen = false;
    connection.addEventListener('status', ({ detail }) => {
      this.#view.dataset.connection = detail.status;
      this.#notice.show(detail);
      if (detail.status !== 'open') return;
      // The plain dialect has no past: what was said meanwhile is not coming.
      if (wasOpen && this.#empty.hidden) this.#messages.addNote('Back again. What others said in between is not shown.');
      wasOpen = true;
    });
    connection.addEventListener('message', ({ detail }) => {
      this.#empty.hidden = true;
      this.#messages.addOther(detail);
      this.#onMessage();
    });
    connection.addEventListener('sent', ({ detail }) => this.#messages.markSent(detail.ref));
    connection.addEventListener('renewed', ({ detail }) => this.#hold({ ...this.#membership, ...detail }));
    this.#connection = connection;
    connection.open(this.#membership);
  }

  #post(text) {
    const { ref, refused } = this.#connection.post(text);
    if (refused) return REFUSALS[refused];
    this.#empty.hidden = true;
    this.#messages.addOwn(this.#membership.name, text, ref);
    return null;
  }

  /** As the same person where the pass is still good, else by name. What waits to be sent goes along. */
  async #rejoin({ kind }) {
    const connection = this.#connection;
    try {
      const { roomId, name } = this.#membership;
      const membership = kind === 'token' ? await joinRoom(roomId, name) : this.#membership;
      if (connection !== this.#connection) return; // left meanwhile
      this.#hold(membership);
      connection.open(membership);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (connection === this.#connection) this.#notice.explain(problem.status === 404 ? 'This room does not exist any more.' : problem.message);
    }
  }

  #hold(membership) {
    this.#membership = membership;
    this.#onKeep(membership);
  }

  #link() {
    return inviteLink(location.href, this.#membership.roomId);
  }

  async #invite() {
    const url = this.#link();
    try {
      if (sharesBySheet) return await navigator.share({ title: 'Join my room on Parley', url });
    } catch (problem) {
      if (problem.name === 'AbortError') return; // the person's own choice
    }
    await this.#copy(url, 'Invite link copied');
  }

  async #copy(text, done) {
    toast((await copyText(text)) ? done : `Copying is not allowed here. Copy this by hand: ${text}`);
  }
}
