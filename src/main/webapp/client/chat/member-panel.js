import { avatarOf } from './avatar.js';
import { Disclosure } from './disclosure.js';
import { element, icon } from './dom.js';
import { memberStyles } from './member-styles.js';
import { adopt } from './style-sheet.js';

/**
 * @typedef {import('../connection/parley-dialect.js').Member} Member
 */

/** Who is here, by name: a panel beside the messages, or over them where there is no room. */
export class MemberPanel {
  #panel;
  #list = element('ul', { id: 'member-list' });
  #language;
  #byName;
  #connection;
  #toast;
  /** @type {readonly Member[]} */ #members = [];
  /** @type {Member & {host: boolean} | null} */ #me = null;
  #drawingPlanned = false;

  /**
   * Shows it.
   *
   * @param {import('./dom.js').ById} byId
   * @param {import('./language.js').Language} language
   * @param {import('../chat-connection.js').ChatConnection} connection
   * @param {import('./toast.js').Toast} toast
   */
  constructor(byId, language, connection, toast) {
    this.#language = language;
    this.#byName = new Intl.Collator(language.tag, { sensitivity: 'base', numeric: true }).compare;
    this.#connection = connection;
    this.#toast = toast;
    const words = language.say('close');
    const hide = element('button', { id: 'hide-members', class: 'button quiet icon-only', 'aria-label': words, title: words, part: 'hide-members' }, icon('closed'));
    this.#panel = element(
      'section',
      { id: 'members', class: 'members', 'aria-labelledby': 'members-title', tabindex: '-1', part: 'members' },
      element('header', {}, element('h3', { id: 'members-title' }, language.say('who_is_here')), hide),
      this.#list,
    );
    byId('stage').after(this.#panel);
    adopt(this.#panel, memberStyles());
    const disclosure = new Disclosure(byId('show-members'), this.#panel, { onOpen: () => this.#draw() });
    hide.addEventListener('click', () => disclosure.close());
    disclosure.open();
  }

  /**
   * @param {Member & {host: boolean} | null} me  stands first
   * @param {readonly Member[]} members  all of them
   */
  show(me, members) {
    this.#me = me;
    this.#members = members;
    this.#planDrawing();
  }

  /** Once a frame, however many came: a whole company may come back after a restart. */
  #planDrawing() {
    if (this.#drawingPlanned || this.#panel.hidden) return;
    this.#drawingPlanned = true;
    requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    this.#drawingPlanned = false;
    /** @param {Member} member */
    const isMe = (member) => member.clientId === this.#me?.clientId;
    /** @param {Member} a @param {Member} b */
    const rank = (a, b) => Number(isMe(b)) - Number(isMe(a)) || this.#byName(a.name, b.name);
    /** @type {HTMLElement | null} */ const focused = this.#list.querySelector(':focus');
    const removes = focused?.dataset.removes;
    this.#list.replaceChildren(...[...this.#members].sort(rank).map((member) => this.#entry(member, isMe(member))));
    if (!removes) return;
    /** @type {HTMLElement | null} */ const again = this.#list.querySelector(`[data-removes="${CSS.escape(removes)}"]`);
    (again ?? this.#panel).focus();
  }

  /** @param {Member} member @param {boolean} isMe */
  #entry(member, isMe) {
    const { name } = member;
    const entry = element('li', {}, avatarOf(name), element('bdi', {}, name));
    /** @param {string} key */
    const tag = (key) => entry.append(' ', element('span', { class: 'tag' }, this.#language.say(key)));
    if (isMe) tag('you');
    if (isMe && this.#me?.host) tag('host');
    else if (this.#me?.host) entry.append(this.#removal(member));
    return entry;
  }

  /** @param {Member} member */
  #removal(member) {
    const label = this.#language.say('remove_member', { name: member.name });
    const button = element('button', { class: 'button quiet small', 'aria-label': label, 'data-removes': member.clientId }, this.#language.say('remove'));
    button.addEventListener('click', () => this.#remove(member));
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
