// The REST calls: create a room, join one, renew a token, read what was said, remove a member.

import { messageOf } from './parley-dialect.js';
import { roomCodeIn } from './room-code.js';

const ANSWER_WITHIN_MS = 15_000;

/**
 * @typedef {object} Issued
 * @property {string} token
 * @property {string} expiresAt  ISO 8601, by the server's clock
 *
 * @typedef {object} Member   who one is in a room
 * @property {string} roomId
 * @property {string} clientId
 * @property {string} name
 *
 * @typedef {Issued & Member} Membership
 *
 * @typedef {object} HistoryPage
 * @property {import('./parley-dialect.js').Message[]} messages  oldest first
 * @property {string} epoch    of the log that they are from
 * @property {boolean} hasMore  in the direction that was asked for
 *
 * @typedef {object} Bounds   of a page; with neither it is the latest
 * @property {number} [before]  a seq
 * @property {number} [after]
 * @property {number} limit
 */

/** An answer that is not the wanted one. */
export class Problem extends Error {
  /**
   * @param {number} status      0 when there was no answer
   * @param {string} [detail]    the server's own words, may be empty
   * @param {number} [retryAfter]  seconds
   */
  constructor(status, detail = '', retryAfter) {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }
}

/**
 * @param {string | URL} server
 * @param {string} name
 * @param {typeof globalThis.fetch} [fetch]
 * @returns {Promise<Membership>}
 * @throws {Problem}
 */
export async function createRoom(server, name, fetch) {
  return membership(name, await ask(server, 'POST', 'api/rooms', { body: { name }, fetch }));
}

/**
 * @param {string | URL} server
 * @param {string} code  as people write it
 * @param {string} name
 * @param {typeof globalThis.fetch} [fetch]
 * @returns {Promise<Membership>}
 * @throws {Problem}
 */
export async function joinRoom(server, code, name, fetch) {
  return membership(name, await ask(server, 'POST', `${pathOf(roomCodeIn(code))}/members`, { body: { name }, fetch }));
}

/**
 * @param {string | URL} server
 * @param {string} token  one that has not run out
 * @param {typeof globalThis.fetch} [fetch]
 * @returns {Promise<Issued>}
 * @throws {Problem}
 */
export async function renewToken(server, token, fetch) {
  return issued(await ask(server, 'POST', 'api/tokens/renew', { token, fetch }));
}

/**
 * @param {string | URL} server
 * @param {string} room
 * @param {string} token
 * @param {Bounds} bounds
 * @param {typeof globalThis.fetch} [fetch]
 * @returns {Promise<HistoryPage>}
 * @throws {Problem}
 */
export async function fetchMessages(server, room, token, bounds, fetch) {
  const query = new URLSearchParams(Object.entries(bounds).map(([name, value]) => [name, String(value)]));
  const { messages, epoch, has_more } = await ask(server, 'GET', `${pathOf(room)}/messages?${query}`, { token, fetch });
  return { messages: messages.map(messageOf), epoch: String(epoch), hasMore: has_more === true };
}

/**
 * @param {string | URL} server
 * @param {string} room
 * @param {string} token  of a host
 * @param {string} clientId
 * @param {typeof globalThis.fetch} [fetch]
 * @returns {Promise<void>}
 * @throws {Problem}
 */
export async function removeMember(server, room, token, clientId, fetch) {
  await ask(server, 'DELETE', `${pathOf(room)}/members/${encodeURIComponent(clientId)}`, { token, fetch });
}

/**
 * @param {string | URL} server  with or without a slash at the end; in a page also relative to it
 * @returns {URL} with one
 */
export function serverAt(server) {
  const url = new URL(server, globalThis.document?.baseURI);
  url.search = url.hash = '';
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

/** @param {string} room */
const pathOf = (room) => `api/rooms/${encodeURIComponent(room)}`;

/** @param {any} answer @returns {Issued} */
const issued = ({ token, expires_at }) => ({ token: String(token), expiresAt: String(expires_at) });

/** @param {string} name @param {any} answer @returns {Membership} */
const membership = (name, answer) => ({
  ...issued(answer),
  roomId: String(answer.room_id),
  clientId: String(answer.client_id),
  name,
});

/**
 * @param {string | URL} server
 * @param {string} method
 * @param {string} path
 * @param {{body?: unknown, token?: string, fetch?: typeof globalThis.fetch}} request
 * @returns {Promise<any>} null where there is no content
 */
async function ask(server, method, path, { body, token, fetch = globalThis.fetch }) {
  /** @type {Record<string, string>} */
  const headers = { Accept: 'application/json, application/problem+json' };
  if (body) headers['Content-Type'] = 'application/json';
  if (token) headers.Authorization = `Bearer ${token}`;
  let response;
  try {
    response = await fetch(new URL(path, serverAt(server)), {
      method,
      headers,
      body: body ? JSON.stringify(body) : undefined,
      cache: 'no-store',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    if (response.ok) return response.status === 204 ? null : await response.json();
  } catch {
    throw new Problem(0);
  }
  throw await problemIn(response);
}

/**
 * Only Parley's own word may end something: while the application is exchanged, servers answer 404 for it, and proxies
 * answer as they like. What others say counts as 503.
 *
 * @param {Response} response
 */
async function problemIn(response) {
  const { detail } = (await response.json().catch(() => null)) ?? {};
  const seconds = Number(response.headers.get('Retry-After')); // NaN where it is a date
  const isParleys = response.headers.get('Content-Type')?.includes('problem');
  return new Problem(isParleys ? response.status : 503, typeof detail === 'string' ? detail : '', seconds || undefined);
}
