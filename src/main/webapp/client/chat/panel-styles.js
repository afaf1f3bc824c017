import { styleSheet } from './style-sheet.js';

export const panelStyles = styleSheet(`
  .settings {
    grid-area: 3 / 1 / auto / -1;
    place-self: start end;
    z-index: 3;
    display: grid;
    gap: 0.25rem;
    max-width: 100%;
    margin: 0.25rem 0.5rem;
    padding: 0.5rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    box-shadow: var(--shadow);
  }

  .settings label {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    min-height: 2.25rem;
    padding-inline: 0.5rem;
  }

  .settings input {
    width: 1.125rem;
    min-height: 1.125rem;
    accent-color: var(--accent);
  }

  .members {
    grid-area: 3 / 2 / span 2;
    width: 19rem;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 0 max(0.5rem, env(safe-area-inset-right)) 0.5rem 0.5rem;
    border-inline-start: 1px solid var(--line);
    background: var(--surface);
  }

  .members header {
    position: sticky;
    top: 0;
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
