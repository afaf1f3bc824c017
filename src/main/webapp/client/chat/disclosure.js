/** A button that shows and hides a panel (ARIA's disclosure pattern). Escape hides it, and the focus goes back to the button. */
export class Disclosure {
  #button;
  #panel;
  #onOpen;

  /**
   * @param {HTMLElement} button
   * @param {HTMLElement} panel   can have the focus
   * @param {() => void} onOpen
   */
  constructor(button, panel, onOpen) {
    this.#button = button;
    this.#panel = panel;
    this.#onOpen = onOpen;
    button.ariaExpanded = 'false';
    button.setAttribute('aria-controls', panel.id);
    button.onclick = () => (this.isOpen ? this.close() : this.open());
    panel.onkeydown = (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation(); // one key, one panel: it may be in another one
      this.close();
    };
  }

  get isOpen() {
    return !this.#panel.hidden;
  }

  /** Without a word about the focus. */
  set isOpen(open) {
    this.#panel.hidden = !open;
    this.#button.ariaExpanded = `${open}`;
  }

  open() {
    this.isOpen = true;
    this.#panel.focus();
    this.#onOpen();
  }

  close() {
    this.isOpen = false;
    this.#button.focus();
  }
}
