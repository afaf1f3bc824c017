// Bidirectional controls are left out of links: they can make an address read as another one.
const CANDIDATE = /\bhttps?:\/\/[^\s<>"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/giu;
const TRAILING = new Set([...'.,;:!?\'*_~…’”»']);
/** @type {Record<string, string>} */
const PAIRS = { ')': '(', ']': '[', '}': '{' };

/**
 * Cuts a text into pieces, of which those with an `href` are web addresses. The pieces put together are the text.
 * Only http and https, and never with a user name: `https://bank.example@evil.example` is written to deceive.
 *
 * @param {string} text
 * @returns {{text: string, href?: string}[]}
 */
export function linkify(text) {
  const pieces = [];
  let end = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    const address = withoutTrailing(match[0]);
    const href = safeHref(address);
    if (!href) continue;
    if (match.index > end) pieces.push({ text: text.slice(end, match.index) });
    pieces.push({ text: address, href });
    end = match.index + address.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
}

/** The sentence's own punctuation is not the link's, nor is a bracket that was opened before the link. @param {string} address */
function withoutTrailing(address) {
  /** @type {Record<string, number>} */ const count = {};
  for (const char of address) count[char] = (count[char] ?? 0) + 1;
  let end = address.length;
  for (; end > 0; end--) {
    const last = address[end - 1];
    const opener = PAIRS[last];
    if (opener ? count[last] <= (count[opener] ?? 0) : !TRAILING.has(last)) break;
    count[last]--;
  }
  return address.slice(0, end);
}

/** @param {string} address */
function safeHref(address) {
  try {
    const url = new URL(address);
    return /^https?:$/.test(url.protocol) && !url.username && !url.password ? url.href : null;
  } catch {
    return null;
  }
}
