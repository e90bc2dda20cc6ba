// Keeps the waiting page fresh: at a nudge the part that changes is fetched again, and what is new
// is said to screen readers. Without this script htmx still asks every 30 seconds.

import { connect } from "../gateway/live.js";

const part = () => document.getElementById("waiting");
const url = document.body.dataset.liveUrl;

if (url && part()) {
  connect(url).subscribe(`person:${part().dataset.person}`, {
    onNudge: () => part()?.dispatchEvent(new Event("nudged")),
  });
}

document.body.addEventListener("htmx:afterSettle", () => {
  const announcer = document.getElementById("announcer");
  const news = part()?.querySelector("[data-announce]")?.textContent.trim() ?? "";
  if (announcer && news !== announcer.textContent) announcer.textContent = news;
});
