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
