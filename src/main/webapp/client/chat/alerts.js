import { browserStorage, storeIn } from '../connection/storage.js';

// What a person has asked for, to hear of messages while they look elsewhere: nothing, until they do. This browser
// remembers it, for all rooms.

const NOTIFY = 'parley.notify';
const SOUND = 'parley.sound';
const BODY_CHARS = 200;

/** @type {AudioContext | undefined} */ let audio;

export const notifying = () => isOn(NOTIFY) && globalThis.Notification?.permission === 'granted';

export const sounding = () => isOn(SOUND);

/** @param {boolean} on @returns {Promise<boolean>} whether it is as wished: the browser may refuse */
export async function notify(on) {
  const allowed = on && (await globalThis.Notification?.requestPermission?.()) === 'granted';
  turn(NOTIFY, allowed);
  return allowed === on;
}

/** @param {boolean} on  it is heard at once, which is also when browsers allow it */
export function sound(on) {
  turn(SOUND, on);
  if (on) play();
}

/**
 * @param {import('../chat-connection.js').Heard} message
 * @param {string} room  of which one notification is enough
 */
export function alertTo({ name, message }, room) {
  if (sounding()) play();
  if (notifying()) show(name, message, room);
}

/** Two short falling tones, as loud as a system's own. */
function play() {
  audio ??= new AudioContext();
  const volume = new GainNode(audio, { gain: 0.08 });
  volume.connect(audio.destination);
  const now = audio.currentTime;
  volume.gain.setTargetAtTime(0, now + 0.12, 0.05);
  const tone = new OscillatorNode(audio, { frequency: 880 });
  tone.frequency.setValueAtTime(660, now + 0.09);
  tone.connect(volume);
  tone.start(now);
  tone.stop(now + 0.4);
}

/** @param {string} name @param {string} message @param {string} room */
function show(name, message, room) {
  try {
    const notification = new Notification(name, { body: [...message].slice(0, BODY_CHARS).join(''), tag: `parley.${room}`, silent: true });
    notification.onclick = () => {
      globalThis.focus();
      notification.close();
    };
  } catch {
    // some phones have them for service workers only
  }
}

/** @param {string} key */
const wish = (key) => storeIn(browserStorage(), key);

/** @param {string} key */
const isOn = (key) => wish(key).load() === 'on';

/** Where nothing is remembered, nothing is turned on. @param {string} key @param {boolean} on */
const turn = (key, on) => wish(key).save(on ? 'on' : null);
