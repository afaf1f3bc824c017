-- Times are ISO 8601 in UTC with milliseconds, as in 2026-11-22T09:30:00.000Z, which SQLite's date functions read.

-- A room, and where its log stands.
CREATE TABLE parley_room (
  room_id      TEXT    NOT NULL PRIMARY KEY, -- the room's code
  epoch        TEXT    NOT NULL,             -- names this incarnation of the room's log
  created_at   TEXT    NOT NULL,
  last_seq     INTEGER NOT NULL,             -- of the last message; 0 before the first
  last_used_at TEXT    NOT NULL,             -- somebody was in it, or spoke
  forgotten_at TEXT                          -- it is gone for everyone; what is left of it is being deleted
) STRICT, WITHOUT ROWID;

-- The few that are being deleted are looked for again and again.
CREATE INDEX parley_room_forgotten ON parley_room (forgotten_at) WHERE forgotten_at IS NOT NULL;

-- Who was ever let into a room.
CREATE TABLE parley_member (
  room_id    TEXT    NOT NULL,
  client_id  TEXT    NOT NULL,               -- the token's subject
  name       TEXT    NOT NULL,
  is_host    INTEGER NOT NULL,               -- 1 for who created the room, else 0
  joined_at  TEXT    NOT NULL,
  removed_at TEXT,                           -- a host removed this member
  PRIMARY KEY (room_id, client_id)
) STRICT, WITHOUT ROWID;

-- What was said.
CREATE TABLE parley_message (
  room_id   TEXT    NOT NULL,
  seq       INTEGER NOT NULL,                -- 1, 2, 3, … in each room, without gaps
  client_id TEXT    NOT NULL,                -- who said it
  name      TEXT    NOT NULL,                -- what the others saw
  ref       TEXT    NOT NULL,                -- the author's own id of it
  message   TEXT    NOT NULL,
  sent_at   TEXT    NOT NULL,
  PRIMARY KEY (room_id, seq),
  UNIQUE (room_id, client_id, ref)           -- stored once, however often it is posted
) STRICT, WITHOUT ROWID;
