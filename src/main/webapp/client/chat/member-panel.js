import { avatarOf } from './avatar.js';
import { Disclosure } from './disclosure.js';
import { element } from './dom.js';

/**
 * @typedef {import('../connection/parley-dialect.js').Member} Member
 */

/** Who is here, by name: a panel beside the messages, or over them where there is no room. */
export class MemberPanel {
  #language;
  #panel;
  #list;
  #byName;
  #connection;
  #toast;
  /** @type {readonly Member[]} */ #members = [];
  /** @type {Member & {host: boolean} | null} */ #me = null;
  #drawingPlanned = false;

  /**
   * @param {import('./dom.js').ById} byId
   * @param {import('./language.js').Language} language
   * @param {import('../chat-connection.js').ChatConnection} connection
   * @param {import('./toast.js').Toast} toast
   */
  constructor(byId, language, connection, toast) {
    this.#language = language;
    this.#panel = byId('members');
    this.#list = byId('member-list');
    this.#byName = new Intl.Collator(language.tag, { sensitivity: 'base', numeric: true }).compare;
    this.#connection = connection;
    this.#toast = toast;
    const disclosure = new Disclosure(byId('show-members'), this.#panel, () => this.#draw());
    byId('hide-members').onclick = () => disclosure.close();
  }

  /**
   * @param {Member & {host: boolean} | null} me  stands first
   * @param {readonly Member[]} members  all of them
   */
  show(me, members) {
    this.#me = me;
    this.#members = members;
    // Once a frame, however many came: a whole company may come back after a restart.
    if (this.#drawingPlanned || this.#panel.hidden) return;
    this.#drawingPlanned = true;
    requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    this.#drawingPlanned = false;
    /** @param {Member} member */
    const isMe = (member) => member.clientId === this.#me?.clientId;
    /** @param {Member} a @param {Member} b */
    const rank = (a, b) => isMe(a) ? -1 : isMe(b) ? 1 : this.#byName(a.name, b.name);
    /** @type {HTMLButtonElement | null} */ const focused = this.#list.querySelector(':focus');
    this.#list.replaceChildren(...[...this.#members].sort(rank).map((member) => this.#entry(member, isMe(member))));
    if (!focused) return;
    /** @type {HTMLElement | null} */ const again = this.#list.querySelector(`[value="${CSS.escape(focused.value)}"]`);
    (again ?? this.#panel).focus();
  }

  /** @param {Member} member @param {boolean} isMe */
  #entry(member, isMe) {
    const { name } = member;
    const entry = element('li', {}, avatarOf(name), element('bdi', {}, name));
    /** @param {string} key */
    const tag = (key) => entry.append(' ', element('span.tag', {}, this.#language.say(key)));
    if (isMe) tag('you');
    if (this.#me?.host) {
      if (isMe) tag('host');
      else entry.append(this.#removal(member));
    }
    return entry;
  }

  /** @param {Member} member */
  #removal(member) {
    const label = this.#language.say('remove_member', { name: member.name });
    const button = element('button.button.quiet.small', { 'aria-label': label, value: member.clientId }, this.#language.say('remove'));
    button.onclick = () => this.#remove(member);
    return button;
  }

  /** @param {Member} member */
  async #remove({ clientId, name }) {
    /** @param {string} key */
    const say = (key) => this.#language.say(key, { name });
    if (!confirm(say('confirm_remove'))) return;
    try {
      await this.#connection.removeMember(clientId);
      this.#toast.show(say('removed_member'));
    } catch {
      this.#toast.show(say('not_removed'));
    }
  }
}
