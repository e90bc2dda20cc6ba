// What is written here, until the server has it.

import { find, make, page } from "./talk.js";

const COMMAND = "conversation.send";
const PATIENCE = 5_000; // before "Sending" becomes "Not sent yet"
const OURS_TO_CORRECT = new Set(["empty", "too_long", "binary", "bidi", "marks", "invalid"]);

/** What is written but not stored. Kept for this tab only; leaving quickly clears it. */
class Keeping {
  constructor(name) {
    this.name = `${page.dataset.you} ${page.dataset.topic} ${name}`;
  }

  get() {
    try {
      return JSON.parse(sessionStorage.getItem(this.name));
    } catch {
      return null;
    }
  }

  set(value) {
    try {
      if (value?.length) sessionStorage.setItem(this.name, JSON.stringify(value));
      else sessionStorage.removeItem(this.name);
    } catch {
      // Storage may be full or forbidden; the page itself still holds the words.
    }
  }
}

/** Takes messages until the server has them, by the live connection or by ordinary requests. */
export class Outbox {
  constructor(talk, composer, newId) {
    this.talk = talk;
    this.composer = composer;
    this.newId = newId;
    this.kept = new Keeping("outbox");
    this.waiting = new Map();
  }

  connect(live) {
    this.live = live;
    for (const one of this.kept.get() ?? []) {
      if (!this.talk.list.querySelector(`[data-id="${CSS.escape(one.id)}"]`)) this.send(one);
    }
    this.keep();
  }

  send(message) {
    const item = message.item ?? this.talk.addWaiting(message);
    const one = { ...message, item };
    this.waiting.set(message.id, one);
    this.keep();
    item.classList.remove("failed");
    setTimeout(() => this.waiting.has(one.id) && this.talk.say(item, this.talk.words.waiting), PATIENCE);
    this.live.do(COMMAND, page.dataset.topic, { text: one.text }, { id: one.id }).then(
      (result) => this.done(one, result),
      (refusal) => this.refused(one, refusal),
    );
  }

  done(one, result) {
    if (!this.waiting.delete(one.id)) return;
    this.keep();
    this.talk.stored(one.item, result);
  }

  refused(one, { code, message }) {
    if (!this.waiting.has(one.id)) return;
    // Signed out, it stays here and goes after signing in again; without a live connection for this
    // page, ordinary requests go on.
    if (code === "signed_out" || code === "refused") return;
    // Refused without looking, for a page that hears nothing more or words no frame can hold: it may
    // be stored, and an ordinary request says more.
    if (!message && ["not_allowed", "too_long"].includes(code)) return void this.askOnce(one);
    this.waiting.delete(one.id);
    this.keep();
    if (OURS_TO_CORRECT.has(code)) {
      one.item.remove();
      this.composer.giveBack(one.text, message);
      return;
    }
    this.failed(one, code, message);
  }

  async askOnce(one) {
    await this.sendByRequest();
    if (!this.waiting.delete(one.id)) return;
    this.keep();
    this.failed(one, "", "");
  }

  failed(one, code, message) {
    const { words } = this.talk;
    one.item.classList.add("failed");
    this.talk.say(one.item, message ? `${words.failed} ${message}` : words.failedPlain);
    this.composer.announce(one.item.querySelector("[data-state]").textContent);
    if (code === "ended" || code === "not_allowed") return this.composer.close();
    const again = make("again").firstElementChild;
    again.addEventListener("click", () => {
      again.remove();
      this.talk.say(one.item, words.sending);
      this.composer.box.focus();
      this.send({ id: code === "changed" ? this.newId() : one.id, text: one.text, item: one.item });
    });
    one.item.querySelector(".talk-note").append(again);
  }

  /** Every message on its way, once by an ordinary request. The server knows the id. */
  async sendByRequest() {
    for (const one of [...this.waiting.values()]) {
      const answer = await ask(page.dataset.send, { text: one.text, client_id: one.id });
      if (!answer) return;
      if (answer.ok) this.done(one, answer.json);
      else if (answer.json.code) this.refused(one, answer.json);
    }
  }

  keep() {
    this.kept.set([...this.waiting.values()].map(({ id, text }) => ({ id, text })));
  }
}

/** The box where one writes. */
export class Composer {
  constructor(talk, newId) {
    this.talk = talk;
    this.newId = newId;
    this.form = find("composer");
    this.box = this.form.querySelector("textarea");
    this.draft = new Keeping("draft");
    this.onSend = () => {};
    this.onTyping = () => {};
    this.onClose = () => {};
    this.box.value ||= this.draft.get() ?? "";
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.box.addEventListener("input", () => this.changed());
    this.enterSends();
  }

  /** Only where there is a real keyboard: on a phone, Enter is how one starts a new line. */
  enterSends() {
    if (!matchMedia("(pointer: fine)").matches) return;
    find("hint").hidden = false;
    this.box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.form.requestSubmit();
    });
  }

  submit(event) {
    event.preventDefault();
    const text = this.box.value.trim();
    this.box.focus();
    if (!text || this.box.readOnly) return;
    this.clear();
    this.onSend({ id: this.newId(), text });
  }

  clear() {
    this.box.value = "";
    this.complain("");
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  changed() {
    this.draft.set(this.box.value);
    if (this.box.value) this.onTyping();
  }

  /** What could not be sent as it is, with the reason beside it. */
  giveBack(text, message) {
    this.box.value = this.box.value ? `${text}\n${this.box.value}` : text;
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
    this.complain(message);
    this.announce(message);
  }

  complain(message) {
    this.form.querySelector("#composer-error")?.remove();
    this.box.toggleAttribute("aria-invalid", false);
    this.box.removeAttribute("aria-describedby");
    if (!message) return;
    const error = make("error");
    error.querySelector("span").textContent = message;
    this.form.prepend(error);
    this.box.setAttribute("aria-invalid", "true");
    this.box.setAttribute("aria-describedby", "composer-error");
  }

  /** It has ended: nothing can be sent, and what was written stays to be read and copied. */
  close() {
    if (this.box.readOnly) return;
    this.box.readOnly = true;
    this.form.querySelector("button").remove();
    this.form.hidden = !this.box.value;
    find("hint").hidden = true;
    this.onClose();
    const over = make("over");
    find("unsent", over).hidden = this.form.hidden;
    this.form.after(over);
  }

  announce(text) {
    document.dispatchEvent(new CustomEvent("hearten:say", { detail: { text } }));
  }
}

/** One ordinary request; null when the server cannot be reached now. */
export async function ask(url, data) {
  const body = data && new URLSearchParams({ ...data, csrfmiddlewaretoken: token() });
  try {
    const answer = await fetch(url, { method: body ? "POST" : "GET", body, redirect: "error" });
    const json = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
    return { ok: answer.ok, json };
  } catch {
    return null;
  }
}

const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
