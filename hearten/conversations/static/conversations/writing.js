// What is written here, until the server has it.

import { announce, find, make, page, quote } from "./talk.js";

const COMMAND = "conversation.send";
const PATIENCE = 5_000; // before "Sending" becomes "Not sent yet"
const REQUEST_TIME = 20_000;
const UPLOAD_AGAIN = 8_000; // after a picture could not go
const OURS_TO_CORRECT = new Set(["empty", "too_long", "binary", "bidi", "marks", "invalid", "held", "not_there", "not_kept"]);
// What is wrong with a picture or a sound.
const NOT_TAKEN = /^(too_(big|many|long)_.*|heic|(unknown|unreadable)(_sound)?)$/;

/** What is written but not stored. Kept for this tab only; leaving quickly, signing out and whoever signs in next clear it. */
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

// Somebody else may have been here before, in this tab, whose session ran out: their words are not this
// person's to see, and not to stay.
export function forgetOthers() {
  try {
    for (const name of Object.keys(sessionStorage))
      if (/^\S+ conversation:\S+ (draft|outbox)$/.test(name) && !name.startsWith(`${page.dataset.you} `)) sessionStorage.removeItem(name);
  } catch {
    // Storage is forbidden: nothing is there.
  }
}

/** What is kept of messages that the page does not show as stored. */
function unstored(kept) {
  return (kept.get() ?? []).filter(({ id }) => !page.querySelector(`[data-seq][data-id="${CSS.escape(id)}"]`));
}

/** Whether an answer decides about a message. "Too many" and "busy" do not: it goes a little later. */
const final = (answer) => Boolean(answer?.json.code) && !["too_many", "busy"].includes(answer.json.code);

/** When it is over, the page that is loaded then still shows what could not be sent, to be copied. */
export function showUnsent() {
  const words = [...unstored(new Keeping("outbox")).map(({ text }) => text), new Keeping("draft").get()].filter(Boolean);
  if (!words.length || document.getElementById("unsent")) return;
  const card = make("unsent");
  const bubble = card.querySelector(".bubble");
  bubble.replaceWith(
    ...words.map((text) => {
      const own = bubble.cloneNode(true);
      own.querySelector("p").textContent = text;
      return own;
    }),
  );
  document.querySelector("[aria-labelledby=next-steps]").before(card);
}

/** Takes messages until the server has them, by the live connection or by ordinary requests. */
export class Outbox {
  constructor(talk, composer, newId) {
    this.talk = talk;
    this.composer = composer;
    this.newId = newId;
    this.kept = new Keeping("outbox");
    this.waiting = new Map();
    this.refusedOnes = new Map();
    this.stopped = false;
  }

  connect(live) {
    this.live = live;
    for (const one of unstored(this.kept)) {
      // A picture or a sound that had not gone was in the page alone.
      if (one.lost) {
        this.composer.giveBack(one, this.talk.words.fileLost);
        continue;
      }
      // What was refused before the page was loaded again goes only when its writer says so.
      if (one.failed) this.failed({ ...one, item: this.talk.addWaiting(one) }, "", "");
      else this.send(one);
    }
    this.keep();
  }

  send(message) {
    const item = message.item ?? this.talk.addWaiting(message);
    const one = { ...message, item };
    this.waiting.set(message.id, one);
    this.keep();
    item.classList.remove("failed");
    setTimeout(() => {
      if (this.waiting.has(one.id) && !this.stopped) this.talk.say(item, this.talk.words.waiting);
    }, PATIENCE);
    this.deliver(one);
  }

  async deliver(one) {
    if (!(await this.uploaded(one))) return;
    const data = { text: one.text, about: one.about };
    if (one.uploads) data.attachments = one.uploads.map(({ id }) => id);
    this.live.do(COMMAND, page.dataset.topic, data, { id: one.id }).then(
      (result) => this.done(one, result),
      (refusal) => this.refused(one, refusal),
    );
  }

  /** Whether all that it carries is there. What could not go now goes when there is a connection. */
  async uploaded(one) {
    if (!one.files?.length) return true;
    if (one.going) return false;
    one.going = true;
    const { upload } = await import("./attaching.js");
    const answer = this.stopped ? null : await upload(ask, one.files[0]);
    one.going = false;
    if (!answer?.ok) {
      if (final(answer)) this.decided(one, answer.json);
      else setTimeout(() => this.waiting.has(one.id) && !this.stopped && this.deliver(one), UPLOAD_AGAIN);
      return false;
    }
    one.uploads = [...(one.uploads ?? []), answer.json];
    one.files = one.files.slice(1);
    this.talk.carries(one.item, [...one.uploads, ...one.files]);
    this.keep();
    return this.waiting.has(one.id) && this.uploaded(one);
  }


  done(one, result) {
    if (!this.waiting.delete(one.id)) return;
    this.keep();
    this.talk.stored(one.item, result);
  }

  /** The live stream or an ordinary request shows it stored, whether or not the answer came. */
  stored({ id }) {
    const known = this.waiting.delete(id) || this.refusedOnes.delete(id);
    if (known) this.keep();
  }

  async refused(one, refusal) {
    // Signed out, it stays here and goes after signing in again; without a live connection for this
    // page, ordinary requests go on.
    if (refusal.code === "signed_out" || refusal.code === "refused") return;
    // The gateway knows no languages, and sometimes refuses without looking (a page that hears nothing
    // more, words no frame can hold): the form decides, and says why in the reader's own words.
    const answer = await this.request(one);
    if (answer?.ok) this.done(one, answer.json);
    else this.decided(one, final(answer) ? answer.json : refusal);
  }

  decided(one, { code, message }) {
    if (!this.waiting.delete(one.id)) return;
    this.keep();
    if (OURS_TO_CORRECT.has(code) || NOT_TAKEN.test(code)) {
      one.item.remove();
      this.composer.giveBack({ ...one, ...(code === "not_there" && { about: null }), ...(code === "not_kept" && { uploads: [] }) }, message);
      return;
    }
    this.failed(one, code, message);
  }

  failed(one, code, message) {
    const { words } = this.talk;
    this.refusedOnes.set(one.id, one);
    this.keep();
    one.item.classList.add("failed");
    this.talk.say(one.item, message ? `${words.failed} ${message}` : words.failedPlain);
    announce(one.item.querySelector("[data-state]").textContent);
    if (code === "ended" || code === "not_allowed") return this.composer.close();
    const again = make("again").firstElementChild;
    again.addEventListener("click", () => {
      again.remove();
      this.refusedOnes.delete(one.id);
      this.talk.say(one.item, words.sending);
      this.composer.box.focus();
      this.send({ ...one, id: code === "changed" ? this.newId() : one.id });
    });
    one.item.querySelector(".talk-note").append(again);
  }

  /** Every message on its way, once by an ordinary request. The server knows the id. */
  async sendByRequest() {
    for (const one of [...this.waiting.values()]) {
      if (!(await this.uploaded(one))) {
        if (this.waiting.has(one.id)) return;
        continue;
      }
      const answer = await this.request(one);
      if (answer?.ok) this.done(one, answer.json);
      else if (final(answer)) this.decided(one, answer.json);
      else return; // the rest goes with the next try
    }
  }

  request({ id, text, about, uploads }) {
    const data = new URLSearchParams({ text, client_id: id, about: about ?? "" });
    for (const upload of uploads ?? []) data.append("uploads", upload.id);
    return ask(page.dataset.send, data);
  }

  /** Signed out: nothing is tried any more until the page is loaded again, and that is said. */
  stop() {
    this.stopped = true;
    for (const { item } of this.waiting.values()) this.talk.say(item, this.talk.words.failed);
  }

  keep() {
    const kept = (ones, failed) =>
      [...ones.values()].map(({ id, text, about, uploads, files }) => ({ id, text, about, uploads, lost: Boolean(files?.length), failed }));
    this.kept.set([...kept(this.refusedOnes, true), ...kept(this.waiting, false)]);
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
    this.answers = find("answering");
    this.about = Number(this.form.elements.about.value) || null;
    this.stopped = "";
    this.attach = find("attach", this.form);
    this.picture = this.form.elements.picture;
    this.sound = this.form.elements.sound;
    this.picture.addEventListener("change", () => this.chose());
    find("attach-sound", this.form).addEventListener("toggle", () => this.letRecord(), { once: true });
    // Kept by the server from a try before.
    this.uploads = [...this.form.querySelectorAll("[name=uploads]")].map(({ value }) => ({ id: value }));
    this.onSend = () => {};
    this.onTyping = () => {};
    this.onClose = () => {};
    this.box.value ||= this.draft.get() ?? "";
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.box.addEventListener("input", () => this.changed());
    find("messages").addEventListener("click", (event) => this.chosen(event));
    find("answer-nothing").addEventListener("click", (event) => {
      event.preventDefault();
      this.answer(null);
      this.box.focus();
    });
    this.enterSends();
  }

  /** "Reply" at a message, by mouse or keyboard: the box answers it, without loading the page. */
  chosen(event) {
    const item = event.target.closest("[data-reply]")?.closest("[data-seq]");
    if (!item || this.box.readOnly) return;
    event.preventDefault();
    this.answer(Number(item.dataset.seq));
    this.box.focus();
    announce(`${this.talk.words.replyTo} ${find("quote", this.answers).textContent}`);
  }

  /** A picture was chosen, or none: what it is, is seen before it is sent. */
  async chose() {
    this.complain("");
    const [file] = this.picture.files;
    const box = find("preview", this.attach);
    this.carry([]);
    if (!file) return;
    const { show, tooBig } = await import("./attaching.js");
    await show(file, box);
    if (await tooBig(file)) this.refuse(this.talk.words.pictureBig);
  }

  async letRecord() {
    const { canRecord, Recorder } = await import("./recording.js");
    if (canRecord()) this.recorder = new Recorder(find("recorder", this.form), this.sound);
  }

  /** What the server has already and goes with the words; shown, so that nobody wonders. */
  carry(uploads) {
    this.uploads = uploads;
    this.form.querySelector(".attach-kept")?.remove();
    const shown = uploads.map(({ id, seconds }) =>
      seconds ? this.talk.words.sound : Object.assign(new Image(), { src: `files/${id}/small/`, alt: this.talk.words.picture, height: 120 }),
    );
    find("preview", this.attach).replaceChildren(...shown);
  }

  /** What is chosen or recorded, a picture with what is on it. */
  chosenFiles() {
    const words = this.form.elements.words.value;
    const pictures = [...this.picture.files].map((file) => ({ kind: "picture", file, words }));
    return [...pictures, ...[...this.sound.files].map((file) => ({ kind: "sound", file }))];
  }

  /** What the words in the box answer; null for nothing. */
  answer(about) {
    this.about = about;
    this.form.elements.about.value = about ?? "";
    this.answers.hidden = !about;
    quote(this.answers, this.talk.quoted(about));
  }

  /** Only where there is a real keyboard: on a phone, Enter is how one starts a new line. */
  enterSends() {
    if (!matchMedia("(pointer: fine)").matches) return;
    find("hint").hidden = false;
    this.box.addEventListener("keydown", (event) => {
      // 229: Safari ends a composition before it tells of the Enter that ended it.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.form.requestSubmit();
    });
  }

  submit(event) {
    event.preventDefault();
    // Half a letter, as some keyboards leave it, is no text: marked as the form would mark it.
    const text = this.box.value.replace(/\p{Surrogate}/gu, "\ufffd").trim();
    this.box.focus();
    if (this.box.readOnly) return;
    if (this.recorder?.recording) return this.refuse(this.talk.words.stopFirst);
    const files = this.chosenFiles();
    const uploads = this.uploads.length ? this.uploads : undefined;
    if (this.stopped || !(text || files.length || uploads)) return this.refuse(this.stopped || this.talk.words.empty);
    const about = this.about ?? undefined;
    this.clear();
    this.onSend({ id: this.newId(), text, about, files, uploads });
  }

  /** From now on nothing is sent, for this reason; what is in the box stays. */
  stop(reason) {
    this.stopped = reason;
  }

  /** It cannot go; the words stay, and the reason is beside them and said. */
  refuse(reason) {
    this.complain(reason);
    announce(reason);
  }

  clear() {
    this.box.value = "";
    this.answer(null);
    this.complain("");
    this.picture.value = this.sound.value = this.form.elements.words.value = "";
    this.recorder?.forget();
    this.carry([]);
    this.attach.open = find("attach-sound", this.form).open = false;
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  changed() {
    this.complain(""); // what was said was said of the words before
    this.draft.set(this.box.value);
    if (this.box.value) this.onTyping();
  }

  /** What could not be sent as it is, with the reason beside it. */
  giveBack({ text, about, files, uploads }, message) {
    this.answer(about ?? null);
    this.box.value = this.box.value ? `${text}\n${this.box.value}` : text;
    if (uploads) this.carry(uploads);
    for (const { kind, file, words } of files ?? []) {
      const hand = new DataTransfer();
      hand.items.add(file);
      this.form.elements[kind].files = hand.files;
      this.form.elements.words.value = words ?? "";
      find(kind === "sound" ? "attach-sound" : "attach", this.form).open = true;
    }
    if (uploads?.length) this.attach.open = true;
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
    this.refuse(message);
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
    page.dataset.closed = "";
    this.form.querySelector("button").remove();
    this.form.hidden = !this.box.value;
    find("hint").hidden = true;
    this.onClose();
    const over = make("over");
    find("unsent", over).hidden = this.form.hidden;
    this.form.after(over);
  }
}

/**
 * One ordinary request, of names and values or of a form's data; null when the server cannot be reached now. A connection that is there and
 * carries nothing counts as that after a while. `elsewhere`: the server wants something else of the
 * person first, to sign in mostly.
 */
export async function ask(url, data, time = REQUEST_TIME) {
  const body = data && (data instanceof FormData ? data : new URLSearchParams(data));
  body?.append("csrfmiddlewaretoken", token());
  const signal = AbortSignal.timeout?.(time);
  try {
    const answer = await fetch(url, { method: body ? "POST" : "GET", body, redirect: "manual", signal });
    const json = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
    return { ok: answer.ok, json, elsewhere: answer.type === "opaqueredirect" };
  } catch {
    return null;
  }
}

const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
