// What both Node servers share: where they listen, and an event as Hearten's clients know it.
export const port = Number(process.env.LIVE_PORT);

let seq = Number(process.env.BENCH_FROM);
const author = "0b3b1c52-0000-4000-8000-000000000000";

export function event({ id, data }) {
  const at = new Date().toISOString();
  return { seq: seq++, kind: "message", author, id, text: data.text, at };
}
