<%@ page contentType="text/html;charset=UTF-8" session="false" trimDirectiveWhitespaces="true" import="dev.parley.web.PublicPath" %>
<% pageContext.setAttribute("root", PublicPath.of((HttpServletRequest) pageContext.getRequest())); %>
<%-- Says what to do, and never what was asked for or what broke: both may come from an attacker or help one. --%>
<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="UTF-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="referrer" content="no-referrer">
  <meta name="color-scheme" content="light dark">
  <meta name="theme-color" media="(prefers-color-scheme: light)" content="#f6f6f9">
  <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#14151b">
  <title>This page cannot be shown · Parley</title>
  <link rel="icon" href="${root}/favicon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="${root}/client/page/error-page.css">
</head>
<body>
  <main>
    <p class="brand"><img src="${root}/favicon.svg" alt="" width="32" height="32"> Parley</p>
    <div class="card">
      <p class="status-code">${requestScope['jakarta.servlet.error.status_code']}</p>
      <h1>${requestScope['jakarta.servlet.error.status_code'] == 404 ? 'There is nothing here' : 'This page cannot be shown'}</h1>
      <p class="lead">${requestScope['jakarta.servlet.error.status_code'] == 404 ? 'Check the address, or go to the start page and enter a room code.' : 'Go back and try again in a moment, or begin at the start page.'}</p>
      <a href="${root}/">Go to the start page</a>
    </div>
  </main>
</body>
</html>
