"use strict";
// Chat rooms by hand on ws: a message is serialised once, and sent to everyone in the room.

const { createServer } = require("node:http");
const { WebSocket, WebSocketServer } = require("ws");
const tickets = require("../tickets.js");

const POLICY_VIOLATION = 1008;

const rooms = new Map();
const server = createServer(tickets.handle);

function memberOf(request) {
  return tickets.verify(new URL(request.url, "http://127.0.0.1").searchParams.get("token"));
}

function broadcast(room, name, message) {
  const said = Buffer.from(JSON.stringify({ name, message, timestamp: new Date().toISOString() }));
  for (const socket of room) {
    if (socket.readyState === WebSocket.OPEN) {
      socket.send(said, { binary: false });
    }
  }
}

function join(socket, member) {
  const room = rooms.get(member.room_id) ?? new Set();
  rooms.set(member.room_id, room);
  room.add(socket);
  socket.on("message", (data) => broadcast(room, member.name, data.toString()));
  socket.on("close", () => room.delete(socket));
  socket.on("error", () => socket.terminate());
}

new WebSocketServer({ server, path: "/ws/chat", perMessageDeflate: false }).on("connection", (socket, request) => {
  try {
    join(socket, memberOf(request));
  } catch {
    socket.close(POLICY_VIOLATION, "Token invalid");
  }
});

server.listen(Number(process.argv[2]), "127.0.0.1");
