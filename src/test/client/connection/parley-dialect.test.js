import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsIn, frameOf, handshake } from '../../../main/webapp/client/connection/parley-dialect.js';

test('the token is in no address', () => {
  const [address, protocols] = handshake(new URL('https://portal.example/a b/'), 'T', { after: 7, epoch: 'e/1' });
  assert.equal(address, 'wss://portal.example/a%20b/ws/chat?after=7&epoch=e%2F1');
  assert.deepEqual(protocols, ['parley.v1', 'parley.bearer.T']);
  assert.ok(handshake(new URL('http://h:8080/'), 'T', { after: 0, epoch: '' })[0].startsWith('ws://h:8080/ws/chat'));
});

test('what a client says', () => {
  assert.deepEqual(JSON.parse(frameOf('post', { ref: 'r', message: '"\n' })), { type: 'post', ref: 'r', message: '"\n' });
  assert.deepEqual(JSON.parse(frameOf('typing')), { type: 'typing' });
  assert.deepEqual(JSON.parse(frameOf('renew', { token: 'T' })), { type: 'renew', token: 'T' });
});

test('what a server says', () => {
  const frame = [
    { type: 'welcome', client_id: 'a', name: 'Ann', room_id: 'R', epoch: 'e', head: 4, resumed: true, members: [{ client_id: 'b', name: 'Bob' }], heartbeat_ms: 5, max_message_chars: 40 },
    { type: 'message', seq: 5, ref: 'r', client_id: 'b', name: 'Bob', message: 'hi', timestamp: 't' },
    { type: 'joined', member: { client_id: 'c', name: 'Cem' } },
    { type: 'left', client_id: 'c' },
    { type: 'typing', client_id: 'b', name: 'Bob' },
    { type: 'heartbeat', head: 5 },
    { type: 'renewed', expires_at: 't' },
    { type: 'error', code: 'rate_limited', detail: 'Slow down.', ref: 'r', retry_after_ms: 9 },
  ];
  const bob = { clientId: 'b', name: 'Bob' };
  assert.deepEqual(eventsIn(JSON.stringify(frame)), [
    { type: 'welcome', detail: { clientId: 'a', name: 'Ann', roomId: 'R', epoch: 'e', head: 4, resumed: true, members: [bob], heartbeatMs: 5, maxMessageChars: 40 } },
    { type: 'message', detail: { seq: 5, ref: 'r', ...bob, message: 'hi', timestamp: 't' } },
    { type: 'joined', detail: { member: { clientId: 'c', name: 'Cem' } } },
    { type: 'left', detail: { clientId: 'c' } },
    { type: 'typing', detail: bob },
    { type: 'heartbeat', detail: { head: 5 } },
    { type: 'renewed', detail: { expiresAt: 't' } },
    { type: 'error', detail: { code: 'rate_limited', detail: 'Slow down.', ref: 'r', retryAfterMs: 9 } },
  ]);
});

test('what is no event is left out', () => {
  assert.deepEqual(eventsIn('[null,7,{},"poll",[]]'), []);
  assert.deepEqual(eventsIn('{"type":"heartbeat","head":1,"__proto__":{"head":2}}')[0].detail.head, 1);
  assert.throws(() => eventsIn('{'));
});
