import { Alerts } from './alerts.js';
import { Disclosure } from './disclosure.js';
import { element } from './dom.js';
import { settingsStyles } from './settings-styles.js';
import { adopt } from './style-sheet.js';

/** For all rooms of a page. */
export const alerts = new Alerts();

/** What a person may turn on for themselves. */
export class SettingsPanel {
  #notify = element('input', { id: 'notify', type: 'checkbox' });
  #sound = element('input', { id: 'sound', type: 'checkbox' });
  #onRefused;

  /**
   * Shows it.
   *
   * @param {import('./dom.js').ById} byId
   * @param {import('./language.js').Language} language
   * @param {() => void} onRefused  the browser does not allow notifications
   */
  constructor(byId, language, onRefused) {
    this.#onRefused = onRefused;
    const panel = element(
      'div',
      { id: 'settings', class: 'settings', role: 'group', 'aria-label': language.say('more'), tabindex: '-1', part: 'settings' },
      element('label', {}, this.#notify, ' ', language.say('notify')),
      element('label', {}, this.#sound, ' ', language.say('sound')),
    );
    const stage = byId('stage');
    stage.before(panel);
    adopt(panel, settingsStyles());
    const disclosure = new Disclosure(byId('show-settings'), panel, { onOpen: () => this.#show() });
    // It lies over the messages: whoever goes on elsewhere is done with it.
    panel.addEventListener('focusout', ({ relatedTarget }) => relatedTarget instanceof Node && !panel.contains(relatedTarget) && disclosure.hide());
    stage.addEventListener('pointerdown', () => disclosure.hide());
    this.#notify.addEventListener('change', () => this.#changeNotify());
    this.#sound.addEventListener('change', () => alerts.sound(this.#sound.checked));
    disclosure.open();
  }

  #show() {
    this.#notify.checked = alerts.notifying;
    this.#sound.checked = alerts.sounding;
  }

  async #changeNotify() {
    if (!(await alerts.notify(this.#notify.checked))) this.#onRefused();
    this.#show();
  }
}
