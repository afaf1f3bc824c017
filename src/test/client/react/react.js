// React as ES modules, which it is not published as: its CommonJS files, of the version that the address names.

const NAMES = ['react', 'scheduler', 'react-dom', 'react-dom/client'];

const sources = new Map(
  await Promise.all(
    NAMES.map(async (name) => {
      const response = await fetch(new URL(`commonjs/${name}`, import.meta.url));
      return [name, await response.text()];
    }),
  ),
);
const modules = new Map();

function load(name) {
  if (!modules.has(name)) {
    const module = { exports: {} };
    modules.set(name, module);
    const run = new Function('module', 'exports', 'require', 'process', sources.get(name));
    run(module, module.exports, load, { env: { NODE_ENV: 'development' } });
  }
  return modules.get(name).exports;
}

export const { createElement, StrictMode, useEffect, useMemo, useRef, useSyncExternalStore, version } = load('react');
export const { createRoot } = load('react-dom/client');
