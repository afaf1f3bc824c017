import { setText } from './dom.js';

/** @typedef {import('../connection/endings.js').Ending} Ending */

/** The ways in which a connection can end that one can come back from. */
const CAN_COME_BACK = ['left', 'expired', 'token', 'rate', 'refused', 'bad-frames'];
/** A fault is worth a reference when it was not just one hiccup. */
const PERSISTS_AFTER = 3;

/**
 * How the connection is: in short beside the room's name, and at length in a banner when there is something to know or
 * to do. The countdown is for eyes only; a screen reader hears each change once.
 */
export class ConnectionNotice {
  #language;
  #connection;
  #on;
  #chip;
  #chipText;
  #banner;
  #bannerText;
  #countdown;
  #action;
  /** @type {ReturnType<typeof setInterval> | undefined} */ #ticking;
  #act = () => {};

  /**
   * @param {import('./dom.js').ById} byId
   * @param {import('./language.js').Language} language
   * @param {import('../chat-connection.js').ChatConnection} connection
   * @param {{leave: () => void, focus: () => void}} on  somebody has to go; the focus has gone with what is over
   */
  constructor(byId, language, connection, on) {
    this.#language = language;
    this.#connection = connection;
    this.#on = on;
    this.#chip = byId('connection');
    this.#chipText = byId('connection-text');
    this.#banner = byId('banner');
    this.#bannerText = byId('banner-text');
    this.#countdown = byId('countdown');
    this.#action = byId('banner-action');
    this.#action.onclick = () => {
      if (this.#action.ariaDisabled === 'true') return;
      this.#action.ariaDisabled = 'true';
      this.#act();
    };
  }

  /** @param {import('../chat-connection.js').Status} status */
  show({ status, failures, retryAt = 0, ending = { kind: 'lost' } }) {
    this.stop();
    const again = status === 'connecting' && failures > 0;
    this.#chip.dataset.status = status;
    setText(this.#chipText, again ? this.#reconnecting() : this.#language.say('status', { kind: status }));
    setText(this.#countdown, status === 'connecting' && !this.#banner.hidden ? this.#reconnecting() : '');
    if (status === 'open') this.#hideBanner();
    else if (status === 'waiting') this.#showWaiting(retryAt, failures, ending);
    else if (status === 'closed') this.#showFinal(ending);
    else this.#action.ariaDisabled = 'true'; // the banner stays as it is while an attempt is under way
  }

  /** Connected, but what is written cannot be stored. @param {number} retryAt  in milliseconds */
  unavailable(retryAt) {
    this.#showWait(this.#language.say('unavailable'), retryAt, 'trying_in', this.#language.say('trying'));
  }

  /** Nothing is to tick when nobody looks any more. */
  stop() {
    clearInterval(this.#ticking);
  }

  #reconnecting() {
    return this.#language.say('status', { kind: 'waiting' });
  }

  /** @param {number} retryAt @param {number} failures @param {Ending} ending */
  #showWaiting(retryAt, failures, { kind, reference: id }) {
    let words = this.#language.say('ending', { kind });
    if (id && failures >= PERSISTS_AFTER) words += ` ${this.#language.say('reference', { id })}`;
    if (!navigator.onLine) words = this.#language.say('you_are_offline');
    this.#showWait(`${words} ${this.#language.say('kept_offline')}`, retryAt, 'reconnecting_in', this.#reconnecting());
  }

  /** @param {string} words @param {number} time @param {string} key  of the countdown @param {string} atLast */
  #showWait(words, time, key, atLast) {
    this.#showBanner('waiting', words, 'try_now', () => this.#connection.retryNow());
    this.stop();
    const tick = () => {
      const n = Math.ceil((time - Date.now()) / 1000);
      setText(this.#countdown, n > 0 ? this.#language.say(key, { n }) : atLast);
    };
    this.#ticking = setInterval(tick, 500);
    tick();
  }

  /** @param {Ending} ending */
  #showFinal({ kind }) {
    const words = this.#language.say('ending', { kind });
    if (CAN_COME_BACK.includes(kind)) this.#showBanner('closed', words, 'join_again', () => this.#connection.open());
    else this.#showBanner('closed', words, 'leave', this.#on.leave);
  }

  /** @param {'waiting' | 'closed'} tone @param {string} words @param {string} action @param {() => void} act */
  #showBanner(tone, words, action, act) {
    this.#banner.hidden = false;
    this.#banner.dataset.tone = tone;
    setText(this.#bannerText, words);
    setText(this.#action, this.#language.say(action));
    this.#action.ariaDisabled = 'false';
    this.#act = act;
  }

  #hideBanner() {
    const hadFocus = this.#banner.matches(':focus-within');
    this.#banner.hidden = true;
    setText(this.#bannerText, '');
    if (hadFocus) this.#on.focus();
  }
}
