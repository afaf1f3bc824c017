"""Chat rooms as the cheat sheet builds them: FastAPI, tokens by python-jose, rooms in memory."""

import json
import secrets
import time
import uuid
from datetime import datetime, timezone

from fastapi import FastAPI, HTTPException, WebSocket, WebSocketDisconnect
from jose import JWTError, jwt

SECRET = secrets.token_hex(32)
ALGORITHM = "HS256"
LIFETIME_SECONDS = 3600
POLICY_VIOLATION = 1008

app = FastAPI()
rooms: dict[str, set[WebSocket]] = {}


def token(name: str, room_id: str) -> str:
    claims = {
        "name": name,
        "room_id": room_id,
        "client_id": str(uuid.uuid4()),
        "exp": int(time.time()) + LIFETIME_SECONDS,
    }
    return jwt.encode(claims, SECRET, algorithm=ALGORITHM)


@app.get("/create-room")
async def create_room(name: str) -> dict:
    room_id = uuid.uuid4().hex
    rooms[room_id] = set()
    return {"status": "success", "token": token(name, room_id), "room_id": room_id}


@app.get("/join-room")
async def join_room(name: str, room_id: str) -> dict:
    if room_id not in rooms:
        raise HTTPException(404, "Room not found")
    return {"status": "success", "token": token(name, room_id)}


@app.websocket("/ws/chat")
async def chat(socket: WebSocket, token: str = "") -> None:
    await socket.accept()
    try:
        member = jwt.decode(token, SECRET, algorithms=[ALGORITHM])
    except JWTError:
        await socket.close(POLICY_VIOLATION, "Token invalid")
        return
    room = rooms[member["room_id"]]
    room.add(socket)
    try:
        while True:
            await broadcast(room, socket, member["name"], await socket.receive_text())
    except WebSocketDisconnect:
        pass
    finally:
        room.discard(socket)


async def broadcast(room: set[WebSocket], sender: WebSocket, name: str, message: str) -> None:
    said = json.dumps(
        {
            "name": name,
            "message": message,
            "timestamp": datetime.now(timezone.utc).isoformat(),
        }
    )
    for member in list(room):
        if member is not sender:
            try:
                await member.send_text(said)
            except (RuntimeError, WebSocketDisconnect):
                room.discard(member)
