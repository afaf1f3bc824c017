/**
 * @typedef {'left' | 'offline' | 'lost' | 'too-big' | 'full' | 'fault' | 'expired' | 'token' | 'rate' | 'removed' | 'no-member'
 *   | 'room-closed' | 'room-gone' | 'bad-frames' | 'refused'} EndingKind
 *
 * - `left`: by {@link import('../chat-connection.js').ChatConnection#close};
 * - `offline`: the computer's network is gone; `lost`: anything else that is worth another attempt;
 * - `too-big`: the last post was more than the server reads;
 * - `full`: as many as may be are in the room; `fault`: the server has a problem;
 * - `expired`: the token has run out and could not be renewed; `token`: the server does not accept it;
 * - `rate`: too much was sent for long;
 * - `removed`: a host removed the member; `no-member`: the token opens this room no more;
 * - `room-closed`: just now; `room-gone`: before one came;
 * - `bad-frames`: the server did not understand what was sent; `refused`: a reason that is not known here.
 *
 * @typedef {object} Ending   why a connection ended
 * @property {EndingKind} kind
 * @property {string} [reference]  the server's own id of a fault
 */

/** @param {EndingKind} kind @returns {Ending} */
export const endingOf = (kind) => ({ kind });

/** @type {EndingKind[]} */
const PASSING = ['offline', 'lost', 'too-big', 'full', 'fault'];

/** Whether another attempt may fare better. @param {Ending} ending */
export const isPassing = ({ kind }) => PASSING.includes(kind);

/** @type {Record<string, EndingKind>} */
const BY_CODE = { 1009: 'too-big', 4501: 'bad-frames', 4503: 'removed', 4504: 'room-closed' };

/** After 1008 and 4500 to 4999 a client stops, after any other it comes back. @param {number} code @param {string} reason @returns {Ending} */
export function closedWith(code, reason) {
  if (BY_CODE[code]) return endingOf(BY_CODE[code]);
  if (code === 1011) return { kind: 'fault', reference: /^internal error (\w+)$/.exec(reason)?.[1] };
  if (code === 1013) return endingOf(reason === 'unavailable' ? 'fault' : 'full');
  if (code !== 1008 && !(code >= 4500 && code <= 4999)) return endingOf('lost');
  if (reason === 'Rate limit exceeded') return endingOf('rate');
  if (reason === 'Token expired') return endingOf('expired');
  return endingOf(reason.startsWith('Token ') ? 'token' : 'refused');
}

/**
 * @param {number} status  of an HTTP answer, 0 where there was none
 * @param {string} [detail]  the server's own words
 * @returns {Ending}
 */
export function answeredWith(status, detail) {
  if (status === 401) return endingOf(detail === 'Token expired' ? 'expired' : 'token');
  if (status === 403) return endingOf('no-member');
  if (status === 404) return endingOf('room-gone');
  return endingOf(status >= 500 ? 'fault' : 'lost');
}
