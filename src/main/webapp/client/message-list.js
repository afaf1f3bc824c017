import { element, icon } from './dom.js';
import { startsGroup } from './grouping.js';
import { linkify } from './linkify.js';
import { initials, toneOf } from './text.js';

const KEPT = 2000;
const NEAR_END_PX = 48;
const TONES = 6; // as many as the style sheet has

const timeOfDay = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const fullTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

/**
 * What is said in the room. It follows the end, unless the reader has gone up; then it stays where it is and shows
 * a button that leads to what is new.
 */
export class MessageList {
  #log;
  #toEnd;
  #following = true;
  #scrollPlanned = false;
  #top = 0;
  /** @type {import('./grouping.js').Spoken | undefined} */ #last;
  /** @type {HTMLElement} */ #group;
  /** @type {Map<string, HTMLElement>} own messages that have not left yet */ #waiting = new Map();

  /**
   * @param {HTMLElement} log  scrolls
   * @param {HTMLButtonElement} toEnd
   */
  constructor(log, toEnd) {
    this.#log = log;
    this.#toEnd = toEnd;
    log.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    toEnd.addEventListener('click', () => {
      log.focus({ preventScroll: true });
      this.showEnd();
    });
    // The keyboard of a phone, a growing composer, a turned screen.
    new ResizeObserver(() => this.#following && this.#planScroll()).observe(log);
  }

  clear() {
    this.#log.replaceChildren();
    this.#last = undefined;
    this.#waiting.clear();
    this.showEnd();
  }

  /** @param {string} me @param {string} text @param {string} ref */
  addOwn(me, text, ref) {
    const message = this.#add({ author: me, own: true, at: new Date() }, text);
    message.append(element('span', { class: 'state' }, icon('clock'), 'Waiting to be sent'));
    message.dataset.state = 'waiting';
    this.#waiting.set(ref, message);
    this.showEnd();
  }

  /** @param {string} ref */
  markSent(ref) {
    const message = this.#waiting.get(ref);
    this.#waiting.delete(ref);
    message?.querySelector('.state').remove();
    message?.removeAttribute('data-state');
  }

  /** @param {{name: string, message: string, timestamp: string}} received */
  addOther({ name, message, timestamp }) {
    const at = new Date(timestamp);
    this.#add({ author: name, own: false, at: Number.isNaN(at.getTime()) ? new Date() : at }, message);
    this.#added();
  }

  /** A line of the page's own. @param {string} text */
  addNote(text) {
    this.#last = undefined;
    this.#log.append(element('p', { class: 'note' }, text));
    this.#added();
  }

  showEnd() {
    this.#follow(true);
    this.#planScroll();
  }

  #add(spoken, text) {
    if (startsGroup(this.#last, spoken)) this.#log.append((this.#group = groupOf(spoken)));
    this.#last = spoken;
    const message = element('div', { class: 'message' }, textOf(text));
    this.#group.append(message);
    return message;
  }

  #added() {
    if (!this.#following) {
      this.#toEnd.hidden = false;
      return;
    }
    // Not while the reader is up there: what is read would slip away.
    while (this.#log.childElementCount > KEPT) this.#log.firstElementChild.remove();
    this.#planScroll();
  }

  /** Only a way up ends the following: on the way down, more may have been added below than was there when it began. */
  #scrolled() {
    const { scrollTop } = this.#log;
    if (this.#atEnd()) this.#follow(true);
    else if (scrollTop < this.#top) this.#follow(false);
    this.#top = scrollTop;
  }

  #follow(following) {
    this.#following = following;
    if (following) this.#toEnd.hidden = true;
  }

  /** Once a frame, however many messages came. */
  #planScroll() {
    if (this.#scrollPlanned) return;
    this.#scrollPlanned = true;
    requestAnimationFrame(() => {
      this.#scrollPlanned = false;
      if (this.#following) this.#log.scrollTop = this.#log.scrollHeight;
    });
  }

  #atEnd() {
    return this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight < NEAR_END_PX;
  }
}

function groupOf({ author, own, at }) {
  const time = element('time', { datetime: at.toISOString(), title: fullTime.format(at) }, timeOfDay.format(at));
  const heading = element('header', {}, element('bdi', { class: 'author' }, own ? 'You' : author), ' ', time);
  const group = element('article', { class: own ? 'group own' : 'group' });
  if (!own) group.append(avatarOf(author));
  group.append(heading);
  return group;
}

/** @param {string} name @returns {HTMLElement} */
export function avatarOf(name) {
  return element('span', { class: 'avatar', 'aria-hidden': 'true', 'data-tone': String(toneOf(name, TONES)) }, initials(name));
}

/** Markup stays text: only text nodes and links are made. */
function textOf(text) {
  const pieces = linkify(text).map((piece) =>
    piece.href
      ? element('a', { href: piece.href, target: '_blank', rel: 'noopener noreferrer nofollow', dir: 'ltr' }, piece.text)
      : piece.text,
  );
  return element('p', { class: 'text', dir: 'auto' }, ...pieces);
}
