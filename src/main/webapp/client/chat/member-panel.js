import { avatarOf } from './avatar.js';
import { byId, element, setText } from './dom.js';

const byName = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true }).compare;

/**
 * @typedef {import('../connection/parley-dialect.js').Member} Member
 */

/** Who is here: how many in the bar, and by name in a panel beside the messages, or over them where there is no room. */
export class MemberPanel {
  #panel = byId('members');
  #button = byId('show-members');
  #list = byId('member-list');
  #me = '';
  /** @type {Map<string, Member>} */ #members = new Map();
  #drawingPlanned = false;

  constructor() {
    this.#button.addEventListener('click', () => this.#toggle(this.#panel.hidden));
    byId('hide-members').addEventListener('click', () => this.#toggle(false));
    this.#panel.addEventListener('keydown', ({ key }) => key === 'Escape' && this.#toggle(false));
  }

  /** Everybody but oneself. @returns {Member[]} */
  get others() {
    return [...this.#members.values()].filter(({ clientId }) => clientId !== this.#me);
  }

  /** @param {Member} me @param {Member[]} members */
  show(me, members) {
    this.#me = me.clientId;
    this.#members = new Map([me, ...members].map((member) => [member.clientId, member]));
    this.#changed();
  }

  /** @param {Member} member */
  add(member) {
    this.#members.set(member.clientId, member);
    this.#changed();
  }

  /** @param {string} clientId */
  remove(clientId) {
    if (clientId === this.#me) return; // another connection of one's own
    this.#members.delete(clientId);
    this.#changed();
  }

  close() {
    this.#panel.hidden = true;
    this.#button.setAttribute('aria-expanded', 'false');
  }

  #toggle(open) {
    if (!open) {
      this.close();
      this.#button.focus();
      return;
    }
    this.#panel.hidden = false;
    this.#button.setAttribute('aria-expanded', 'true');
    this.#panel.focus();
    this.#draw();
  }

  #changed() {
    const count = String(this.#members.size);
    setText(byId('member-count'), count);
    this.#button.setAttribute('aria-label', `Who is here: ${count}`);
    // Once a frame, however many came: a whole company may come back after a restart.
    if (this.#drawingPlanned || this.#panel.hidden) return;
    this.#drawingPlanned = true;
    requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    this.#drawingPlanned = false;
    const others = this.others.sort((a, b) => byName(a.name, b.name));
    const me = this.#members.get(this.#me);
    this.#list.replaceChildren(...(me ? [entryOf(me, true)] : []), ...others.map((member) => entryOf(member, false)));
  }
}

function entryOf({ name }, isMe) {
  const entry = element('li', {}, avatarOf(name), element('bdi', {}, name));
  if (isMe) entry.append(' ', element('span', { class: 'tag' }, 'You'));
  return entry;
}
