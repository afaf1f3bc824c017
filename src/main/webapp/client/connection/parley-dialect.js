// The words of `parley.v1`: what goes over the socket, and what it means here. Keys are camelCase on this side.

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
 * @typedef {{type: 'welcome', detail: Welcome} | {type: 'message', detail: Message} | {type: 'joined' | 'typing', detail: Member}
 *   | {type: 'left', detail: {clientId: string}} | {type: 'heartbeat', detail: {head: number}} | {type: 'renewed', detail: {}}
 *   | {type: 'error', detail: Refused}} ServerEvent
 */

/**
 * The token goes in the subprotocol: an address is written to logs.
 *
 * @param {URL} server
 * @param {string} token
 * @param {{after: number, epoch: string}} position  what one has already
 * @returns {[string, string[]]} address and subprotocols
 */
export function handshake(server, token, { after, epoch }) {
  const address = new URL('ws/chat', server);
  address.protocol = address.protocol.replace('http', 'ws');
  address.searchParams.set('after', String(after));
  address.searchParams.set('epoch', epoch);
  return [address.href, [PROTOCOL, `parley.bearer.${token}`]];
}

/** @param {{ref: string, message: string}} post */
export const postFrame = ({ ref, message }) => JSON.stringify({ type: 'post', ref, message });

export const typingFrame = () => JSON.stringify({ type: 'typing' });

/** @param {string} token */
export const renewFrame = (token) => JSON.stringify({ type: 'renew', token });

/**
 * The events in a frame, in order. Those that a later server may add are left out.
 *
 * @param {string} frame
 * @returns {ServerEvent[]}
 * @throws {Error} if it cannot be read
 */
export function eventsIn(frame) {
  return [JSON.parse(frame)].flat().flatMap((event) => {
    const read = READERS[event?.type];
    return read ? [{ type: event.type, detail: read(event) }] : [];
  });
}

/** @param {any} event @returns {Message} */
export const messageOf = ({ seq, ref, client_id, name, message, timestamp }) => ({
  seq: Number(seq),
  ref: String(ref),
  clientId: String(client_id),
  name: String(name),
  message: String(message),
  timestamp: String(timestamp),
});

/** @param {any} member @returns {Member} */
const memberOf = ({ client_id, name }) => ({ clientId: String(client_id), name: String(name) });

/** @param {any} limit */
const limitOf = (limit) => (limit === undefined ? undefined : Number(limit) || Infinity);

/** @type {Record<string, (event: any) => any>} */
const READERS = {
  // @ts-expect-error: so that no event is read by what every object has
  __proto__: null,
  welcome: (event) => ({
    ...memberOf(event),
    roomId: String(event.room_id),
    epoch: String(event.epoch),
    head: Number(event.head) || 0,
    resumed: event.resumed === true,
    members: (event.members ?? []).map(memberOf),
    heartbeatMs: Number(event.heartbeat_ms) || 0,
    maxMessageChars: limitOf(event.max_message_chars),
  }),
  message: messageOf,
  joined: ({ member }) => memberOf(member),
  left: ({ client_id }) => ({ clientId: String(client_id) }),
  typing: memberOf,
  heartbeat: ({ head }) => ({ head: Number(head) || 0 }),
  renewed: () => ({}),
  error: ({ code, detail, ref, retry_after_ms }) => ({
    code: String(code),
    detail: typeof detail === 'string' ? detail : '',
    ref: ref ?? undefined,
    retryAfterMs: retry_after_ms ?? undefined,
  }),
};
