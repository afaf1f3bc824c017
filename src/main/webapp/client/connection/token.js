import { read } from './wire.js';

/**
 * @typedef {object} Me   who one is in a room
 * @property {string} clientId
 * @property {string} name
 * @property {boolean} host  whether one may remove others
 *
 * @typedef {object} Claims
 * @property {Me} me
 * @property {string} room
 * @property {number} lifetimeMs  from issue to end. Not when these are: this computer's clock may be wrong
 */

/**
 * What a token says. Whether it is true only the server knows.
 *
 * @param {string} token
 * @returns {Claims | null} null if it is none of Parley's
 */
export function claimsOf(token) {
  try {
    const base64 = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const { clientId, name, roomId, groups, iat, exp } = read(new TextDecoder().decode(bytes));
    if (![clientId, name, roomId].every((claim) => typeof claim === 'string')) return null;
    const host = [groups].flat().includes('host');
    return { me: { clientId, name, host }, room: roomId, lifetimeMs: (exp - iat) * 1000 || 0 };
  } catch {
    return null;
  }
}
