// The room of a group, live. The page works without this script; with it, what is new is fetched when
// the connection nudges, and what one writes is sent without leaving the page.
//
// The nudge says no more than that there is something: every page asks for its own part.

import { connect, newId } from "../gateway/live.js";

const ASK_AGAIN = 15_000; // while there is no live connection

const page = document.querySelector("[data-room][data-topic]"); // a text field says its room left by the first too
const list = page?.querySelector("[data-said]");
const care = page?.querySelector("[data-care]");
const status = page?.querySelector("[data-status]");
const form = page?.querySelector("[data-composer]");

/** Said once: screen readers read out every change. */
function tell(words) {
  if (status && status.textContent !== words) status.textContent = words;
}

function newest() {
  return [...list.querySelectorAll("[data-seq]")].at(-1)?.dataset.seq ?? "0";
}

function atEnd() {
  const end = document.getElementById("newest").getBoundingClientRect();
  return end.top <= innerHeight + 80;
}

function toEnd() {
  (form ?? document.getElementById("newest")).scrollIntoView({ block: "end", behavior: "instant" });
}

let asking = null;
let asked = false;

/** Fetch what came; while that is under way, once more afterwards. */
function fresh() {
  asked = true;
  asking ??= askAll().finally(() => (asking = null));
  return asking;
}

async function askAll() {
  while (asked) {
    asked = false;
    try {
      const answer = await fetch(`${page.dataset.new}?after=${newest()}`, { redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status === 401) return tell(page.dataset.out);
      if (answer.status === 404) return location.reload(); // not in the group any more
      if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      return tell(page.dataset.lost);
    }
  }
}

function show(part) {
  const follow = atEnd();
  const known = new Set([...list.querySelectorAll("[data-day]")].map((day) => day.dataset.day));
  for (const item of [...part.querySelectorAll("ol > li")]) {
    if (known.has(item.dataset.day)) continue;
    if (item.dataset.seq && list.querySelector(`[data-seq="${item.dataset.seq}"]`)) continue;
    list.append(document.adoptNode(item));
    page.querySelector("[data-nothing]")?.remove();
  }
  const cared = part.querySelector("[data-care]");
  if (cared.textContent.trim() !== care.textContent.trim()) care.replaceChildren(...cared.childNodes);
  if (follow) toEnd();
}

async function send(event) {
  event.preventDefault();
  const button = form.querySelector("button[type=submit]");
  button.disabled = true;
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      redirect: "manual",
    });
    if (answer.type === "opaqueredirect") return await sent();
    if (answer.status === 401) return tell(page.dataset.out);
    const said = new DOMParser().parseFromString(await answer.text(), "text/html");
    tell(said.querySelector(".field-error")?.textContent.trim() ?? page.dataset.lost);
  } catch {
    tell(page.dataset.lost); // tried again under the same id, it is there once
  } finally {
    button.disabled = false;
  }
}

async function sent() {
  form.elements.text.value = "";
  form.elements.client_id.value = newId();
  tell("");
  await fresh();
  toEnd();
  form.elements.text.focus({ preventScroll: true });
}

if (page) {
  const nudged = () => {
    document.dispatchEvent(new Event("room:nudged")); // for whatever else this page shows of the group
    return fresh();
  };
  let slow = setInterval(nudged, ASK_AGAIN);
  const client = connect(document.body.dataset.liveUrl, {
    onState: (state) => {
      clearInterval(slow);
      slow = state === "online" ? 0 : setInterval(nudged, ASK_AGAIN);
      if (state === "online") tell("");
      if (state === "signed_out") tell(page.dataset.out);
    },
  });
  client.subscribe(page.dataset.topic, { onNudge: nudged, onRevoked: nudged });
  form?.addEventListener("submit", send);
}
