// On pages of the plan: print, keep a copy on this phone, and keep that copy as new as the plan.

import { digits, keep, look, possible, remove, renew } from "./vault.js";

const COPY = "/plan/copy/";
const SCOPE = "/plan/";
const FEWEST = 4;
const MOST = 12;

const press = document.querySelector("[data-print]");
if (press) {
  press.hidden = false;
  document.querySelector("[data-no-print]").hidden = true;
  press.addEventListener("click", () => print());
}

async function asked(address) {
  const answer = await fetch(address, { credentials: "same-origin", cache: "no-store" });
  // Signed out: the answer is the sign-in page, and nothing is known about the plan.
  if (answer.redirected || !answer.ok) throw new Error("not answered");
  return answer.status === 204 ? null : answer.json();
}

async function freshen() {
  if (!(await look())) return;
  const given = await asked(COPY);
  if (!given) return;
  await renew(given);
  const worker = await navigator.serviceWorker.getRegistration(SCOPE);
  worker?.active?.postMessage("freshen");
}

// Whoever deletes the plan means the copy too; somebody else's copy on this phone stays.
const deleting = document.querySelector("#delete-plan form");
deleting?.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const [copy, given] = [await look(), await asked(COPY)];
    if (copy && given?.plan === copy.plan) await remove(SCOPE);
  } finally {
    deleting.submit();
  }
});

function keeping(box) {
  const form = box.querySelector("[data-keep-form]");
  const said = document.querySelector("[data-said]");
  const words = box.dataset;

  async function show(message = "") {
    const copy = await look();
    const given = await asked(words.copy).catch(() => null);
    const mine = Boolean(copy) && (!given || given.plan === copy.plan);
    for (const part of box.querySelectorAll("[data-when]")) {
      const state = part.dataset.when;
      part.hidden = state === "kept" ? !mine : state === "none" ? mine : !copy || mine;
    }
    if (copy) {
      const when = new Date(copy.at);
      const at = box.querySelector("[data-at]");
      at.dateTime = when.toISOString();
      at.textContent = when.toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
    }
    box.hidden = false;
    said.textContent = message;
  }

  function refuse(message) {
    const pin = form.querySelector("#pin");
    const error = form.querySelector("#pin-error");
    const line = document.createElement("p");
    line.className = "field-error";
    line.textContent = message;
    error.replaceChildren(line);
    form.querySelector("[data-field]").classList.add("wrong");
    pin.setAttribute("aria-invalid", "true");
    pin.focus();
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const pin = digits(form.querySelector("#pin").value);
    if (!/^[0-9]+$/.test(pin) || pin.length < FEWEST || pin.length > MOST) return refuse(words.short);
    if (pin !== digits(form.querySelector("#again").value)) return refuse(words.differ);
    const button = form.querySelector("button");
    button.disabled = true;
    try {
      const given = await asked(words.copy);
      await navigator.serviceWorker.register(words.worker, { scope: words.scope });
      await navigator.serviceWorker.ready;
      await keep(given, pin);
      // Else browsers may throw it away when they run short, or after a while without a visit.
      navigator.storage?.persist?.().catch(() => {});
      form.reset();
      form.querySelector("#pin-error").replaceChildren();
      await show(words.kept);
      box.querySelector("#kept").tabIndex = -1;
      box.querySelector("#kept").focus();
    } catch {
      await remove(words.scope).catch(() => {});
      refuse(words.failed);
    } finally {
      button.disabled = false;
    }
  });

  box.querySelector("[data-remove]").addEventListener("click", async () => {
    await remove(words.scope);
    await show(words.removed);
  });

  return show();
}

const box = document.querySelector("[data-keep]");
if (!possible()) {
  const cannot = document.querySelector("[data-cannot]");
  if (box && cannot) cannot.hidden = false;
} else {
  // Without a connection the copy stays as it is, and its date says of when it is.
  freshen().catch(() => {}).finally(() => box && keeping(box).catch(() => {}));
}
