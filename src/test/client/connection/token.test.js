import assert from 'node:assert/strict';
import { test } from 'node:test';
import { claimsOf } from '../../../main/webapp/client/connection/token.js';
import { ROOM, tokenFor } from '../support/fake-server.js';

test('a token says who one is, where, and for how long', () => {
  const name = 'Zoë 👋 Ångström ünïcødé';
  assert.deepEqual(claimsOf(tokenFor({ clientId: 'c-1', name, host: true, lifetimeS: 60 })), {
    me: { clientId: 'c-1', name, host: true },
    room: ROOM,
    lifetimeMs: 60_000,
  });
  assert.equal(claimsOf(tokenFor()).me.host, false);
});

test('what is no token of Parley’s says nothing', () => {
  const of = (claims) => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;
  for (const token of ['', 'a.b.c', 'x', of({}), of(null), of({ client_id: 1, name: 'a', room_id: 'r' })]) {
    assert.equal(claimsOf(token), null, token);
  }
});
