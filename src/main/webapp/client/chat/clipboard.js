import { element } from './dom.js';

/**
 * @param {string} text
 * @param {HTMLElement} place  where a field may stand for a moment
 * @returns {Promise<boolean>} whether it is in the clipboard now
 */
export async function copyText(text, place) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text, place); // plain http has no navigator.clipboard
  }
}

/** @param {string} text @param {HTMLElement} place */
function copyBySelection(text, place) {
  const focused = /** @type {HTMLElement | null} */ (/** @type {ShadowRoot} */ (place.getRootNode()).activeElement);
  const field = element('textarea.visually-hidden', { readonly: '', 'aria-hidden': 'true' });
  field.value = text;
  place.append(field);
  field.select();
  try {
    return document.execCommand('copy');
  } finally {
    field.remove();
    focused?.focus();
  }
}
