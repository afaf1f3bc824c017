import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startsDay, startsGroup } from '../../../main/webapp/client/chat/grouping.js';

const NOON = new Date(2026, 2, 10, 12, 30, 0);
const at = (...time) => new Date(2026, 2, ...time);
const said = (changes = {}) => ({ author: 'a', name: 'Ann', own: false, at: NOON, ...changes });

test('the first message has a heading', () => {
  assert.equal(startsGroup(undefined, said()), true);
});

test('what the same author says within a minute goes on under one heading', () => {
  assert.equal(startsGroup(said(), said({ at: at(10, 12, 30, 59, 999) })), false);
  assert.equal(startsGroup(said(), said({ at: at(10, 12, 31) })), true);
});

test('a minute of another hour is another minute', () => {
  assert.equal(startsGroup(said(), said({ at: at(10, 13, 30) })), true);
});

test('somebody else has a heading, also under the same name', () => {
  assert.equal(startsGroup(said(), said({ author: 'b' })), true);
});

test('one is oneself, and nobody else', () => {
  assert.equal(startsGroup(said({ own: true, author: '' }), said({ own: true, author: '' })), false);
  assert.equal(startsGroup(said({ own: true, author: '' }), said()), true);
});

test('that the first message is of today goes without saying', () => {
  assert.equal(startsDay(undefined, said(), at(10, 23, 59)), false);
  assert.equal(startsDay(undefined, said(), at(11, 0, 0)), true);
});

test('a day begins at midnight where the reader is', () => {
  const before = said({ at: at(10, 23, 59, 59, 999) });
  assert.equal(startsDay(before, said({ at: at(11, 0, 0) }), at(11, 8)), true);
  assert.equal(startsDay(said({ at: at(10, 0, 0) }), before, at(11, 8)), false);
});

test('the same day of another month is another day', () => {
  assert.equal(startsDay(said(), said({ at: at(41, 12) }), NOON), true);
});
