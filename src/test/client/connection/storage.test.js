import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { storeIn, tabStorage } from '../../../main/webapp/client/connection/storage.js';
import { FakeStorage } from '../support/fake-server.js';

afterEach(() => {
  delete globalThis.document;
  delete globalThis.sessionStorage;
});

/** As a browser does that forbids it. */
const forbid = () =>
  Object.defineProperty(globalThis, 'sessionStorage', {
    configurable: true,
    get() {
      throw new DOMException('no', 'SecurityError');
    },
  });

const give = (value) => Object.defineProperty(globalThis, 'sessionStorage', { configurable: true, value });

test('the tab’s own is used where there is one, and may be used', () => {
  assert.equal(tabStorage(), null);
  const storage = new FakeStorage();
  give(storage);
  assert.equal(tabStorage(), null, 'a process is no tab');
  globalThis.document = {};
  assert.equal(tabStorage(), storage);
  forbid();
  assert.equal(tabStorage(), null);
});

test('a place for one text', () => {
  const storage = new FakeStorage();
  const store = storeIn(storage, 'key');
  store.save('text');
  assert.equal(store.load(), 'text');
  store.save(null);
  assert.equal(store.load(), null);
  storeIn(null, 'key').save('text');
  assert.equal(storeIn(null, 'key').load(), undefined);
});
