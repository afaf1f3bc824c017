// What texts measure and mean, without a page: pure functions.

/**
 * The length people and the server mean: code points. An emoji outside the BMP is one, not two.
 *
 * @param {string} text
 * @returns {number}
 */
export function codePoints(text) {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/**
 * One or two letters that stand for a name.
 *
 * @param {string} name
 * @returns {string}
 */
export function initials(name) {
  const words = name.trim().split(/\s+/u);
  return [words.shift(), words.pop()].map((word = '') => [...word][0] ?? '').join('').toLocaleUpperCase();
}

/**
 * A small stable number for a name, so that one person keeps one colour.
 *
 * @param {string} name
 * @param {number} tones
 * @returns {number} 0 to tones − 1
 */
export function toneOf(name, tones) {
  let hash = 7;
  for (let i = 0; i < name.length; i++) hash = (hash * 31 + name.charCodeAt(i)) >>> 0;
  return hash % tones;
}
