/**
 * The room code in what a person typed or pasted: a code with or without its hyphens, or a whole invite link.
 * What does not look like a code is handed on as it is, for the server to judge.
 *
 * @param {string} text
 * @returns {string} empty when there is none
 */
export function roomCodeIn(text) {
  const code = decoded(/** @type {string} */ (text.split('#').pop())).toLowerCase().replace(/\s/gu, '');
  const bare = code.replace(/\p{Pd}/gu, '');
  return /^[a-z0-9]{12}$/.test(bare) ? bare.replace(/.{4}(?=.)/g, '$&-') : code;
}

/**
 * @param {string} page  the page's address
 * @param {string} code
 * @returns {string} the address that leads to the room: the fragment stays in the browser, so no server logs it
 */
export function inviteLink(page, code) {
  const link = new URL(page);
  link.search = '';
  link.hash = encodeURIComponent(code);
  return link.href;
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
