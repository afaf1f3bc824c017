import { avatarOf } from './avatar.js';
import { element, icon, setText } from './dom.js';
import { startsDay, startsGroup } from './grouping.js';
import { linkify } from './linkify.js';

const KEPT = 2000;
const NEAR_END_PX = 48;
const QUIET_MS = 500;

/**
 * @typedef {import('../chat-connection.js').Heard} Heard
 * @typedef {import('./grouping.js').Spoken} Spoken
 * @typedef {'none' | 'more' | 'loading' | 'failed' | 'start'} Past   what is known of the time before the first message
 */

/**
 * What is said in the room: what the server has, in its order, then what is still on its way there. It follows the end,
 * unless the reader has gone up; then it stays where it is and shows a button that leads to what is new.
 *
 * Each message is an article. Whether it has a heading, and the date above, depends on the one before: see `#join`.
 */
export class MessageList {
  #log;
  #toEnd;
  #language;
  #on;
  #past = element('p', { class: 'past', 'aria-live': 'off', hidden: '' });
  #following = true;
  #scrollPlanned = false;
  #top = 0;
  #quiet = 0;
  /** @type {WeakMap<Element, Spoken & {seq?: number}>} */ #spoken = new WeakMap();
  /** @type {Map<string, HTMLElement>} own posts that are not stored yet, by ref, in the order of the page */ #pending = new Map();

  /**
   * @param {(id: string) => HTMLElement} byId
   * @param {import('./language.js').Language} language
   * @param {object} on
   * @param {(before: number) => void} on.older  the reader nears the first message, and there is more before it
   * @param {(ref: string) => void} on.retry
   * @param {(ref: string) => void} on.discard
   */
  constructor(byId, language, on) {
    const log = byId('messages');
    const toEnd = byId('to-end');
    this.#log = log;
    this.#toEnd = toEnd;
    this.#language = language;
    this.#on = on;
    setText(byId('to-end-text'), language.say('new_messages'));
    log.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    toEnd.addEventListener('click', () => {
      log.focus({ preventScroll: true });
      this.showEnd();
    });
    // The keyboard of a phone, a growing composer, a turned screen.
    new ResizeObserver(() => this.#following && this.#planScroll()).observe(log);
  }

  /** @returns {boolean} */
  get empty() {
    return !this.#first;
  }

  /** Nothing is known yet: the latest messages are on their way. */
  clear() {
    this.#pending.clear();
    this.#log.replaceChildren(this.#past);
    this.#showPast('loading');
    this.showEnd();
  }

  /** What is not stored yet stays. @param {Heard[]} messages @param {boolean} hasMore */
  reset(messages, hasMore) {
    this.#hush();
    for (const article of this.#articles()) if (!this.#isPending(article)) article.remove();
    this.#showPast(hasMore ? 'more' : 'none');
    for (const message of messages) this.#settle(message);
    this.#join(this.#first); // it may be one that is still on its way, with nothing before it any more
    this.showEnd();
  }

  /**
   * What was said before. It comes too late if the list begins elsewhere by now.
   *
   * @param {number} before
   * @param {Heard[]} messages  oldest first
   * @param {boolean} hasMore
   */
  prepend(before, messages, hasMore) {
    const first = this.#first;
    if (!first || this.#spoken.get(first).seq !== before) return;
    this.#hush();
    const read = first.querySelector('.message'); // its heading may go
    const { top } = read.getBoundingClientRect();
    for (const message of messages) {
      const article = articleOf(message);
      if (message.own) this.#markSent(article);
      this.#place(article, message, first);
    }
    this.#showPast(hasMore ? 'more' : 'start');
    this.#log.scrollTop += read.getBoundingClientRect().top - top;
    this.#top = this.#log.scrollTop;
    this.#planScroll();
  }

  /** What was said before could not be had. */
  pastFailed() {
    if (this.#past.dataset.past === 'loading') this.#showPast('failed');
  }

  /** @param {Heard} message */
  add(message) {
    this.#settle(message);
    if (!this.#following) {
      this.#toEnd.hidden = false;
      return;
    }
    this.#trim();
    this.#planScroll();
  }

  /** One's own, on its way. @param {import('../connection/post-outbox.js').Post} post @param {string} name */
  addPending({ ref, message, at, failed }, name) {
    const article = articleOf({ message, own: true });
    this.#pending.set(ref, article);
    this.#show(article, { author: '', name, own: true, at: new Date(at) }, null);
    if (failed) this.markFailed(ref, failed);
    else this.#markSending(article);
    this.showEnd();
  }

  /** Stored, though it may stand before what is not shown yet. @param {string} ref */
  markSent(ref) {
    const article = this.#pending.get(ref);
    if (article) this.#markSent(article);
  }

  /** @param {string} ref @param {import('../connection/post-outbox.js').Failure} failure */
  markFailed(ref, { code, detail }) {
    const article = this.#pending.get(ref);
    if (!article) return;
    const why = this.#language.sayKind('failed', code) || detail;
    const retry = element('button', { type: 'button', class: 'button small' }, this.#language.say('retry'));
    const discard = element('button', { type: 'button', class: 'button small quiet' }, this.#language.say('discard'));
    retry.addEventListener('click', () => {
      this.#log.focus({ preventScroll: true });
      this.#markSending(article);
      this.#on.retry(ref);
    });
    discard.addEventListener('click', () => {
      this.#log.focus({ preventScroll: true });
      this.removePending(ref);
      this.#on.discard(ref);
    });
    mark(article, 'failed', element('p', { class: 'why' }, icon('alert'), this.#language.say('not_sent', { why })), retry, discard);
    if (this.#following) this.#planScroll();
  }

  /** @param {string} ref */
  removePending(ref) {
    const article = this.#pending.get(ref);
    if (!article) return;
    this.#pending.delete(ref);
    this.#remove(article);
  }

  showEnd() {
    this.#follow(true);
    this.#planScroll();
  }

  get #first() {
    return this.#log.querySelector(':scope > .group');
  }

  #articles() {
    return [...this.#log.querySelectorAll(':scope > .group')];
  }

  #isPending(article) {
    return this.#spoken.get(article).seq === undefined;
  }

  /** Before what is still on its way. One's own post becomes the message in its place. */
  #settle(message) {
    let article = articleOf(message);
    if (message.own) {
      article = this.#pending.get(message.ref) ?? article;
      this.#pending.delete(message.ref);
      this.#markSent(article);
    }
    this.#place(article, message, this.#pending.values().next().value ?? null);
  }

  #place(article, { seq, clientId, name, own, timestamp }, before) {
    const at = new Date(timestamp);
    this.#show(article, { seq, author: clientId, name, own, at: Number.isNaN(at.getTime()) ? new Date() : at }, before);
  }

  #show(article, spoken, before) {
    this.#spoken.set(article, spoken);
    const { nextElementSibling } = article;
    // Only if it has to be moved: that would take a screen reader's place and the focus away.
    if (!article.isConnected || nextElementSibling !== before) this.#log.insertBefore(article, before);
    this.#join(article);
    this.#join(before);
    if (nextElementSibling !== before) this.#join(nextElementSibling);
  }

  #remove(article) {
    const { nextElementSibling } = article;
    article.remove();
    this.#join(nextElementSibling);
  }

  /** Gives an article what it needs after the one that stands before it. */
  #join(article) {
    if (!article) return;
    const spoken = this.#spoken.get(article);
    const previous = this.#spoken.get(article.previousElementSibling);
    const continues = !startsGroup(previous, spoken);
    for (const part of article.querySelectorAll(':scope > :not(.message)')) part.remove();
    article.toggleAttribute('data-continues', continues);
    if (!continues) article.prepend(...this.#headingOf(spoken));
    if (startsDay(previous, spoken, new Date())) article.prepend(element('p', { class: 'day' }, this.#language.day(spoken.at, new Date())));
  }

  /** Only at the end: while the reader is up there, what is read would slip away. */
  #trim() {
    const surplus = this.#log.childElementCount - 1 - KEPT;
    if (surplus <= 0) return;
    for (const article of this.#articles().slice(0, surplus)) article.remove();
    this.#join(this.#first);
    this.#showPast('more');
  }

  /** @param {Past} past */
  #showPast(past) {
    this.#past.dataset.past = past;
    this.#past.hidden = past === 'none';
    const retry = element('button', { type: 'button', class: 'button small' }, this.#language.say('try_again'));
    retry.addEventListener('click', () => {
      this.#log.focus({ preventScroll: true });
      this.#askOlder();
    });
    const words = {
      none: [],
      more: [],
      loading: [icon('busy'), this.#language.say('loading')],
      failed: [this.#language.say('earlier_failed'), retry],
      start: [this.#language.say('beginning')],
    };
    this.#past.replaceChildren(...words[past]);
  }

  #askOlder() {
    const before = this.#spoken.get(this.#first)?.seq;
    if (before === undefined) return;
    this.#showPast('loading');
    this.#on.older(before);
  }

  /** Old messages are for reading; a screen reader that said them all would not come to the new ones. */
  #hush() {
    clearTimeout(this.#quiet);
    this.#log.setAttribute('aria-live', 'off');
    this.#quiet = setTimeout(() => this.#log.removeAttribute('aria-live'), QUIET_MS);
  }

  /** Only a way up ends the following: on the way down, more may have been added below than was there when it began. */
  #scrolled() {
    const { scrollTop } = this.#log;
    if (this.#atEnd()) this.#follow(true);
    else if (scrollTop < this.#top) this.#follow(false);
    this.#top = scrollTop;
    this.#lookUp();
  }

  /** A screen ahead, so that who reads on does not wait. */
  #lookUp() {
    if (this.#past.dataset.past === 'more' && this.#log.scrollTop < this.#log.clientHeight) this.#askOlder();
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
      this.#lookUp();
    });
  }

  #atEnd() {
    return this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight < NEAR_END_PX;
  }

  #headingOf({ name, own, at }) {
    const time = element('time', { datetime: at.toISOString(), title: this.#language.fullTime(at) }, this.#language.timeOfDay(at));
    const heading = element('header', {}, element('bdi', { class: 'author' }, own ? this.#language.say('you') : name), ' ', time);
    return own ? [heading] : [avatarOf(name), heading];
  }

  #markSending(article) {
    const now = element('span', { class: 'when-now' }, this.#language.say('sending'));
    const later = element('span', { class: 'when-held' }, this.#language.say('waiting'));
    mark(article, 'sending', icon('clock'), now, later);
  }

  #markSent(article) {
    mark(article, 'sent', icon('check'), element('span', { class: 'visually-hidden' }, this.#language.say('sent')));
  }
}

function articleOf({ message, own }) {
  return element('article', { class: own ? 'group own' : 'group' }, element('div', { class: 'message' }, textOf(message)));
}

/** How far an own message has come. */
function mark(article, state, ...words) {
  const message = article.querySelector('.message');
  message.dataset.state = state;
  message.querySelector('.state')?.remove();
  message.append(element('div', { class: 'state' }, ...words));
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
