import { element } from './dom.js';
import { avatarOf } from './avatar.js';
import { linkify } from './linkify.js';

/** A message without what depends on the one before it. @param {{message: string, own: boolean}} said @returns {HTMLElement} */
export function articleOf({ message, own }) {
  return element(own ? 'article.group.own' : 'article.group', {}, element('div.message', {}, textOf(message)));
}

/** @param {import('./grouping.js').Spoken} spoken @param {import('./language.js').Language} language @returns {HTMLElement[]} who said it, and when */
export function headingOf({ name, own, at }, language) {
  const time = element('time', { datetime: at.toISOString(), title: language.fullTime(at) }, language.timeOfDay(at));
  const heading = element('header', {}, element('bdi.author', {}, own ? language.say('you') : name), ' ', time);
  return own ? [heading] : [avatarOf(name), heading];
}

/** How far an own message has come. @param {Element} article @param {string} state @param {...(Node | string)} words */
export function mark(article, state, ...words) {
  const message = /** @type {HTMLElement} */ (article.querySelector('.message'));
  message.dataset.state = state;
  message.querySelector('.state')?.remove();
  message.append(element('div.state', {}, ...words));
}

/** Markup stays text: only text nodes and links are made. @param {string} text */
function textOf(text) {
  const pieces = linkify(text).map((piece) =>
    piece.href
      ? element('a', { href: piece.href, target: '_blank', rel: 'noopener noreferrer nofollow', dir: 'ltr' }, piece.text)
      : piece.text,
  );
  return element('p.text', { dir: 'auto' }, ...pieces);
}
