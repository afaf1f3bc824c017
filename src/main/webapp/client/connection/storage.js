/**
 * @typedef {Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>} Storage
 *
 * @typedef {object} Store    a place for one text
 * @property {() => string | null | undefined} load
 * @property {(text: string | null) => void} save
 */

/** What a tab keeps until it is closed. @returns {Storage | null} null where there is none, or the browser forbids it */
export function tabStorage() {
  return storageNamed('sessionStorage');
}

/** What a browser keeps, for all its tabs. @returns {Storage | null} null where there is none, or the browser forbids it */
export function browserStorage() {
  return storageNamed('localStorage');
}

/** @param {'sessionStorage' | 'localStorage'} name */
function storageNamed(name) {
  try {
    return globalThis.document ? globalThis[name] : null; // elsewhere it would be one for all connections of a process
  } catch {
    return null;
  }
}

/** @param {string | null | undefined} json @returns {any} null where it cannot be read */
export function parsed(json) {
  try {
    return JSON.parse(json ?? 'null');
  } catch {
    return null;
  }
}

/** @param {Storage | null} storage @param {string} key @returns {Store} */
export const storeIn = (storage, key) => ({
  load: () => storage?.getItem(key),
  save(text) {
    try {
      if (text) storage?.setItem(key, text);
      else storage?.removeItem(key);
    } catch {
      storage?.removeItem(key); // it is full, and what is older than the page must not come back after a reload
    }
  },
});
