// The same room on ws: everybody hears everything, nothing is stored, nobody is asked who they are.
// Where there was a choice it favours ws: an event is encoded once, there is no compression.
import { WebSocketServer } from "ws";
import { event, port } from "./room.mjs";

const server = new WebSocketServer({ host: "127.0.0.1", port, perMessageDeflate: false });
server.on("connection", (socket) =>
  socket.on("message", (data) => {
    const text = Buffer.from(JSON.stringify({ t: "events", events: [event(JSON.parse(data))] }));
    for (const one of server.clients) one.send(text, { binary: false });
  }),
);
