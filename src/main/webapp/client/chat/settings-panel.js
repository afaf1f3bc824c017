import { Disclosure } from './disclosure.js';
import { notify, notifying, sound, sounding } from './alerts.js';

/** What a person may turn on for themselves. @param {import('./dom.js').ById} byId @param {() => void} onRefused  the browser does not allow notifications */
export function settingsPanel(byId, onRefused) {
  /** @type {HTMLInputElement} */ const notifyBox = byId('notify');
  /** @type {HTMLInputElement} */ const soundBox = byId('sound');
  const panel = byId('settings');
  const show = () => {
    notifyBox.checked = notifying();
    soundBox.checked = sounding();
  };
  const disclosure = new Disclosure(byId('show-settings'), panel, show);
  // It lies over the messages: whoever goes on elsewhere is done with it.
  const hide = () => (disclosure.isOpen = false);
  panel.addEventListener('focusout', ({ relatedTarget: next }) => next && !panel.contains(/** @type {Node} */ (next)) && hide());
  byId('stage').onpointerdown = hide;
  notifyBox.onchange = async () => {
    if (!(await notify(notifyBox.checked))) onRefused();
    show();
  };
  soundBox.onchange = () => sound(soundBox.checked);
}
