/**
 * @typedef {object} Spoken   a message as the page shows it
 * @property {string} author  the client id of who said it; empty if it is one's own: one may have had others
 * @property {string} name    empty if it is one's own, and not stored yet
 * @property {boolean} own
 * @property {Date} at
 */

/**
 * Whether a message stands under a heading of its own: another author than before, or another minute.
 *
 * @param {Spoken | undefined} previous
 * @param {Spoken} message
 * @returns {boolean}
 */
export function startsGroup(previous, message) {
  return !previous || previous.author !== message.author || minute(previous) !== minute(message);
}

/**
 * Whether the date is worth a line of its own. That it is today goes without saying.
 *
 * @param {Spoken | undefined} previous
 * @param {Spoken} message
 * @param {Date} now
 * @returns {boolean}
 */
export function startsDay(previous, message, now) {
  return (previous?.at ?? now).toDateString() !== message.at.toDateString();
}

/** @param {Spoken} spoken */
const minute = ({ at }) => Math.floor(at.getTime() / 60_000);
