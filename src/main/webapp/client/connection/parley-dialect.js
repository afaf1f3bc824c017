import { read } from './wire.js';

// The words of `parley.v1`: what goes over the socket, and what it means here.

const PROTOCOL = 'parley.v1';

/**
 * @typedef {object} Message
 * @property {number} seq       counts from 1 in a room, without gaps
 * @property {string} ref       the sender's own id of it
 * @property {string} clientId  of the sender
 * @property {string} name
 * @property {string} message
 * @property {string} timestamp
 *
 * @typedef {object} Member
 * @property {string} clientId
 * @property {string} name
 *
 * @typedef {object} Welcome
 * @property {string} clientId  one's own
 * @property {string} name
 * @property {string} roomId
 * @property {string} epoch     names the log: another epoch is another log
 * @property {number} head      the newest seq
 * @property {boolean} resumed  whether what was missed follows
 * @property {Member[]} members  who is here, oneself included
 * @property {number} heartbeatMs  0 if there are none
 * @property {number} [maxMessageChars]  in code points; `Infinity` if there is no limit
 *
 * @typedef {object} Refused    why something that was sent was not taken
 * @property {string} code
 * @property {string} detail    the server's own words, may be empty
 * @property {string} [ref]
 * @property {number} [retryAfterMs]
 *
 * @typedef {{type: 'welcome', detail: Welcome} | {type: 'message', detail: Message} | {type: 'joined', detail: {member: Member}}
 *   | {type: 'typing', detail: Member} | {type: 'left', detail: {clientId: string}} | {type: 'heartbeat', detail: {head: number}} | {type: 'renewed', detail: {}}
 *   | {type: 'error', detail: Refused}} ServerEvent
 */

/**
 * The token goes in the subprotocol: an address is written to logs.
 *
 * @param {URL} server
 * @param {string} token
 * @param {{after: string, epoch: string}} position  what one has already
 * @returns {[string, string[]]} address and subprotocols
 */
export function handshake(server, token, position) {
  const address = new URL(`ws/chat?${new URLSearchParams(position)}`, server);
  return [address.href.replace('http', 'ws'), [PROTOCOL, `parley.bearer.${token}`]];
}

/** @param {'post' | 'typing' | 'renew'} type @param {object} [fields] */
export const frameOf = (type, fields) => JSON.stringify({ type, ...fields });

/**
 * The events in a frame, in order.
 *
 * @param {string} frame
 * @returns {ServerEvent[]}  and those that a later server may add
 * @throws {Error} if it cannot be read
 */
export const eventsIn = (frame) => [read(frame)].flat().flatMap((event) => (event?.type ? [eventOf(event)] : []));

/** @param {any} event @returns {ServerEvent} */
const eventOf = ({ type, ...detail }) => ({ type, detail });
