import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inviteLink, roomCodeIn } from '../../../main/webapp/client/connection/room-code.js';

test('a code is found however it is written', () => {
  for (const text of [
    'k7wq-3fmx-9tdc',
    ' K7WQ 3FMX 9TDC ',
    'k7wq3fmx9tdc',
    'k7wq–3fmx—9tdc',
    'https://portal.example/parley/#k7wq-3fmx-9tdc',
    'https://portal.example/parley/#k7wq%2D3fmx%2D9tdc',
  ]) {
    assert.equal(roomCodeIn(text), 'k7wq-3fmx-9tdc', text);
  }
  assert.equal(roomCodeIn(''), '');
  assert.equal(roomCodeIn('#%zz'), '%zz');
  assert.equal(roomCodeIn('Something else'), 'somethingelse');
});

test('an invite leads to the page, without its query', () => {
  assert.equal(inviteLink('https://portal.example/parley/?x=1#old', 'k7wq-3fmx-9tdc'), 'https://portal.example/parley/#k7wq-3fmx-9tdc');
});
