const COUNTED = /^\(\d+\+?\) /;

/** @type {[HTMLLinkElement, string][]} the page's icons, as they were before messages waited */
const before = [];

/** How many messages wait, in the page's title and icon. @param {number} count @param {string} icon  shown while they do */
export function showBadge(count, icon) {
  const title = document.title.replace(COUNTED, '');
  document.title = count > 0 ? `(${count > 99 ? '99+' : count}) ${title}` : title;
  if (count === 0) for (const [link, href] of before.splice(0)) link.href = href;
  if (count === 0 || before.length > 0) return;
  for (const link of /** @type {NodeListOf<HTMLLinkElement>} */ (document.querySelectorAll('link[rel~="icon"]'))) {
    before.push([link, link.href]);
    link.href = icon;
  }
}
