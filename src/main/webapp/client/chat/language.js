import { backOff } from '../connection/timers.js';

const LANGUAGES = ['en', 'de', 'es', 'fr', 'zh', 'ar'];
const RIGHT_TO_LEFT = ['ar', 'fa', 'he', 'ur'];
const RUNS_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;
const COMES_WITHIN_MS = 20_000;
const BACK_OFF_MS = { base: 500, cap: 30_000 };

/**
 * @typedef {string | Record<string, string | undefined>} Words   by plural form (CLDR: `one`, `other`, …) or by kind, where there are several
 * @typedef {Record<string, Words>} Texts
 */

/** What people read, in one language: words, numbers and times. */
export class Language {
  #texts;
  #plural;
  #number;
  #timeOfDay;
  #fullTime;
  #date;

  /**
   * @param {string} tag  BCP 47; it also says how numbers and times are written
   * @param {Texts} texts
   */
  constructor(tag, texts) {
    this.tag = tag;
    this.direction = RIGHT_TO_LEFT.includes(baseOf(tag)) ? 'rtl' : 'ltr';
    this.#texts = texts;
    this.#plural = new Intl.PluralRules(tag);
    this.#number = new Intl.NumberFormat(tag);
    this.#timeOfDay = new Intl.DateTimeFormat(tag, { hour: 'numeric', minute: '2-digit' });
    this.#fullTime = new Intl.DateTimeFormat(tag, { dateStyle: 'full', timeStyle: 'medium' });
    this.#date = new Intl.DateTimeFormat(tag, { dateStyle: 'full' });
  }

  /**
   * The words of a key. `n` chooses the plural form and is written as the language writes numbers.
   *
   * @param {string} key
   * @param {Record<string, string | number>} [values]  go where the words have `{name}`; as they are, no markup
   * @returns {string}
   */
  say(key, values = {}) {
    const words = this.#texts[key] ?? key;
    const form = typeof words === 'string' ? words : (words[this.#plural.select(Number(values.n))] ?? words.other ?? key);
    return form.replace(/\{(\w+)\}/g, (_, name) => {
      const value = values[name] ?? '';
      if (typeof value === 'number') return this.number(value);
      return RUNS_LEFT.test(value) ? `\u2068${value}\u2069` : value; // does not turn the sentence round
    });
  }

  /** The words for one of several kinds. @param {string} key @param {string} kind @returns {string} */
  sayKind(key, kind) {
    const words = this.#texts[key] ?? '';
    return typeof words === 'string' ? words : (words[kind] ?? words.other ?? '');
  }

  /** @param {number} value */
  number(value) {
    return this.#number.format(value);
  }

  /** @param {Date} at */
  timeOfDay(at) {
    return this.#timeOfDay.format(at);
  }

  /** @param {Date} at */
  fullTime(at) {
    return this.#fullTime.format(at);
  }

  /** @param {Date} at @param {Date} now */
  day(at, now) {
    const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
    if (at.toDateString() === now.toDateString()) return this.say('today');
    return at.toDateString() === yesterday.toDateString() ? this.say('yesterday') : this.#date.format(at);
  }
}

/**
 * The first of the wanted languages that comes, at last English. If none does, as long as the server is out of reach for
 * instance, it tries again with back-off. Never rejects.
 *
 * @param {Iterable<string>} wanted   BCP 47 tags, best first
 * @param {URL} folder                has a JSON file for each language
 * @param {() => boolean} [isNeeded]  whether somebody still waits for it
 * @returns {Promise<Language | null>} null if nobody does
 */
export async function languageFor(wanted, folder, isNeeded = () => true) {
  for (let failures = 0; ; failures++) {
    for (const tag of [...wanted, 'en']) {
      const language = await languageIn(tag, folder);
      if (!isNeeded()) return null;
      if (language) return language;
    }
    await new Promise((resolve) => setTimeout(resolve, backOff(failures, BACK_OFF_MS, Math.random)));
  }
}

/** @param {string} tag @param {URL} folder */
async function languageIn(tag, folder) {
  const base = baseOf(tag);
  if (!LANGUAGES.includes(base)) return null;
  try {
    const response = await fetch(new URL(`${base}.json`, folder), { signal: AbortSignal.timeout(COMES_WITHIN_MS) });
    return response.ok ? new Language(tag, await response.json()) : null;
  } catch {
    return null; // not to be had now, or no tag at all
  }
}

/** The page says in which language it is, else the person's browser does; and of which region, if the page does not say. @param {Element} node @returns {string[]} BCP 47 tags, best first */
export function languagesWantedBy(node) {
  /** @type {Element | undefined} */ let place = node;
  while (place && !place.closest('[lang]')) place = /** @type {Partial<ShadowRoot>} */ (place.getRootNode()).host;
  const said = place?.closest('[lang]')?.getAttribute('lang');
  return [...navigator.languages.filter((tag) => tag.startsWith(`${said}-`)), ...(said ? [said] : []), ...navigator.languages];
}

/** @param {string} tag */
const baseOf = (tag) => tag.split('-', 1)[0].toLowerCase();
