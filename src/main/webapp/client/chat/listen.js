/** @typedef {import('../chat-connection.js').Events} Events */

/**
 * @param {import('../chat-connection.js').ChatConnection} connection
 * @param {{[T in keyof Events]?: (detail: Events[T]) => void}} listeners  by event
 */
export function listen(connection, listeners) {
  for (const [type, listener] of Object.entries(listeners)) connection.addEventListener(/** @type {any} */ (type), ({ detail }) => /** @type {any} */ (listener)(detail));
}
