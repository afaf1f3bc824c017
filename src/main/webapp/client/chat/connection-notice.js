import { byId, setText } from './dom.js';

const SHORT = { connecting: 'Connecting…', open: 'Connected', waiting: 'Reconnecting', closed: 'Disconnected' };
const CAN_COME_BACK = new Set(['token', 'rate', 'refused']);
/** A fault is worth a reference when it was not just one hiccup. */
const PERSISTS_AFTER = 3;

/**
 * How the connection is: in short beside the room's name, and at length in a banner when there is something to know or
 * to do. The countdown is for eyes only; a screen reader hears each change once.
 */
export class ConnectionNotice {
  #chip = byId('connection');
  #chipText = byId('connection-text');
  #banner = byId('banner');
  #bannerText = byId('banner-text');
  #countdown = byId('countdown');
  #action = byId('banner-action');
  #ticking = 0;
  #act = () => {};
  #actions;

  /** @param {{onRetry: () => void, onRejoin: (ending: import('../connection/endings.js').Ending) => void, onLeave: () => void}} actions */
  constructor(actions) {
    this.#actions = actions;
    this.#action.addEventListener('click', () => {
      if (this.#action.getAttribute('aria-disabled') === 'true') return;
      this.#action.setAttribute('aria-disabled', 'true');
      this.#act();
    });
  }

  /** @param {import('../chat-connection.js').Status} status */
  show({ status, failures, retryAt, ending }) {
    clearInterval(this.#ticking);
    this.#chip.dataset.status = status;
    setText(this.#chipText, status === 'connecting' && failures > 0 ? 'Reconnecting' : SHORT[status]);
    setText(this.#countdown, status === 'connecting' && !this.#banner.hidden ? 'Reconnecting' : '');
    if (status === 'open') this.#hideBanner();
    else if (status === 'waiting') this.#showWaiting(retryAt, failures, ending);
    else if (status === 'closed') this.#showFinal(ending);
    else this.#action.setAttribute('aria-disabled', 'true'); // the banner stays as it is while an attempt is under way
  }

  /** Connected, but what is written cannot be stored. @param {number} retryAt  in milliseconds */
  showUnavailable(retryAt) {
    const text = 'The server cannot store messages at the moment. What you write is kept here and sent as soon as it can.';
    this.#showBanner('waiting', text, 'Try now', this.#actions.onRetry);
    this.#countTo(retryAt, 'Trying again');
  }

  /** Why what the visitor asked for did not work; they may ask again. */
  explain(text) {
    setText(this.#bannerText, text);
    this.#action.setAttribute('aria-disabled', 'false');
  }

  #showWaiting(retryAt, failures, ending) {
    const offline = navigator.onLine === false;
    const reference = ending.reference && failures >= PERSISTS_AFTER ? ` (reference ${ending.reference})` : '';
    const cause = offline ? 'You are offline.' : ending.text.replace(/\.$/, `${reference}.`);
    this.#showBanner('waiting', `${cause} What you write is kept here and sent once you are back.`, 'Try now', this.#actions.onRetry);
    this.#countTo(retryAt, 'Reconnecting');
  }

  #countTo(time, what) {
    clearInterval(this.#ticking);
    const tick = () => {
      const seconds = Math.ceil((time - Date.now()) / 1000);
      setText(this.#countdown, seconds > 0 ? `${what} in ${seconds} s` : what);
    };
    this.#ticking = setInterval(tick, 500);
    tick();
  }

  #showFinal(ending) {
    if (ending.kind === 'left') this.#hideBanner();
    else if (CAN_COME_BACK.has(ending.kind)) this.#showBanner('closed', ending.text, 'Join again', () => this.#actions.onRejoin(ending));
    else this.#showBanner('closed', ending.text, 'Back to start', this.#actions.onLeave);
  }

  #showBanner(tone, text, action, act) {
    this.#banner.hidden = false;
    this.#banner.dataset.tone = tone;
    setText(this.#bannerText, text);
    setText(this.#action, action);
    this.#action.setAttribute('aria-disabled', 'false');
    this.#act = act;
  }

  #hideBanner() {
    const hadFocus = this.#banner.contains(document.activeElement);
    this.#banner.hidden = true;
    setText(this.#bannerText, '');
    if (hadFocus) byId('text').focus();
  }
}
