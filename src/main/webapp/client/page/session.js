// What this tab remembers until it is closed: the name last used, and the membership of one room, token included.

import { storeIn, tabStorage } from '../connection/storage.js';

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

/** A browser may forbid storage; then a reload forgets, and all else works. */
const storage = tabStorage() ?? inThisPage(new Map());

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

const read = (key) => storeIn(storage, key).load();

const write = (key, text) => storeIn(storage, key).save(text);

/** @param {Map<string, string>} texts @returns {import('../connection/storage.js').Storage} */
function inThisPage(texts) {
  return {
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, text) => void texts.set(key, text),
    removeItem: (key) => void texts.delete(key),
  };
}
