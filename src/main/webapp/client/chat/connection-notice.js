import { setText } from './dom.js';

/** @typedef {import('../connection/endings.js').Ending} Ending */

/** The ways in which a connection can end that one can come back from. */
const CAN_COME_BACK = new Set(['expired', 'token', 'rate', 'refused', 'bad-frames']);
/** A fault is worth a reference when it was not just one hiccup. */
const PERSISTS_AFTER = 3;

/**
 * How the connection is: in short beside the room's name, and at length in a banner when there is something to know or
 * to do. The countdown is for eyes only; a screen reader hears each change once.
 */
export class ConnectionNotice {
  #chip;
  #chipText;
  #banner;
  #bannerText;
  #countdown;
  #action;
  #language;
  #actions;
  /** @type {ReturnType<typeof setInterval> | undefined} */ #ticking;
  #act = () => {};

  /**
   * @param {import('./dom.js').ById} byId
   * @param {import('./language.js').Language} language
   * @param {{onRetry: () => void, onRejoin: () => void, onLeave: () => void, onFocusLost: () => void}} actions
   */
  constructor(byId, language, actions) {
    this.#chip = byId('connection');
    this.#chipText = byId('connection-text');
    this.#banner = byId('banner');
    this.#bannerText = byId('banner-text');
    this.#countdown = byId('countdown');
    this.#action = byId('banner-action');
    this.#language = language;
    this.#actions = actions;
    this.#action.addEventListener('click', () => {
      if (this.#action.getAttribute('aria-disabled') === 'true') return;
      this.#action.setAttribute('aria-disabled', 'true');
      this.#act();
    });
  }

  /** @param {import('../chat-connection.js').Status} status */
  show({ status, failures, retryAt = 0, ending = { kind: 'lost' } }) {
    clearInterval(this.#ticking);
    this.#chip.dataset.status = status;
    setText(this.#chipText, this.#language.sayKind('status', status === 'connecting' && failures > 0 ? 'waiting' : status));
    setText(this.#countdown, status === 'connecting' && !this.#banner.hidden ? this.#language.sayKind('status', 'waiting') : '');
    if (status === 'open') this.#hideBanner();
    else if (status === 'waiting') this.#showWaiting(retryAt, failures, ending);
    else if (status === 'closed') this.#showFinal(ending);
    else this.#action.setAttribute('aria-disabled', 'true'); // the banner stays as it is while an attempt is under way
  }

  /** Connected, but what is written cannot be stored. @param {number} retryAt  in milliseconds */
  showUnavailable(retryAt) {
    this.#showBanner('waiting', [this.#language.say('unavailable')], 'try_now', this.#actions.onRetry);
    this.#countTo(retryAt, 'trying_in', this.#language.say('trying'));
  }

  /** Nothing is to tick when nobody looks any more. */
  stop() {
    clearInterval(this.#ticking);
  }

  /** @param {number} retryAt @param {number} failures @param {Ending} ending */
  #showWaiting(retryAt, failures, ending) {
    const offline = navigator.onLine === false;
    const words = [offline ? this.#language.say('you_are_offline') : this.#language.sayKind('ending', ending.kind)];
    if (!offline && ending.reference && failures >= PERSISTS_AFTER) words.push(this.#language.say('reference', { id: ending.reference }));
    this.#showBanner('waiting', [...words, this.#language.say('kept_offline')], 'try_now', this.#actions.onRetry);
    this.#countTo(retryAt, 'reconnecting_in', this.#language.sayKind('status', 'waiting'));
  }

  /** @param {number} time @param {string} key @param {string} atLast */
  #countTo(time, key, atLast) {
    clearInterval(this.#ticking);
    const tick = () => {
      const n = Math.ceil((time - Date.now()) / 1000);
      setText(this.#countdown, n > 0 ? this.#language.say(key, { n }) : atLast);
    };
    this.#ticking = setInterval(tick, 500);
    tick();
  }

  /** @param {Ending} ending */
  #showFinal({ kind }) {
    const words = [this.#language.sayKind('ending', kind)];
    if (kind === 'left' || CAN_COME_BACK.has(kind)) this.#showBanner('closed', words, 'join_again', this.#actions.onRejoin);
    else this.#showBanner('closed', words, 'leave', this.#actions.onLeave);
  }

  /** @param {'waiting' | 'closed'} tone @param {string[]} words @param {string} action @param {() => void} act */
  #showBanner(tone, words, action, act) {
    this.#banner.hidden = false;
    this.#banner.dataset.tone = tone;
    setText(this.#bannerText, words.join(' '));
    setText(this.#action, this.#language.say(action));
    this.#action.setAttribute('aria-disabled', 'false');
    this.#act = act;
  }

  #hideBanner() {
    const hadFocus = this.#banner.matches(':focus-within');
    this.#banner.hidden = true;
    setText(this.#bannerText, '');
    if (hadFocus) this.#actions.onFocusLost();
  }
}
