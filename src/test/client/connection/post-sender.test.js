import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { PostOutbox } from '../../../main/webapp/client/connection/post-outbox.js';
import { PostSender } from '../../../main/webapp/client/connection/post-sender.js';
import { FakeClock } from '../support/fake-clock.js';

const PACE_MS = 120;
let clock, outbox, sent, told, sender, random;

beforeEach(() => {
  clock = new FakeClock();
  outbox = new PostOutbox();
  sent = [];
  told = [];
  random = 0.5;
  sender = new PostSender({
    outbox,
    clock,
    random: () => random,
    paceMs: PACE_MS,
    send: ({ ref }) => sent.push(ref),
    tell: (event, detail) => told.push([event, detail]),
    unanswered: (sentAt) => told.push(['unanswered', sentAt]),
  });
});

const add = (...texts) => texts.map((text) => outbox.add(text, clock.now()).ref);

function acknowledge(ref) {
  outbox.remove(ref);
  sender.acknowledged(ref);
}

test('one after the other, at a pace, only while there is a connection', async () => {
  const [one, two] = add('one', 'two');
  sender.wake();
  assert.deepEqual(sent, []);
  sender.start();
  await clock.pass(PACE_MS * 5);
  assert.deepEqual(sent, [one]);
  acknowledge(one);
  assert.deepEqual(sent, [one, two]);
});

test('the pace is kept between two posts', async () => {
  const [one, two] = add('one', 'two');
  sender.start();
  acknowledge(one);
  assert.deepEqual(sent, [one]);
  await clock.pass(PACE_MS - 1);
  assert.deepEqual(sent, [one]);
  await clock.pass(1);
  assert.deepEqual(sent, [one, two]);
});

test('a lost answer holds nothing up: the same ref goes out again', async () => {
  const [one] = add('one');
  sender.start();
  const sentAt = clock.now();
  await clock.pass(10_000);
  assert.deepEqual(sent, [one, one]);
  assert.deepEqual(told, [['unanswered', sentAt]]);
});

test('what was in flight goes out again on the next connection', () => {
  const [one] = add('one');
  sender.start();
  sender.stop();
  clock.shift(PACE_MS);
  sender.start();
  assert.deepEqual(sent, [one, one]);
});

test('a rate limit delays and is told of, and loses nothing', async () => {
  const [one] = add('one');
  sender.start();
  sender.refused({ code: 'rate_limited', detail: '', ref: one, retryAfterMs: 1200 });
  assert.deepEqual(told, [['limited', { retryAt: clock.now() + 1200 }]]);
  sender.retryNow(); // does not help
  await clock.pass(1199);
  assert.deepEqual(sent, [one]);
  await clock.pass(1);
  assert.deepEqual(sent, [one, one]);
});

test('a server that cannot store is asked again with back-off, and its recovery is told', async () => {
  const [one] = add('one');
  sender.start();
  for (const wait of [2_000, 3_000, 5_000, 9_000, 16_000, 16_000]) {
    const before = sent.length;
    sender.refused({ code: 'unavailable', detail: '', ref: one });
    assert.deepEqual(told.pop(), ['unavailable', { retryAt: clock.now() + wait }]);
    await clock.pass(wait - 1);
    assert.equal(sent.length, before);
    await clock.pass(1);
    assert.equal(sent.length, before + 1);
  }
  sender.refused({ code: 'unavailable', detail: '', ref: one });
  const before = sent.length;
  sender.retryNow();
  assert.equal(sent.length, before + 1);
  acknowledge(one);
  assert.deepEqual(told.at(-1), ['available', undefined]);
});

test('what is refused for good fails with the server’s code and words, and the next one goes out', async () => {
  const [one, two] = add('one', 'two');
  sender.start();
  sender.refused({ code: 'too_long', detail: 'At most 40.', ref: one });
  assert.deepEqual(told, [['failed', { ref: one, code: 'too_long', detail: 'At most 40.' }]]);
  assert.deepEqual(outbox.get(one).failed, { code: 'too_long', detail: 'At most 40.' });
  await clock.pass(PACE_MS);
  assert.deepEqual(sent, [one, two]);
  sender.refused({ code: 'of_a_later_server', detail: '' }); // without a ref it is the one in flight
  assert.deepEqual(told.at(-1), ['failed', { ref: two, code: 'of_a_later_server', detail: '' }]);
});

test('a refusal of what is not there is nothing', () => {
  sender.start();
  sender.refused({ code: 'bad_request', detail: '', ref: 'unknown' });
  sender.refused({ code: 'bad_request', detail: '' });
  sender.tooBig();
  assert.deepEqual(told, []);
});

test('a frame that was too big is not sent again', () => {
  const [one] = add('one');
  sender.start();
  sender.tooBig();
  sender.stop();
  sender.start();
  assert.deepEqual(sent, [one]);
  assert.deepEqual(told, [['failed', { ref: one, code: 'too_long', detail: '' }]]);
});
