import { styleSheet } from './style-sheet.js';

export const launcherStyles = styleSheet(`
  :host {
    position: fixed;
    inset-block-end: max(1rem, env(safe-area-inset-bottom));
    inset-inline-end: max(1rem, env(safe-area-inset-right));
    z-index: var(--parley-launcher-layer, 1000);
  }

  .launch {
    display: grid;
    place-items: center;
    position: relative;
    width: 3.5rem;
    height: 3.5rem;
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
    width: 1.75rem;
    height: 1.75rem;
  }

  .launch[aria-expanded="true"] .when-shut,
  .launch:not([aria-expanded="true"]) .when-open {
    display: none;
  }

  .unread {
    position: absolute;
    inset-block-start: -0.25rem;
    inset-inline-end: -0.25rem;
    min-width: 1.5rem;
    padding-inline: 0.375rem;
    border: 2px solid var(--surface);
    border-radius: 1rem;
    background: #b3261e;
    color: #fff;
    font-size: 0.75rem;
    font-weight: 600;
    text-align: center;
  }

  .panel {
    position: absolute;
    inset-block-end: 4.25rem;
    inset-inline-end: 0;
    width: min(24rem, 100vw - 2rem);
    height: min(36rem, 100dvh - 6.5rem);
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
