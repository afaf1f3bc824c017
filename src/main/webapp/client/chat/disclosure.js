/** A button that shows and hides a panel (ARIA's disclosure pattern). Escape hides it, and the focus goes back to the button. */
export class Disclosure {
  #button;
  #panel;
  #onOpen;

  /**
   * @param {HTMLElement} button
   * @param {HTMLElement} panel   can have the focus
   * @param {{onOpen?: () => void}} [on]
   */
  constructor(button, panel, { onOpen = () => {} } = {}) {
    this.#button = button;
    this.#panel = panel;
    this.#onOpen = onOpen;
    button.setAttribute('aria-expanded', 'false');
    button.setAttribute('aria-controls', panel.id);
    button.addEventListener('click', () => (this.isOpen ? this.close() : this.open()));
    panel.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation(); // one key, one panel: it may be in another one
      this.close();
    });
  }

  get isOpen() {
    return !this.#panel.hidden;
  }

  open() {
    this.show();
    this.#panel.focus();
    this.#onOpen();
  }

  /** Without a word about the focus, as `hide`. */
  show() {
    this.#panel.hidden = false;
    this.#button.setAttribute('aria-expanded', 'true');
  }

  close() {
    this.hide();
    this.#button.focus();
  }

  hide() {
    this.#panel.hidden = true;
    this.#button.setAttribute('aria-expanded', 'false');
  }
}
