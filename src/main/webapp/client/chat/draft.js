import { storeIn, tabStorage } from '../connection/storage.js';

/** What is in the field of a room and not sent yet; this tab remembers it. @param {string} room @returns {import('../connection/storage.js').Store} */
export const draftIn = (room) => storeIn(tabStorage(), `parley.draft.${room}`);
