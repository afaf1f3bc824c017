// Two people talk over a real server: node two-people.js <server>. It ends by itself when all went as it should.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { ChatConnection } from '../../../main/webapp/client/chat-connection.js';
import { createRoom, joinRoom } from '../../../main/webapp/client/connection/rooms.js';

const PATIENCE_MS = 60_000;
const server = process.argv[2];

/** A member whose events can be waited for, also when they have come already. */
class Person {
  #told = [];

  constructor(name, options) {
    this.connection = new ChatConnection({ server, ...options });
    const types = ['status', 'reset', 'message', 'acknowledged', 'members', 'typing', 'renewed', 'failed'];
    for (const type of types) this.connection.addEventListener(type, ({ detail }) => this.#told.push({ type, detail }));
  }

  get messages() {
    return this.#told.filter(({ type }) => type === 'message').map(({ detail }) => detail.message);
  }

  async until(type, holds = () => true) {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    for (;;) {
      const found = this.#told.find((told) => told.type === type && holds(told.detail));
      if (found) return found.detail;
      await once(this.connection, type, { signal });
    }
  }

  async enter() {
    this.connection.open();
    await this.until('status', ({ status }) => status === 'open');
  }
}

const hosting = await createRoom(server, 'Ann');
const ann = new Person('Ann', { token: hosting.token });
await ann.enter();
assert.deepEqual(ann.connection.me, { clientId: hosting.clientId, name: 'Ann', host: true });
assert.deepEqual(ann.connection.members, [{ clientId: hosting.clientId, name: 'Ann' }]);
assert.equal(ann.connection.maxMessageChars, 4000);

const reasons = [];
const bob = new Person('Bob', {
  token: async (reason) => {
    reasons.push(reason);
    return reason === 'first' ? (await joinRoom(server, hosting.roomId, 'Bob')).token : null;
  },
});
await bob.enter();
assert.equal(bob.connection.me.host, false);
await ann.until('members', () => ann.connection.members.length === 2);

bob.connection.typing();
assert.equal((await ann.until('typing')).name, 'Bob');
const { post } = bob.connection.post('Hello, "Ann" 👋');
await bob.until('acknowledged', ({ ref }) => ref === post.ref);
assert.deepEqual([await ann.until('message'), await bob.until('message')].map(({ own }) => own), [false, true]);

bob.connection.close();
ann.connection.post('Bob?');
await ann.until('message', ({ message }) => message === 'Bob?');
bob.connection.open();
await bob.until('message', ({ message }) => message === 'Bob?');
assert.deepEqual(bob.messages, ['Hello, "Ann" 👋', 'Bob?']);
assert.deepEqual((await bob.connection.older(2)).messages.map(({ message }) => message), ['Hello, "Ann" 👋']);

const renewed = await ann.until('renewed');
assert.equal(ann.connection.token, renewed.token);
await assert.rejects(bob.connection.removeMember(hosting.clientId), { status: 403 });
await ann.connection.removeMember(bob.connection.me.clientId);
const { ending } = await bob.until('status', ({ status, ending }) => status === 'closed' && ending.kind !== 'left');
assert.equal(ending.kind, 'removed');

ann.connection.close();
const stranger = new Person('Nobody', { token: hosting.token.replace(/.{8}$/, 'AAAAAAAA') });
stranger.connection.open();
assert.equal((await stranger.until('status', ({ status }) => status === 'closed')).ending.kind, 'token');
assert.deepEqual(reasons, ['first']);
