import { initials, toneOf } from '../connection/text.js';
import { element } from './dom.js';

const TONES = 6; // as many as the style sheet has

/** @param {string} name @returns {HTMLElement} */
export function avatarOf(name) {
  return element('span', { class: 'avatar', 'aria-hidden': 'true', 'data-tone': String(toneOf(name, TONES)) }, initials(name));
}
