import { element } from './dom.js';

/**
 * @param {string} text
 * @returns {Promise<boolean>} whether it is in the clipboard now
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text); // plain http has no navigator.clipboard
  }
}

function copyBySelection(text) {
  const focused = document.activeElement;
  const field = element('textarea', { class: 'off-screen', readonly: '', 'aria-hidden': 'true' });
  field.value = text;
  document.body.append(field);
  field.select();
  try {
    return document.execCommand('copy');
  } finally {
    field.remove();
    focused?.focus();
  }
}
