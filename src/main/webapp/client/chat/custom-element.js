// What each of our elements needs. Where there are none, as on a server that renders pages, its module can be loaded, too.

export const CustomElement = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? Object);

/** @param {string} name @param {CustomElementConstructor} element */
export function define(name, element) {
  const { customElements } = globalThis;
  if (customElements && !customElements.get(name)) customElements.define(name, element);
}

/**
 * Properties that a page has set before an element's class was there hide those of the class: they are set again.
 *
 * @param {Record<string, any>} node  an element
 * @param {string[]} names
 */
export function upgrade(node, names) {
  for (const name of names) {
    if (!Object.hasOwn(node, name)) continue;
    const value = node[name];
    delete node[name];
    node[name] = value;
  }
}
