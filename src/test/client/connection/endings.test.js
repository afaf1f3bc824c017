import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answeredWith, closedWith, isPassing } from '../../../main/webapp/client/connection/endings.js';

test('each close has a kind, and it is known after which one comes back', () => {
  const closes = [
    [1000, '', 'lost', true],
    [1001, 'going away', 'lost', true],
    [1003, 'text frames only', 'lost', true],
    [1006, '', 'lost', true],
    [1008, 'Token required', 'token', false],
    [1008, 'Token invalid', 'token', false],
    [1008, 'Token expired', 'expired', false],
    [1008, 'Rate limit exceeded', 'rate', false],
    [1008, 'another reason', 'refused', false],
    [1009, 'message too long', 'too-big', true],
    [1011, 'internal error', 'fault', true],
    [1013, 'Room is full', 'full', true],
    [1013, 'unavailable', 'fault', true],
    [4002, 'no pong', 'lost', true],
    [4003, 'too slow', 'lost', true],
    [4499, '', 'lost', true],
    [4500, '', 'refused', false],
    [4501, 'bad frames', 'bad-frames', false],
    [4503, 'removed', 'removed', false],
    [4504, 'room closed', 'room-closed', false],
    [4999, '', 'refused', false],
    [5000, '', 'lost', true],
  ];
  for (const [code, reason, kind, comesBack] of closes) {
    const ending = closedWith(code, reason);
    assert.equal(ending.kind, kind, `${code} ${reason}`);
    assert.equal(isPassing(ending), comesBack, `${code} ${reason}`);
  }
});

test('a fault has the server’s own reference', () => {
  assert.deepEqual(closedWith(1011, 'internal error k3x9'), { kind: 'fault', reference: 'k3x9' });
});

test('each answer over HTTP has a kind', () => {
  assert.equal(answeredWith(401, 'Token expired').kind, 'expired');
  assert.equal(answeredWith(401, 'Token invalid').kind, 'token');
  assert.equal(answeredWith(401).kind, 'token');
  assert.equal(answeredWith(403).kind, 'no-member');
  assert.equal(answeredWith(404).kind, 'room-gone');
  for (const status of [500, 502, 503]) assert.equal(answeredWith(status).kind, 'fault');
  for (const status of [0, 408, 429]) assert.equal(answeredWith(status).kind, 'lost');
});
