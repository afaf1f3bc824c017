import { avatarOf } from './avatar.js';
import { ChatConnection } from '../chat-connection.js';
import { copyText } from './clipboard.js';
import { Composer } from './composer.js';
import { ConnectionNotice } from './connection-notice.js';
import { byId, setText } from './dom.js';
import { MemberPanel } from './member-panel.js';
import { MessageList } from './message-list.js';
import { PostOutbox } from '../connection/post-outbox.js';
import { inviteLink } from '../connection/room-code.js';
import { fetchMessages, joinRoom, Problem, renewToken, socketUrl } from '../connection/rooms.js';
import { draftIn, outboxIn } from '../page/session.js';
import { toast } from './toast.js';
import { Typists } from './typists.js';

const REFUSALS = {
  blank: null,
  queue_full: 'Too many messages are waiting to be sent already. Yours stays here; send it once you are connected again.',
  closed: 'You are not in the room any more, so this was not sent. It stays here.',
};

/** The system's own sheet is what people expect on a phone, and in the way on a desktop. */
const sharesBySheet = 'share' in navigator && matchMedia('(pointer: coarse)').matches;

const FORMER_IDS = 20;

/** A room from within: who is here, what is said, and how the connection is. */
export class RoomView {
  #view = byId('room');
  #empty = byId('empty');
  #members = new MemberPanel();
  #typists = new Typists((words) => setText(byId('typing'), words));
  #onKeep;
  #onMessage;
  #maxMessageChars;
  #composer;
  #notice;
  /** @type {MessageList} */ #messages;
  /** @type {ChatConnection | null} */ #connection = null;
  /** @type {import('../connection/rooms.js').Membership} */ #membership;
  #loaded = false;

  /**
   * @param {object} options
   * @param {number} options.maxMessageChars
   * @param {(membership: import('../connection/rooms.js').Membership) => void} options.onKeep  a newer pass has come
   * @param {() => void} options.onMessage  somebody else said something
   * @param {() => void} options.onLeave
   */
  constructor({ maxMessageChars, onKeep, onMessage, onLeave }) {
    this.#maxMessageChars = maxMessageChars;
    this.#onKeep = onKeep;
    this.#onMessage = onMessage;
    this.#messages = new MessageList(byId('messages'), byId('to-end'), {
      older: (before) => this.#showOlder(before),
      retry: (ref) => this.#connection.retry(ref),
      discard: (ref) => {
        this.#connection.discard(ref);
        this.#showEmpty();
      },
    });
    const parts = { field: byId('text'), count: byId('text-count'), error: byId('text-error') };
    const post = (text) => this.#post(text);
    this.#composer = new Composer(byId('composer'), parts, maxMessageChars, post, (text) => this.#edited(text));
    this.#notice = new ConnectionNotice({
      onRetry: () => this.#connection.retryNow(),
      onRejoin: (ending) => this.#rejoin(ending),
      onLeave,
    });
    byId('leave').addEventListener('click', () => this.#mayLeave() && onLeave());
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

  /** @param {import('../connection/rooms.js').Membership} membership */
  enter(membership) {
    const { roomId, name, clientId } = membership;
    this.#membership = membership;
    setText(byId('room-code'), roomId);
    setText(byId('me'), name);
    byId('me-avatar').replaceChildren(avatarOf(name));
    byId('link').value = this.#link();
    this.#members.close();
    this.#members.show({ clientId, name }, []);
    this.#messages.clear();
    this.#loaded = false;
    this.#showEmpty();
    this.#composer.show(draftIn(roomId).load() ?? '');
    this.#connect();
    this.#view.hidden = false;
    this.#composer.focus();
  }

  leave() {
    this.#connection?.close();
    this.#connection = null;
    this.#typists.clear();
    this.#view.hidden = true;
  }

  /** Somebody looks at the page again. */
  wake() {
    this.#connection?.wake();
  }

  #connect() {
    const { roomId, name, clientId, formerIds = [] } = this.#membership;
    const outbox = new PostOutbox({ store: outboxIn(roomId) });
    for (const post of outbox) this.#messages.addPending(post, name);
    const connection = new ChatConnection({
      url: socketUrl(),
      renew: renewToken,
      fetchMessages: (token, bounds) => fetchMessages(roomId, token, bounds),
      outbox,
      ownIds: [...formerIds, clientId],
      maxMessageChars: this.#maxMessageChars,
    });
    this.#listen(connection);
    this.#connection = connection;
    connection.open(this.#membership);
  }

  #listen(connection) {
    const on = (type, listener) => connection.addEventListener(type, ({ detail }) => listener(detail));
    on('status', (status) => this.#showStatus(status));
    on('unavailable', ({ retryAt }) => this.#showUnavailable(retryAt));
    on('available', () => this.#showStatus(connection.status));
    on('reset', ({ messages, hasMore, forgotten }) => {
      this.#loaded = true;
      this.#messages.reset(messages, hasMore);
      if (forgotten) toast('The server does not have the earlier messages any more');
      this.#showEmpty();
    });
    on('message', (message) => {
      this.#messages.add(message);
      this.#typists.stopped(message.clientId);
      this.#showEmpty();
      if (!message.own) this.#onMessage();
    });
    on('acknowledged', ({ ref, held }) => (held ? this.#messages.markSent(ref) : this.#messages.removePending(ref)));
    on('failed', ({ ref, text }) => this.#messages.markFailed(ref, text));
    on('welcome', ({ clientId, name, members }) => {
      this.#members.show({ clientId, name }, members);
      this.#showEmpty();
    });
    on('joined', (member) => {
      this.#members.add(member);
      this.#showEmpty();
    });
    on('left', ({ clientId }) => {
      this.#members.remove(clientId);
      this.#typists.stopped(clientId);
      this.#showEmpty();
    });
    on('typing', (member) => this.#typists.started(member));
    on('renewed', (pass) => this.#hold({ ...this.#membership, ...pass }));
  }

  #showStatus(status) {
    this.#view.dataset.connection = status.status;
    this.#notice.show(status);
    if (status.status !== 'open') this.#typists.clear();
  }

  #showUnavailable(retryAt) {
    this.#view.dataset.connection = 'unavailable';
    this.#notice.showUnavailable(retryAt);
  }

  /** What is not sent by then is lost. */
  #mayLeave() {
    const { unsent } = this.#connection;
    return unsent === 0 || confirm(`${unsent === 1 ? 'One message has' : `${unsent} messages have`} not been sent. Leave anyway?`);
  }

  /** Until something is said there is room for how to bring people in. */
  #showEmpty() {
    this.#empty.hidden = !this.#loaded || !this.#messages.empty;
    const { others } = this.#members;
    const link = 'Whoever has this link can join and talk with you here.';
    setText(byId('empty-hint'), others.length > 0 ? `Say hello! ${link}` : link);
    setText(byId('empty-title'), ['Bring someone in', `${others[0]?.name} is here`][others.length] ?? `${others.length} others are here`);
  }

  async #showOlder(before) {
    const connection = this.#connection;
    try {
      const page = await connection.older(before);
      if (page && connection === this.#connection) this.#messages.prepend(before, page.messages, page.hasMore);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (connection === this.#connection) this.#messages.pastFailed();
    }
  }

  #edited(text) {
    draftIn(this.#membership.roomId).save(text);
    if (text.trim()) this.#connection.typing();
  }

  #post(text) {
    const { post, refused } = this.#connection.post(text);
    if (refused) return REFUSALS[refused];
    this.#messages.addPending(post, this.#membership.name);
    this.#showEmpty();
    return null;
  }

  /** As the same person where the pass is still good, else by name. What waits to be sent goes along. */
  async #rejoin({ kind }) {
    const connection = this.#connection;
    try {
      const { roomId, name } = this.#membership;
      const membership = kind === 'token' ? this.#renamed(await joinRoom(roomId, name)) : this.#membership;
      if (connection !== this.#connection) return; // left meanwhile
      this.#hold(membership);
      connection.open(membership);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (connection === this.#connection) this.#notice.explain(problem.status === 404 ? 'This room does not exist any more.' : problem.message);
    }
  }

  /** What one said under another client id stays one's own. */
  #renamed(membership) {
    const { formerIds = [], clientId } = this.#membership;
    return { ...membership, formerIds: [...formerIds, clientId].slice(-FORMER_IDS) };
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
