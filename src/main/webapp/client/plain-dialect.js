/**
 * The socket's dialect without a subprotocol: texts in, `{name, message, timestamp}` out.
 *
 * @typedef {object} Dialect
 * @property {(url: string, token: string) => [string, string[]]} handshake  address and subprotocols
 * @property {number} settleMs  how long an opened socket is doubted
 * @property {(post: {ref: string, message: string}) => string} encode
 * @property {(frame: string) => {type: string, detail: object}[]} decode    throws on what it cannot read
 */

/** @type {Dialect} */
export const plainDialect = {
  handshake: (url, token) => [`${url}?token=${encodeURIComponent(token)}`, []],

  // A refused token is told by closing what was just opened, and an accepted one by nothing. What waits must not go
  // out to a socket that is about to be closed.
  settleMs: 200,

  // Always a JSON string, which the server unwraps: a text that happens to be one would lose its quotes otherwise.
  encode: ({ message }) => JSON.stringify(message),

  decode(frame) {
    const { name, message, timestamp } = JSON.parse(frame);
    return [{ type: 'message', detail: { name: String(name), message: String(message), timestamp } }];
  },
};
