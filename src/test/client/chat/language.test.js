import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, it } from 'node:test';
import { Language, languageFor } from '../../../main/webapp/client/chat/language.js';

const CLIENT = new URL('../../../main/webapp/client/', import.meta.url);
const FOLDERS = ['lang/', 'page/lang/'];
const LANGUAGES = ['ar', 'de', 'en', 'es', 'fr', 'zh'];
const CLDR_FORMS = new Set(['zero', 'one', 'two', 'few', 'many', 'other']);
/** Enough to meet each plural form that an integer can have, and to see whether it stands for more than one. */
const INTEGERS = [...Array(200).keys(), 1_000_000, 2_000_000];

const textsOf = (folder, tag) => JSON.parse(readFileSync(new URL(`${folder}${tag}.json`, CLIENT), 'utf8'));
const placeholdersOf = (text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
const union = (...lists) => [...new Set(lists.flat())].sort();
const isPlural = (words) => typeof words === 'object' && Object.keys(words).every((form) => CLDR_FORMS.has(form));
const isKinds = (words) => typeof words === 'object' && !isPlural(words);

/** @returns {Map<string, number[]>} the integers that each plural form of a language stands for */
function integersByForm(tag) {
  const rules = new Intl.PluralRules(tag);
  return new Map(rules.resolvedOptions().pluralCategories.map((form) => [form, INTEGERS.filter((n) => rules.select(n) === form)]));
}

function pluralFormsOf(tag) {
  const needed = [...integersByForm(tag)].filter(([form, integers]) => integers.length > 0 || form === 'other');
  return needed.map(([form]) => form).sort();
}

/** @returns {[string, string][]} each text, by where it stands */
function leavesOf(texts) {
  return Object.entries(texts).flatMap(([key, words]) =>
    typeof words === 'string' ? [[key, words]] : Object.entries(words).map(([form, text]) => [`${key}.${form}`, text]),
  );
}

/** A value for each placeholder of a text; `n` is the number. */
function valuesFor(words, n) {
  const names = union(...leavesOf({ words }).map(([, text]) => placeholdersOf(text)));
  return Object.fromEntries(names.map((name) => [name, name === 'n' ? n : 'Ada']));
}

for (const folder of FOLDERS) {
  const english = textsOf(folder, 'en');
  const keysOf = (test) => Object.keys(english).filter((key) => test(english[key]));

  describe(`The texts in ${folder}`, () => {
    it('are there in each language, and in no other', () => {
      assert.deepEqual(readdirSync(new URL(folder, CLIENT)).sort(), LANGUAGES.map((tag) => `${tag}.json`));
    });

    for (const tag of LANGUAGES) {
      describe(`in ${tag}`, () => {
        const texts = textsOf(folder, tag);

        it('have the keys of English, in its order', () => {
          assert.deepEqual(Object.keys(texts), Object.keys(english));
        });

        it('are one text where English has one', () => {
          for (const key of keysOf((words) => typeof words === 'string')) assert.equal(typeof texts[key], 'string', key);
        });

        it('have each plural form that an integer needs in this language, and no other', () => {
          for (const key of keysOf(isPlural)) assert.deepEqual(Object.keys(texts[key]).sort(), pluralFormsOf(tag), key);
        });

        it('have each kind that English has, and no other', () => {
          for (const key of keysOf(isKinds)) assert.deepEqual(Object.keys(texts[key]).sort(), Object.keys(english[key]).sort(), key);
        });

        it('are not empty, and neither begin nor end with a space', () => {
          for (const [where, text] of leavesOf(texts)) {
            assert.equal(typeof text, 'string', where);
            assert.notEqual(text, '', where);
            assert.equal(text, text.trim(), where);
          }
        });

        it('have the placeholders of English, each once', () => {
          const expected = new Map(leavesOf(english));
          for (const [where, text] of leavesOf(texts)) {
            if (!isPlural(english[where.split('.')[0]])) assert.deepEqual(placeholdersOf(text), placeholdersOf(expected.get(where)), where);
          }
        });

        it('leave out the number only in a plural form that stands for one number', () => {
          const integers = integersByForm(tag);
          for (const key of keysOf(isPlural)) {
            const all = union(...Object.values(english[key]).map(placeholdersOf));
            for (const [form, text] of Object.entries(texts[key])) {
              const names = placeholdersOf(text);
              const mayBeAWord = form !== 'other' && integers.get(form)?.length === 1 && !names.includes('n');
              assert.deepEqual(names, mayBeAWord ? all.filter((name) => name !== 'n') : all, `${key}.${form}`);
            }
          }
        });

        it('have no braces but those of placeholders', () => {
          for (const [where, text] of leavesOf(texts)) assert.doesNotMatch(text.replace(/\{\w+\}/g, ''), /[{}]/, where);
        });

        it('are said with any number', () => {
          const language = new Language(tag, texts);
          for (const key of keysOf(isPlural)) {
            for (const n of [0, 1, 2, 3, 11, 100]) {
              const said = language.say(key, valuesFor(texts[key], n));
              assert.match(said, /\S/, `${key}, ${n}`);
              assert.doesNotMatch(said, /[{}]|undefined/, `${key}, ${n}`);
              const form = texts[key][new Intl.PluralRules(tag).select(n)];
              assert.equal(said.includes(language.number(n)), form.includes('{n}'), `${key}, ${n}`);
            }
          }
        });
      });
    }
  });
}

describe('The name of a button, to those who hear it or say it,', () => {
  for (const tag of LANGUAGES) {
    it(`has the word that it shows, in ${tag}`, () => {
      const language = new Language(tag, textsOf('lang/', tag));
      const pairs = [['invite', 'copy_invite'], ['invite', 'share_invite'], ['leave', 'leave_room'], ['remove', 'remove_member']];
      for (const [shown, name] of pairs) {
        const said = language.say(name, { name: 'Ada' }).toLocaleLowerCase(tag);
        assert.ok(said.includes(language.say(shown).toLocaleLowerCase(tag)), `${name} has ${shown}`);
      }
    });
  }
});

describe('A language', () => {
  it('is written from right to left if it is Arabic, and from left to right if it is another', () => {
    const directions = LANGUAGES.map((tag) => [tag, new Language(tag, {}).direction]);
    assert.deepEqual(Object.fromEntries(directions), { ar: 'rtl', de: 'ltr', en: 'ltr', es: 'ltr', fr: 'ltr', zh: 'ltr' });
    assert.equal(new Language('ar-EG', {}).direction, 'rtl');
  });
});

describe('languageFor', () => {
  const folder = new URL('https://chat.example/client/lang/');
  const english = textsOf('lang/', 'en');
  const addressOf = (tag) => `https://chat.example/client/lang/${tag}.json`;
  const realFetch = globalThis.fetch;
  /** @type {string[]} */ let asked = [];

  /** @param {(tag: string) => Response} answer  to each request for a language's file */
  function serve(answer) {
    asked = [];
    globalThis.fetch = async (url) => {
      asked.push(String(url));
      return answer(/(\w+)\.json$/.exec(String(url))[1]);
    };
  }

  const asItIs = (tag) => Response.json(textsOf('lang/', tag));

  afterEach(() => {
    globalThis.fetch = realFetch;
  });

  it('reads the file of the first language that there is, and keeps its region', async () => {
    serve(asItIs);
    const language = await languageFor(['tlh', 'de-AT', 'fr'], folder);
    assert.equal(language.tag, 'de-AT');
    assert.equal(language.say('send'), textsOf('lang/', 'de').send);
    assert.deepEqual(asked, [addressOf('de')]);
  });

  it('is English where the tag is none', async () => {
    serve(asItIs);
    for (const tag of ['en-', 'en-_x', 'de-', '', '*']) assert.equal((await languageFor([tag], folder)).tag, 'en');
  });

  it('asks for English as for any other', async () => {
    serve(asItIs);
    const language = await languageFor(['en-GB', 'de'], folder);
    assert.equal(language.tag, 'en-GB');
    assert.equal(language.say('send'), english.send);
    assert.deepEqual(asked, [addressOf('en')]);
  });

  it('is English when none of the wanted languages is there', async () => {
    serve(asItIs);
    const language = await languageFor(['tlh', '../de', ''], folder);
    assert.equal(language.tag, 'en');
    assert.deepEqual(asked, [addressOf('en')]);
  });

  const failures = {
    'the network is gone': () => {
      throw new TypeError('fetch failed');
    },
    'the file is not found': () => Response.json({ send: 'Not found' }, { status: 404 }),
    'the file is no JSON': () => new Response('<!DOCTYPE html>'),
  };
  for (const [what, answer] of Object.entries(failures)) {
    it(`falls back to English when ${what}`, async () => {
      serve((tag) => (tag === 'en' ? asItIs(tag) : answer()));
      const language = await languageFor(['ar'], folder);
      assert.equal(language.tag, 'en');
      assert.equal(language.direction, 'ltr');
      assert.equal(language.say('send'), english.send);
    });
  }

  it('takes the next wanted language when the file of one does not come', async () => {
    serve((tag) => (tag === 'fr' ? asItIs(tag) : new Response('', { status: 503 })));
    const language = await languageFor(['de', 'fr'], folder);
    assert.equal(language.tag, 'fr');
    assert.equal(language.say('send'), textsOf('lang/', 'fr').send);
  });

  it('tries again, later each time, until one comes', async ({ mock }) => {
    mock.timers.enable({ apis: ['setTimeout'] });
    mock.method(Math, 'random', () => 1);
    let reachable = false;
    serve((tag) => (reachable ? asItIs(tag) : new Response('', { status: 503 })));
    const coming = languageFor(['fr'], folder);
    const rounds = [['fr', 'en']];
    for (const wait of [500, 1000, 2000]) {
      await settled();
      mock.timers.tick(wait - 1);
      await settled();
      assert.deepEqual(asked, rounds.flat().map(addressOf));
      reachable = wait === 2000;
      mock.timers.tick(1);
      rounds.push(['fr', 'en']);
    }
    assert.equal((await coming).tag, 'fr');
    assert.deepEqual(asked.slice(6), [addressOf('fr')]);
  });

  it('gives up when nobody needs it any more', async ({ mock }) => {
    mock.timers.enable({ apis: ['setTimeout'] });
    let needed = true;
    serve(() => new Response('', { status: 503 }));
    const coming = languageFor(['en'], folder, () => needed);
    await settled();
    needed = false;
    mock.timers.tick(30_000);
    assert.equal(await coming, null);
  });

  const settled = () => new Promise((resolve) => setImmediate(resolve));
});
