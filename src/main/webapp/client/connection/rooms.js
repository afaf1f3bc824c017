// The REST calls: create a room, join one, renew a token, read what was said, remove a member.

import { read } from './wire.js';
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
    this.detail = this.message;
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
  return { ...(await ask(server, 'api/rooms', named(name), fetch)), name };
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
  return { ...(await ask(server, `${pathOf(roomCodeIn(code))}/members`, named(name), fetch)), name };
}

/**
 * @param {string | URL} server
 * @param {string} token  one that has not run out
 * @param {typeof globalThis.fetch} [fetch]
 * @returns {Promise<Issued>}
 * @throws {Problem}
 */
export async function renewToken(server, token, fetch) {
  const issued = await ask(server, 'api/tokens/renew', bearing(token, 'POST'), fetch);
  return { token: issued.token, expiresAt: issued.expiresAt };
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
  const query = new URLSearchParams(/** @type {Record<string, any>} */ (bounds));
  return ask(server, `${pathOf(room)}/messages?${query}`, bearing(token, 'GET'), fetch);
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
  await ask(server, `${pathOf(room)}/members/${encodeURIComponent(clientId)}`, bearing(token, 'DELETE'), fetch);
}

/**
 * @param {string | URL} server  with or without a slash at the end; in a page also relative to it
 * @returns {URL} with one
 */
export function serverAt(server) {
  const url = new URL(server, globalThis.document?.baseURI);
  url.search = url.hash = '';
  url.pathname = url.pathname.replace(/\/?$/, '/');
  return url;
}

/** @param {string} room */
const pathOf = (room) => `api/rooms/${encodeURIComponent(room)}`;

/** Who has no token yet. @param {string} name @returns {RequestInit} */
const named = (name) => ({ method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ name }) });

/** @param {string} token @param {string} method @returns {RequestInit} */
const bearing = (token, method) => ({ method, headers: { Authorization: `Bearer ${token}` } });

/**
 * @param {string | URL} server
 * @param {string} path
 * @param {RequestInit} request
 * @param {typeof globalThis.fetch} [fetch]
 * @returns {Promise<any>} null where there is no content
 */
async function ask(server, path, request, fetch = globalThis.fetch) {
  let response;
  try {
    response = await fetch(new URL(path, serverAt(server)), { ...request, cache: 'no-store', signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    if (response.ok) return response.status === 204 ? null : read(await response.text());
  } catch {
    throw new Problem(0);
  }
  // Only Parley's own word (RFC 9457) may end something: servers answer 404 while the application is exchanged, and proxies as
  // they like. What others say counts as 503.
  const problem = await response.json().catch(() => null);
  throw new Problem(problem?.status ?? 503, problem?.detail, Number(response.headers.get('Retry-After')) || undefined);
}
