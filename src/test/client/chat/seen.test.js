import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Seen } from '../../../main/webapp/client/chat/seen.js';

function storage(values = {}) {
  return {
    values,
    getItem: (key) => values[key] ?? null,
    setItem: (key, value) => (values[key] = value),
    removeItem: (key) => delete values[key],
  };
}

test('a room that nobody has seen is not known', () => {
  assert.equal(new Seen('room', storage()).upTo('e'), undefined);
});

test('what was seen is known to who comes later', () => {
  const browser = storage();
  new Seen('room', browser).save('e', 7);
  assert.equal(new Seen('room', browser).upTo('e'), 7);
  assert.equal(new Seen('other', browser).upTo('e'), undefined);
  assert.deepEqual(JSON.parse(browser.values['parley.seen']), { room: { epoch: 'e', seq: 7 } });
});

test('who has seen less does not take back what another tab has seen', () => {
  const browser = storage();
  new Seen('room', browser).save('e', 7);
  new Seen('room', browser).save('e', 5);
  assert.equal(new Seen('room', browser).upTo('e'), 7);
});

test('another log begins anew', () => {
  const seen = new Seen('room', storage());
  seen.save('old', 700);
  assert.equal(seen.upTo('new'), undefined);
  seen.save('new', 3);
  assert.equal(seen.upTo('new'), 3);
});

test('the room that was seen longest ago is forgotten first, after a hundred', () => {
  const browser = storage();
  for (let i = 0; i < 100; i++) new Seen(`room-${i}`, browser).save('e', 1);
  new Seen('room-0', browser).save('e', 2);
  new Seen('room-100', browser).save('e', 1);
  assert.equal(new Seen('room-0', browser).upTo('e'), 2);
  assert.equal(new Seen('room-1', browser).upTo('e'), undefined);
  assert.equal(new Seen('room-2', browser).upTo('e'), 1);
});

for (const [what, value] of Object.entries({ 'no JSON': '{', null: 'null', 'a number': '7', 'no seq': '{"room":{"epoch":"e","seq":"9"}}', 'no room': '{"room":null}' })) {
  test(`what somebody else has left there does no harm: ${what}`, () => {
    const browser = storage({ 'parley.seen': value });
    const seen = new Seen('room', browser);
    assert.equal(seen.upTo('e'), undefined);
    seen.save('e', 3);
    assert.equal(seen.upTo('e'), 3);
  });
}

test('without a storage nothing is known, and nothing fails', () => {
  const seen = new Seen('room', null);
  seen.save('e', 3);
  assert.equal(seen.upTo('e'), undefined);
  new Seen('room').save('e', 3); // there is none in Node either
});

test('a full storage keeps what it has', () => {
  const browser = storage();
  new Seen('room', browser).save('e', 3);
  const full = { ...browser, setItem: () => assert.fail('QuotaExceededError') };
  new Seen('room', full).save('e', 4);
  assert.equal(new Seen('room', browser).upTo('e'), 3);
});

test('a room may have any name', () => {
  const browser = storage();
  new Seen('__proto__', browser).save('e', 3);
  assert.equal(new Seen('__proto__', browser).upTo('e'), 3);
  assert.equal(new Seen('constructor', browser).upTo('e'), undefined);
});
