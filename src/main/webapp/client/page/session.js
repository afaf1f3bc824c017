// What this tab remembers until it is closed: the name last used, and the membership of one room, token included.

const NAME = 'parley.name';
const MEMBERSHIP = 'parley.membership';

/**
 * @typedef {object} Membership  who one is in a room
 * @property {string} roomId
 * @property {string} name
 * @property {string} clientId
 * @property {string} token
 * @property {string[]} [formerIds]  client ids that one had here before, oldest first
 */

/** A browser may forbid storage, or have no room left; then a reload forgets, and all else works. @type {Map<string, string>} */
const substitute = new Map();

/** @returns {string} */
export const rememberedName = () => read(NAME) ?? '';

/** @param {Membership} membership */
export function keep(membership) {
  write(NAME, membership.name);
  write(MEMBERSHIP, JSON.stringify(membership));
}

/** @param {string} roomId  which was left; nothing of it stays in this tab */
export function forget(roomId) {
  for (const key of [MEMBERSHIP, `parley.draft.${roomId}`, `parley.outbox.${roomId}`]) write(key, null);
}

/**
 * @param {string} code
 * @returns {Membership | null}
 */
export function keptMembership(code) {
  try {
    const membership = JSON.parse(read(MEMBERSHIP) ?? 'null');
    return membership?.roomId === code ? membership : null;
  } catch {
    return null;
  }
}

function read(key) {
  try {
    return substitute.get(key) ?? sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key, text) {
  substitute.delete(key);
  try {
    sessionStorage.removeItem(key); // what is older than the page must not come back after a reload
    if (text !== null) sessionStorage.setItem(key, text);
  } catch {
    if (text !== null) substitute.set(key, text);
  }
}
