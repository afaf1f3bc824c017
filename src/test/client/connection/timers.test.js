import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backOff, Timers } from '../../../main/webapp/client/connection/timers.js';
import { FakeClock } from '../support/fake-clock.js';

test('one timer for each purpose', async () => {
  const clock = new FakeClock();
  const timers = new Timers(clock);
  const ran = [];
  timers.set('a', 10, () => ran.push('a'));
  timers.set('a', 20, () => ran.push('A'));
  timers.set('b', 15, () => ran.push('b'));
  timers.set('c', 5, () => ran.push('c'));
  timers.clear('c', 'unknown');
  await clock.pass(19);
  assert.deepEqual(ran, ['b']);
  assert.ok(timers.has('a') && !timers.has('b'));
  await clock.pass(1);
  assert.deepEqual(ran, ['b', 'A']);
  assert.equal(clock.running, 0);
});

test('a timer never runs at once because its time is too long for a timer', () => {
  const asked = [];
  const timers = new Timers({ now: () => 0, setTimeout: (task, ms) => asked.push(ms), clearTimeout() {} });
  for (const ms of [Infinity, 2 ** 40, 7]) timers.set('a', ms, () => {});
  assert.deepEqual(asked, [2 ** 31 - 1, 2 ** 31 - 1, 7]);
});

test('back-off doubles up to its cap, with full jitter', () => {
  const bounds = { base: 500, cap: 30_000 };
  const highest = Array.from({ length: 9 }, (_, failures) => backOff(failures, bounds, () => 1));
  assert.deepEqual(highest, [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  assert.equal(backOff(5, bounds, () => 0), 0);
  assert.equal(backOff(2000, bounds, () => 0.5), 15_000);
});
