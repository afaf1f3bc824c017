import { setFieldError, setText } from './dom.js';
import { codePoints } from '../connection/text.js';

/** Of what may be written is left when the count is shown. */
const LAST_PART = 0.1;

/** The field that messages are written in. What cannot be sent stays in it. */
export class Composer {
  #language;
  /** @type {HTMLTextAreaElement} */ #field;
  #count;
  #error;
  #on;

  /**
   * @param {import('./dom.js').ById} byId
   * @param {import('./language.js').Language} language
   * @param {object} on
   * @param {() => number} on.limit  in code points
   * @param {(text: string) => string | null} on.post  answers why not, or null when it is taken
   * @param {(text: string) => void} on.edit  somebody has typed, or the text was taken
   */
  constructor(byId, language, on) {
    this.#field = byId('text');
    this.#count = byId('text-count');
    this.#error = byId('text-error');
    this.#language = language;
    this.#on = on;
    this.#field.oninput = () => {
      this.#edited();
      on.edit(this.#field.value);
    };
    this.#field.onkeydown = (event) => {
      // An input method takes Enter for its own choice; 229 is how older Safari tells.
      const composing = event.isComposing || event.keyCode === 229;
      if (event.key !== 'Enter' || event.shiftKey || composing) return;
      event.preventDefault();
      this.#send();
    };
    byId('composer').onsubmit = (event) => {
      event.preventDefault();
      this.#send();
      this.#field.focus();
    };
  }

  /** @param {string} text */
  show(text) {
    this.#field.value = text;
    this.#edited();
  }

  focus() {
    this.#field.focus();
  }

  #send() {
    const text = this.#field.value;
    const n = codePoints(text) - this.#on.limit();
    const refused = n > 0 ? this.#language.say('too_long', { n }) : this.#on.post(text);
    if (refused !== null) return setFieldError(this.#field, this.#error, refused);
    this.show('');
    this.#on.edit('');
  }

  #edited() {
    const limit = this.#on.limit();
    const left = limit - codePoints(this.#field.value);
    this.#count.hidden = left > limit * LAST_PART;
    this.#count.classList.toggle('over', left < 0);
    setText(this.#count, this.#language.say(left < 0 ? 'over_limit' : 'left_to_write', { n: Math.abs(left) }));
    setFieldError(this.#field, this.#error, '');
    if (left < 0) this.#field.ariaInvalid = 'true';
    this.#grow();
  }

  /** As high as its text, up to what the style sheet allows. */
  #grow() {
    const { style } = this.#field;
    const box = /** @type {HTMLElement} */ (this.#field.parentElement);
    box.style.height = `${box.offsetHeight}px`; // else the list would be scrolled by the measuring
    style.height = 'auto';
    style.height = `${this.#field.scrollHeight}px`;
    box.style.height = '';
  }
}
