import { articleOf, headingOf, mark } from './article.js';
import { startsDay, startsGroup } from './grouping.js';
import { ReadingPlace } from './reading-place.js';
import { element, icon, setText } from './dom.js';

const KEPT = 10_000;
const PAGE = 50;
const QUIET_MS = 500;

/**
 * @typedef {import('../chat-connection.js').Heard} Heard
 * @typedef {import('./grouping.js').Spoken & {seq?: number}} Spoken   with no seq, it is not stored yet
 * @typedef {'none' | 'more' | 'loading' | 'failed' | 'start'} Past   what is known of the time before the first message
 */

/**
 * What is said in the room: what the server has, in its order, then what is still on its way there. It follows the end,
 * unless the reader has gone up; then it stays where it is and shows a button that leads to what is new.
 *
 * Each message is an article. Whether it has a heading, and the date above, depends on the one before: see `#join`. They stand
 * in pages, of which the browser skips the old ones while they are out of sight (`content-visibility`); it can find them all.
 */
export class MessageList {
  #language;
  #log;
  #toEnd;
  #toEndText;
  #on;
  #place;
  #past = element('p.past', { hidden: '', 'aria-live': 'off' });
  #line;
  #quiet = 0;
  #midnight = 0;
  #today = '';
  /** @type {WeakMap<Element, Spoken>} */ #spoken = new WeakMap();
  /** @type {Map<string, HTMLElement>} own posts that are not stored yet, by ref, in the order of the page */ #pending = new Map();

  #looking = false;
  /** The last message, and the last that somebody has seen. */
  #newest = 0;
  #seen = 0;
  /** How many of others came after that one, and after which one the line stands. */
  #unread = 0;
  #lineAfter = 0;
  /** @type {[Heard, Element][]} what came and is about to be seen, unless the reader goes up in the same frame */ #fresh = [];

  /**
   * @param {import('./dom.js').ById} byId
   * @param {import('./language.js').Language} language
   * @param {object} on
   * @param {(before: number) => void} on.older  the reader nears the first message, and there is more before it
   * @param {(ref: string) => void} on.retry
   * @param {(ref: string) => void} on.discard
   * @param {(seq: number) => void} on.seen      all up to this message
   * @param {(count: number) => void} on.unread  may be as many as before
   */
  constructor(byId, language, on) {
    const log = byId('messages');
    this.#log = log;
    this.#toEnd = byId('to-end');
    this.#toEndText = byId('to-end-text');
    this.#language = language;
    this.#on = on;
    const words = language.say('new_messages');
    this.#line = element('p.new', { role: 'separator', 'aria-label': words }, words);
    this.#place = new ReadingPlace(log, () => this.#moved());
    this.#onPress(this.#toEnd, () => this.follow());
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
    this.follow();
  }

  /**
   * What is not stored yet stays.
   *
   * @param {Heard[]} messages
   * @param {boolean} hasMore
   * @param {number} [seen]  up to where somebody has seen them, if it is known
   */
  reset(messages, hasMore, seen) {
    this.#hush();
    for (const page of this.#pages) this.#drop(page);
    this.#log.append(this.#newPage(...this.#pending.values()));
    this.#showPast(hasMore ? 'more' : 'none');
    this.#newest = 0;
    this.#unread = 0;
    this.#fresh = [];
    this.#line.remove();
    this.follow();
    for (const message of messages) this.#settle(message);
    this.#seen = seen ?? this.#newest;
    this.#countUnread();
    this.#join(this.#first); // it may be one that is still on its way, with nothing before it any more
    if (seen === undefined) this.#on.seen(this.#newest);
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
    if (!first || this.#spokenIn(first)?.seq !== before) return;
    this.#hush();
    this.#place.keep();
    const page = element('div.page');
    this.#place.watch(page, true);
    for (const message of messages) {
      const article = this.#articleOf(message);
      page.append(article);
      this.#join(article);
    }
    this.#past.after(page);
    this.#join(first); // its heading may go
    this.#showPast(hasMore ? 'more' : 'start');
    this.#findUnread(messages, page);
    this.#place.keep();
    this.#place.plan();
  }

  /** What was said before could not be had. */
  noOlder() {
    if (this.#past.dataset.past === 'loading') this.#showPast('failed');
  }

  /** @param {Heard} message */
  add(message) {
    this.#settle(message);
    if (!this.#looking || !this.#place.following) this.#countUnread();
    this.#place.plan();
  }

  /** One's own, on its way. @param {import('../connection/post-outbox.js').Post} post */
  post({ ref, message, at, failed }) {
    const article = articleOf({ message, own: true });
    this.#pending.set(ref, article);
    this.#spoken.set(article, { author: '', name: '', own: true, at: new Date(at) });
    this.#show(article, null);
    if (failed) this.failed(ref, failed);
    else this.#markSending(article);
    this.#removeLine();
    this.follow();
  }

  /** Stored, though it may stand before what is not shown yet. @param {string} ref */
  sent(ref) {
    const article = this.#pending.get(ref);
    if (article) this.#markSent(article);
  }

  /** @param {string} ref @param {import('../connection/post-outbox.js').Failure} failure */
  failed(ref, { code, detail }) {
    const article = this.#pending.get(ref);
    if (!article) return;
    const why = this.#language.say('failed', { kind: code }) || detail;
    const words = element('p.why', {}, icon('alert'), this.#language.say('not_sent', { why }));
    const retry = this.#button('retry', '', () => {
      this.#markSending(article);
      this.#on.retry(ref);
    });
    const discard = this.#button('discard', '.quiet', () => {
      this.remove(ref);
      this.#on.discard(ref);
    });
    mark(article, 'failed', words, retry, discard);
    this.#place.plan();
  }

  /** @param {string} ref */
  remove(ref) {
    const article = this.#pending.get(ref);
    if (!article) return;
    this.#pending.delete(ref);
    const { nextElementSibling } = article;
    article.remove();
    this.#join(nextElementSibling);
  }

  follow() {
    this.#place.follow();
  }

  /** Whether somebody can see it now. What comes while nobody does is unread. @param {boolean} looking */
  look(looking) {
    if (looking === this.#looking) return;
    this.#looking = looking;
    if (looking) {
      this.#place.restore();
      this.#watchDay();
    } else {
      clearTimeout(this.#midnight);
      if (this.#unread) return;
      this.#removeLine();
      this.#saw(); // it may not have been told yet
    }
  }

  get #pages() {
    return [...this.#log.children].slice(1);
  }

  get #first() {
    return this.#log.querySelector('.group');
  }

  /** @param {Element | null | undefined} article */
  #spokenIn(article) {
    return this.#spoken.get(/** @type {Element} */ (article));
  }

  /** Before what is still on its way. One's own post becomes the message in its place. @param {Heard} message */
  #settle(message) {
    const pending = message.own && this.#pending.get(message.ref);
    if (pending) this.#pending.delete(message.ref);
    const article = this.#articleOf(message, pending || undefined);
    this.#show(article, this.#pending.values().next().value ?? null);
    this.#newest = message.seq;
    this.#fresh.push([message, article]);
  }

  /** Nobody has seen what is fresh, if it is not older than what somebody has. Who looks is told by the next frame. */
  #countUnread() {
    for (const [{ seq, own }, article] of this.#fresh.splice(0)) {
      if (own || seq <= this.#seen || this.#unread++) continue;
      this.#drawLine(article, this.#seen);
      if (this.#place.following) this.#place.follow(this.#line);
    }
    if (!this.#looking) this.#on.unread(this.#unread);
  }

  /** @param {Heard} heard @param {HTMLElement} [article] */
  #articleOf({ seq, clientId, name, own, message, timestamp }, article = articleOf({ message, own })) {
    this.#spoken.set(article, { seq, author: own ? '' : clientId, name, own, at: new Date(timestamp) });
    if (own) this.#markSent(article);
    return article;
  }

  /** @param {Element} article @param {Element | null} before */
  #show(article, before) {
    const { nextElementSibling } = article;
    // Only if it has to be moved: that would take a screen reader's place and the focus away.
    if (!article.isConnected || nextElementSibling !== before) this.#lastPage().insertBefore(article, before);
    this.#join(article);
    this.#join(before);
    if (nextElementSibling !== before) this.#join(nextElementSibling);
  }

  /** What is on its way is in it, and moves on to another one when it is full. */
  #lastPage() {
    const last = this.#log.lastElementChild;
    if (last && last !== this.#past && last.childElementCount - this.#pending.size < PAGE) return last;
    const page = this.#newPage(...this.#pending.values());
    this.#log.append(page);
    if (this.#place.following) this.#trim();
    return page;
  }

  /** @param {...Element} articles */
  #newPage(...articles) {
    const page = element('div.page', {}, ...articles);
    this.#place.watch(page);
    return page;
  }

  /** @param {Element} page */
  #drop(page) {
    this.#place.forget(page);
    page.remove();
  }

  /** Gives an article what it needs after the one that stands before it. @param {Element | null} article */
  #join(article) {
    const spoken = this.#spokenIn(article);
    if (!article || !spoken) return;
    const previous = this.#before(article);
    const continues = !startsGroup(previous, spoken) && this.#line.parentNode !== article;
    for (const part of article.querySelectorAll(':scope > :not(.message, .new)')) part.remove();
    article.toggleAttribute('data-continues', continues);
    const above = continues ? [] : headingOf(spoken, this.#language);
    if (startsDay(previous, spoken, new Date())) above.unshift(element('p.day', {}, this.#language.day(spoken.at)));
    article.lastElementChild?.before(...above);
  }

  /** @param {Element} article */
  #before(article) {
    return this.#spokenIn(article.previousElementSibling ?? article.parentElement?.previousElementSibling?.lastElementChild);
  }

  /** Only at the end: while the reader is up there, what is read would slip away. */
  #trim() {
    const pages = this.#pages;
    let surplus = pages.reduce((sum, page) => sum + page.childElementCount, -KEPT);
    if (surplus < pages[0].childElementCount) return;
    for (; surplus >= pages[0].childElementCount; pages.shift()) {
      surplus -= pages[0].childElementCount;
      this.#drop(pages[0]);
    }
    this.#join(this.#first);
    this.#showPast('more');
    this.#place.keep(); // the browser scrolls up by what was dropped, which is not to be taken for the reader
  }

  /** @param {Element} article @param {number} after  a seq */
  #drawLine(article, after) {
    this.#removeLine();
    this.#lineAfter = after;
    article.prepend(this.#line);
    this.#join(article);
  }

  #removeLine() {
    const article = this.#line.parentElement;
    const spoken = this.#spokenIn(article);
    this.#line.remove();
    if (article && spoken && !startsGroup(this.#before(article), spoken)) this.#join(article);
  }

  /** What is unread may begin further up than where the list began. @param {Heard[]} messages @param {Element} page */
  #findUnread(messages, page) {
    const index = messages.findIndex(({ seq, own }) => !own && seq > this.#lineAfter);
    if (index < 0 || !this.#line.isConnected) return;
    this.#drawLine(page.children[index], this.#lineAfter);
    if (!this.#unread) return;
    this.#unread += messages.filter(({ seq, own }) => !own && seq > this.#seen).length;
    this.#countUnread();
  }

  #moved() {
    const { following, toStart, toEnd } = this.#place;
    if (this.#looking && following) this.#saw();
    this.#countUnread();
    this.#on.unread(this.#unread);
    this.#toEnd.hidden = following || (!this.#unread && toEnd < 1);
    setText(this.#toEndText, this.#language.say(this.#unread ? 'new_count' : 'to_latest', { n: this.#unread }));
    // Two screens ahead, so that who reads on does not wait.
    if (this.#past.dataset.past === 'more' && toStart < 2) this.#askOlder();
  }

  #saw() {
    if (this.#seen === this.#newest) return;
    this.#seen = this.#newest;
    this.#on.seen(this.#newest);
    this.#unread = 0;
    this.#place.follow();
  }

  /** @param {Past} past */
  #showPast(past) {
    this.#past.dataset.past = past;
    this.#past.hidden = past === 'none';
    /** @type {Partial<Record<Past, (Node | string)[]>>} */
    const words = {
      loading: [icon('busy'), this.#language.say('loading')],
      failed: [this.#language.say('earlier_failed'), this.#button('try_again', '', () => this.#askOlder())],
      start: [this.#language.say('beginning')],
    };
    this.#past.replaceChildren(...(words[past] ?? []));
  }

  #askOlder() {
    const before = this.#spokenIn(this.#first)?.seq;
    if (before === undefined) return;
    this.#showPast('loading');
    this.#on.older(before);
  }

  /** @param {string} label @param {string} look @param {() => void} act */
  #button(label, look, act) {
    return this.#onPress(element(`button.button.small${look}`, {}, this.#language.say(label)), act);
  }

  /** It goes away by that, so that the focus has to. @param {HTMLElement} button @param {() => void} act */
  #onPress(button, act) {
    button.onclick = () => {
      this.#log.focus({ preventScroll: true });
      act();
    };
    return button;
  }

  /** Old messages are for reading; a screen reader that said them all would not come to the new ones. */
  #hush() {
    clearTimeout(this.#quiet);
    this.#log.ariaLive = 'off';
    this.#quiet = setTimeout(() => (this.#log.ariaLive = null), QUIET_MS);
  }

  /** At midnight, today becomes yesterday. A timer sleeps as the machine does; so it is asked for at each look, too. */
  #watchDay() {
    const now = new Date();
    this.#midnight = setTimeout(() => this.#watchDay(), new Date(now).setHours(24, 0, 0, 0) - now.getTime());
    const today = now.toDateString();
    if (today === this.#today) return;
    this.#today = today;
    this.#join(this.#first);
    for (const day of this.#log.querySelectorAll('.day')) {
      const spoken = this.#spokenIn(day.parentElement);
      if (spoken) setText(day, this.#language.day(spoken.at));
    }
    this.#place.plan();
  }

  /** @param {Element} article */
  #markSending(article) {
    const now = element('span.when-now', {}, this.#language.say('sending'));
    const later = element('span.when-held', {}, this.#language.say('waiting'));
    mark(article, 'sending', icon('clock'), now, later);
  }

  /** @param {Element} article */
  #markSent(article) {
    mark(article, 'sent', icon('check'), element('span.visually-hidden', {}, this.#language.say('sent')));
  }
}
