import { initials, toneOf } from '../connection/text.js';
import { element } from './dom.js';

const TONES = 6; // far enough from each other

/** @param {string} name @returns {HTMLElement} */
export function avatarOf(name) {
  const avatar = element('span.avatar', { 'aria-hidden': 'true' }, initials(name));
  avatar.style.setProperty('--tone', `${(360 / TONES) * toneOf(name, TONES)}`); // as an attribute, a page's policy may forbid it
  return avatar;
}
