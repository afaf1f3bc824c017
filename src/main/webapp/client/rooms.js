// The REST calls of a person without a socket: create a room, join one, renew a token.

import { roomCodeIn } from './room-code.js';

const root = new URL('../', import.meta.url); // the application's own address, at any context path
const ANSWER_WITHIN_MS = 15_000;
const RENEW_AT = 0.8;

/**
 * @typedef {object} Pass     what opens a room
 * @property {string} token
 * @property {number} renewAt  in milliseconds of this computer's clock
 *
 * @typedef {Pass & {roomId: string, name: string}} Membership
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
  return membership(name, await post('api/rooms', { body: { name } }));
}

/** @param {string} code @param {string} name @returns {Promise<Membership>} */
export async function joinRoom(code, name) {
  return membership(name, await post(`api/rooms/${encodeURIComponent(code)}/members`, { body: { name } }));
}

/** @param {string} token  one that has not run out @returns {Promise<Pass>} */
export async function renewToken(token) {
  return pass(await post('api/tokens/renew', { token }));
}

const membership = (name, answer) => ({ ...pass(answer), roomId: roomCodeIn(answer.room_id), name });

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

async function post(path, { body, token }) {
  const headers = { Accept: 'application/json, application/problem+json' };
  if (body) headers['Content-Type'] = 'application/json';
  if (token) headers.Authorization = `Bearer ${token}`;
  let response;
  try {
    response = await fetch(new URL(path, root), {
      method: 'POST',
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
