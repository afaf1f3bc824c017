import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Timeline } from '../../../main/webapp/client/connection/timeline.js';

const m = (seq) => ({ seq, ref: `r${seq}`, clientId: 'bob', name: 'Bob', message: String(seq), timestamp: '' });
const seqs = (messages) => messages.map(({ seq }) => seq);

function at(...page) {
  const timeline = new Timeline();
  timeline.restart('e1', page.map(m));
  return timeline;
}

test('each message is handed on once, in the order of seq', () => {
  const timeline = at(1);
  assert.deepEqual(seqs(timeline.receive(m(2))), [2]);
  assert.deepEqual(timeline.receive(m(2)), []);
  assert.deepEqual(timeline.receive(m(1)), []);
  assert.deepEqual(timeline.receive(m(4)), []);
  assert.ok(timeline.behind);
  assert.deepEqual(seqs(timeline.receive(m(3))), [3, 4]);
  assert.ok(!timeline.behind);
});

test('a page fills the gap before what is held', () => {
  const timeline = at(1);
  timeline.receive(m(5));
  assert.deepEqual(seqs(timeline.fill([m(2), m(3)], null)), [2, 3]);
  assert.deepEqual(seqs(timeline.fill([m(4)], null)), [4, 5]);
});

test('what the log has forgotten leaves no gap for ever', () => {
  const timeline = at(1);
  timeline.receive(m(9));
  assert.deepEqual(seqs(timeline.fill([m(7)], 8)), [7, 9]);
  assert.ok(!timeline.behind);
});

test('a page that ends before what is held does not pass it', () => {
  const timeline = at(1);
  timeline.receive(m(4));
  timeline.expect(9);
  assert.deepEqual(seqs(timeline.fill([m(2)], 9)), [2, 4]);
  assert.equal(timeline.newest, 4);
  assert.ok(timeline.behind);
});

test('what a page has brought is held no more, and is in nobody’s way', () => {
  const timeline = at(1);
  timeline.receive(m(3));
  assert.deepEqual(seqs(timeline.fill([m(2), m(3)], null)), [2, 3]);
  timeline.expect(9);
  timeline.fill([], 9);
  assert.equal(timeline.newest, 9);
});

test('nothing is handed on while it is not known where to begin', () => {
  const timeline = at(1, 2);
  timeline.suspend();
  assert.deepEqual(timeline.receive(m(7)), []);
  assert.deepEqual(timeline.receive(m(6)), []);
  assert.ok(!timeline.behind);
  assert.deepEqual(seqs(timeline.restart('e2', [m(5)])), [6, 7]);
  assert.equal(timeline.epoch, 'e2');
});

test('another connection brings again what was held', () => {
  const timeline = at(1);
  timeline.receive(m(3));
  timeline.reconnect();
  assert.ok(!timeline.behind);
  assert.deepEqual(seqs(timeline.receive(m(2))), [2]);
  assert.deepEqual(seqs(timeline.receive(m(3))), [3]);
});

test('in whatever order and however often, all are handed on once', () => {
  let seed = 1;
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  for (let round = 0; round < 200; round++) {
    const timeline = at();
    const got = [];
    for (let step = 0; step < 60; step++) {
      if (random(5) > 0) got.push(...timeline.receive(m(1 + random(20))));
      else if (timeline.behind) {
        const from = timeline.newest + 1;
        const page = Array.from({ length: 1 + random(4) }, (_, i) => m(from + i)).filter(({ seq }) => seq <= timeline.head);
        got.push(...timeline.fill(page, null));
      }
    }
    assert.deepEqual(seqs(got), got.map((_, i) => i + 1));
  }
});
