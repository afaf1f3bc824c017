import { setFieldError, setText } from './dom.js';
import { codePoints } from '../connection/text.js';

const NEAR_LIMIT = 0.9;
const number = new Intl.NumberFormat('en');

/** The field that messages are written in. What cannot be sent stays in it. */
export class Composer {
  #field;
  #count;
  #error;
  #limit;
  #post;
  #onEdit;

  /**
   * @param {HTMLFormElement} form
   * @param {{field: HTMLTextAreaElement, count: HTMLElement, error: HTMLElement}} parts
   * @param {number} limit  in code points
   * @param {(text: string) => string | null} post  answers why not, or null when it is taken
   * @param {(text: string) => void} onEdit  somebody has typed, or the text was taken
   */
  constructor(form, { field, count, error }, limit, post, onEdit) {
    this.#field = field;
    this.#count = count;
    this.#error = error;
    this.#limit = limit;
    this.#post = post;
    this.#onEdit = onEdit;
    field.addEventListener('input', () => {
      this.#edited();
      onEdit(field.value);
    });
    field.addEventListener('keydown', (event) => {
      // An input method takes Enter for its own choice; 229 is how older Safari tells.
      const composing = event.isComposing || event.keyCode === 229;
      if (event.key !== 'Enter' || event.shiftKey || composing) return;
      event.preventDefault();
      this.#send();
    });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
      field.focus();
    });
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
    const over = codePoints(text) - this.#limit;
    const refused =
      over > 0
        ? `This message is ${number.format(over)} characters too long to send. Shorten it or send it in parts; nothing is lost.`
        : this.#post(text);
    if (refused !== null) return setFieldError(this.#field, this.#error, refused);
    this.show('');
    this.#onEdit('');
  }

  #edited() {
    const left = this.#limit - codePoints(this.#field.value);
    this.#count.hidden = left > this.#limit * (1 - NEAR_LIMIT);
    this.#count.classList.toggle('over', left < 0);
    setText(this.#count, left < 0 ? `${number.format(-left)} over the limit` : `${number.format(left)} left`);
    setFieldError(this.#field, this.#error, '');
    if (left < 0) this.#field.setAttribute('aria-invalid', 'true');
    this.#grow();
  }

  /** As high as its text, up to what the style sheet allows. */
  #grow() {
    this.#field.style.height = 'auto';
    this.#field.style.height = `${this.#field.scrollHeight}px`;
  }
}
