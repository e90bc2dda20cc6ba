// A meeting, live. The page works without this script; with it, what is on is fetched when the room is
// nudged, buttons work without leaving the page, and the time that is left runs by the server's clock.
//
// The nudge says no more than that there is something: every page asks for its own part.

const ASK_AGAIN = 15_000; // where there is no room on the page to be nudged in
const TOLD_AT = [
  [120, "two"],
  [60, "one"],
  [0, "up"],
]; // seconds: a screen reader is told then, and not each second

const page = document.querySelector("[data-cockpit]");
const announced = page.querySelector("[data-announced]");
const seen = new Map();
let ahead = offsetOf(page);
let told = null;

/** How far the server's clock is ahead of this device's, in milliseconds. */
function offsetOf(part) {
  return Number(part.dataset.clock) * 1000 - Date.now();
}

function say(words) {
  if (announced && announced.textContent !== words) announced.textContent = words;
}

/** A part as it was sent, but for the token that is another one each time. */
function asSent(part) {
  return part.innerHTML.replace(/name="csrfmiddlewaretoken" value="[^"]*"/g, "");
}

function remember() {
  for (const part of page.querySelectorAll("[data-part]")) seen.set(part.dataset.part, asSent(part));
}

function secondsTo(time) {
  return Math.round(Number(time.dataset.ends) - (Date.now() + ahead) / 1000);
}

function tick() {
  for (const time of page.querySelectorAll("[data-ends]")) {
    const left = secondsTo(time);
    const rest = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    time.textContent = left > 0 ? rest : page.dataset.over;
    tellLeft(time, left);
  }
}

/** Say once what a screen reader should hear of the time that is left. */
function tellLeft(time, left) {
  if ("silent" in time.dataset) return; // another's turn is nobody else's hurry
  const mine = "turn" in time.dataset;
  const due = mine ? (left <= 0 ? "mine" : null) : TOLD_AT.findLast(([at]) => left <= at)?.[1];
  const key = `${time.dataset.ends} ${due}`;
  if (!due || told?.has(key)) return;
  told?.add(key);
  if (told) say(page.dataset[due]);
}

let asking = null;
let asked = false;

/** Fetch what is on; while that is under way, once more afterwards. */
function fresh() {
  asked = true;
  asking ??= askAll().finally(() => (asking = null));
  return asking;
}

async function askAll() {
  while (asked) {
    asked = false;
    try {
      const answer = await fetch(page.dataset.now, { redirect: "manual" });
      if (answer.status === 404) return location.reload(); // not in the group any more
      if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      return; // the room says that there is no connection
    }
  }
}

function show(answer) {
  const now = answer.querySelector("[data-cockpit]");
  if (now.dataset.run !== page.dataset.run) return location.reload(); // opened, or closed
  ahead = offsetOf(now);
  for (const part of now.querySelectorAll("[data-part]")) take(part);
  tick();
}

/** Put a part in place of the one that is there, if it says something else; what had the focus keeps it. */
function take(part) {
  const name = part.dataset.part;
  const here = page.querySelector(`[data-part="${name}"]`);
  const sent = asSent(part);
  if (!here || seen.get(name) === sent) return;
  seen.set(name, sent);
  const key = here.contains(document.activeElement) && document.activeElement.dataset.key;
  const chosen = here.querySelector("select")?.value;
  here.replaceChildren(...part.childNodes);
  const select = here.querySelector("select");
  if (select && [...select.options].some((one) => one.value === chosen)) select.value = chosen;
  if (key) focusOn(here, key);
  if (name === "line") say(here.querySelector(".now-turn").textContent.trim());
  if (name === "stage") sayStep(here);
}

/** The button that takes the place of the one that was pressed; where there is none, the part itself. */
function focusOn(part, key) {
  part.tabIndex = -1;
  (part.querySelector(`[data-key="${key}"]`) ?? part).focus({ preventScroll: true });
}

let step = page.querySelector('[data-part="stage"] h2')?.textContent;

function sayStep(stage) {
  const words = stage.querySelector("h2").textContent;
  if (words === step) return;
  step = words;
  say(`${words}. ${page.querySelector(".now-turn").textContent.trim()}`);
}

const pressed = new Set(); // what is under way; a disabled button would lose the focus

/** A button that only changes what is on: what is being written in the room stays. */
async function press(event) {
  const form = event.target.closest("form[data-quiet]");
  if (!form) return;
  event.preventDefault();
  const button = event.submitter;
  if (pressed.has(button)) return;
  pressed.add(button);
  const body = new FormData(form, button);
  try {
    const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
    if (answer.type !== "opaqueredirect") return location.reload();
    await fresh();
  } catch {
    say(page.querySelector("[data-topic]")?.dataset.lost ?? "");
  } finally {
    pressed.delete(button);
  }
}

remember();
page.querySelector("[data-plain]")?.remove();
tick(); // what is past already is not told
told = new Set();
for (const time of page.querySelectorAll("[data-ends]")) markPast(time);

function markPast(time) {
  const left = secondsTo(time);
  for (const [at, due] of TOLD_AT) if (left <= at) told.add(`${time.dataset.ends} ${due}`);
}

page.addEventListener("submit", press);
document.addEventListener("room:nudged", fresh);
setInterval(tick, 1000);
if (!document.querySelector("[data-topic]")) setInterval(fresh, ASK_AGAIN);
