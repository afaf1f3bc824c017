import { browserStorage, parsed } from '../connection/storage.js';

const KEY = 'parley.seen';
const ROOMS = 100;

/** @typedef {import('../connection/storage.js').Storage} Storage */

/** Up to where somebody has seen what is said in a room. This browser remembers it for the rooms that were seen last. */
export class Seen {
  #room;
  #storage;

  /** @param {string} room @param {Storage | null} [storage] */
  constructor(room, storage = browserStorage()) {
    this.#room = room;
    this.#storage = storage;
  }

  /** @param {string} epoch  of the log @returns {number | undefined} a seq, if one is known of this log */
  upTo(epoch) {
    const seen = roomsIn(this.#storage).get(this.#room);
    return seen?.epoch === epoch && Number.isInteger(seen.seq) ? seen.seq : undefined;
  }

  /** Another tab may have seen more. @param {string} epoch @param {number} seq */
  save(epoch, seq) {
    const rooms = roomsIn(this.#storage);
    const before = this.upTo(epoch) ?? seq;
    rooms.delete(this.#room); // it becomes the last one
    rooms.set(this.#room, { epoch, seq: Math.max(before, seq) });
    try {
      this.#storage?.setItem(KEY, JSON.stringify(Object.fromEntries([...rooms].slice(-ROOMS))));
    } catch {
      // it is full: what is known of before is better than nothing
    }
  }
}

/** @param {Storage | null} storage @returns {Map<string, {epoch: string, seq: number} | null>} */
const roomsIn = (storage) => new Map(Object.entries(parsed(storage?.getItem(KEY)) ?? {}));
