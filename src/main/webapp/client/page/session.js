// What this tab remembers until it is closed: the name last used, the membership of one room, token included, and what was
// written there and is not sent.

const NAME = 'parley.name';
const MEMBERSHIP = 'parley.membership';
const DRAFT = 'parley.draft';
const OUTBOX = 'parley.outbox';

const storage = sessionStorageOr(new Map());

/** @returns {string} */
export const rememberedName = () => storage.get(NAME) ?? '';

/** @param {import('../connection/rooms.js').Membership} membership */
export function keep(membership) {
  storage.set(NAME, membership.name);
  storage.set(MEMBERSHIP, JSON.stringify(membership));
}

/** @param {string} roomId  which was left */
export function forget(roomId) {
  storage.delete(MEMBERSHIP);
  storage.delete(keyOf(DRAFT, roomId));
  storage.delete(keyOf(OUTBOX, roomId));
}

/** @typedef {import('../connection/post-outbox.js').Store} Store */

/** @param {string} roomId @returns {Store} what is in the field */
export const draftIn = (roomId) => storeOf(keyOf(DRAFT, roomId));

/** @param {string} roomId @returns {Store} what is not acknowledged yet */
export const outboxIn = (roomId) => storeOf(keyOf(OUTBOX, roomId));

const keyOf = (what, roomId) => `${what}.${roomId}`;

const storeOf = (key) => ({
  load: () => storage.get(key),
  save: (text) => (text ? storage.set(key, text) : storage.delete(key)),
});

/**
 * @param {string} code
 * @returns {import('../connection/rooms.js').Membership | null}
 */
export function keptMembership(code) {
  try {
    const membership = JSON.parse(storage.get(MEMBERSHIP) ?? 'null');
    return membership?.roomId === code ? membership : null;
  } catch {
    return null;
  }
}

/** A browser may forbid storage, or have no room left; then a reload forgets, and all else works. */
function sessionStorageOr(substitute) {
  try {
    const { sessionStorage } = globalThis;
    sessionStorage.getItem(NAME);
    return {
      get: (key) => sessionStorage.getItem(key),
      set(key, value) {
        try {
          sessionStorage.setItem(key, value);
        } catch {
          sessionStorage.removeItem(key); // what is older than the page must not come back after a reload
        }
      },
      delete: (key) => sessionStorage.removeItem(key),
    };
  } catch {
    return substitute;
  }
}
