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
  /** @param {string} id @param {string} look @param {string} label @param {...Node} children */
  const button = (id, look, label, ...children) => element(`button#${id}.button${look}`, { part: id, 'aria-label': say(label), title: say(label) }, ...children);

  // A button without a type submits its form; only one is in a form here.
  const bar = element(
    'header.bar',
    { part: 'bar' },
    element(
      'div.identity',
      {},
      element('slot', { name: 'start' }),
      element(
        'h2#room-title',
        { part: 'title' },
        element('slot', { name: 'title' }, element('span.title-word', {}, say('room'), ' '), element('span#room-code.code', { translate: 'no' })),
      ),
      button('copy-code', '.quiet.icon-only', 'copy_code', icon('copy')),
    ),
    element(
      'p#connection.connection',
      { part: 'status', role: 'status' },
      icon('open', 'when-open'),
      icon('busy', 'when-busy'),
      icon('closed', 'when-closed'),
      element('span#connection-text'),
    ),
    element('p.who', {}, element('span#me-avatar'), element('span.visually-hidden', {}, say('you_are'), ' '), element('bdi#me')),
    button('show-members', '.quiet', 'who_is_here', icon('people'), element('span#member-count')),
    element(
      'div.actions',
      {},
      element('slot', { name: 'actions' }),
      button('invite', '', 'copy_invite', icon('invite'), element('span.label', {}, say('invite'))),
      button('show-settings', '.quiet.icon-only', 'more', icon('more')),
      button('leave', '.quiet', 'leave_room', icon('leave'), element('span.label', {}, say('leave'))),
    ),
  );

  const banner = element(
    'div#banner.banner',
    { part: 'banner', hidden: '' },
    element('p', {}, element('span#banner-text', { role: 'alert' }), ' ', element('span#countdown.countdown', { 'aria-hidden': 'true' })),
    element('button#banner-action.button.small'),
  );

  const settings = element(
    'div#settings.settings',
    { part: 'settings', hidden: '', role: 'group', 'aria-label': say('more'), tabindex: '-1' },
    element('label', {}, element('input#notify', { type: 'checkbox' }), ' ', say('notify')),
    element('label', {}, element('input#sound', { type: 'checkbox' }), ' ', say('sound')),
  );

  const stage = element(
    'div#stage.stage',
    {},
    element('div#messages.messages', { part: 'messages', role: 'log', 'aria-label': say('messages'), tabindex: '0' }),
    element(
      'div#empty.empty',
      { part: 'empty', hidden: '' },
      element(
        'slot',
        { name: 'empty' },
        element('span.emblem', {}, icon('people')),
        element('h3#empty-title'),
        element('p#empty-hint'),
        element(
          'div.with-button',
          {},
          element('input#link.code', { readonly: '', 'aria-label': say('invite_link'), dir: 'ltr', translate: 'no' }),
          element('button#copy-link.button.primary', {}, say('copy_link')),
        ),
      ),
    ),
    element('button#to-end.button.to-end', { part: 'to-end', hidden: '' }, element('span#to-end-text'), icon('down')),
  );

  const members = element(
    'section#members.members',
    { part: 'members', hidden: '', 'aria-label': say('who_is_here'), tabindex: '-1' },
    element(
      'header',
      {},
      element('h3', {}, say('who_is_here')),
      button('hide-members', '.quiet.icon-only', 'close', icon('closed')),
    ),
    element('ul#member-list'),
  );

  const composer = element(
    'form#composer.composer',
    { part: 'composer' },
    element('p#typing.typing'),
    element('p#text-error.field-error', { role: 'alert', hidden: '' }),
    element(
      'div.box',
      {},
      element('label.visually-hidden', { for: 'text' }, say('message')),
      element('textarea#text', {
        part: 'field',
        rows: '1',
        placeholder: say('write'),
        enterkeyhint: 'send',
        'aria-describedby': 'text-error text-count text-hint',
        dir: 'auto',
      }),
      button('send', '.primary.icon-only', 'send', icon('send')),
    ),
    element('div.below', {}, element('p#text-hint.hint', {}, say('enter_sends')), element('p#text-count.count', { hidden: '' })),
  );

  return element(
    'section#room.room',
    { part: 'room', 'aria-labelledby': 'room-title', lang: language.tag, dir: language.direction },
    bar,
    banner,
    settings,
    stage,
    members,
    composer,
    element('p#toast.toast', { part: 'toast', role: 'status' }),
  );
}
