import { element, setFieldError, setText } from '../chat/dom.js';
import { roomCodeIn } from '../connection/room-code.js';
import { createRoom, joinRoom, Problem } from '../connection/rooms.js';
import { codePoints } from '../connection/text.js';

const byId = (id) => document.getElementById(id);

/** The way in: a name, and a room to create or to join. */
export class Lobby {
  #view = byId('lobby');
  #title = byId('lobby-title');
  #createForm = byId('create');
  #joinForm = byId('join');
  #name = byId('name');
  #code = byId('code');
  #problem = byId('lobby-problem');
  #language;
  #maxNameChars;
  #busy = false;

  /**
   * @param {object} options
   * @param {URL} options.server
   * @param {import('../chat/language.js').Language} options.language
   * @param {number} options.maxNameChars
   * @param {(membership: import('./session.js').Membership) => void} options.onEnter
   * @param {() => void} options.onDecline  an invitation was not taken up
   */
  constructor({ server, language, maxNameChars, onEnter, onDecline }) {
    this.#language = language;
    this.#maxNameChars = maxNameChars;
    this.#createForm.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#enter(byId('create-button'), () => createRoom(server, this.#name.value.trim()), onEnter);
    });
    this.#joinForm.addEventListener('submit', (event) => {
      event.preventDefault();
      const button = this.#view.dataset.invited ? byId('accept-button') : byId('join-button');
      const join = () => joinRoom(server, roomCodeIn(this.#code.value), this.#name.value.trim());
      this.#enter(button, join, onEnter, this.#codeError());
    });
    this.#name.addEventListener('input', () => this.#showNameError(''));
    this.#code.addEventListener('input', () => {
      this.#showCodeError('');
      this.#pointEnter();
    });
    byId('decline').addEventListener('click', onDecline);
    for (const node of this.#view.querySelectorAll('[data-say]')) setText(node, language.say(node.dataset.say));
  }

  /**
   * @param {string} code  of the room that the visitor was invited to, or empty
   * @param {string} name  as last used
   */
  show(code, name) {
    if (!this.#name.value) this.#name.value = name;
    this.#code.value = code;
    this.#invite(code);
    this.#showNameError('');
    this.#showCodeError('');
    setText(this.#problem, '');
    this.#view.hidden = false;
    this.#name.focus();
    this.#name.select();
  }

  hide() {
    this.#view.hidden = true;
  }

  #invite(code) {
    if (code) this.#view.dataset.invited = code;
    else delete this.#view.dataset.invited;
    setText(this.#title, this.#language.say(code ? 'invited_title' : 'start_title'));
    const [before, after = ''] = this.#language.say(code ? 'invited_lead' : 'start_lead', { code: '\n' }).split('\n');
    const shown = element('bdi#invited-code.code', { translate: 'no' }, code);
    byId('lobby-lead').replaceChildren(before, shown, after);
    this.#pointEnter();
  }

  /** Enter in the name field submits the form that the visitor is about. */
  #pointEnter() {
    this.#name.setAttribute('form', this.#code.value.trim() ? 'join' : 'create');
  }

  async #enter(button, ask, onEnter, codeError = '') {
    if (this.#busy) return;
    const nameError = this.#nameError();
    this.#showNameError(nameError);
    this.#showCodeError(codeError);
    setText(this.#problem, '');
    if (nameError) return this.#name.focus();
    if (codeError) return this.#code.focus();
    this.#setBusy(button, true);
    try {
      const membership = await ask();
      if (!this.#view.hidden) onEnter(membership); // else the visitor has gone elsewhere with Back or Forward
    } catch (problem) {
      this.#explain(problem);
    } finally {
      this.#setBusy(button, false);
    }
  }

  #explain(problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (problem.status === 404) {
      this.#invite('');
      this.#showCodeError(this.#language.say('code_unknown'));
      this.#code.focus();
    } else if (problem.status === 429 && problem.retryAfter) {
      setText(this.#problem, this.#language.say('crowded', { n: problem.retryAfter }));
    } else {
      setText(this.#problem, this.#language.say(problem.status === 0 ? 'unreachable' : 'not_done'));
    }
  }

  #nameError() {
    const name = this.#name.value.trim();
    if (!name) return this.#language.say('name_missing');
    if (codePoints(name) > this.#maxNameChars) return this.#language.say('name_too_long', { n: this.#maxNameChars });
    return /\p{Cc}/u.test(name) ? this.#language.say('name_unreadable') : '';
  }

  #codeError() {
    return roomCodeIn(this.#code.value) ? '' : this.#language.say('code_missing');
  }

  #showNameError(text) {
    setFieldError(this.#name, byId('name-error'), text);
  }

  #showCodeError(text) {
    setFieldError(this.#code, byId('code-error'), text);
  }

  /** Not `disabled`, which would throw the focus away. */
  #setBusy(button, busy) {
    this.#busy = busy;
    button.setAttribute('aria-disabled', String(busy));
    button.toggleAttribute('data-busy', busy);
  }
}
