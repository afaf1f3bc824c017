// The REST calls: create a room, join one, renew a token, read what was said.

import { messageOf } from './parley-dialect.js';
import { roomCodeIn } from './room-code.js';

const root = new URL('../../', import.meta.url); // the application's own address, at any context path
const ANSWER_WITHIN_MS = 15_000;
const RENEW_AT = 0.8;

/**
 * @typedef {object} Pass     what opens a room
 * @property {string} token
 * @property {number} renewAt  in milliseconds of this computer's clock
 *
 * @typedef {object} Member   who one is in a room
 * @property {string} roomId
 * @property {string} name
 * @property {string} clientId
 * @property {string[]} [formerIds]  client ids that one had here before, oldest first
 *
 * @typedef {Pass & Member} Membership
 *
 * @typedef {object} HistoryPage
 * @property {import('./parley-dialect.js').Message[]} messages  oldest first
 * @property {string} epoch    of the log that they are from
 * @property {boolean} hasMore  in the direction that was asked for
 */

/** An answer that is not the wanted one. The message is for people. */
export class Problem extends Error {
  /**
   * @param {number} status      0 when there was no answer
   * @param {string} detail
   * @param {number} [retryAfter]  seconds
   */
  constructor(status, detail, retryAfter) {
    super(detail);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** @returns {string} where the socket is */
export function socketUrl() {
  const url = new URL('ws/chat', root);
  url.protocol = url.protocol.replace('http', 'ws');
  return url.href;
}

/** @param {string} name @returns {Promise<Membership>} */
export async function createRoom(name) {
  return membership(name, await ask('POST', 'api/rooms', { body: { name } }));
}

/** @param {string} code @param {string} name @returns {Promise<Membership>} */
export async function joinRoom(code, name) {
  return membership(name, await ask('POST', `${room(code)}/members`, { body: { name } }));
}

/** @param {string} token  one that has not run out @returns {Promise<Pass>} */
export async function renewToken(token) {
  return pass(await ask('POST', 'api/tokens/renew', { token }));
}

/**
 * The latest page, or the one before or after a seq.
 *
 * @param {string} code
 * @param {string} token
 * @param {{before?: number, after?: number, limit: number}} bounds
 * @returns {Promise<HistoryPage>}
 */
export async function fetchMessages(code, token, bounds) {
  const { messages, epoch, has_more } = await ask('GET', `${room(code)}/messages?${new URLSearchParams(bounds)}`, { token });
  return { messages: messages.map(messageOf), epoch: String(epoch), hasMore: has_more === true };
}

const room = (code) => `api/rooms/${encodeURIComponent(code)}`;

const membership = (name, answer) => ({ ...pass(answer), roomId: roomCodeIn(answer.room_id), name, clientId: answer.client_id });

const pass = ({ token, expires_at }) => ({ token, renewAt: Date.now() + RENEW_AT * lifetime(token, expires_at) });

/** From the token's own times, since this computer's clock may be wrong; a token that cannot be read has only `expires_at`. */
function lifetime(token, expiresAt) {
  try {
    const { iat, exp } = JSON.parse(atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')));
    if (exp > iat) return (exp - iat) * 1000;
  } catch {
    // not a JWT that we can read
  }
  return Math.max(0, Date.parse(expiresAt) - Date.now()) || 0;
}

async function ask(method, path, { body, token }) {
  const headers = { Accept: 'application/json, application/problem+json' };
  if (body) headers['Content-Type'] = 'application/json';
  if (token) headers.Authorization = `Bearer ${token}`;
  let response;
  try {
    response = await fetch(new URL(path, root), {
      method,
      headers,
      body: body && JSON.stringify(body),
      cache: 'no-store',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    if (response.ok) return await response.json();
  } catch {
    throw new Problem(0, 'The server cannot be reached. Check your connection and try again.');
  }
  throw await problemIn(response);
}

async function problemIn(response) {
  const { detail } = await response.json().catch(() => ({}));
  const seconds = Number.parseInt(response.headers.get('Retry-After'), 10);
  return new Problem(
    response.status,
    typeof detail === 'string' && detail ? detail : 'The server could not do this. Try again in a moment.',
    Number.isNaN(seconds) ? undefined : seconds,
  );
}
