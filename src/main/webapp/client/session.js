// What this tab remembers until it is closed: the name last used, and the membership of one room, token included.

const NAME = 'parley.name';
const MEMBERSHIP = 'parley.membership';

const storage = sessionStorageOr(new Map());

/** @returns {string} */
export const rememberedName = () => storage.get(NAME) ?? '';

/** @param {import('./rooms.js').Membership} membership */
export function keep(membership) {
  storage.set(NAME, membership.name);
  storage.set(MEMBERSHIP, JSON.stringify(membership));
}

export const forget = () => storage.delete(MEMBERSHIP);

/**
 * @param {string} code
 * @returns {import('./rooms.js').Membership | null}
 */
export function keptMembership(code) {
  try {
    const membership = JSON.parse(storage.get(MEMBERSHIP) ?? 'null');
    return membership?.roomId === code ? membership : null;
  } catch {
    return null;
  }
}

/** A browser may forbid storage; then a reload leads back to the lobby, and all else works. */
function sessionStorageOr(substitute) {
  try {
    const { sessionStorage } = globalThis;
    sessionStorage.getItem(NAME);
    return {
      get: (key) => sessionStorage.getItem(key),
      set: (key, value) => sessionStorage.setItem(key, value),
      delete: (key) => sessionStorage.removeItem(key),
    };
  } catch {
    return substitute;
  }
}
