import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codePoints, initials, toneOf } from '../../../main/webapp/client/connection/text.js';

test('an emoji outside the BMP counts once', () => {
  assert.equal(codePoints('a👋é'), 3);
  assert.equal(codePoints(''), 0);
});

test('one or two letters stand for a name', () => {
  assert.equal(initials(' ann  marie cole '), 'AC');
  assert.equal(initials('bob'), 'B');
  assert.equal(initials('👋'), '👋');
  assert.equal(initials(''), '');
});

test('a name keeps its tone, and the tones are used', () => {
  const tones = new Set(Array.from({ length: 200 }, (_, i) => toneOf(`name ${i}`, 8)));
  assert.equal(toneOf('Ann', 8), toneOf('Ann', 8));
  assert.deepEqual([...tones].sort(), [0, 1, 2, 3, 4, 5, 6, 7]);
});
