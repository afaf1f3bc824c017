import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Problem } from '../../../main/webapp/client/connection/rooms.js';
import { TokenRenewal } from '../../../main/webapp/client/connection/token-renewal.js';
import { FakeClock, settled } from '../support/fake-clock.js';
import { tokenFor } from '../support/fake-server.js';

const MINUTE = 60_000;
let clock, renewal, asked, renewed, answer;

beforeEach(() => {
  clock = new FakeClock();
  asked = [];
  renewed = [];
  answer = async () => ({ token: tokenFor(), expiresAt: '' });
  renewal = new TokenRenewal({
    renew: (token) => {
      asked.push({ token, at: clock.now() });
      return answer();
    },
    clock,
    random: () => 0.5,
    onRenewed: ({ token }) => renewed.push(token),
  });
});

test('a token of unknown age is renewed soon after the server has accepted it, not before', async () => {
  const token = tokenFor();
  renewal.start(token);
  await clock.pass(120 * MINUTE);
  assert.deepEqual(asked, []);
  renewal.accepted();
  await clock.pass(5_000);
  assert.deepEqual(asked.map(({ token }) => token), [token]);
});

test('then every token is renewed in time, however wrong the clock is', async () => {
  renewal.start(tokenFor());
  renewal.accepted();
  for (let hour = 0; hour < 5; hour++) {
    clock.shift(-7 * 60 * MINUTE); // somebody sets it back
    await clock.pass(46 * MINUTE);
  }
  assert.equal(asked.length, 6);
  assert.deepEqual(asked.slice(1).map(({ token }) => token), renewed.slice(0, 5));
});

test('a sleep counts as time that has passed', async () => {
  renewal.start(tokenFor());
  renewal.accepted();
  await clock.pass(10 * MINUTE);
  clock.shift(40 * MINUTE);
  await clock.pass(MINUTE);
  assert.equal(asked.length, 2);
});

test('to be accepted again changes nothing', async () => {
  renewal.start(tokenFor());
  renewal.accepted();
  renewal.accepted();
  await clock.pass(5_000);
  renewal.accepted();
  await clock.pass(30 * MINUTE);
  assert.equal(asked.length, 1);
});

test('a token that lives for seconds is renewed within them', async () => {
  answer = async () => ({ token: tokenFor({ lifetimeS: 8 }), expiresAt: '' });
  renewal.start(tokenFor({ lifetimeS: 8 }));
  renewal.accepted();
  await clock.pass(400);
  assert.equal(asked.length, 1);
  await clock.pass(6_100);
  assert.equal(asked.length, 2);
});

test('a failure is quiet, and it is tried again', async () => {
  answer = async () => Promise.reject(new Problem(503));
  renewal.start(tokenFor());
  renewal.accepted();
  await clock.pass(5_000 + 30_000 + 30_000);
  assert.equal(asked.length, 3);
  assert.deepEqual(renewed, []);
});

test('a refusal for good is said to who asks, and not asked for again', async () => {
  for (const status of [401, 403, 404]) {
    answer = async () => Promise.reject(new Problem(status));
    renewal.start(tokenFor());
    assert.equal(await renewal.now(), status);
    assert.equal(clock.running, 0);
  }
});

test('an answer after the end is nobody’s', async () => {
  let give;
  answer = () => new Promise((resolve) => (give = resolve));
  renewal.start(tokenFor());
  const outcome = renewal.now();
  renewal.stop();
  give({ token: tokenFor(), expiresAt: '' });
  assert.equal(await outcome, 'unanswered');
  await settled();
  assert.deepEqual(renewed, []);
  assert.equal(clock.running, 0);
});
