// Somebody's TypeScript that uses the package. It is compiled, never run.

import { ChatConnection, createRoom, joinRoom, Problem, type Heard, type Status } from 'parley-client/chat-connection.js';
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
