// Runs in the browser, on a page that dev.parley.bench.LongList serves: lists of messages, and how long they take.

const SCREEN = { width: 900, height: 700 };
const PAGE = 50;
const STEP_PX = 1400; // two screens a frame, faster than anybody reads
const ODD_ONES = [
  '👍',
  'ok',
  'Where was that again? https://wiki.example.com/spaces/OPS/pages/1234567/Deployments?focused=98#after (second table)',
  'مرحبا، هل يمكنك أن ترى هذه الرسالة؟ نعم، أراها الآن بوضوح.',
  '🎉🎉🎉 Merci à toutes et à tous ! 🥳',
  'const a = [1, 2, 3];\nfor (const b of a) {\n  console.log(b);\n}',
  '会议改到明天下午三点，请大家提前十分钟进入房间。',
];

/** The same each time. */
function messages(count) {
  const start = Date.now() - count * 40_000;
  return Array.from({ length: count }, (_, i) => ({
    seq: i + 1,
    ref: `r${i}`,
    clientId: `c${((i * 7) % 23) % 5}`,
    name: ['Ann', 'Bob', 'Zoë', 'سلمى', 'Dr. Ahmed el-Masri'][((i * 7) % 23) % 5],
    own: ((i * 7) % 23) % 5 === 0,
    message: i % 3 === 0 ? `${i} ${ODD_ONES[(i / 3) % ODD_ONES.length]}` : `${i} ${'Lorem ipsum dolor sit amet '.repeat(1 + ((i * 13) % 11) ** 2 / 8)}`,
    timestamp: new Date(start + i * 40_000).toISOString(),
  }));
}

const frame = () => new Promise(requestAnimationFrame);
const later = () => new Promise((resolve) => setTimeout(resolve));

/** A room's list, of the modules below `folder`. @param {string} [styles]  beside its own */
async function roomList(folder, all, styles = '') {
  const [{ MessageList }, { roomMarkup }, { roomStyles }, { theme }, { Language }, texts] = await Promise.all(
    ['chat/message-list.js', 'chat/room-markup.js', 'chat/room-styles.js', 'chat/theme.js', 'chat/language.js', 'lang/en.json'].map((file) =>
      file.endsWith('.json') ? fetch(`/${folder}/${file}`).then((response) => response.json()) : import(`/${folder}/${file}`),
    ),
  );
  const host = document.createElement('div');
  Object.assign(host.style, { width: `${SCREEN.width}px`, height: `${SCREEN.height}px` });
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  root.adoptedStyleSheets = [theme(), roomStyles(), sheet];
  const language = new Language('en', texts);
  const node = roomMarkup(language);
  root.append(node);
  document.body.replaceChildren(host);
  const nothing = () => {};
  let asked = 0;
  const list = new MessageList((id) => node.querySelector(`#${id}`), language, {
    older: (before) => (asked = before),
    retry: nothing,
    discard: nothing,
    seen: nothing,
    unread: nothing,
  });
  const log = node.querySelector('#messages');
  list.clear();
  list.look?.(true);
  return {
    log,
    open: () => list.reset(all.slice(-PAGE), true),
    add: (message) => list.add(message),
    /** @returns {Promise<number | null>} what it took, or null if there is no more */
    async earlier() {
      asked = 0;
      for (log.scrollTop = 0; !asked; await frame()) log.scrollTop = 0;
      const end = asked - 1;
      if (end === 0) return null;
      const took = timed(() => list.prepend(asked, all.slice(Math.max(0, end - PAGE), end), true), log);
      await frame();
      return took;
    },
  };
}

/** What a list is at least: a paragraph each. */
function paragraphs(all) {
  const log = document.createElement('div');
  Object.assign(log.style, { width: `${SCREEN.width}px`, height: `${SCREEN.height}px`, overflowY: 'auto' });
  document.body.replaceChildren(log);
  const paragraph = ({ name, message }) => {
    const p = document.createElement('p');
    p.textContent = `${name}: ${message}`;
    return p;
  };
  let first = all.length - PAGE;
  return {
    log,
    open: () => {
      log.append(...all.slice(-PAGE).map(paragraph));
      log.scrollTop = log.scrollHeight;
    },
    add: (message) => {
      log.append(paragraph(message));
      log.scrollTop = log.scrollHeight;
    },
    async earlier() {
      if (first === 0) return null;
      log.scrollTop = 0;
      await frame();
      const from = Math.max(0, first - PAGE);
      const took = timed(() => {
        const { scrollHeight } = log;
        log.prepend(...all.slice(from, first).map(paragraph));
        log.scrollTop += log.scrollHeight - scrollHeight;
      }, log);
      first = from;
      await frame();
      return took;
    },
  };
}

/** With the layout that it needs. @returns {number} milliseconds */
function timed(act, log) {
  const start = performance.now();
  act();
  log.scrollHeight;
  return performance.now() - start;
}

/** Frame by frame to the other end. @returns {Promise<number[]>} milliseconds between two frames */
async function scrolled(log, direction) {
  const times = [];
  let last = await frame();
  for (let before = NaN; log.scrollTop !== before; ) {
    before = log.scrollTop;
    log.scrollTop += direction * STEP_PX;
    const now = await frame();
    times.push(now - last);
    last = now;
  }
  return times;
}

let list;
let all;

const KINDS = {
  now: () => roomList('now', all),
  before: () => roomList('before', all),
  plain: () => roomList('now', all, '.page { content-visibility: visible !important; contain: none; display: flow-root }'),
  contained: () => roomList('now', all, '.page { content-visibility: visible !important }'),
  paragraphs: () => paragraphs(all),
};

/** @param {keyof typeof KINDS} kind @param {number} count */
export async function prepare(kind, count) {
  all = messages(count);
  list = await KINDS[kind]();
  await frame();
  const open = timed(() => list.open(), list.log);
  const earlier = [];
  for (let took; (took = await list.earlier()) !== null; await later()) earlier.push(took);
  list.log.scrollTop = list.log.scrollHeight;
  await frame();
  await frame();
  return { open, earlier };
}

export async function appended() {
  const times = [];
  for (let i = 0; i < 40; i++) {
    const message = { ...all[i * 3], seq: all.length + i + 1, ref: `n${i}`, own: false, timestamp: new Date().toISOString() };
    times.push(timed(() => list.add(message), list.log));
    await frame();
  }
  return times;
}

export async function roundTrip() {
  return [...(await scrolled(list.log, -1)), ...(await scrolled(list.log, 1))];
}
