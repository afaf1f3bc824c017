import { setText } from './dom.js';

const SHOWN_MS = 4000;

/** A short word on what was just done, seen and heard. */
export class Toast {
  #node;
  #hiding = 0;

  /** @param {HTMLElement} node  a live region */
  constructor(node) {
    this.#node = node;
  }

  /** @param {string} text */
  show(text) {
    setText(this.#node, ''); // so that the same words are said again
    clearTimeout(this.#hiding);
    requestAnimationFrame(() => setText(this.#node, text));
    this.#hiding = setTimeout(() => setText(this.#node, ''), SHOWN_MS);
  }
}
