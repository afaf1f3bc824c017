import { initials, toneOf } from '../connection/text.js';
import { element } from './dom.js';

const TONES = 6; // far enough from each other in the style sheet

/** @param {string} name @returns {HTMLElement} */
export function avatarOf(name) {
  const avatar = element('span', { class: 'avatar', 'aria-hidden': 'true' }, initials(name));
  avatar.style.setProperty('--tone', String(toneOf(name, TONES))); // as an attribute, a page's policy may forbid it
  return avatar;
}
