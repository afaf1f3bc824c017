import { Disclosure } from './disclosure.js';

/** What a person may turn on for themselves. */
export class SettingsPanel {
  #alerts;
  /** @type {HTMLInputElement} */ #notify;
  /** @type {HTMLInputElement} */ #sound;
  #onRefused;

  /**
   * @param {import('./dom.js').ById} byId
   * @param {import('./alerts.js').Alerts} alerts
   * @param {() => void} onRefused  the browser does not allow notifications
   */
  constructor(byId, alerts, onRefused) {
    this.#alerts = alerts;
    this.#notify = byId('notify');
    this.#sound = byId('sound');
    this.#onRefused = onRefused;
    const panel = byId('settings');
    const disclosure = new Disclosure(byId('show-settings'), panel, { onOpen: () => this.#show() });
    // It lies over the messages: whoever goes on elsewhere is done with it.
    panel.addEventListener('focusout', ({ relatedTarget }) => relatedTarget instanceof Node && !panel.contains(relatedTarget) && disclosure.hide());
    byId('stage').addEventListener('pointerdown', () => disclosure.hide());
    this.#notify.addEventListener('change', () => this.#changeNotify());
    this.#sound.addEventListener('change', () => alerts.sound(this.#sound.checked));
  }

  #show() {
    this.#notify.checked = this.#alerts.notifying;
    this.#sound.checked = this.#alerts.sounding;
  }

  async #changeNotify() {
    if (!(await this.#alerts.notify(this.#notify.checked))) this.#onRefused();
    this.#show();
  }
}
