// The few words in which the views speak to the document. Text goes in as text nodes only.

const SVG = 'http://www.w3.org/2000/svg';

/** @param {string} id @returns {HTMLElement} */
export const byId = (id) => document.getElementById(id);

/**
 * @param {string} tag
 * @param {Record<string, string | null>} [attributes]  those that are null are left out
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** @param {string} name  of a symbol in the page @returns {SVGElement} */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** Does not touch what is the same already: a live region would say it again. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Ties an error to its field, for eyes and for screen readers. An empty text takes it away. */
export function setFieldError(field, errorNode, text) {
  setText(errorNode, text);
  errorNode.hidden = !text;
  if (text) field.setAttribute('aria-invalid', 'true');
  else field.removeAttribute('aria-invalid');
}
