const COUNTED = /^\(\d+\+?\) /;
const AT_MOST = 99;

/** How many messages wait, in the page's title and icon. */
export class PageBadge {
  #icon;
  /** @type {[HTMLLinkElement, string][]} icons as they were */ #before = [];

  /** @param {URL} icon  shown while messages wait */
  constructor(icon) {
    this.#icon = icon.href;
  }

  /** @param {number} count */
  show(count) {
    const title = document.title.replace(COUNTED, '');
    document.title = count > 0 ? `(${count > AT_MOST ? `${AT_MOST}+` : count}) ${title}` : title;
    if (count > 0 && this.#before.length === 0) this.#changeIcons();
    else if (count === 0) for (const [link, href] of this.#before.splice(0)) link.href = href;
  }

  #changeIcons() {
    for (const link of /** @type {NodeListOf<HTMLLinkElement>} */ (document.querySelectorAll('link[rel~="icon"]'))) {
      this.#before.push([link, link.href]);
      link.href = this.#icon;
    }
  }
}
