// Bidirectional controls are left out of links: they can make an address read as another one.
const CANDIDATE = /\bhttps?:\/\/[^\s<>"\p{Bidi_Control}]+/giu;
const TRAILING = '.,;:!?\'*_~…’”»';
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
    if (opener ? count[last] <= (count[opener] ?? 0) : !TRAILING.includes(last)) break;
    count[last]--;
  }
  return address.slice(0, end);
}

/** @param {string} address */
function safeHref(address) {
  try {
    const url = new URL(address);
    return url.username + url.password ? null : url.href;
  } catch {
    return null;
  }
}
