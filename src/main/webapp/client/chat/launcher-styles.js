import { styleSheet } from './style-sheet.js';

export const launcherStyles = styleSheet(`
  :host {
    position: fixed;
    inset-block-end: max(var(--rem), env(safe-area-inset-bottom));
    inset-inline-end: max(var(--rem), env(safe-area-inset-right));
    z-index: var(--parley-launcher-layer, 1000);
  }

  .launch {
    display: grid;
    place-items: center;
    position: relative;
    width: calc(3.5 * var(--rem));
    height: calc(3.5 * var(--rem));
    margin-inline-start: auto;
    border: 1px solid transparent;
    border-radius: 50%;
    background: var(--accent);
    color: var(--on-accent);
    box-shadow: var(--shadow);
    cursor: pointer;
  }

  .launch:hover {
    background: var(--accent-hover);
  }

  .launch .icon {
    width: calc(1.75 * var(--rem));
    height: calc(1.75 * var(--rem));
  }

  .launch[aria-expanded="true"] .when-shut,
  .launch:not([aria-expanded="true"]) .when-open {
    display: none;
  }

  .unread {
    position: absolute;
    inset-block-start: calc(-0.25 * var(--rem));
    inset-inline-end: calc(-0.25 * var(--rem));
    min-width: calc(1.5 * var(--rem));
    padding-inline: calc(0.375 * var(--rem));
    border: 2px solid var(--surface);
    border-radius: var(--rem);
    background: #b3261e;
    color: #fff;
    font-size: calc(0.75 * var(--rem));
    font-weight: 600;
    text-align: center;
  }

  .panel {
    position: absolute;
    inset-block-end: calc(4.25 * var(--rem));
    inset-inline-end: 0;
    width: min(calc(24 * var(--rem)), 100vw - 2 * var(--rem));
    height: min(calc(36 * var(--rem)), 100dvh - 6.5 * var(--rem));
    overflow: hidden;
    border: 1px solid var(--line);
    border-radius: var(--radius-large);
    background: var(--ground);
    box-shadow: var(--shadow);
  }

  .panel:focus-visible {
    outline-offset: -3px;
  }

  parley-chat {
    height: 100%;
    min-height: 0;
  }
`);
