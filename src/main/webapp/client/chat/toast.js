import { byId, setText } from './dom.js';

const SHOWN_MS = 4000;
let hiding = 0;

/** A short word on what was just done, seen and heard. @param {string} text */
export function toast(text) {
  const node = byId('toast');
  setText(node, ''); // so that the same words are said again
  clearTimeout(hiding);
  requestAnimationFrame(() => setText(node, text));
  hiding = setTimeout(() => setText(node, ''), SHOWN_MS);
}
