/**
 * @typedef {object} Spoken   a message as the page shows it
 * @property {string} author  who said it: what is equal is one person
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
  return !previous || previous.own !== message.own || previous.author !== message.author || minute(previous) !== minute(message);
}

const minute = ({ at }) => Math.floor(at.getTime() / 60_000);
