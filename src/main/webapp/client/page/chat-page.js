import { languageFor } from '../chat/language.js';
import { theme } from '../chat/theme.js';
import { joinRoom } from '../connection/rooms.js';
import { roomCodeIn } from '../connection/room-code.js';
import { ParleyChat } from '../parley-chat.js';
import { Lobby } from './lobby.js';
import { forget, keep, keptMembership, rememberedName } from './session.js';

// The address says which room (`#code`), the history entry whether one is in it (`view`), the session who one is there.
// So reload, Back, Forward and a link that is followed again all come down to one question, answered by route().

const server = new URL('../../', import.meta.url);
const { maxNameChars, guests } = document.body.dataset;
const wanted = [new URLSearchParams(location.search).get('lang'), ...navigator.languages].filter(Boolean);
const language = /** @type {import('../chat/language.js').Language} */ (await languageFor(wanted, new URL('client/page/lang/', server)));

document.documentElement.lang = language.tag;
document.documentElement.dir = language.direction;
document.adoptedStyleSheets = [theme()];

const lobby = new Lobby({
  server,
  language,
  maxNameChars: Number(maxNameChars) || 64,
  onEnter(membership) {
    keep(membership);
    history.pushState({ view: 'room' }, '', `#${membership.roomId}`);
    showRoom(membership);
  },
  onDecline: toLobby,
});

/** @type {ParleyChat | null} */
let chat = null;

function route() {
  const code = roomCodeIn(location.hash);
  const membership = history.state?.view === 'lobby' ? null : keptMembership(code);
  if (!membership) showLobby(code);
  else if (chat?.room !== code) showRoom(membership);
}

function toLobby() {
  history.replaceState({ view: 'lobby' }, '', location.pathname + location.search);
  route();
}

function showLobby(code) {
  history.replaceState({ view: 'lobby' }, '');
  chat?.remove();
  chat = null;
  lobby.show(code, rememberedName());
  document.title = 'Parley';
}

function showRoom(membership) {
  history.replaceState({ view: 'room' }, '');
  lobby.hide();
  chat?.remove();
  chat = roomOf(membership);
  document.querySelector('main').append(chat);
  chat.focus();
  document.title = language.say('room_title', { code: membership.roomId });
}

function roomOf(membership) {
  let held = membership;
  const hold = (change) => keep((held = { ...held, ...change }));
  const room = new ParleyChat();
  const mark = document.createElement('img');
  Object.assign(mark, { src: new URL('favicon.svg', server), alt: 'Parley', width: 24, height: 24 });
  const heading = document.createElement('h1');
  heading.slot = 'start';
  heading.append(mark);
  room.append(heading);
  room.toggleAttribute('badge', true);
  room.room = held.roomId;
  room.ownIds = [...(held.formerIds ?? []), held.clientId];
  // Who comes back after the pass has run out comes in again by name, and is known by what was said as the one before.
  room.token = async (reason) => {
    if (reason === 'refused') hold(successorOf(held, await joinRoom(server, held.roomId, held.name)));
    return held.token;
  };
  room.addEventListener('parley-token', ({ detail }) => hold({ token: detail.token }));
  room.addEventListener('parley-leave', () => {
    forget(held.roomId);
    toLobby();
  });
  return room;
}

const FORMER_IDS = 20;

const successorOf = ({ formerIds = [], clientId }, joined) => ({ ...joined, formerIds: [...formerIds, clientId].slice(-FORMER_IDS) });

addEventListener('popstate', route);
document.getElementById('members-only').hidden = guests !== 'false';
route();
