// The few words in which the views speak to the document. No markup is parsed: text goes in as text nodes only, and a
// page may require Trusted Types.

/** @typedef {<E extends HTMLElement = HTMLElement>(id: string) => E} ById   one of the nodes that a view is given, which is there */

/** @typedef {keyof typeof ICONS} IconName   drawn on 20 × 20 */
const ICONS = {
  copy: 'M6.5 6.5h9v10h-9ZM4.5 13.5h-1v-10h9v1',
  invite: 'M8.5 11.5a3.2 3.2 0 0 0 4.6 0l2.6-2.7a3.2 3.2 0 0 0-4.6-4.5L10 5.4M11.5 8.5a3.2 3.2 0 0 0-4.6 0l-2.6 2.7a3.2 3.2 0 0 0 4.6 4.5l1.1-1.1',
  leave: 'M8 3.5H4v13h4M12.5 13.5 16 10l-3.5-3.5M16 10H8',
  more: 'M5 10h0M10 10h0M15 10h0',
  send: 'M10 16V4.5M5 9.5l5-5 5 5',
  clock: 'M10 3.5a6.5 6.5 0 1 1-.1 0M10 6.5V10l2.5 1.5',
  down: 'M10 4v11.5M5 10.5l5 5 5-5',
  people: 'M7.5 4.2a2.8 2.8 0 1 1-.1 0M2.5 16c.4-2.9 2.4-4.5 5-4.5s4.6 1.6 5 4.5M13 4.6a2.8 2.8 0 0 1 0 4.9M14.5 11.9c1.7.6 2.8 2 3 4.1',
  open: 'M10 3.5a6.5 6.5 0 1 1-.1 0',
  busy: 'M10 4a6 6 0 1 1-6 6',
  check: 'M4.5 10.5l4 4 7-8.5',
  alert: 'M10 3.5a6.5 6.5 0 1 1-.1 0M10 6.5v4M10 13.4v.1',
  closed: 'M5.5 5.5l9 9m0-9-9 9',
};

/**
 * @template {string} W
 * @typedef {W extends `${infer T}#${string}` ? T : W extends `${infer T}.${string}` ? T : W} TagIn   `p` in `p#typing.hint`
 */

/**
 * @template {string} W
 * @typedef {TagIn<W> extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[TagIn<W>] : HTMLElement} ElementOf
 */

/**
 * @template {string} W
 * @param {W} what  its tag, id and classes, as a selector has them: `p#typing.hint`
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 * @returns {ElementOf<W>}
 */
export function element(what, attributes = {}, ...children) {
  const [names, ...classes] = what.split('.');
  const [tag, id] = names.split('#');
  const node = document.createElement(tag);
  if (id) node.id = id;
  if (classes.length > 0) node.classList.add(...classes);
  return /** @type {ElementOf<W>} */ (fill(node, attributes, children));
}

/** @param {IconName} name @param {string} [also]  a class @returns {SVGElement} */
export const icon = (name, also) => drawing(ICONS[name], also);

/** @param {string} d  a path on 20 × 20 @param {string} [also]  a class @returns {SVGElement} */
export const drawing = (d, also = '') => svg('svg', { class: `icon ${also}`, viewBox: '0 0 20 20', 'aria-hidden': 'true' }, svg('path', { d }));

/** @param {'svg' | 'path'} tag @param {Record<string, string>} attributes @param {...Node} children */
const svg = (tag, attributes, ...children) => fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);

/** Does not touch what is the same already: a live region would say it again. @param {Node} node @param {string} text */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Ties an error to its field, for eyes and for screen readers. An empty text takes it away. @param {HTMLElement} field @param {HTMLElement} errorNode @param {string} text */
export function setFieldError(field, errorNode, text) {
  setText(errorNode, text);
  errorNode.hidden = !text;
  field.ariaInvalid = text ? 'true' : null;
}

/**
 * @template {Element} E
 * @param {E} node
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children
 */
function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}
