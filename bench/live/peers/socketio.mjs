// The same room on socket.io: everybody hears everything, nothing is stored, nobody is asked who they
// are. Over WebSocket alone, without compression and without pings during the measurement.
import { Server } from "socket.io";
import { event, port } from "./room.mjs";

const io = new Server({
  transports: ["websocket"],
  perMessageDeflate: false,
  pingInterval: 3_600_000,
  serveClient: false,
});
io.on("connection", (socket) =>
  socket.on("do", (frame) => io.emit("events", { t: "events", events: [event(frame)] })),
);
io.listen(port, { host: "127.0.0.1" });
