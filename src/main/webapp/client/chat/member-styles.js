import { styleSheet } from './style-sheet.js';

export const memberStyles = styleSheet(`
  .members {
    grid-area: 3 / 2 / span 2;
    width: 19rem;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 0 max(0.5rem, env(safe-area-inset-right)) 0.5rem 0.5rem;
    border-inline-start: 1px solid var(--line);
    background: var(--surface);
  }

  .members:focus-visible {
    outline-offset: -3px;
  }

  .members header {
    position: sticky;
    inset-block-start: 0;
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding-block: 0.5rem;
    padding-inline-start: 0.5rem;
    background: inherit;
  }

  .members h3 {
    font-size: 0.9375rem;
  }

  .members ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .members li {
    display: flex;
    align-items: center;
    gap: 0.625rem;
    padding: 0.3125rem 0.5rem;
  }

  .members bdi {
    min-width: 0;
    overflow-wrap: anywhere;
  }

  .members bdi + * {
    margin-inline-start: auto;
  }

  .members .avatar {
    width: 1.75rem;
    height: 1.75rem;
    font-size: 0.6875rem;
  }

  .tag {
    padding: 0 0.4375rem;
    border: 1px solid transparent;
    border-radius: 1rem;
    background: var(--raised);
    color: var(--ink-soft);
    font-size: 0.75rem;
  }

  /* No room for both: the members lie over the messages. */
  @container parley (max-width: 60em) {
    .members {
      grid-column: 1 / -1;
      z-index: 3;
      justify-self: end;
      width: min(20rem, 100%);
      box-shadow: var(--shadow);
    }
  }

  @container parley (max-width: 40em) {
    .members {
      width: 100%;
      border: 0;
    }
  }
`);
