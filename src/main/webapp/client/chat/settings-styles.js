import { styleSheet } from './style-sheet.js';

export const settingsStyles = styleSheet(`
  .settings {
    grid-row: 3;
    grid-column: 1 / -1;
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

  .settings:focus-visible {
    outline-offset: -3px;
  }
`);
