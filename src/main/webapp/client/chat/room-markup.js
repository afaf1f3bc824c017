import { element, icon } from './dom.js';

/**
 * The room as it stands before anything happens in it.
 *
 * @param {import('./language.js').Language} language
 * @returns {HTMLElement} its nodes are found by their ids, which are the shadow root's own
 */
export function roomMarkup(language) {
  /** @param {string} key */
  const say = (key) => language.say(key);
  /** @param {string} name */
  const named = (name) => ({ id: name, class: name, part: name });
  // A button without a type submits its form; only one is in a form here.
  /** @param {string} id @param {string} label @param {import('./dom.js').IconName} name */
  const button = (id, label, name) => labelled(element('button', { id, class: 'button quiet icon-only', part: id }), label, icon(name));
  /** @param {HTMLElement} node @param {string} label @param {...Node} children */
  const labelled = (node, label, ...children) => {
    node.setAttribute('aria-label', say(label));
    node.setAttribute('title', say(label));
    node.append(...children);
    return node;
  };

  const bar = element(
    'header',
    { class: 'bar', part: 'bar' },
    element(
      'div',
      { class: 'identity' },
      element('slot', { name: 'start' }),
      element(
        'h2',
        { id: 'room-title', part: 'title' },
        element('slot', { name: 'title' }, element('span', { class: 'title-word' }, say('room'), ' '), element('span', { class: 'code', id: 'room-code', translate: 'no' })),
      ),
      button('copy-code', 'copy_code', 'copy'),
    ),
    element(
      'p',
      { id: 'connection', class: 'connection', role: 'status', part: 'status' },
      icon('open', 'when-open'),
      icon('busy', 'when-busy'),
      icon('closed', 'when-closed'),
      element('span', { id: 'connection-text' }),
    ),
    element('p', { class: 'who' }, element('span', { id: 'me-avatar' }), element('span', { class: 'visually-hidden' }, say('you_are'), ' '), element('bdi', { id: 'me' })),
    element(
      'button',
      { id: 'show-members', class: 'button quiet', title: say('who_is_here'), 'aria-expanded': 'false', part: 'show-members' },
      icon('people'),
      element('span', { id: 'member-count' }),
    ),
    element(
      'div',
      { class: 'actions' },
      element('slot', { name: 'actions' }),
      labelled(element('button', { id: 'invite', class: 'button', part: 'invite' }), 'copy_invite', icon('invite'), element('span', { class: 'label' }, say('invite'))),
      button('show-settings', 'more', 'more'),
      labelled(element('button', { id: 'leave', class: 'button quiet', part: 'leave' }), 'leave_room', icon('leave'), element('span', { class: 'label' }, say('leave'))),
    ),
  );

  const banner = element(
    'div',
    { ...named('banner'), hidden: '' },
    element('p', {}, element('span', { id: 'banner-text', role: 'alert' }), ' ', element('span', { id: 'countdown', class: 'countdown', 'aria-hidden': 'true' })),
    element('button', { id: 'banner-action', class: 'button small' }),
  );

  const stage = element(
    'div',
    { id: 'stage', class: 'stage' },
    element('div', { ...named('messages'), role: 'log', 'aria-label': say('messages'), tabindex: '0' }),
    element(
      'div',
      { ...named('empty'), hidden: '' },
      element(
        'slot',
        { name: 'empty' },
        element('span', { class: 'emblem' }, icon('people')),
        element('h3', { id: 'empty-title' }),
        element('p', { id: 'empty-hint' }),
        element(
          'div',
          { class: 'with-button' },
          element('input', { id: 'link', class: 'code', readonly: '', 'aria-label': say('invite_link'), dir: 'ltr', translate: 'no' }),
          element('button', { id: 'copy-link', class: 'button primary' }, say('copy_link')),
        ),
      ),
    ),
    element('button', { id: 'to-end', class: 'button to-end', part: 'to-end', hidden: '' }, element('span', { id: 'to-end-text' }), icon('down')),
  );

  const composer = element(
    'form',
    { ...named('composer'), novalidate: '' },
    element('p', { id: 'typing', class: 'typing' }),
    element('p', { id: 'text-error', class: 'field-error', role: 'alert', hidden: '' }),
    element(
      'div',
      { class: 'box' },
      element('label', { class: 'visually-hidden', for: 'text' }, say('message')),
      element('textarea', {
        id: 'text',
        part: 'field',
        rows: '1',
        placeholder: say('write'),
        enterkeyhint: 'send',
        'aria-describedby': 'text-error text-count text-hint',
        dir: 'auto',
      }),
      labelled(element('button', { class: 'button primary icon-only', part: 'send' }), 'send', icon('send')),
    ),
    element('div', { class: 'below' }, element('p', { id: 'text-hint', class: 'hint' }, say('enter_sends')), element('p', { id: 'text-count', class: 'count', hidden: '' })),
  );

  return element(
    'section',
    { ...named('room'), 'aria-labelledby': 'room-title', lang: language.tag, dir: language.direction },
    bar,
    banner,
    stage,
    composer,
    element('p', { ...named('toast'), role: 'status' }),
  );
}
