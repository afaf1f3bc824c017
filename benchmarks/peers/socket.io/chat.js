"use strict";
// Chat rooms on Socket.IO, as its documentation builds them.

const { createServer } = require("node:http");
const { Server } = require("socket.io");
const tickets = require("../tickets.js");

const server = createServer(tickets.handle);
const io = new Server(server, { transports: ["websocket"], perMessageDeflate: false });

io.use((socket, next) => {
  try {
    socket.data.member = tickets.verify(socket.handshake.auth.token);
    next();
  } catch (invalid) {
    next(invalid);
  }
});

io.on("connection", (socket) => {
  const { name, room_id: roomId } = socket.data.member;
  socket.join(roomId);
  socket.on("message", (message) => {
    io.to(roomId).emit("message", { name, message, timestamp: new Date().toISOString() });
  });
});

server.listen(Number(process.argv[2]), "127.0.0.1");
