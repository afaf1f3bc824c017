import { styleSheet } from './style-sheet.js';

/** Colours, measures, and what all controls have in common. The page around the room has it too. */
export const theme = styleSheet(`
  /* Colours and measures. A page changes those that are named --parley-… */
  :host,
  :root {
    --font: var(--parley-font, -apple-system, "Segoe UI Variable Text", "Segoe UI", Roboto, Inter, "Noto Sans", Arial, sans-serif);
    --font-code: ui-monospace, "Cascadia Code", "Roboto Mono", "Liberation Mono", monospace;
    --column: var(--parley-column, 48rem);
    --gap: 1rem;
    --radius: var(--parley-radius, 0.625rem);
    --radius-large: 1rem;

    --ground: var(--parley-ground, light-dark(#f6f6f9, #14151b));
    --surface: var(--parley-surface, light-dark(#fff, #1c1e26));
    --raised: light-dark(#f0f1f5, #262934);
    --line: light-dark(#dfe1e8, #30333f);
    --line-strong: light-dark(#868b9b, #767c8f);
    --ink: var(--parley-ink, light-dark(#1b1d26, #eceef4));
    --ink-soft: var(--parley-ink-soft, light-dark(#5a5f70, #a4a9ba));
    --accent: var(--parley-accent, light-dark(#3a55d6, #4a63dc));
    --accent-hover: var(--parley-accent-hover, light-dark(#2d45ba, #5870e4));
    --on-accent: var(--parley-on-accent, #fff);
    --accent-soft: var(--parley-accent-soft, light-dark(#e9edfd, #262e52));
    --accent-ink: var(--parley-accent-ink, light-dark(#2f48c0, #a9b8ff));
    --good: light-dark(#17794a, #5fcf97);
    --warn-soft: light-dark(#fdf1d8, #3a2f16);
    --warn-ink: light-dark(#6d4a00, #f4cf85);
    --bad: light-dark(#b3261e, #ffb0a8);
    --bad-soft: light-dark(#fdeae8, #43211f);
    --shade: light-dark(#14162814, #0000004d);
    --shadow: 0 1px 2px var(--shade), 0 0.75rem 2rem var(--shade);

    color: var(--ink);
    font: 1rem/1.5 var(--font);
    text-size-adjust: 100%;
  }

  :host(:is([theme=auto], [theme=contrast])) {
    color-scheme: light dark;
  }

  :host([theme=light]) {
    color-scheme: light;
  }

  :host([theme=dark]) {
    color-scheme: dark;
  }

  :host([theme=contrast]) {
    --ground: light-dark(#fff, #000);
    --surface: light-dark(#fff, #000);
    --line: var(--ink);
    --line-strong: var(--ink);
    --ink: light-dark(#000, #fff);
    --ink-soft: var(--ink);
    --accent: light-dark(#1f2f96, #b9c4ff);
    --accent-hover: light-dark(#0d1a66, #dde2ff);
    --on-accent: light-dark(#fff, #000);
    --accent-ink: light-dark(#1f2f96, #b9c4ff);
    --good: light-dark(#0b4f2f, #7fe8b2);
    --warn-ink: light-dark(#4f3500, #ffe0a3);
    --bad: light-dark(#86140d, #ffcbc6);
  }

  @media (prefers-contrast: more) {
    :host,
    :root {
      --ground: light-dark(#fff, #000);
      --surface: light-dark(#fff, #000);
      --line: var(--ink);
      --line-strong: var(--ink);
      --ink: light-dark(#000, #fff);
      --ink-soft: var(--ink);
      --accent: light-dark(#1f2f96, #b9c4ff);
      --accent-hover: light-dark(#0d1a66, #dde2ff);
      --on-accent: light-dark(#fff, #000);
      --accent-ink: light-dark(#1f2f96, #b9c4ff);
      --good: light-dark(#0b4f2f, #7fe8b2);
      --warn-ink: light-dark(#4f3500, #ffe0a3);
      --bad: light-dark(#86140d, #ffcbc6);
    }
  }

  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }

  [hidden] {
    display: none !important;
  }

  h1,
  h2,
  h3,
  p {
    margin: 0;
  }

  h1,
  h2,
  h3 {
    line-height: 1.25;
    letter-spacing: -0.011em;
    text-wrap: balance;
  }

  a {
    color: var(--accent-ink);
    text-underline-offset: 0.15em;
  }

  :focus-visible {
    outline: 2px solid var(--accent-ink);
    outline-offset: 2px;
  }

  .code {
    font-family: var(--font-code);
    font-variant-ligatures: none;
    letter-spacing: 0;
  }

  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .icon {
    width: 1.25rem;
    height: 1.25rem;
    flex: none;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.6;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  /* Controls. The transparent borders are seen in forced colours, where backgrounds are not. */
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5rem;
    min-height: 2.5rem;
    padding: 0.375rem 0.875rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--ink);
    font: inherit;
    font-weight: 550;
    white-space: nowrap;
    cursor: pointer;
    transition: background-color 120ms, border-color 120ms;
  }

  .button:hover {
    background: var(--raised);
  }

  .button.primary {
    border-color: transparent;
    background: var(--accent);
    color: var(--on-accent);
  }

  .button.primary:hover {
    background: var(--accent-hover);
  }

  .button.quiet {
    border-color: transparent;
    background: transparent;
    color: var(--ink-soft);
  }

  .button.quiet:hover {
    background: var(--raised);
    color: var(--ink);
  }

  .button.icon-only {
    width: 2.5rem;
    padding: 0;
  }

  .button.small {
    min-height: 2rem;
    padding: 0.125rem 0.75rem;
  }

  .button[aria-disabled="true"] {
    opacity: 0.65;
    cursor: default;
  }

  input,
  textarea {
    width: 100%;
    min-height: 2.75rem;
    padding: 0.5rem 0.75rem;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--surface);
    color: inherit;
    font: inherit;
  }

  :is(input, textarea):focus-visible {
    border-color: var(--accent-ink);
    outline-offset: -1px;
  }

  ::placeholder {
    color: var(--ink-soft);
    opacity: 1;
  }

  input.code {
    font: 0.9375rem/1.5 var(--font-code);
  }

  [aria-invalid="true"] {
    border-color: var(--bad);
  }

  .field-error {
    margin-top: 0.375rem;
    color: var(--bad);
    font-size: 0.875rem;
  }

  .hint {
    color: var(--ink-soft);
    font-size: 0.875rem;
  }

  .with-button {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }

  .with-button input {
    flex: 999 1 10rem; /* as wide as a code at least, else the button has a line of its own */
    min-width: 0;
  }

  .with-button .button {
    flex: 1 0 auto;
    min-height: 2.75rem;
  }

  @keyframes turn {
    to { rotate: 360deg; }
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    ::before,
    ::after {
      animation-duration: 0s !important;
      animation-iteration-count: 1 !important;
      transition: none !important;
    }
  }

  @media (forced-colors: active) {
    .avatar {
      forced-color-adjust: none;
    }
  }
`);
