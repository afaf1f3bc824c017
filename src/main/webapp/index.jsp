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
<body data-max-name-chars="${settings.maxNameChars()}" data-guests="${settings.guests()}">
  <noscript><p class="noscript">Parley needs JavaScript. Allow it for this page, then reload.</p></noscript>

  <main>
    <section id="lobby" class="lobby" aria-labelledby="lobby-title" hidden>
      <p class="brand"><img src="favicon.svg" alt="" width="32" height="32"> Parley</p>

      <div class="card">
        <h1 id="lobby-title"></h1>
        <p class="lead" id="lobby-lead"></p>
        <p class="hint" id="members-only" data-say="members_only" hidden></p>

        <p class="problem" id="lobby-problem" role="alert"></p>

        <form id="create" novalidate></form>
        <form id="join" novalidate></form>

        <div class="field">
          <label for="name" data-say="your_name"></label>
          <input id="name" form="create" autocomplete="nickname" aria-describedby="name-error" aria-required="true" dir="auto">
          <p class="field-error" id="name-error" hidden></p>
        </div>
        <button id="create-button" form="create" class="button primary wide when-free" data-say="create_room"></button>
        <button id="accept-button" form="join" class="button primary wide when-invited" data-say="join_room"></button>

        <p class="or when-free" data-say="or_join"></p>

        <div class="field when-free">
          <label for="code" data-say="code_or_link"></label>
          <div class="with-button">
            <input id="code" form="join" class="code" placeholder="k7wq-3fmx-9tdc" autocomplete="off" autocapitalize="none" autocorrect="off" spellcheck="false" aria-describedby="code-error" dir="ltr" translate="no">
            <button id="join-button" form="join" class="button" data-say="join"></button>
          </div>
          <p class="field-error" id="code-error" hidden></p>
        </div>

        <button id="decline" type="button" class="button quiet wide when-invited" data-say="decline"></button>
      </div>

      <p class="footnote" data-say="kept_in_tab"></p>
    </section>
  </main>

</body>
</html>
