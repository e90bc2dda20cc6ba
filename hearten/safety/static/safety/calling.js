// "You are being called" on pages that are open already: at a nudge and every half minute the part is
// fetched again. Without this script it is on the next page that is loaded.

import { connect } from "../gateway/live.js";

const part = document.getElementById("calling");
const url = document.body.dataset.liveUrl;

async function look() {
  const answer = await fetch(part.dataset.address, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const fresh = document.createElement("template");
  fresh.innerHTML = await answer.text();
  const now = said(fresh.content);
  if (now === said(part)) return; // nobody loses the button they are about to press
  part.replaceChildren(...fresh.content.childNodes);
  const announcer = document.getElementById("announcer");
  if (announcer) announcer.textContent = now;
}

function said(where) {
  return where.querySelector("p")?.textContent.trim() ?? "";
}

if (part && url) {
  const again = () => look().catch(() => {});
  connect(url).subscribe(`person:${part.dataset.person}`, { onNudge: again });
  setInterval(again, 30_000);
}
