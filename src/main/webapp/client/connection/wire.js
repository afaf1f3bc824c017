// JSON as the server writes it, with its keys as they are called here: `client_id` is `clientId`.

/** @param {string} json @returns {any} @throws {SyntaxError} */
export const read = (json) => JSON.parse(json, (_, value) => (Object(value) !== value || Array.isArray(value) ? value : renamed(value)));

/** @param {object} record */
const renamed = (record) => Object.fromEntries(Object.entries(record).map(([key, value]) => [key.replace(/_(\w)/g, (_, letter) => letter.toUpperCase()), value]));
