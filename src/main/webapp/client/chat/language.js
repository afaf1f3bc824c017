import english from '../lang/en.json' with { type: 'json' };

const LANGUAGES = ['en', 'de', 'es', 'fr', 'zh', 'ar'];
const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur']);
const RUNS_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;

/**
 * @typedef {string | Record<string, string | undefined>} Words   by plural form (CLDR: `one`, `other`, …) or by kind, where there are several
 * @typedef {Record<string, Words>} Texts
 */

/** What people read, in one language: words, numbers and times. */
export class Language {
  #texts;
  #fallback;
  #plural;
  #number;
  #timeOfDay;
  #fullTime;
  #date;

  /**
   * @param {string} tag        BCP 47; it also says how numbers and times are written
   * @param {Texts} texts
   * @param {Texts} [fallback]  for what is missing in `texts`
   */
  constructor(tag, texts, fallback = texts) {
    this.tag = tag;
    this.direction = RIGHT_TO_LEFT.has(baseOf(tag)) ? 'rtl' : 'ltr';
    this.#texts = texts;
    this.#fallback = fallback;
    this.#plural = new Intl.PluralRules(tag);
    this.#number = new Intl.NumberFormat(tag);
    this.#timeOfDay = new Intl.DateTimeFormat(tag, { hour: 'numeric', minute: '2-digit' });
    this.#fullTime = new Intl.DateTimeFormat(tag, { dateStyle: 'full', timeStyle: 'medium' });
    this.#date = new Intl.DateTimeFormat(tag, { dateStyle: 'full' });
    this.byName = new Intl.Collator(tag, { sensitivity: 'base', numeric: true }).compare;
  }

  /**
   * The words of a key. `n` chooses the plural form and is written as the language writes numbers.
   *
   * @param {string} key
   * @param {Record<string, string | number>} [values]  go where the words have `{name}`; as they are, no markup
   * @returns {string}
   */
  say(key, values = {}) {
    const words = this.#texts[key] ?? this.#fallback[key] ?? key;
    const form = typeof words === 'string' ? words : (words[this.#plural.select(Number(values.n))] ?? words.other ?? key);
    return form.replace(/\{(\w+)\}/g, (_, name) => {
      const value = values[name] ?? '';
      if (typeof value === 'number') return this.number(value);
      return RUNS_LEFT.test(value) ? `\u2068${value}\u2069` : value; // does not turn the sentence round
    });
  }

  /** The words for one of several kinds. @param {string} key @param {string} kind @returns {string} */
  sayKind(key, kind) {
    for (const { [key]: words } of [this.#texts, this.#fallback]) {
      const text = typeof words === 'string' ? words : (words?.[kind] ?? words?.other);
      if (text) return text;
    }
    return '';
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
 * The first of the wanted languages that there is, or English. Never rejects: a file that does not come is one that there is not.
 *
 * @param {Iterable<string>} wanted  BCP 47 tags, best first
 * @param {URL} folder               has a JSON file for each language
 * @param {Texts} [fallback]         English
 * @returns {Promise<Language>}
 */
export async function languageFor(wanted, folder, fallback = english) {
  for (const tag of wanted) {
    const base = baseOf(tag);
    if (!LANGUAGES.includes(base)) continue;
    try {
      if (base === 'en') return new Language(tag, fallback);
      const response = await fetch(new URL(`${base}.json`, folder));
      if (response.ok) return new Language(tag, await response.json(), fallback);
    } catch {
      // not to be had now, or no tag at all
    }
  }
  return new Language('en', fallback);
}

/** The page says in which language it is; else the person's browser does. @param {Element} node @returns {string[]} BCP 47 tags, best first */
export function languagesWantedBy(node) {
  /** @type {Element | undefined} */ let place = node;
  while (place && !place.closest('[lang]')) place = /** @type {Partial<ShadowRoot>} */ (place.getRootNode()).host;
  const said = place?.closest('[lang]')?.getAttribute('lang');
  return said ? [said, ...navigator.languages] : [...navigator.languages];
}

/** @param {string} tag */
const baseOf = (tag) => tag.split('-', 1)[0].toLowerCase();
