// What comments in JavaScript cannot declare: the elements, by name, and their events.

import type { Failure, Heard, Issued, Status } from './chat-connection.js';
import type { EndingKind } from './connection/endings.js';
import type { ParleyChat } from './parley-chat.js';
import type { ParleyLauncher } from './parley-launcher.js';

/** What each event of `<parley-chat>` has as its detail. They bubble, and come out of `<parley-launcher>` as well. */
export interface ElementEvents {
  /** After each change. */
  'parley-status': Status;
  /** From whomever, once and in order. */
  'parley-message': Heard;
  /** How many messages of others nobody has seen here. */
  'parley-unread': { count: number };
  /** A newer token, to be kept in place of the one before. */
  'parley-token': Issued;
  /** A post that failed, which has a `ref`; or why the connection has ended. */
  'parley-error': ({ ref: string } & Failure) | { ref?: undefined; code: EndingKind; detail: string };
  /** Somebody wants to leave. Cancelable; else the connection is closed. */
  'parley-leave': {};
}

type Told = { [T in keyof ElementEvents]: CustomEvent<ElementEvents[T]> };

declare global {
  interface GlobalEventHandlersEventMap extends Told {}

  interface HTMLElementTagNameMap {
    'parley-chat': ParleyChat;
    'parley-launcher': ParleyLauncher;
  }
}
