// Somebody's TypeScript that uses the package. It is compiled, never run.

import { ChatConnection, createRoom, joinRoom, Problem, type Ending, type Heard, type Status } from 'parley-client/chat-connection.js';
import { ParleyChat } from 'parley-client';
import { ParleyLauncher } from 'parley-client/parley-launcher.js';
import { useChat, useWebSocket } from 'parley-client/use-chat.js';

const server = new URL('https://portal.example.com/parley');
const { token, roomId }: { token: string; roomId: string } = await createRoom(server, 'Ann');

const chat = new ChatConnection({
  server,
  token: async (reason: 'first' | 'refused') => (reason === 'first' ? token : (await joinRoom(server, roomId, 'Ann')).token),
});
const heard: Heard[] = [];
chat.addEventListener('message', ({ detail }) => heard.push(detail));
chat.addEventListener('status', ({ detail }) => {
  const status: Status['status'] = detail.status;
  if (detail.ending?.kind === 'removed') console.log(status, detail.failures.toFixed());
});
chat.addEventListener('failed', ({ detail: { ref, code, detail } }) => console.log(ref, code, detail), { once: true });
// @ts-expect-error: there is no such event
chat.addEventListener('massage', () => {});
// @ts-expect-error: a connection needs a token
new ChatConnection({ server });
chat.open();
const outcome = chat.post('Hello');
if (outcome.refused) console.log(outcome.refused satisfies 'blank' | 'too_long' | 'queue_full' | 'closed');
else chat.discard(outcome.post.ref);
const host: boolean | undefined = chat.me?.host;
chat.removeMember('c').catch((problem: Problem) => console.log(problem.status, problem.retryAfter, host));
// @ts-expect-error: who is here is not to be changed
chat.members.push({ clientId: 'c', name: 'C' });

const element = document.createElement('parley-chat');
element.room = roomId;
element.server = server;
element.token = async (reason) => (reason === 'first' ? token : null);
element.ownIds = new Set(['c']);
element.addEventListener('parley-status', ({ detail }) => console.log(detail.status satisfies Status['status']));
element.addEventListener('parley-message', ({ detail: { own, name, message } }: CustomEvent<Heard>) => console.log(own, name, message));
element.addEventListener('parley-token', ({ detail }) => localStorage.setItem(detail.token, detail.expiresAt));
element.addEventListener('parley-error', ({ detail }) => {
  if (detail.ref === undefined) console.log(detail.code satisfies Ending['kind']);
  else element.connection?.retry(detail.ref);
});
element.addEventListener('parley-leave', (event) => event.preventDefault());
document.addEventListener('parley-unread', ({ detail: { count } }) => (document.title = count.toFixed()));
// @ts-expect-error: a count has no name
element.addEventListener('parley-unread', ({ detail }) => detail.name);
// @ts-expect-error: it is counted, not set
element.unread = 0;
const shown: ParleyChat | null = document.querySelector('parley-chat');
console.log(shown?.post('Hello').refused satisfies 'blank' | 'too_long' | 'queue_full' | 'closed' | undefined);
const launcher: ParleyLauncher = new ParleyLauncher();
launcher.open = launcher.unread > 0;
launcher.chat.focus();
document.querySelector('parley-launcher')?.addEventListener('parley-message', ({ detail }) => detail.seq.toFixed());

export function Room(properties: { token: string | null }) {
  const { messages, pending, typing, loadEarlier, post } = useChat({ server: String(server), token: properties.token });
  loadEarlier().then((more: boolean) => more && post('x'));
  return [...messages.map(({ own, seq }) => `${own} ${seq}`), ...pending.map(({ failed }) => failed?.code), ...typing];
}

export function OldRoom() {
  const { messages, sendMessage, connectionStatus } = useWebSocket('wss://portal.example.com/parley/ws/chat', token);
  sendMessage('x');
  return [connectionStatus satisfies 'Connecting' | 'Connected' | 'Disconnected' | 'Error', messages[0].timestamp];
}
