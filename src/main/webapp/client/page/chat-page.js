import { byId } from '../chat/dom.js';
import { Lobby } from './lobby.js';
import { roomCodeIn } from '../connection/room-code.js';
import { RoomView } from '../chat/room-view.js';
import { forget, keep, keptMembership, rememberedName } from './session.js';
import { toast } from '../chat/toast.js';

// The address says which room (`#code`), the history entry whether one is in it (`view`), the session who one is there.
// So reload, Back, Forward and a link that is followed again all come down to one question, answered by route().

const { maxMessageChars, maxNameChars, guests } = document.body.dataset;

const lobby = new Lobby({
  maxNameChars: Number(maxNameChars) || 64,
  onEnter(membership) {
    keep(membership);
    history.pushState({ view: 'room' }, '', `#${membership.roomId}`);
    showRoom(membership);
  },
  onDecline() {
    history.replaceState({ view: 'lobby' }, '', location.pathname);
    route();
  },
});

const room = new RoomView({
  maxMessageChars: Number(maxMessageChars) || 4000,
  onKeep: keep,
  onMessage: countUnread,
  onLeave() {
    forget(room.roomId);
    history.replaceState({ view: 'lobby' }, '', location.pathname);
    route();
    toast('You have left the room');
  },
});

let title = 'Parley';
let unread = 0;

function route() {
  const code = roomCodeIn(location.hash);
  const membership = history.state?.view === 'lobby' ? null : keptMembership(code);
  if (!membership) showLobby(code);
  else if (room.roomId !== code) showRoom(membership);
}

function showLobby(code) {
  history.replaceState({ view: 'lobby' }, '');
  room.leave();
  lobby.show(code, rememberedName());
  setTitle('Parley');
}

function showRoom(membership) {
  history.replaceState({ view: 'room' }, '');
  lobby.hide();
  room.leave();
  room.enter(membership);
  setTitle(`Room ${membership.roomId} · Parley`);
}

function setTitle(text) {
  title = text;
  unread = 0;
  showTitle();
}

function countUnread() {
  if (!document.hidden) return;
  unread++;
  showTitle();
}

function showTitle() {
  document.title = unread ? `(${unread}) ${title}` : title;
}

document.addEventListener('visibilitychange', () => {
  if (document.hidden) return;
  setTitle(title);
  room.wake();
});
addEventListener('popstate', route);
byId('members-only').hidden = guests !== 'false';
route();
