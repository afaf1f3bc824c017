import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PostOutbox } from '../../../main/webapp/client/connection/post-outbox.js';
import { storeIn } from '../../../main/webapp/client/connection/storage.js';
import { FakeStorage } from '../support/fake-server.js';

const texts = (outbox) => [...outbox].map(({ message }) => message);

function kept(storage) {
  const outbox = new PostOutbox(3);
  outbox.keepIn(storeIn(storage, 'key'));
  return outbox;
}

test('posts outlive the page, in order and with their refs', () => {
  const storage = new FakeStorage();
  const first = kept(storage);
  const one = first.add('one', 1);
  first.add('two', 2);
  first.mark(one.ref, { code: 'too_long', detail: '' });
  const second = kept(storage);
  assert.deepEqual([...second], [...first]);
  assert.equal(second.next().message, 'two');
  second.mark(one.ref);
  assert.deepEqual(second.next(), { ...one, failed: undefined });
});

test('what is written before it is known where to keep it comes after what was kept', () => {
  const storage = new FakeStorage();
  kept(storage).add('before', 1);
  const outbox = new PostOutbox();
  outbox.add('now', 2);
  outbox.keepIn(storeIn(storage, 'key'));
  assert.deepEqual(texts(outbox), ['before', 'now']);
  assert.deepEqual(texts(kept(storage)), ['before', 'now']);
});

test('nothing is left behind in the store', () => {
  const storage = new FakeStorage();
  const outbox = kept(storage);
  const { ref } = outbox.add('one', 1);
  assert.ok(outbox.remove(ref));
  assert.ok(!outbox.remove(ref));
  assert.equal(storage.getItem('key'), null);
});

test('it is bounded, also by what it finds', () => {
  const storage = new FakeStorage();
  const outbox = kept(storage);
  for (const text of ['1', '2', '3']) outbox.add(text, 1);
  assert.ok(outbox.full);
  storage.setItem('key', JSON.stringify(Array.from({ length: 9 }, (_, i) => ({ ref: `r${i}`, message: 'x', at: 1 }))));
  assert.equal(kept(storage).size, 3);
});

test('what cannot be read is not there', () => {
  for (const text of ['{', '{}', 'null', '[null]', '[{"ref":1}]', '"x"']) {
    const storage = new FakeStorage();
    storage.setItem('key', text);
    assert.equal(kept(storage).size, 0, text);
  }
});

test('when the store is full, what is older than the page does not come back', () => {
  const storage = new FakeStorage();
  const outbox = kept(storage);
  outbox.add('one', 1);
  storage.full = true;
  outbox.add('two', 2);
  assert.deepEqual(texts(outbox), ['one', 'two']);
  assert.equal(storage.getItem('key'), null);
});

test('refs are unique', () => {
  const outbox = new PostOutbox(1000);
  for (let i = 0; i < 1000; i++) assert.match(outbox.add('x', 1).ref, /^[a-z0-9-]{7,64}$/);
  assert.equal(outbox.size, 1000);
});
