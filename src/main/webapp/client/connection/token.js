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
    const { client_id, name, room_id, groups, iat, exp } = JSON.parse(new TextDecoder().decode(bytes));
    if (![client_id, name, room_id].every((claim) => typeof claim === 'string')) return null;
    const host = Array.isArray(groups) && groups.includes('host');
    return { me: { clientId: client_id, name, host }, room: room_id, lifetimeMs: (exp - iat) * 1000 || 0 };
  } catch {
    return null;
  }
}
