/**
 * @typedef {object} Ending   why a connection ended
 * @property {'token' | 'rate' | 'removed' | 'room-closed' | 'refused' | 'left' | 'too-big' | 'full' | 'fault' | 'offline' | 'lost'} kind
 * @property {string} text         in words, for people
 * @property {string} [reference]  the server's own id of a fault
 */

/** @type {Record<string, Ending>} */
export const ENDINGS = {
  left: { kind: 'left', text: 'You have left the room.' },
  offline: { kind: 'offline', text: 'The network was gone.' },
  lost: { kind: 'lost', text: 'The connection was lost.' },
  tooBig: { kind: 'too-big', text: 'The last message was too big for the server and was not delivered.' },
  full: { kind: 'full', text: 'The room is full. You come in when somebody leaves.' },
  fault: { kind: 'fault', text: 'The server has a problem.' },
  expired: { kind: 'token', text: 'Your session in this room has run out.' },
  token: { kind: 'token', text: 'The server no longer accepts your pass to this room.' },
  rate: { kind: 'rate', text: 'You sent messages faster than this room allows. Wait a moment before you join again.' },
  removed: { kind: 'removed', text: 'A host has removed you from this room.' },
  noMember: { kind: 'removed', text: 'You are no longer a member of this room.' },
  roomClosed: { kind: 'room-closed', text: 'This room has been closed.' },
  roomGone: { kind: 'room-closed', text: 'This room does not exist any more.' },
  badFrames: { kind: 'refused', text: 'The server did not understand this page and has ended the connection. Reloading the page may help.' },
  refused: { kind: 'refused', text: 'The server has ended this connection.' },
};

/** After these codes a client stops, after any other it comes back. @param {number} code */
export const isFinal = (code) => code === 1008 || (code >= 4500 && code <= 4999);

/** @param {number} code @param {string} reason @returns {Ending} */
export function closedWith(code, reason) {
  const known = { 1009: ENDINGS.tooBig, 1013: ENDINGS.full, 4501: ENDINGS.badFrames, 4503: ENDINGS.removed, 4504: ENDINGS.roomClosed }[code];
  if (known) return known;
  if (code === 1011) return { ...ENDINGS.fault, reference: /^internal error (\w+)$/.exec(reason)?.[1] };
  if (!isFinal(code)) return ENDINGS.lost;
  if (reason === 'Rate limit exceeded') return ENDINGS.rate;
  return reason.startsWith('Token ') ? ENDINGS.token : ENDINGS.refused;
}

/** @param {number} status  of an HTTP answer, 0 where there was none @returns {Ending} */
export function answeredWith(status) {
  if (status === 401) return ENDINGS.expired;
  if (status === 403) return ENDINGS.noMember;
  if (status === 404) return ENDINGS.roomGone;
  return status >= 500 ? ENDINGS.fault : ENDINGS.lost;
}
