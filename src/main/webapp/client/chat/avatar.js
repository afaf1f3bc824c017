import { element } from './dom.js';
import { initials, toneOf } from '../connection/text.js';

const TONES = 6; // as many as the style sheet has

/** @param {string} name @returns {HTMLElement} */
export function avatarOf(name) {
  return element('span', { class: 'avatar', 'aria-hidden': 'true', 'data-tone': String(toneOf(name, TONES)) }, initials(name));
}
