import { BACK_OFF_MS, backOff } from '../connection/timers.js';

const LANGUAGES = ['en', 'de', 'es', 'fr', 'zh', 'ar'];
const RUNS_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;
const COMES_WITHIN_MS = 20_000;

/**
 * @typedef {string | Record<string, string | undefined>} Words   by plural form (CLDR: `one`, `other`, …) or by kind, where there are several
 * @typedef {Record<string, Words>} Texts
 */

/** What people read, in one language: words, numbers and times. */
export class Language {
  #texts;
  #plural;
  #date;

  /**
   * @param {string} tag  BCP 47; it also says how numbers and times are written
   * @param {Texts} texts
   */
  constructor(tag, texts) {
    this.tag = tag;
    this.direction = /^ar\b/i.test(tag) ? 'rtl' : 'ltr';
    this.#texts = texts;
    this.#plural = new Intl.PluralRules(tag);
    this.number = new Intl.NumberFormat(tag).format;
    this.timeOfDay = new Intl.DateTimeFormat(tag, { hour: 'numeric', minute: '2-digit' }).format;
    this.fullTime = new Intl.DateTimeFormat(tag, { dateStyle: 'full', timeStyle: 'medium' }).format;
    this.#date = new Intl.DateTimeFormat(tag, { dateStyle: 'full' }).format;
  }

  /**
   * The words of a key. Where there are several, `kind` chooses, else the plural form of `n`, which is written as the
   * language writes numbers.
   *
   * @param {string} key
   * @param {Record<string, string | number | undefined>} [values]  go where the words have `{name}`; as they are, no markup
   * @returns {string}
   */
  say(key, values = {}) {
    const words = this.#texts[key] ?? key;
    const form = typeof words === 'string' ? words : (words[values.kind ?? this.#plural.select(Number(values.n))] ?? words.other ?? '');
    return form.replace(/\{(\w+)\}/g, (_, name) => {
      const value = values[name] ?? '';
      if (typeof value === 'number') return this.number(value);
      return RUNS_LEFT.test(value) ? `\u2068${value}\u2069` : value; // does not turn the sentence round
    });
  }

  /** @param {Date} at */
  day(at) {
    const day = new Date();
    if (at.toDateString() === day.toDateString()) return this.say('today');
    day.setDate(day.getDate() - 1);
    return at.toDateString() === day.toDateString() ? this.say('yesterday') : this.#date(at);
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
  try {
    const { language } = new Intl.Locale(tag);
    if (!LANGUAGES.includes(language)) return null;
    const response = await fetch(new URL(`${language}.json`, folder), { signal: AbortSignal.timeout(COMES_WITHIN_MS) });
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
  return [...navigator.languages.filter((tag) => tag.startsWith(`${said}-`)), said ?? '', ...navigator.languages];
}
