<%@ page contentType="text/html;charset=UTF-8" session="false" trimDirectiveWhitespaces="true" %>
<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="UTF-8">
  <meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
  <meta name="referrer" content="no-referrer">
  <meta name="color-scheme" content="light dark">
  <meta name="theme-color" media="(prefers-color-scheme: light)" content="#f6f6f9">
  <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#14151b">
  <title>Parley</title>
  <link rel="icon" href="favicon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="client/page/chat-page.css">
  <script type="module" src="client/page/chat-page.js"></script>
</head>
<body data-max-message-chars="${settings.maxMessageChars()}" data-max-name-chars="${settings.maxNameChars()}" data-guests="${settings.guests()}">
  <svg hidden>
    <symbol id="icon-copy" viewBox="0 0 20 20"><path d="M7.5 6.5h7a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1v-8a1 1 0 0 1 1-1Z"/><path d="M4.5 13.5a1 1 0 0 1-1-1v-8a1 1 0 0 1 1-1h7a1 1 0 0 1 1 1"/></symbol>
    <symbol id="icon-invite" viewBox="0 0 20 20"><path d="M8.5 11.5a3.2 3.2 0 0 0 4.6 0l2.6-2.7a3.2 3.2 0 0 0-4.6-4.5L10 5.4"/><path d="M11.5 8.5a3.2 3.2 0 0 0-4.6 0l-2.6 2.7a3.2 3.2 0 0 0 4.6 4.5l1.1-1.1"/></symbol>
    <symbol id="icon-leave" viewBox="0 0 20 20"><path d="M8 3.5H5a1 1 0 0 0-1 1v11a1 1 0 0 0 1 1h3"/><path d="M12.5 13.5 16 10l-3.5-3.5M16 10H8"/></symbol>
    <symbol id="icon-send" viewBox="0 0 20 20"><path d="M10 16V4.5M5 9.5l5-5 5 5"/></symbol>
    <symbol id="icon-clock" viewBox="0 0 20 20"><circle cx="10" cy="10" r="6.5"/><path d="M10 6.5V10l2.5 1.5"/></symbol>
    <symbol id="icon-down" viewBox="0 0 20 20"><path d="M10 4v11.5M5 10.5l5 5 5-5"/></symbol>
    <symbol id="icon-people" viewBox="0 0 20 20"><circle cx="7.5" cy="7" r="2.8"/><path d="M2.5 16c.4-2.9 2.4-4.5 5-4.5s4.6 1.6 5 4.5M13 4.6a2.8 2.8 0 0 1 0 4.9M14.5 11.9c1.7.6 2.8 2 3 4.1"/></symbol>
    <symbol id="icon-open" viewBox="0 0 20 20"><circle cx="10" cy="10" r="6"/></symbol>
    <symbol id="icon-busy" viewBox="0 0 20 20"><path d="M10 4a6 6 0 1 1-6 6"/></symbol>
    <symbol id="icon-check" viewBox="0 0 20 20"><path d="M4.5 10.5 8.5 14.5 15.5 6"/></symbol>
    <symbol id="icon-alert" viewBox="0 0 20 20"><circle cx="10" cy="10" r="6.8"/><path d="M10 6.5v4M10 13.4v.1"/></symbol>
    <symbol id="icon-closed" viewBox="0 0 20 20"><path d="M5.5 5.5l9 9M14.5 5.5l-9 9"/></symbol>
  </svg>

  <noscript><p class="noscript">Parley needs JavaScript. Allow it for this page, then reload.</p></noscript>

  <main>
    <section id="lobby" class="lobby" aria-labelledby="lobby-title" hidden>
      <p class="brand"><img src="favicon.svg" alt="" width="32" height="32"> Parley</p>

      <div class="card">
        <h1 id="lobby-title">Start talking</h1>
        <p class="lead when-free">Create a room and invite people, or join one with its code. There is nothing to install and no account.</p>
        <p class="lead when-invited">Room <strong class="code" id="invited-code" translate="no"></strong> is one step away: enter a name, and you are in.</p>
        <p class="hint" id="members-only" hidden>Creating and joining rooms is for people who are signed in to the portal. If you are refused, sign in there and come back.</p>

        <p class="problem" id="lobby-problem" role="alert"></p>

        <form id="create" novalidate></form>
        <form id="join" novalidate></form>

        <div class="field">
          <label for="name">Your name</label>
          <input id="name" form="create" autocomplete="nickname" aria-describedby="name-error" aria-required="true" dir="auto">
          <p class="field-error" id="name-error" hidden></p>
        </div>
        <button id="create-button" form="create" class="button primary wide when-free">Create a room</button>
        <button id="accept-button" form="join" class="button primary wide when-invited">Join room</button>

        <p class="or when-free">or join one</p>

        <div class="field when-free">
          <label for="code">Room code or invite link</label>
          <div class="with-button">
            <input id="code" form="join" class="code" placeholder="k7wq-3fmx-9tdc" autocomplete="off" autocapitalize="none" autocorrect="off" spellcheck="false" aria-describedby="code-error" translate="no">
            <button id="join-button" form="join" class="button">Join</button>
          </div>
          <p class="field-error" id="code-error" hidden></p>
        </div>

        <button id="decline" type="button" class="button quiet wide when-invited">Create a room or use another code</button>
      </div>

      <p class="footnote">Your name and your place in a room are kept in this tab only, and go when you close it.</p>
    </section>

    <section id="room" class="room" aria-labelledby="room-title" hidden>
      <header class="bar">
        <div class="identity">
          <img class="mark" src="favicon.svg" alt="Parley" title="Parley" width="24" height="24">
          <h1 id="room-title"><span class="title-word">Room </span><span class="code" id="room-code" translate="no"></span></h1>
          <button id="copy-code" type="button" class="button quiet icon-only" aria-label="Copy room code" title="Copy room code"><svg class="icon" aria-hidden="true"><use href="#icon-copy"/></svg></button>
        </div>
        <p id="connection" class="connection" role="status">
          <svg class="icon when-open" aria-hidden="true"><use href="#icon-open"/></svg>
          <svg class="icon when-busy" aria-hidden="true"><use href="#icon-busy"/></svg>
          <svg class="icon when-closed" aria-hidden="true"><use href="#icon-closed"/></svg>
          <span id="connection-text"></span>
        </p>
        <p class="who"><span id="me-avatar"></span><span class="visually-hidden">You are </span><bdi id="me"></bdi></p>
        <button id="show-members" type="button" class="button quiet" aria-label="Who is here" title="Who is here" aria-expanded="false" aria-controls="members"><svg class="icon" aria-hidden="true"><use href="#icon-people"/></svg><span id="member-count">1</span></button>
        <div class="actions">
          <button id="invite" type="button" class="button" aria-label="Copy invite link"><svg class="icon" aria-hidden="true"><use href="#icon-invite"/></svg><span class="label">Invite</span></button>
          <button id="leave" type="button" class="button quiet" aria-label="Leave room"><svg class="icon" aria-hidden="true"><use href="#icon-leave"/></svg><span class="label">Leave</span></button>
        </div>
      </header>

      <div id="banner" class="banner" hidden>
        <p><span id="banner-text" role="alert"></span> <span id="countdown" class="countdown" aria-hidden="true"></span></p>
        <button id="banner-action" type="button" class="button small"></button>
      </div>

      <div class="stage">
        <div id="messages" class="messages" role="log" aria-label="Messages" tabindex="0"></div>
        <div id="empty" class="empty">
          <span class="emblem"><svg class="icon" aria-hidden="true"><use href="#icon-people"/></svg></span>
          <h2 id="empty-title">Bring someone in</h2>
          <p id="empty-hint">Whoever has this link can join and talk with you here.</p>
          <div class="with-button">
            <input id="link" class="code" readonly aria-label="Invite link" translate="no">
            <button id="copy-link" type="button" class="button primary">Copy link</button>
          </div>
        </div>
        <button id="to-end" type="button" class="button to-end" hidden>New messages <svg class="icon" aria-hidden="true"><use href="#icon-down"/></svg></button>
      </div>

      <aside id="members" class="members" aria-labelledby="members-title" tabindex="-1" hidden>
        <header>
          <h2 id="members-title">Who is here</h2>
          <button id="hide-members" type="button" class="button quiet icon-only" aria-label="Close" title="Close"><svg class="icon" aria-hidden="true"><use href="#icon-closed"/></svg></button>
        </header>
        <ul id="member-list"></ul>
      </aside>

      <form id="composer" class="composer" novalidate>
        <p id="typing" class="typing" dir="auto"></p>
        <p class="field-error" id="text-error" role="alert" hidden></p>
        <div class="box">
          <label class="visually-hidden" for="text">Message</label>
          <textarea id="text" rows="1" placeholder="Write a message" enterkeyhint="send" aria-describedby="text-error text-count text-hint" dir="auto"></textarea>
          <button class="button primary icon-only" aria-label="Send" title="Send"><svg class="icon" aria-hidden="true"><use href="#icon-send"/></svg></button>
        </div>
        <div class="below">
          <p class="hint" id="text-hint"><kbd>Enter</kbd> sends, <kbd>Shift</kbd> + <kbd>Enter</kbd> starts a new line</p>
          <p class="count" id="text-count" hidden></p>
        </div>
      </form>
    </section>
  </main>

  <p id="toast" class="toast" role="status"></p>
</body>
</html>
