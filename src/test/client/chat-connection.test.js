import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { ChatConnection, ownServer } from '../../main/webapp/client/chat-connection.js';
import { FakeClock, settled } from './support/fake-clock.js';
import { FakeServer, FakeStorage, ROOM, SERVER, tokenFor } from './support/fake-server.js';

const EVENTS = [
  'status',
  'reset',
  'message',
  'acknowledged',
  'failed',
  'limited',
  'unavailable',
  'available',
  'welcome',
  'joined',
  'left',
  'members',
  'typing',
  'renewed',
];
const MINUTE = 60_000;

let clock, server, network, storage, random, opened;

beforeEach(() => {
  clock = new FakeClock();
  server = new FakeServer();
  network = new EventTarget();
  storage = new FakeStorage();
  random = 0.5;
  opened = [];
});

afterEach(() => {
  for (const connection of opened) connection.close();
  assert.equal(clock.running, 0, 'a closed connection leaves no timer running');
});

/** Not open yet; what it tells is in `told`. */
function newConnection(options = {}) {
  const { WebSocket, fetch } = server;
  const connection = new ChatConnection({
    server: SERVER,
    token: tokenFor(),
    storage,
    random: () => random,
    clock,
    network,
    WebSocket,
    fetch,
    ...options,
  });
  connection.told = [];
  for (const type of EVENTS) connection.addEventListener(type, ({ detail }) => connection.told.push({ type, ...detail }));
  opened.push(connection);
  return connection;
}

const told = (connection, wanted) => connection.told.filter(({ type }) => type === wanted);
const texts = (connection) => told(connection, 'message').map(({ message }) => message);
const kindOf = (connection) => connection.status.ending?.kind;

/** Open and welcomed. */
async function connected(options, welcome) {
  const connection = newConnection(options);
  connection.open();
  await settled();
  server.socket.say(server.welcome(welcome));
  await settled();
  return connection;
}

/** The next attempt, as far as the welcome. */
async function reconnected(connection, welcome) {
  await clock.pass(connection.status.retryAt - clock.now());
  server.socket.say(server.welcome(welcome));
  await settled();
}

describe('coming in', () => {
  test('the latest page first, then the socket, from where the page ends', async () => {
    server.store('one');
    server.store('two');
    const connection = newConnection();
    assert.deepEqual(connection.status, { status: 'closed', failures: 0 });
    connection.open();
    assert.equal(connection.status.status, 'connecting');
    await settled();
    assert.equal(server.socket.url.href, 'wss://portal.example/parley/ws/chat?after=2&epoch=e1');
    assert.deepEqual(server.socket.protocols, ['parley.v1', `parley.bearer.${connection.token}`]);
    assert.equal(connection.status.status, 'connecting');
    server.socket.say(server.welcome());
    assert.equal(connection.status.status, 'open');
    const [reset] = told(connection, 'reset');
    assert.deepEqual(reset.messages.map(({ message, own }) => [message, own]), [['one', false], ['two', false]]);
    assert.deepEqual([reset.hasMore, reset.forgotten], [false, false]);
  });

  test('who one is comes from the token, at once', () => {
    const connection = newConnection({ token: tokenFor({ host: true }) });
    assert.deepEqual(connection.me, { clientId: 'ann', name: 'Ann', host: true });
    assert.equal(connection.room, ROOM);
    assert.equal(connection.maxMessageChars, 4000);
    assert.deepEqual(connection.members, []);
  });

  test('by default the server is where the module comes from', () => {
    assert.ok(ownServer.href.endsWith('/src/main/webapp/'));
  });

  test('a token that is none ends it', async () => {
    for (const token of ['', 'none', 'a.b.c']) {
      const connection = newConnection({ token });
      connection.open();
      await settled();
      assert.deepEqual([connection.status.status, kindOf(connection)], ['closed', 'token']);
    }
    assert.deepEqual(server.requests, []);
  });

  test('without a WebSocket it says so', () => {
    assert.throws(() => newConnection({ WebSocket: null }), /There is no WebSocket here/);
  });

  test('one’s own are known before the welcome', async () => {
    server.store('mine', { clientId: 'ann' });
    const connection = newConnection();
    connection.open();
    await settled();
    assert.equal(told(connection, 'reset')[0].messages[0].own, true);
  });

  test('a server without a limit of characters says 0, an older one nothing', async () => {
    const unlimited = await connected({}, { max_message_chars: 0 });
    assert.equal(unlimited.maxMessageChars, Infinity);
    assert.equal(told(unlimited, 'welcome')[0].maxMessageChars, Infinity);
    assert.equal((await connected({}, { max_message_chars: undefined })).maxMessageChars, 4000);
  });

  test('what a later server adds is left out', async () => {
    const connection = await connected();
    const before = connection.told.length;
    server.socket.say([{ type: 'poll' }, { type: 'toString' }, null]);
    assert.equal(connection.told.length, before);
  });

  test('who is here is kept up to date', async () => {
    const connection = await connected({}, { max_message_chars: 40 });
    assert.equal(connection.maxMessageChars, 40);
    server.socket.say({ type: 'joined', member: { client_id: 'bob', name: 'Bob' } });
    server.socket.say({ type: 'joined', member: { client_id: 'bob', name: 'Bob' } });
    assert.deepEqual(connection.members, [{ clientId: 'ann', name: 'Ann' }, { clientId: 'bob', name: 'Bob' }]);
    const before = connection.members;
    server.socket.say({ type: 'left', client_id: 'ann' }); // another connection of one's own
    assert.equal(connection.members, before);
    server.socket.say({ type: 'left', client_id: 'bob' });
    assert.deepEqual(connection.members, [{ clientId: 'ann', name: 'Ann' }]);
    assert.equal(before.length, 2);
    assert.equal(told(connection, 'members').length, 4);
    assert.equal(told(connection, 'joined').length, 2);
    assert.equal(told(connection, 'left').length, 1);
  });
});

describe('messages', () => {
  test('live ones, each once and in order; own ones are known, in former lives too', async () => {
    const connection = await connected({ ownIds: ['ann-before'] });
    const [one, two, three] = [server.store('one'), server.store('two', { clientId: 'ann' }), server.store('three', { clientId: 'ann-before' })];
    server.socket.say(one, two);
    server.socket.say(two, three, one);
    assert.deepEqual(told(connection, 'message').map(({ message, own }) => [message, own]), [['one', false], ['two', true], ['three', true]]);
  });

  test('a jump is fetched, page by page, and told in order', async () => {
    const connection = await connected();
    const all = Array.from({ length: 450 }, (_, i) => server.store(`m${i + 1}`));
    server.socket.say(all.at(-1));
    await settled();
    assert.deepEqual(texts(connection), all.map(({ message }) => message));
    assert.equal(server.requests.filter(({ path }) => path.includes('after=')).length, 3);
  });

  test('a heartbeat that is ahead shows what is missing', async () => {
    const connection = await connected();
    server.store('lost on its way');
    server.socket.say({ type: 'heartbeat', head: 1 });
    await settled();
    assert.deepEqual(texts(connection), ['lost on its way']);
  });

  test('a gap that the log has forgotten is looked for twice, then passed', async () => {
    const connection = await connected();
    server.store('forgotten');
    const two = server.store('two');
    server.log.splice(0, 2); // both are not to be had
    server.socket.say(two);
    await settled();
    assert.deepEqual(texts(connection), []);
    await clock.pass(1_000);
    assert.deepEqual(texts(connection), ['two']);
  });

  test('a gap that turns out to be in another log is no gap: it starts afresh', async () => {
    server.store('one');
    const connection = await connected();
    server.epoch = 'e2';
    server.log.length = 0;
    server.store('other');
    server.socket.say({ type: 'heartbeat', head: 2 });
    await settled();
    const { messages, forgotten } = told(connection, 'reset').at(-1);
    assert.deepEqual([messages.map(({ message }) => message), forgotten], [['other'], true]);
  });

  test('a frame that cannot be read hides nothing for long', async () => {
    const connection = await connected();
    server.store('in the broken frame');
    const next = server.store('next');
    server.socket.dispatchEvent(Object.assign(new Event('message'), { data: '[{"type":"mess' }));
    server.socket.say(next);
    await settled();
    assert.deepEqual(texts(connection), ['in the broken frame', 'next']);
  });

  test('what was said before is had by page', async () => {
    for (let i = 1; i <= 120; i++) server.store(`m${i}`);
    const connection = await connected();
    const { messages, hasMore } = await connection.older(71);
    assert.deepEqual([messages.length, messages[0].seq, hasMore], [50, 21, true]);
    server.answers.push({ status: 503, detail: 'Later.' });
    await assert.rejects(connection.older(21), { status: 503, detail: 'Later.' });
    server.epoch = 'e2';
    assert.equal(await connection.older(21), null);
  });

  test('typing of others is told; one’s own goes out every three seconds', async () => {
    const connection = await connected();
    server.socket.say({ type: 'typing', client_id: 'bob', name: 'Bob' }, { type: 'typing', client_id: 'ann', name: 'Ann' });
    assert.deepEqual(told(connection, 'typing'), [{ type: 'typing', clientId: 'bob', name: 'Bob' }]);
    connection.typing();
    connection.typing();
    clock.shift(3_000);
    connection.typing();
    assert.deepEqual(server.socket.sent, [{ type: 'typing' }, { type: 'typing' }]);
  });
});

describe('coming back', () => {
  test('it resumes, what was missed follows, and nothing comes twice', async () => {
    server.store('one');
    const connection = await connected();
    server.socket.end(1001, 'going away');
    assert.deepEqual(connection.status, { status: 'waiting', failures: 1, retryAt: clock.now() + 250, ending: { kind: 'lost' } });
    const two = server.store('two');
    await reconnected(connection);
    assert.equal(server.socket.url.search, '?after=1&epoch=e1');
    server.socket.say(two);
    server.socket.say(server.store('three'));
    await settled();
    assert.deepEqual(texts(connection), ['two', 'three']);
    assert.equal(told(connection, 'reset').length, 1);
    assert.equal(server.requests.length, 1, 'nothing had to be fetched');
  });

  test('a replay that does not go on is fetched', async () => {
    const connection = await connected();
    server.socket.end(1006);
    server.store('one');
    await reconnected(connection);
    await clock.pass(5_000);
    assert.deepEqual(texts(connection), ['one']);
  });

  test('where the server cannot resume, it starts afresh', async () => {
    server.store('one');
    const connection = await connected();
    server.socket.end(1006);
    server.store('two');
    await reconnected(connection, { resumed: false });
    assert.deepEqual(told(connection, 'reset').map(({ messages, forgotten }) => [messages.length, forgotten]), [[1, false], [2, false]]);
    server.epoch = 'e2';
    server.log.length = 0;
    server.socket.end(1006);
    await reconnected(connection);
    assert.deepEqual(told(connection, 'reset').at(-1), { type: 'reset', messages: [], hasMore: false, epoch: 'e2', forgotten: true });
  });

  test('the waits grow with full jitter up to half a minute, and shrink after a connection that lasts', async () => {
    random = 1;
    const connection = await connected();
    const waits = [];
    for (let i = 0; i < 8; i++) {
      server.socket.end(1006);
      waits.push(connection.status.retryAt - clock.now());
      await clock.pass(waits.at(-1));
    }
    assert.deepEqual(waits, [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    server.socket.say(server.welcome());
    await clock.pass(4_999);
    assert.equal(connection.status.status, 'open');
    server.socket.end(1006);
    assert.equal(connection.status.failures, 9);
    await clock.pass(30_000);
    server.socket.say(server.welcome());
    await clock.pass(5_000);
    server.socket.end(1006);
    assert.equal(connection.status.failures, 1);
    random = 0;
    await clock.pass(500);
    server.socket.end(1006);
    assert.equal(connection.status.retryAt, clock.now());
  });

  test('after 1008 and 4500 to 4999 it stops and says why, after any other code it comes back', async () => {
    const final = { 4500: 'refused', 4501: 'bad-frames', 4503: 'removed', 4504: 'room-closed', 4999: 'refused' };
    for (const [code, kind] of Object.entries(final)) {
      const connection = await connected();
      server.socket.end(Number(code));
      assert.deepEqual([connection.status.status, kindOf(connection)], ['closed', kind]);
    }
    const reasons = { 'Rate limit exceeded': 'rate', 'Token invalid': 'token', 'Token required': 'token', other: 'refused' };
    for (const [reason, kind] of Object.entries(reasons)) {
      const connection = await connected();
      server.socket.end(1008, reason);
      assert.deepEqual([connection.status.status, kindOf(connection)], ['closed', kind]);
    }
    const passing = { 1000: 'lost', 1001: 'lost', 1003: 'lost', 1006: 'lost', 1009: 'too-big', 1011: 'fault', 1013: 'full', 4002: 'lost', 4003: 'lost' };
    for (const [code, kind] of Object.entries(passing)) {
      const connection = await connected();
      server.socket.end(Number(code));
      assert.deepEqual([connection.status.status, kindOf(connection)], ['waiting', kind]);
      await reconnected(connection);
      assert.equal(connection.status.status, 'open');
      connection.close();
    }
  });

  test('history that cannot be read is waited for; a room that is gone, or a member who is none, ends it', async () => {
    for (const [status, detail, kind] of [[404, '', 'room-gone'], [403, '', 'no-member'], [401, 'Token invalid', 'token']]) {
      server.answers.push({ status, detail });
      const connection = newConnection();
      connection.open();
      await settled();
      assert.deepEqual([connection.status.status, kindOf(connection)], ['closed', kind]);
    }
    server.answers.push({ status: 503, detail: 'Later.', headers: { 'Retry-After': '7' } }, () => Promise.reject(new TypeError('fetch failed')));
    const connection = newConnection();
    connection.open();
    await settled();
    assert.deepEqual(connection.status, { status: 'waiting', failures: 1, retryAt: clock.now() + 7_000, ending: { kind: 'fault' } });
    await clock.pass(7_000);
    assert.equal(kindOf(connection), 'lost');
    await clock.pass(500);
    assert.equal(server.sockets.length, 1);
  });

  test('a server that is silent beyond two heartbeats is taken for gone', async () => {
    const connection = await connected();
    await clock.pass(40_000);
    server.socket.say({ type: 'heartbeat', head: 0 });
    await clock.pass(54_999);
    assert.equal(connection.status.status, 'open');
    await clock.pass(1);
    assert.deepEqual([connection.status.status, kindOf(connection)], ['waiting', 'lost']);
    assert.ok(server.sockets[0].closed);
  });

  test('an attempt that comes to nothing is given up after twenty seconds', async () => {
    const connection = newConnection();
    connection.open();
    await clock.pass(19_999);
    assert.equal(connection.status.status, 'connecting');
    await clock.pass(1);
    assert.equal(connection.status.status, 'waiting');
    assert.ok(server.sockets[0].closed);
    server.sockets[0].say(server.welcome());
    assert.equal(connection.status.status, 'waiting', 'what was given up is heard no more');
  });

  test('offline is noticed at once, and online does not sit out the wait', async () => {
    const connection = await connected();
    network.dispatchEvent(new Event('offline'));
    assert.deepEqual([connection.status.status, kindOf(connection)], ['waiting', 'offline']);
    network.dispatchEvent(new Event('online'));
    await settled();
    assert.equal(server.sockets.length, 2);
    network.dispatchEvent(new Event('online'));
    connection.retryNow();
    await settled();
    assert.equal(server.sockets.length, 2, 'an attempt under way is left alone');
    connection.close();
    network.dispatchEvent(new Event('offline'));
    network.dispatchEvent(new Event('online'));
    assert.equal(connection.status.status, 'closed');
  });

  test('who looks again after a sleep waits no longer', async (t) => {
    globalThis.document = Object.assign(new EventTarget(), { hidden: true });
    t.after(() => delete globalThis.document);
    const look = (hidden) => {
      document.hidden = hidden;
      document.dispatchEvent(new Event('visibilitychange'));
    };
    const connection = await connected();
    look(false);
    assert.equal(connection.status.status, 'open');
    clock.shift(31_000);
    look(true);
    assert.equal(connection.status.status, 'open');
    look(false);
    await settled();
    assert.equal(connection.status.status, 'connecting');
    assert.equal(server.sockets.length, 2);
    server.socket.end(1006);
    assert.equal(connection.status.status, 'waiting');
    look(false);
    await settled();
    assert.equal(server.sockets.length, 3);
    connection.close();
    look(false);
    assert.equal(connection.status.status, 'closed');
  });
});

describe('leaving', () => {
  test('to leave ends everything; to open again resumes', async () => {
    server.store('one');
    const connection = await connected();
    connection.close();
    assert.deepEqual([connection.status.status, kindOf(connection)], ['closed', 'left']);
    assert.ok(server.socket.closed);
    const two = server.store('two');
    connection.open();
    await settled();
    server.socket.say(server.welcome());
    server.socket.say(two);
    assert.deepEqual(texts(connection), ['two']);
    assert.equal(told(connection, 'reset').length, 1);
  });

  test('nothing listens any more after it', async () => {
    const signals = [];
    const recording = { addEventListener: (type, listener, { signal }) => signals.push(signal) };
    const connection = await connected({ network: recording });
    assert.deepEqual(signals.map(({ aborted }) => aborted), [false, false]);
    connection.close();
    assert.deepEqual(signals.map(({ aborted }) => aborted), [true, true]);
  });

  test('opened, closed and opened again at once, as StrictMode does, it is one connection', async () => {
    const connection = newConnection();
    connection.open();
    connection.post('hello');
    connection.close();
    connection.open();
    await settled();
    assert.equal(server.sockets.length, 1);
    server.socket.say(server.welcome());
    await clock.pass(1_000);
    assert.equal(server.socket.posts.length, 1);
    assert.equal(told(connection, 'reset').length, 1);
  });
});

describe('posts', () => {
  test('one after the other, each until its own ref comes back', async () => {
    const connection = await connected();
    const { post: one } = connection.post('one');
    const { post: two } = connection.post('two');
    assert.deepEqual(connection.pending, [one, two]);
    assert.deepEqual(server.socket.posts, [{ type: 'post', ref: one.ref, message: 'one' }]);
    server.socket.say(server.store('one', { clientId: 'ann', ref: one.ref }));
    await clock.pass(120);
    assert.deepEqual(server.socket.posts.map(({ ref }) => ref), [one.ref, two.ref]);
    assert.deepEqual(told(connection, 'acknowledged'), [{ type: 'acknowledged', ref: one.ref, held: false }]);
    assert.equal(connection.unsent, 1);
    const order = connection.told.map(({ type }) => type);
    assert.ok(order.indexOf('message') < order.indexOf('acknowledged'));
  });

  test('what cannot be sent is refused, and not kept', async () => {
    const connection = newConnection();
    assert.deepEqual(connection.post('x'), { refused: 'closed' });
    connection.open();
    await settled();
    server.socket.say(server.welcome({ max_message_chars: 3 }));
    assert.deepEqual(connection.post(' \n'), { refused: 'blank' });
    assert.deepEqual(connection.post('four'), { refused: 'too_long' });
    assert.ok(connection.post('👋👋👋').post);
    for (let i = 1; i < 100; i++) connection.post('x');
    assert.deepEqual(connection.post('x'), { refused: 'queue_full' });
    assert.equal(connection.unsent, 100);
  });

  test('written offline, they go out afterwards; what the server has already does not go out again', async () => {
    const connection = await connected();
    const { post: one } = connection.post('one');
    server.store('one', { clientId: 'ann', ref: one.ref }); // stored, but the answer is lost
    server.socket.end(1006);
    const { post: two } = connection.post('two');
    assert.equal(connection.unsent, 2);
    await reconnected(connection);
    assert.deepEqual(server.socket.posts, [], 'not before it is known what has arrived');
    server.socket.say({ type: 'message', ...server.log[0] });
    await clock.pass(1_000);
    assert.deepEqual(server.socket.posts.map(({ ref }) => ref), [two.ref]);
  });

  test('they survive a reload, in a tab’s own place for the room', async () => {
    const before = await connected();
    server.socket.end(1006);
    before.post('written before the reload');
    const { ref } = before.pending[0];
    before.close();
    assert.match(storage.getItem(`parley.outbox.${ROOM}`), /written before/);
    const after = newConnection({ room: ROOM.toUpperCase() });
    assert.deepEqual(after.pending.map((post) => post.ref), [ref]);
    after.open();
    await settled();
    server.socket.say(server.welcome());
    await clock.pass(1);
    assert.deepEqual(server.socket.posts.map((post) => post.ref), [ref]);
    server.socket.say(server.store('written before the reload', { clientId: 'ann', ref }));
    assert.equal(storage.getItem(`parley.outbox.${ROOM}`), null);
  });

  test('one that turns out to be stored long ago is found where it is read', async () => {
    const kept = [{ ref: 'long-ago', message: 'm1', at: 1 }];
    storage.setItem(`parley.outbox.${ROOM}`, JSON.stringify(kept));
    server.store('m1', { clientId: 'ann', ref: 'long-ago' });
    for (let i = 2; i <= 60; i++) server.store(`m${i}`);
    const connection = await connected();
    await connection.older(11);
    assert.deepEqual(told(connection, 'acknowledged'), [{ type: 'acknowledged', ref: 'long-ago', held: false }]);
    assert.equal(connection.unsent, 0);
  });

  test('with no storage they are kept in memory', async () => {
    const connection = await connected({ storage: null });
    connection.post('one');
    assert.equal(connection.unsent, 1);
  });

  test('one that is refused fails with code and words, can be retried with its ref, or discarded', async () => {
    const connection = await connected();
    const { ref } = connection.post('one').post;
    server.socket.say({ type: 'error', code: 'too_long', detail: 'At most 2.', ref });
    assert.deepEqual(told(connection, 'failed'), [{ type: 'failed', ref, code: 'too_long', detail: 'At most 2.' }]);
    assert.deepEqual(connection.pending[0].failed, { code: 'too_long', detail: 'At most 2.' });
    await clock.pass(1_000);
    connection.retry(ref);
    assert.deepEqual(server.socket.posts.map((post) => post.ref), [ref, ref]);
    server.socket.say({ type: 'error', code: 'forbidden', detail: '', ref });
    connection.discard(ref);
    assert.equal(connection.unsent, 0);
  });

  test('one that is too big for a frame fails, and does not end the next connection too', async () => {
    const connection = await connected();
    const { ref } = connection.post('one').post;
    server.socket.end(1009, 'message too long');
    assert.deepEqual(told(connection, 'failed'), [{ type: 'failed', ref, code: 'too_long', detail: '' }]);
    await reconnected(connection);
    assert.deepEqual(server.socket.posts, []);
  });

  test('a rate limit is told of, and it goes out again by itself', async () => {
    const connection = await connected();
    const { ref } = connection.post('one').post;
    server.socket.say({ type: 'error', code: 'rate_limited', detail: 'Slow down.', ref, retry_after_ms: 1200 });
    assert.deepEqual(told(connection, 'limited'), [{ type: 'limited', retryAt: clock.now() + 1200 }]);
    await clock.pass(1200);
    assert.equal(server.socket.posts.length, 2);
  });

  test('a server that cannot store for now is told of; so is that it can again', async () => {
    const connection = await connected();
    const { ref } = connection.post('one').post;
    server.socket.say({ type: 'error', code: 'unavailable', detail: '', ref });
    assert.deepEqual(told(connection, 'unavailable'), [{ type: 'unavailable', retryAt: clock.now() + 2_000 }]);
    connection.retryNow();
    server.socket.say(server.store('one', { clientId: 'ann', ref }));
    assert.equal(told(connection, 'available').length, 1);
  });

  test('no answer and no sign of life is another connection’s turn', async () => {
    const connection = await connected();
    clock.shift(1);
    connection.post('one');
    await clock.pass(10_000);
    assert.equal(connection.status.status, 'waiting');
    await reconnected(connection);
    assert.equal(server.socket.posts.length, 1);
  });
});

describe('tokens', () => {
  test('one that was handed in is renewed soon, and the connection told, in place', async () => {
    const first = tokenFor();
    const connection = await connected({ token: first });
    await clock.pass(10_000);
    const [renewed] = told(connection, 'renewed');
    assert.equal(renewed.expiresAt, '2026-11-23T13:00:00.000Z');
    assert.notEqual(connection.token, first);
    assert.equal(connection.token, renewed.token);
    assert.deepEqual(server.socket.sent, [{ type: 'renew', token: connection.token }]);
    assert.equal(server.sockets.length, 1);
  });

  test('it never runs out, whatever the computer’s clock does', async () => {
    const connection = await connected();
    let newest = 0;
    connection.addEventListener('renewed', () => (newest = 0));
    for (let minute = 0; minute < 240; minute++) {
      clock.shift(minute % 2 ? 5 * MINUTE : -5 * MINUTE);
      server.socket.say({ type: 'heartbeat', head: 0 });
      await clock.pass(MINUTE / 2);
      server.socket.say({ type: 'heartbeat', head: 0 });
      await clock.pass(MINUTE / 2);
      assert.ok(++newest < 60, 'the token has run out');
    }
    assert.ok(told(connection, 'renewed').length <= 7 * 3);
    assert.equal(server.sockets.length, 1);
  });

  test('a renewal that came while it was not connected is told to the next socket', async () => {
    const connection = await connected();
    server.socket.end(1006);
    await clock.pass(250);
    const token = tokenFor();
    server.answers.push(() => Response.json({ token, expires_at: '' }));
    await clock.pass(5_000); // the renewal, while the socket is opening with the old token
    server.socket.say(server.welcome());
    assert.deepEqual(server.socket.sent, [{ type: 'renew', token }]);
    assert.equal(connection.token, token);
  });

  test('one that ran out while away is renewed if the server still does that, and the rest goes on', async () => {
    const connection = await connected();
    server.socket.end(1008, 'Token expired');
    assert.deepEqual([connection.status.status, kindOf(connection)], ['connecting', 'expired']);
    await settled();
    server.socket.say(server.welcome());
    assert.equal(connection.status.status, 'open');
    assert.equal(server.socket.protocols[1], `parley.bearer.${connection.token}`);
  });

  test('one that ran out and is not renewed any more ends it', async () => {
    const connection = await connected();
    server.answers.push({ status: 401, detail: 'Token expired' });
    server.socket.end(1008, 'Token expired');
    await settled();
    assert.deepEqual([connection.status.status, kindOf(connection)], ['closed', 'expired']);
  });

  test('a server that finds new tokens too old is not hammered', async () => {
    const connection = await connected();
    for (let i = 0; i < 3; i++) {
      server.socket.end(1008, 'Token expired');
      await settled();
    }
    assert.equal(connection.status.status, 'waiting');
    assert.equal(server.sockets.length, 2);
  });

  describe('from whoever has them', () => {
    let asked, answer;

    beforeEach(() => {
      asked = [];
      answer = () => tokenFor();
    });

    const source = (reason) => {
      asked.push(reason);
      return answer();
    };

    test('the first is asked for, and tells which room it is', async () => {
      storage.setItem(`parley.outbox.${ROOM}`, JSON.stringify([{ ref: 'kept', message: 'kept', at: 1 }]));
      const connection = newConnection({ token: source });
      assert.deepEqual([connection.room, connection.me, connection.token], [null, null, '']);
      connection.open();
      connection.post('written before the room is known');
      await settled();
      assert.deepEqual(asked, ['first']);
      assert.deepEqual([connection.room, connection.me.name], [ROOM, 'Ann']);
      assert.deepEqual(connection.pending.map(({ message }) => message), ['kept', 'written before the room is known']);
      server.socket.say(server.welcome());
      assert.equal(connection.status.status, 'open');
      connection.close();
      connection.open();
      await settled();
      assert.deepEqual(asked, ['first']);
    });

    test('a fresh one goes on where the old one was refused', async () => {
      const connection = await connected({ token: source });
      server.socket.end(1008, 'Token invalid');
      assert.deepEqual([connection.status.status, kindOf(connection)], ['connecting', 'token']);
      await settled();
      assert.deepEqual(asked, ['first', 'refused']);
      server.socket.say(server.welcome());
      assert.equal(connection.status.status, 'open');
      await clock.pass(5_000); // it lasts, and is renewed
      server.socket.say({ type: 'renewed', expires_at: '' });
      server.answers.push({ status: 401, detail: 'Token expired' }); // the renewal
      server.socket.end(1008, 'Token expired');
      await settled();
      assert.deepEqual(asked, ['first', 'refused', 'refused']);
      server.socket.say(server.welcome());
      assert.equal(connection.status.status, 'open');
    });

    test('one that ran out while there was no network is asked for at once', async () => {
      const connection = await connected({ token: source });
      network.dispatchEvent(new Event('offline'));
      for (let attempt = 0; attempt < 5; attempt++) {
        await clock.pass(connection.status.retryAt - clock.now());
        server.socket.end(1006);
      }
      network.dispatchEvent(new Event('online'));
      await settled();
      server.answers.push({ status: 401, detail: 'Token expired' }); // the renewal
      server.socket.end(1008, 'Token expired');
      await settled();
      assert.deepEqual(asked, ['first', 'refused']);
    });

    test('fresh ones that are refused too are asked for with back-off', async () => {
      const connection = await connected({ token: source });
      const waits = [];
      for (let i = 0; i < 5; i++) {
        server.socket.end(1008, 'Token invalid');
        await settled();
        if (connection.status.status === 'waiting') waits.push(connection.status.retryAt - clock.now());
        await clock.pass(waits.at(-1) ?? 0);
        assert.equal(asked.length, i + 2);
      }
      assert.deepEqual(waits, [500, 1000, 2000, 4000]);
    });

    test('the same again, or none, is an end', async () => {
      const first = tokenFor();
      for (const again of [first, null, '']) {
        answer = () => first;
        const connection = await connected({ token: source });
        answer = () => again;
        server.socket.end(1008, 'Token invalid');
        await settled();
        assert.deepEqual([connection.status.status, kindOf(connection)], ['closed', 'token']);
      }
      answer = () => null;
      const connection = newConnection({ token: source });
      connection.open();
      await settled();
      assert.deepEqual([connection.status.status, kindOf(connection)], ['closed', 'token']);
    });

    test('a source that fails is asked again with back-off', async () => {
      answer = () => {
        throw new Error('the portal is down');
      };
      const connection = newConnection({ token: source });
      connection.open();
      await settled();
      assert.deepEqual([connection.status.status, kindOf(connection)], ['waiting', 'lost']);
      answer = async () => Promise.reject(new Error('still down'));
      await clock.pass(250);
      answer = async () => tokenFor();
      await clock.pass(500);
      assert.deepEqual(asked, ['first', 'first', 'first']);
      server.socket.say(server.welcome());
      assert.equal(connection.status.status, 'open');
    });

    test('a source that may not give one any more ends it, and says why one was needed', async () => {
      for (const [status, ending] of [
        [403, 'expired'],
        [404, 'room-gone'],
      ]) {
        answer = () => tokenFor();
        const connection = await connected({ token: source });
        answer = () => Promise.reject(Object.assign(new Error(), { status }));
        server.answers.push({ status: 401, detail: 'Token expired' }); // the renewal
        server.socket.end(1008, 'Token expired');
        await settled();
        assert.deepEqual([connection.status.status, kindOf(connection)], ['closed', ending]);
      }
    });

    test('it is one question at a time, for as long as a person may need', async () => {
      let give;
      answer = () => new Promise((resolve) => (give = resolve));
      const connection = newConnection({ token: source });
      connection.open();
      await clock.pass(10 * MINUTE);
      assert.equal(connection.status.status, 'connecting');
      network.dispatchEvent(new Event('offline'));
      network.dispatchEvent(new Event('online'));
      connection.close();
      connection.open();
      await settled();
      assert.deepEqual(asked, ['first']);
      give(tokenFor());
      await settled();
      assert.equal(server.sockets.length, 1);
    });
  });
});

test('a host removes a member', async () => {
  const connection = await connected({ token: tokenFor({ host: true }) });
  await connection.removeMember('bob');
  const { method, path, token } = server.requests.at(-1);
  assert.deepEqual([method, path, token], ['DELETE', `api/rooms/${ROOM}/members/bob`, connection.token]);
  server.answers.push({ status: 403, detail: 'Only a host may.' });
  await assert.rejects(connection.removeMember('bob'), { status: 403, detail: 'Only a host may.' });
});
