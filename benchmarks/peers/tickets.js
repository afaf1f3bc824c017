"use strict";
// Rooms and tokens over HTTP, as in the seed contract, for the peers on Node.

const { randomBytes, randomUUID } = require("node:crypto");
const jwt = require("jsonwebtoken");

const SECRET = randomBytes(32);
const ALGORITHM = "HS256";
const LIFETIME_SECONDS = 3600;

const rooms = new Set();

function token(name, roomId) {
  return jwt.sign({ name, room_id: roomId, client_id: randomUUID() }, SECRET, {
    algorithm: ALGORITHM,
    expiresIn: LIFETIME_SECONDS,
  });
}

function answer(response, status, body) {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify(body));
}

/** For an HTTP server. */
function handle(request, response) {
  const { pathname, searchParams } = new URL(request.url, "http://127.0.0.1");
  const name = searchParams.get("name");
  if (pathname === "/create-room") {
    const roomId = randomUUID();
    rooms.add(roomId);
    answer(response, 200, { status: "success", token: token(name, roomId), room_id: roomId });
  } else if (pathname === "/join-room" && rooms.has(searchParams.get("room_id"))) {
    answer(response, 200, { status: "success", token: token(name, searchParams.get("room_id")) });
  } else {
    answer(response, 404, { detail: "Room not found" });
  }
}

/** The member whose token it is; throws if it is not one of ours. */
function verify(candidate) {
  return jwt.verify(candidate, SECRET, { algorithms: [ALGORITHM] });
}

module.exports = { handle, verify };
