import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRoom, fetchMessages, joinRoom, Problem, removeMember, renewToken, serverAt } from '../../../main/webapp/client/connection/rooms.js';
import { problem } from '../support/fake-server.js';

const asked = [];

/** Answers with this, and notes what was asked. */
const answering = (response) => async (url, request) => {
  asked.push([request.method, url.href, request.headers.Authorization, request.body]);
  return response;
};

const ticket = { token: 'T', room_id: 'k7wq-3fmx-9tdc', client_id: 'c', expires_at: 'later' };

test('the calls, at any context path, with or without a slash', async () => {
  const created = await createRoom('https://h/parley', 'Ann', answering(Response.json(ticket, { status: 201 })));
  assert.deepEqual(created, { token: 'T', roomId: 'k7wq-3fmx-9tdc', clientId: 'c', name: 'Ann', expiresAt: 'later' });
  await joinRoom('https://h/a/b/', 'K7WQ 3FMX 9TDC', 'Bob', answering(Response.json(ticket)));
  assert.deepEqual(await renewToken('https://h', 'T', answering(Response.json(ticket))), { token: 'T', expiresAt: 'later' });
  assert.equal(await removeMember('https://h/', 'R', 'T', 'c/1', answering(new Response(null, { status: 204 }))), undefined);
  const page = { messages: [], epoch: 'e', has_more: true };
  assert.deepEqual(await fetchMessages('https://h/', 'R', 'T', { before: 9, limit: 5 }, answering(Response.json(page))), {
    messages: [],
    epoch: 'e',
    hasMore: true,
  });
  assert.deepEqual(asked, [
    ['POST', 'https://h/parley/api/rooms', undefined, '{"name":"Ann"}'],
    ['POST', 'https://h/a/b/api/rooms/k7wq-3fmx-9tdc/members', undefined, '{"name":"Bob"}'],
    ['POST', 'https://h/api/tokens/renew', 'Bearer T', undefined],
    ['DELETE', 'https://h/api/rooms/R/members/c%2F1', 'Bearer T', undefined],
    ['GET', 'https://h/api/rooms/R/messages?before=9&limit=5', 'Bearer T', undefined],
  ]);
});

test('a problem has the server’s words and none of ours', async () => {
  const limited = problem({ detail: 'Too many.', status: 429, headers: { 'Retry-After': '7' } });
  await assert.rejects(createRoom('https://h', 'A', answering(limited)), { name: 'Problem', status: 429, detail: 'Too many.', retryAfter: 7 });
  await assert.rejects(createRoom('https://h', 'A', answering(new Response('<html>', { status: 502 }))), { status: 503, detail: '', message: '' });
  await assert.rejects(createRoom('https://h', 'A', answering(Response.json(null, { status: 500 }))), { status: 503, detail: '' });
  const nobody = async () => Promise.reject(new TypeError('fetch failed'));
  await assert.rejects(createRoom('https://h', 'A', nobody), (problem) => problem instanceof Problem && problem.status === 0 && problem.message === '');
  await assert.rejects(createRoom('https://h', 'A', answering(new Response('no JSON'))), { status: 0 });
});

test('who is not Parley cannot say that something is over', async () => {
  for (const status of [401, 403, 404]) {
    await assert.rejects(renewToken('https://h', 'T', answering(problem({ status }))), { status });
    await assert.rejects(renewToken('https://h', 'T', answering(new Response('<html>', { status }))), { status: 503, detail: '' });
  }
});

test('where a server is: elsewhere it must be whole, in a page it may be relative', () => {
  assert.equal(serverAt(new URL('https://h/parley?x#y')).href, 'https://h/parley/');
  assert.throws(() => serverAt('/parley'), TypeError);
  globalThis.document = { baseURI: 'https://portal.example/pages/start.html' };
  try {
    assert.equal(serverAt('/parley').href, 'https://portal.example/parley/');
  } finally {
    delete globalThis.document;
  }
});
