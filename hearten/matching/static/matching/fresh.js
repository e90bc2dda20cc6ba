// Keeps the changing part of a page fresh: at a nudge it is fetched again, and what is new is said
// to screen readers. Without this script htmx still asks every 30 seconds, and without any script
// the page is loaded again by hand.

import { connect } from "../gateway/live.js";

const part = () => document.getElementById("fresh");
const url = document.body.dataset.liveUrl;

if (url && part()) {
  connect(url).subscribe(`person:${part().dataset.person}`, {
    onNudge: () => part()?.dispatchEvent(new Event("nudged")),
  });
}

let said = news();

function news() {
  return part()?.querySelector("[data-announce]")?.textContent.trim() ?? "";
}

document.body.addEventListener("htmx:afterSettle", () => {
  const announcer = document.getElementById("announcer");
  if (announcer && news() !== said) announcer.textContent = said = news();
});
