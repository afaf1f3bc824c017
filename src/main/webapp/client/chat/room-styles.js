import { styleSheet } from './style-sheet.js';

export const roomStyles = styleSheet(`
  /* The element itself. */
  :host {
    display: block;
    height: calc(32 * var(--rem));
    min-height: calc(16 * var(--rem));
    container: parley / size;
    background: var(--ground);
  }

  :host([hidden]) {
    display: none;
  }

  /* The room */
  .room {
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr) auto;
    grid-template-columns: minmax(0, 1fr) auto;
    position: relative;
    height: 100%;
    overflow: hidden;
  }

  .bar,
  .banner {
    grid-column: 1 / -1;
  }

  .stage,
  .composer {
    grid-column: 1;
  }

  .bar {
    grid-row: 1;
    display: flex;
    align-items: center;
    gap: calc(0.75 * var(--rem));
    padding: calc(0.625 * var(--rem)) max(var(--gap), env(safe-area-inset-right)) calc(0.625 * var(--rem)) max(var(--gap), env(safe-area-inset-left));
    border-bottom: 1px solid var(--line);
    background: var(--surface);
  }

  .identity,
  .actions,
  .who {
    display: flex;
    align-items: center;
    gap: calc(0.375 * var(--rem));
    min-width: 0;
  }

  ::slotted([slot="start"]) {
    flex: none;
    margin-inline-end: calc(0.5 * var(--rem));
  }

  .identity h2 {
    font-size: var(--rem);
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
    gap: calc(0.5 * var(--rem));
    font-size: calc(0.9375 * var(--rem));
  }

  .who bdi {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .who .avatar {
    width: calc(1.75 * var(--rem));
    height: calc(1.75 * var(--rem));
    font-size: calc(0.6875 * var(--rem));
  }

  .connection {
    display: inline-flex;
    align-items: center;
    gap: calc(0.375 * var(--rem));
    color: var(--ink-soft);
    font-size: calc(0.875 * var(--rem));
    white-space: nowrap;
  }

  .connection .icon {
    display: none;
    width: calc(0.875 * var(--rem));
    height: calc(0.875 * var(--rem));
    stroke-width: 3;
  }

  .connection[data-status="open"] .when-open {
    display: block;
    color: var(--good);
    fill: currentcolor;
  }

  .connection:is([data-status="connecting"], [data-status="waiting"]) .when-busy {
    display: block;
    color: var(--warn-ink);
    animation: turn 1.2s linear infinite;
  }

  .connection[data-status="closed"] .when-closed {
    display: block;
    color: var(--bad);
  }

  .banner {
    grid-row: 2;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: calc(0.5 * var(--rem)) var(--rem);
    padding: calc(0.5 * var(--rem)) var(--gap);
    border-bottom: 1px solid var(--line);
    background: var(--warn-soft);
    color: var(--warn-ink);
    font-size: calc(0.9375 * var(--rem));
  }

  .banner[data-tone="closed"] {
    background: var(--bad-soft);
    color: var(--bad);
  }

  .countdown {
    font-variant-numeric: tabular-nums;
  }

  .stage {
    grid-row: 3;
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
    padding: calc(1.25 * var(--rem)) max(var(--gap), (100% - var(--column)) / 2);
  }

  .group {
    display: grid;
    grid-template-columns: calc(2.25 * var(--rem)) minmax(0, 1fr);
    justify-items: start;
    gap: calc(0.25 * var(--rem)) calc(0.75 * var(--rem));
    margin-top: calc(1.125 * var(--rem));
  }

  .group[data-continues] {
    margin-top: calc(0.25 * var(--rem));
  }

  .page {
    contain: content;
    contain-intrinsic-height: auto calc(175 * var(--rem));
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
    grid-column: 1;
    grid-row: span 2;
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
    font-size: calc(0.8125 * var(--rem));
    color: var(--ink-soft);
    overflow-wrap: anywhere;
  }

  .author {
    margin-inline-end: calc(0.375 * var(--rem));
    color: var(--ink);
    font-weight: 600;
  }

  .avatar {
    display: grid;
    place-items: center;
    width: calc(2.25 * var(--rem));
    height: calc(2.25 * var(--rem));
    flex: none;
    border: 1px solid transparent;
    border-radius: 50%;
    background: var(--tone, #4a5168);
    color: #fff;
    font-size: calc(0.8125 * var(--rem));
    font-weight: 600;
  }

  .avatar[data-tone="0"] { --tone: #7a3169; }
  .avatar[data-tone="1"] { --tone: #155c64; }
  .avatar[data-tone="2"] { --tone: #7a3d16; }
  .avatar[data-tone="3"] { --tone: #424f9a; }
  .avatar[data-tone="4"] { --tone: #355c24; }
  .avatar[data-tone="5"] { --tone: #6f3644; }

  .message {
    display: grid;
    position: relative;
    justify-items: start;
    max-width: min(100%, calc(38 * var(--rem)));
  }

  .own .message {
    justify-items: end;
    max-width: min(88%, calc(38 * var(--rem)));
  }

  .text {
    max-width: 100%;
    padding: calc(0.4375 * var(--rem)) calc(0.8125 * var(--rem));
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
    border-start-start-radius: calc(0.25 * var(--rem));
  }

  .own:not([data-continues]) .text {
    border-start-end-radius: calc(0.25 * var(--rem));
  }

  /* Most messages are stored at once; only the wait is worth a look and a word. */
  .message[data-state="sending"] .text {
    border: 1px dashed var(--accent-ink);
    background: var(--accent-soft);
    color: var(--ink);
    animation: on-its-way 0.2s 0.5s backwards;
  }

  .message[data-state="failed"] .text {
    border: 1px dashed var(--bad);
    background: var(--bad-soft);
    color: var(--ink);
  }

  .state {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: end;
    gap: calc(0.25 * var(--rem));
    margin-top: calc(0.125 * var(--rem));
    color: var(--ink-soft);
    font-size: calc(0.75 * var(--rem));
  }

  .state .icon {
    width: calc(0.875 * var(--rem));
    height: calc(0.875 * var(--rem));
  }

  [data-state="sending"] .state {
    animation: appear 0.2s 0.5s backwards;
  }

  [data-connection="open"] .state .when-held,
  [data-connection]:not([data-connection="open"]) .state .when-now {
    display: none;
  }

  /* Once is enough. */
  .group:not(:last-child) > [data-state="sending"] .state {
    display: none;
  }

  /* Beside the text, so that nothing moves when it comes. */
  [data-state="sent"] .state {
    position: absolute;
    inset-block-end: calc(0.5 * var(--rem));
    inset-inline-end: calc(100% + calc(0.375 * var(--rem)));
    margin: 0;
  }

  [data-state="failed"] .state {
    gap: calc(0.25 * var(--rem)) calc(0.375 * var(--rem));
    margin-top: calc(0.25 * var(--rem));
    color: var(--bad);
    font-size: calc(0.8125 * var(--rem));
  }

  .why {
    display: flex;
    gap: calc(0.375 * var(--rem));
  }

  .why .icon {
    width: 1.25em;
    height: 1.5em;
  }

  [data-state="failed"] .button {
    min-height: calc(1.75 * var(--rem));
    padding: 0 calc(0.625 * var(--rem));
    font-size: calc(0.8125 * var(--rem));
  }

  .past,
  .day,
  .new {
    color: var(--ink-soft);
    font-size: calc(0.8125 * var(--rem));
    text-align: center;
  }

  .past {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: calc(0.5 * var(--rem));
    min-height: calc(2 * var(--rem)); /* at all times, so that nothing moves when it changes */
  }

  .past .icon {
    width: var(--rem);
    height: var(--rem);
    animation: turn 1.2s linear infinite;
  }

  .past[data-past="loading"] {
    animation: appear 0.2s 0.5s backwards;
  }

  .day {
    margin: calc(0.5 * var(--rem)) 0 var(--rem);
    padding: calc(0.125 * var(--rem)) calc(0.75 * var(--rem));
    border: 1px solid var(--line);
    border-radius: var(--rem);
    background: var(--ground);
  }

  .new {
    display: flex;
    align-items: center;
    gap: calc(0.75 * var(--rem));
    width: 100%;
    padding-block: calc(0.25 * var(--rem));
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
    gap: calc(0.625 * var(--rem));
    padding: calc(1.5 * var(--rem)) var(--gap);
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
    font-size: calc(1.25 * var(--rem));
  }

  .empty .with-button {
    width: 100%;
    max-width: calc(34 * var(--rem));
    margin-top: calc(0.75 * var(--rem));
  }

  .emblem {
    display: grid;
    place-items: center;
    width: calc(3.5 * var(--rem));
    height: calc(3.5 * var(--rem));
    margin-bottom: calc(0.25 * var(--rem));
    border: 1px solid transparent;
    border-radius: 50%;
    background: var(--accent-soft);
    color: var(--accent-ink);
  }

  .emblem .icon {
    width: calc(1.75 * var(--rem));
    height: calc(1.75 * var(--rem));
  }

  .to-end {
    position: absolute;
    z-index: 1;
    inset-block-end: calc(0.25 * var(--rem));
    inset-inline: 0;
    width: fit-content;
    margin: auto;
    border-radius: calc(2 * var(--rem));
    box-shadow: var(--shadow);
  }

  .composer {
    grid-row: 4;
    width: 100%;
    max-width: calc(var(--column) + 2 * var(--gap));
    margin: 0 auto;
    padding: 0 max(var(--gap), env(safe-area-inset-right)) max(calc(0.625 * var(--rem)), env(safe-area-inset-bottom)) max(var(--gap), env(safe-area-inset-left));
  }

  .composer .field-error {
    margin: 0 0 calc(0.5 * var(--rem));
  }

  .typing {
    overflow: hidden;
    height: calc(1.5 * var(--rem)); /* at all times, so that nothing moves when it changes */
    padding-inline: calc(0.375 * var(--rem));
    color: var(--ink-soft);
    font-size: calc(0.8125 * var(--rem));
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .settings {
    grid-row: 3;
    grid-column: 1 / -1;
    place-self: start end;
    z-index: 3;
    display: grid;
    gap: calc(0.25 * var(--rem));
    max-width: 100%;
    margin: calc(0.25 * var(--rem)) calc(0.5 * var(--rem));
    padding: calc(0.5 * var(--rem));
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    box-shadow: var(--shadow);
  }

  .settings label {
    display: flex;
    align-items: center;
    gap: calc(0.5 * var(--rem));
    min-height: calc(2.25 * var(--rem));
    padding-inline: calc(0.5 * var(--rem));
  }

  .settings input {
    width: calc(1.125 * var(--rem));
    min-height: calc(1.125 * var(--rem));
    accent-color: var(--accent);
  }

  /* Who is here */
  .members {
    grid-area: 3 / 2 / span 2;
    width: calc(19 * var(--rem));
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 0 max(calc(0.5 * var(--rem)), env(safe-area-inset-right)) calc(0.5 * var(--rem)) calc(0.5 * var(--rem));
    border-inline-start: 1px solid var(--line);
    background: var(--surface);
  }

  :is(.messages, .members, .settings):focus-visible {
    outline-offset: -3px;
  }

  .members header {
    position: sticky;
    inset-block-start: 0;
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding-block: calc(0.5 * var(--rem));
    padding-inline-start: calc(0.5 * var(--rem));
    background: inherit;
  }

  .members h3 {
    font-size: calc(0.9375 * var(--rem));
  }

  .members ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .members li {
    display: flex;
    align-items: center;
    gap: calc(0.625 * var(--rem));
    padding: calc(0.3125 * var(--rem)) calc(0.5 * var(--rem));
  }

  .members bdi {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
  }

  .members .avatar {
    width: calc(1.75 * var(--rem));
    height: calc(1.75 * var(--rem));
    font-size: calc(0.6875 * var(--rem));
  }

  /* Whoever was here when the connection was lost. */
  .room:not([data-connection="open"], [data-connection="unavailable"]) :is(.members ul, #member-count) {
    opacity: 0.6;
  }

  .tag {
    padding: 0 calc(0.4375 * var(--rem));
    border: 1px solid transparent;
    border-radius: var(--rem);
    background: var(--raised);
    color: var(--ink-soft);
    font-size: calc(0.75 * var(--rem));
  }

  #show-members {
    gap: calc(0.375 * var(--rem));
    padding-inline: calc(0.625 * var(--rem));
    font-variant-numeric: tabular-nums;
  }

  .bar [aria-expanded="true"] {
    background: var(--raised);
    color: var(--ink);
  }

  .box {
    display: flex;
    align-items: end;
    gap: calc(0.5 * var(--rem));
    padding: calc(0.375 * var(--rem));
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
    min-height: calc(2.5 * var(--rem));
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
    gap: var(--rem);
    margin-top: calc(0.375 * var(--rem));
    padding-inline: calc(0.375 * var(--rem));
  }

  .count {
    margin-inline-start: auto;
    color: var(--ink-soft);
    font-size: calc(0.8125 * var(--rem));
    font-variant-numeric: tabular-nums;
  }

  .count.over {
    color: var(--bad);
    font-weight: 600;
  }

  .composer .hint {
    font-size: calc(0.75 * var(--rem));
  }

  kbd {
    font: inherit;
    font-weight: 600;
  }

  .toast {
    position: absolute;
    z-index: 2;
    inset-block-start: calc(4.25 * var(--rem));
    inset-inline: var(--gap);
    width: fit-content;
    margin: auto;
    padding: calc(0.5 * var(--rem)) var(--rem);
    border: 1px solid transparent;
    border-radius: var(--radius);
    background: var(--ink);
    color: var(--surface);
    font-size: calc(0.9375 * var(--rem));
    font-weight: 550;
    overflow-wrap: anywhere;
    box-shadow: var(--shadow);
  }

  .toast:empty {
    visibility: hidden; /* not display: none, which would take the live region away */
  }

  /* No room for both: the members lie over the messages. */
  @container parley (max-width: 60em) {
    .members {
      grid-column: 1 / -1;
      z-index: 3;
      justify-self: end;
      width: min(calc(20 * var(--rem)), 100%);
      box-shadow: var(--shadow);
    }
  }

  @container parley (max-width: 52em) {
    .bar {
      flex-wrap: wrap;
      gap: 0 calc(0.5 * var(--rem));
      padding-block: calc(0.375 * var(--rem));
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
      margin-inline-end: calc(-0.625 * var(--rem));
    }

    .actions .button {
      width: calc(2.5 * var(--rem));
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
      min-height: calc(2 * var(--rem));
    }

    .who .avatar {
      display: none;
    }

    .toast {
      inset-block-start: calc(5.5 * var(--rem));
    }
  }

  @container parley (max-width: 40em) {
    .members {
      width: 100%;
      border: 0;
    }

    .composer .hint {
      display: none;
    }

    .banner {
      flex-wrap: wrap;
    }

    .banner p {
      flex: 1 1 calc(13 * var(--rem));
    }

    .empty .with-button input {
      flex-basis: 100%;
    }
  }

  @container parley (max-width: 22em) {
    .identity h2 {
      font-size: calc(0.8125 * var(--rem));
    }

    .bar .icon-only,
    .actions .button {
      width: calc(2.25 * var(--rem));
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

  @media (forced-colors: active) {
    .message[data-state="sending"] .text {
      border-style: dashed;
    }
  }
`);
