// The copy on this phone, without a connection: the numbers at once, the words behind the PIN.

import { look, open, possible, Wait, Wrong } from "./vault.js";

const LOCK_AFTER = 5 * 60_000;
const page = document.querySelector("[data-offline]");
const form = page.querySelector("[data-open]");
const pin = form.querySelector("#pin");
const plan = page.querySelector("[data-plan]");
const steps = plan.querySelector("ol");
const words = page.dataset;

function made(tag, { text, className, ...rest } = {}, ...children) {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  if (className) element.className = className;
  for (const [name, value] of Object.entries(rest)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function call(number, dial, className) {
  const icon = document.querySelector("[data-phone-icon]").content.cloneNode(true);
  const link = made("a", { className, href: `tel:${dial}` }, icon);
  link.append(
    made("span", { className: "visually-hidden", text: `${words.call} ` }),
    made("bdi", { className: "numbers", dir: "ltr", text: number }),
  );
  return link;
}

function showLines({ emergency, crisis }) {
  const list = page.querySelector("[data-lines]");
  const rows = [
    ...emergency.map((line, place) => ({
      ...line,
      name: line.name || (place ? words.or : words.danger),
      main: !place,
    })),
    ...crisis.map((line) => ({ ...line, name: line.name || words.line })),
  ];
  for (const line of rows) {
    const name = made("span", {}, made("bdi", { text: line.name }));
    const also = line.dial ? line.text_to : "";
    for (const more of [line.hours, also, line.note].filter(Boolean))
      name.append(made("small", { className: "soft", text: more, dir: "auto" }));
    const way = line.dial
      ? call(line.phone, line.dial, line.main ? "call main" : "call")
      : made("bdi", { text: line.text_to || line.website });
    list.append(made("li", {}, name, way));
  }
  page.querySelector("[data-no-lines]").hidden = rows.length > 0;
}

function showSteps(given) {
  steps.replaceChildren();
  for (const { number, title, lists } of given.steps) {
    const badge = made("span", { className: "plan-number", text: String(number), "aria-hidden": "true" });
    const step = made("li", { className: "plan-step" }, made("h2", {}, badge, ` ${title}`));
    for (const list of lists) {
      if (list.title) step.append(made("h3", { text: list.title }));
      const lines = made("ul", { className: "plan-lines", role: "list" });
      for (const { text, phone, dial } of list.entries) {
        const line = made("li", {}, made("span", { className: "plan-text", dir: "auto", text }));
        if (dial) line.append(" ", call(phone, dial, "plan-call"));
        lines.append(line);
      }
      step.append(lines);
    }
    steps.append(step);
  }
}

function lock() {
  if (plan.hidden) return;
  steps.replaceChildren();
  plan.hidden = true;
  form.hidden = false;
}

function say(error = "", status = "") {
  const box = form.querySelector("#pin-error");
  box.replaceChildren(...(error ? [made("p", { className: "field-error", text: error })] : []));
  form.querySelector("[data-field]").classList.toggle("wrong", Boolean(error));
  if (error) pin.setAttribute("aria-invalid", "true");
  else pin.removeAttribute("aria-invalid");
  form.querySelector("[data-said]").textContent = status;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const typed = pin.value;
  if (!typed) return say(words.empty);
  const button = form.querySelector("button");
  if (button.disabled) return;
  button.disabled = true;
  say("", words.opening);
  try {
    showSteps(await open(typed));
    say();
    form.hidden = true;
    plan.hidden = false;
    steps.focus();
  } catch (error) {
    const wait = error instanceof Wait && `${words.waitSeconds} ${error.seconds}`;
    say(wait || (error instanceof Wrong ? words.wrong : words.broken));
    pin.focus();
  } finally {
    pin.value = "";
    button.disabled = false;
  }
});

plan.querySelector("[data-lock]").addEventListener("click", () => {
  lock();
  pin.focus();
});

// A call takes somebody away from this page for a while; a phone left lying does so for longer.
// Sleeping phones stop the timer: the clock is asked again on return.
let timer = 0;
let since = Infinity;
document.addEventListener("visibilitychange", () => {
  clearTimeout(timer);
  if (document.hidden) {
    since = Date.now();
    timer = setTimeout(lock, LOCK_AFTER);
  } else if (Date.now() - since > LOCK_AFTER) lock();
});

const copy = possible() ? await look().catch(() => undefined) : undefined;
if (copy) {
  showLines(copy.lines);
  const when = new Date(copy.at);
  const at = plan.querySelector("[data-at]");
  at.dateTime = when.toISOString();
  at.textContent = when.toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
  form.hidden = false;
} else {
  page.querySelector("[data-none]").hidden = false;
}
