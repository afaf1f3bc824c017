import { styleSheet } from './style-sheet.js';

export const roomStyles = styleSheet(`
  /* The element itself. */
  :host {
    display: block;
    height: 32rem;
    min-height: 16rem;
    container: parley / size;
    background: var(--ground);
  }

  :host([hidden]) {
    display: none;
  }

  /* The room */
  .room {
    display: grid;
    grid-template: auto auto minmax(0, 1fr) auto / minmax(0, 1fr) auto;
    position: relative;
    height: 100%;
    overflow: hidden;
  }

  .bar {
    grid-area: 1 / 1 / auto / -1;
    display: flex;
    align-items: center;
    gap: 0.75rem;
    padding: 0.625rem max(var(--gap), env(safe-area-inset-right)) 0.625rem max(var(--gap), env(safe-area-inset-left));
    border-bottom: 1px solid var(--line);
    background: var(--surface);
  }

  .identity,
  .actions,
  .who,
  .connection {
    display: flex;
    align-items: center;
    gap: 0.375rem;
    min-width: 0;
  }

  ::slotted([slot=start]) {
    flex: none;
    margin-inline-end: 0.5rem;
  }

  .identity h2 {
    font-size: 1rem;
    overflow-wrap: anywhere;
  }

  #show-settings .icon {
    stroke-width: 3;
  }

  #leave:dir(rtl) .icon {
    scale: -1 1;
  }

  .identity .code {
    white-space: nowrap;
  }

  .title-word {
    font-weight: 500;
    color: var(--ink-soft);
  }

  .who {
    flex: 1;
    justify-content: end;
    gap: 0.5rem;
    font-size: 0.9375rem;
  }

  .who bdi {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  :is(.who, .members) .avatar {
    width: 1.75rem;
    height: 1.75rem;
    font-size: 0.6875rem;
  }

  .connection {
    color: var(--ink-soft);
    font-size: 0.875rem;
    white-space: nowrap;
  }

  .connection .icon {
    display: none;
    width: 0.875rem;
    height: 0.875rem;
    stroke-width: 3;
  }

  .connection[data-status="open"] .when-open {
    display: block;
    color: var(--good);
    fill: currentcolor;
  }

  .connection[data-status*="ing"] .when-busy {
    display: block;
    color: var(--warn-ink);
    animation: turn 1.2s linear infinite;
  }

  .connection[data-status="closed"] .when-closed {
    display: block;
    color: var(--bad);
  }

  .banner {
    grid-area: 2 / 1 / auto / -1;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 0.5rem 1rem;
    padding: 0.5rem var(--gap);
    border-bottom: 1px solid var(--line);
    background: var(--warn-soft);
    color: var(--warn-ink);
    font-size: 0.9375rem;
  }

  .banner[data-tone="closed"] {
    background: var(--bad-soft);
    color: var(--bad);
  }

  .countdown {
    font-variant-numeric: tabular-nums;
  }

  .stage {
    grid-area: 3 / 1;
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    position: relative;
  }

  .messages,
  .empty {
    grid-area: 1 / 1;
    overflow-y: auto;
    overscroll-behavior: contain;
  }

  .messages {
    overflow-anchor: none; /* the list keeps the place by itself, in every browser */
    padding: 1.25rem max(var(--gap), (100% - var(--column)) / 2);
  }

  .group {
    display: grid;
    grid-template-columns: 2.25rem minmax(0, 1fr);
    justify-items: start;
    gap: 0.25rem 0.75rem;
    margin-top: 1.125rem;
  }

  .group[data-continues] {
    margin-top: 0.25rem;
  }

  .page {
    contain: content;
    contain-intrinsic-height: auto 175rem;
  }

  /* The latest thousand stay in the accessibility tree; Chromium takes out what it skips. */
  .page:nth-last-child(n + 21) {
    content-visibility: auto;
  }

  .past[hidden] + .page > :first-child {
    margin-top: 0;
  }

  .group > * {
    grid-column: 2;
  }

  .group > :is(.day, .new),
  .group.own > .day {
    grid-column: 1 / -1;
    justify-self: center;
  }

  .group > .avatar {
    grid-area: auto / 1 / span 2;
  }

  .group.own {
    grid-template-columns: minmax(0, 1fr);
    justify-items: end;
  }

  .group.own > * {
    grid-column: 1;
  }

  .group header {
    max-width: 100%;
    font-size: 0.8125rem;
    color: var(--ink-soft);
    overflow-wrap: anywhere;
  }

  .author {
    color: var(--ink);
    font-weight: 600;
  }

  .author + time {
    margin-inline-start: 0.375rem; /* the author's own direction may be another one */
  }

  .avatar,
  .emblem {
    display: grid;
    place-items: center;
    border: 1px solid transparent;
    border-radius: 50%;
  }

  .avatar {
    width: 2.25rem;
    height: 2.25rem;
    flex: none;
    background: oklch(42% 0.08 var(--tone));
    color: #fff;
    font-size: 0.8125rem;
    font-weight: 600;
  }

  .message {
    display: grid;
    position: relative;
    justify-items: start;
    max-width: min(100%, 38rem);
  }

  .own .message {
    justify-items: end;
    max-width: min(88%, 38rem);
  }

  .text {
    max-width: 100%;
    padding: 0.4375rem 0.8125rem;
    border: 1px solid var(--line);
    border-radius: var(--radius-large);
    background: var(--surface);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
    unicode-bidi: plaintext;
  }

  .own .text {
    border-color: transparent;
    background: var(--accent);
    color: var(--on-accent);
  }

  .own .text a {
    color: inherit;
  }

  .own .text a:focus-visible {
    outline-color: currentcolor;
  }

  .group:not(.own, [data-continues]) .text {
    border-start-start-radius: 0.25rem;
  }

  .own:not([data-continues]) .text {
    border-start-end-radius: 0.25rem;
  }

  /* Most messages are stored at once; only the wait is worth a look and a word. */
  [data-state="sending"] .text {
    border: 1px dashed var(--accent-ink);
    background: var(--accent-soft);
    color: var(--ink);
    animation: on-its-way 0.2s 0.5s backwards;
  }

  [data-state="failed"] .text {
    border: 1px dashed var(--bad);
    background: var(--bad-soft);
    color: var(--ink);
  }

  .state {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: end;
    gap: 0.25rem;
    margin-top: 0.125rem;
    color: var(--ink-soft);
    font-size: 0.75rem;
  }

  .state .icon {
    width: 0.875rem;
    height: 0.875rem;
  }

  [data-state="sending"] .state {
    animation: appear 0.2s 0.5s backwards;
  }

  .room[data-connection="open"] .when-held,
  .room:not([data-connection="open"]) .when-now {
    display: none;
  }

  /* Once is enough. */
  .group:not(:last-child) > [data-state="sending"] .state {
    display: none;
  }

  /* Beside the text, so that nothing moves when it comes. */
  [data-state="sent"] .state {
    position: absolute;
    bottom: 0.5rem;
    inset-inline-end: calc(100% + 0.375rem);
    margin: 0;
  }

  [data-state="failed"] .state {
    gap: 0.25rem 0.375rem;
    margin-top: 0.25rem;
    color: var(--bad);
    font-size: 0.8125rem;
  }

  .why {
    display: flex;
    gap: 0.375rem;
  }

  .why .icon {
    width: 1.25em;
    height: 1.5em;
  }

  [data-state="failed"] .button {
    min-height: 1.75rem;
    padding: 0 0.625rem;
    font-size: 0.8125rem;
  }

  .past,
  .day,
  .new {
    color: var(--ink-soft);
    font-size: 0.8125rem;
    text-align: center;
  }

  .past {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 0.5rem;
    min-height: 2rem; /* at all times, so that nothing moves when it changes */
  }

  .past .icon {
    width: 1rem;
    height: 1rem;
    animation: turn 1.2s linear infinite;
  }

  .past[data-past="loading"] {
    animation: appear 0.2s 0.5s backwards;
  }

  .day {
    margin: 0.5rem 0 1rem;
    padding: 0.125rem 0.75rem;
    border: 1px solid var(--line);
    border-radius: 1rem;
    background: var(--ground);
  }

  .new {
    display: flex;
    align-items: center;
    gap: 0.75rem;
    width: 100%;
    padding-block: 0.25rem;
    color: var(--bad);
    font-weight: 600;
  }

  .new::before,
  .new::after {
    content: "";
    flex: 1;
    border-top: 1px solid;
  }

  .empty {
    z-index: 1;
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: safe center;
    gap: 0.625rem;
    padding: 1.5rem var(--gap);
    color: var(--ink-soft);
    overflow-wrap: anywhere;
    text-align: center;
  }

  /* Nobody is to be led into a room that one is not in oneself. */
  [data-connection="closed"] .empty {
    display: none;
  }

  .empty h3 {
    color: var(--ink);
    font-size: 1.25rem;
  }

  .empty .with-button {
    width: 100%;
    max-width: 34rem;
    margin-top: 0.75rem;
  }

  .emblem {
    width: 3.5rem;
    height: 3.5rem;
    margin-bottom: 0.25rem;
    background: var(--accent-soft);
    color: var(--accent-ink);
  }

  .emblem .icon {
    width: 1.75rem;
    height: 1.75rem;
  }

  .to-end {
    position: absolute;
    z-index: 1;
    inset: auto 0 0.25rem;
    width: fit-content;
    margin: auto;
    border-radius: 2rem;
    box-shadow: var(--shadow);
  }

  .composer {
    grid-area: 4 / 1;
    width: 100%;
    max-width: calc(var(--column) + 2 * var(--gap));
    margin: 0 auto;
    padding: 0 max(var(--gap), env(safe-area-inset-right)) max(0.625rem, env(safe-area-inset-bottom)) max(var(--gap), env(safe-area-inset-left));
  }

  .composer .field-error {
    margin: 0 0 0.5rem;
  }

  .typing {
    overflow: hidden;
    height: 1.5rem; /* at all times, so that nothing moves when it changes */
    padding-inline: 0.375rem;
    color: var(--ink-soft);
    font-size: 0.8125rem;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  :is(.messages, .members, .settings):focus-visible {
    outline-offset: -3px;
  }

  /* Whoever was here when the connection was lost. */
  .room:is([data-connection*="ing"], [data-connection="closed"]) :is(#member-list, #member-count) {
    opacity: 0.6;
  }

  #show-members {
    gap: 0.375rem;
    padding-inline: 0.625rem;
    font-variant-numeric: tabular-nums;
  }

  .bar [aria-expanded="true"] {
    background: var(--raised);
    color: var(--ink);
  }

  .box {
    display: flex;
    align-items: end;
    gap: 0.5rem;
    padding: 0.375rem;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-large);
    background: var(--surface);
  }

  .box:has(textarea:focus-visible) {
    border-color: var(--accent-ink);
    outline: 2px solid var(--accent-ink);
    outline-offset: -1px;
  }

  .box:has(textarea[aria-invalid="true"]) {
    border-color: var(--bad);
  }

  .box textarea {
    flex: 1;
    min-width: 0;
    min-height: 2.5rem;
    max-height: 40cqh;
    border: 0;
    outline: 0;
    background: transparent;
    resize: none;
  }

  .box textarea:placeholder-shown {
    direction: inherit; /* as long as there is no text to tell */
  }

  .below {
    display: flex;
    justify-content: space-between;
    gap: 1rem;
    margin-top: 0.375rem;
    padding-inline: 0.375rem;
  }

  .count {
    margin-inline-start: auto;
    color: var(--ink-soft);
    font-size: 0.8125rem;
    font-variant-numeric: tabular-nums;
  }

  .count.over {
    color: var(--bad);
    font-weight: 600;
  }

  .composer .hint {
    font-size: 0.75rem;
  }

  .toast {
    position: absolute;
    z-index: 2;
    inset: 4.25rem var(--gap) auto;
    width: fit-content;
    margin: auto;
    padding: 0.5rem 1rem;
    border: 1px solid transparent;
    border-radius: var(--radius);
    background: var(--ink);
    color: var(--surface);
    font-size: 0.9375rem;
    font-weight: 550;
    overflow-wrap: anywhere;
    box-shadow: var(--shadow);
  }

  .toast:empty {
    visibility: hidden; /* not display: none, which would take the live region away */
  }

  @container parley (max-width: 52em) {
    .bar {
      flex-wrap: wrap;
      gap: 0 0.5rem;
      padding-block: 0.375rem;
    }

    .bar::before {
      content: ""; /* a new line */
      order: -1;
      width: 100%;
    }

    .identity,
    .actions {
      order: -2;
      gap: 0;
    }

    .identity {
      flex: 1 0 min-content;
    }

    .actions,
    #show-members {
      margin-inline-end: -0.625rem;
    }

    .actions .button {
      width: 2.5rem;
      padding: 0;
      border-color: transparent;
    }

    .actions .label,
    .title-word {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }

    #show-members {
      min-height: 2rem;
    }

    .who .avatar {
      display: none;
    }

    .toast {
      top: 5.5rem;
    }
  }

  @container parley (max-width: 40em) {
    .composer .hint {
      display: none;
    }

    .banner {
      flex-wrap: wrap;
    }

    .banner p {
      flex: 1 1 13rem;
    }

    .empty .with-button input {
      flex-basis: 100%;
    }
  }

  @container parley (max-width: 22em) {
    .identity h2 {
      font-size: 0.8125rem;
    }

    .bar .icon-only,
    .actions .button {
      width: 2.25rem;
    }
  }

  @keyframes on-its-way {
    from {
      border-color: transparent;
      background: var(--accent);
      color: var(--on-accent);
    }
  }

  @keyframes appear {
    from { opacity: 0; }
  }

  @media print {
    :host,
    .room {
      display: block;
      height: auto;
      container: none;
    }

    .messages {
      overflow: visible;
    }

    .actions,
    .banner,
    .composer,
    .to-end {
      display: none;
    }
  }
`);
