// A component for each hook, in StrictMode; the test says which one is shown, and with what.

import { createElement, createRoot, StrictMode, useEffect, version } from 'react';
import { useChat, useWebSocket } from '../../client/use-chat.js';

const server = new URL('../../', import.meta.url).href;
const functions = new Set();

function Chat({ token, note }) {
  const chat = useChat({ server, token: token ?? (async () => asked.push(note) && tokens.shift()) });
  const { messages, pending, members, status, ending, hasEarlier, typing } = chat;
  const texts = [...messages, ...pending].map(({ message }) => message);
  return useShown({ chat, texts, members: members.map(({ name }) => name), typing: typing.map(({ name }) => name), status, ending, hasEarlier });
}

function OldChat({ token }) {
  const url = new URL('ws/chat', server.replace('http', 'ws')).href;
  const { messages, sendMessage, connectionStatus } = useWebSocket(url, token);
  if (statuses.at(-1) !== connectionStatus) statuses.push(connectionStatus);
  return useShown({ chat: { post: sendMessage }, messages, status: connectionStatus });
}

function useShown(now) {
  useEffect(() => {
    for (const value of Object.values(now.chat)) if (typeof value === 'function') functions.add(value);
    Object.assign(window, { now: { ...now, functions: functions.size }, chat: now.chat });
  });
  return createElement('p', { id: 'status' }, now.status);
}

const root = createRoot(document.body.appendChild(document.createElement('div')));
Object.assign(window, {
  version,
  asked: [],
  tokens: [],
  statuses: [],
  show: (which, props) => root.render(createElement(StrictMode, null, createElement({ Chat, OldChat }[which], props))),
  hide: () => root.render(null),
});
