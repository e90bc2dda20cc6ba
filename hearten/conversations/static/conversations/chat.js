// The talk, live. The page works without this script; with it, messages come and go at once.
//
// A message has one id from the moment it is written. It is shown at once as "Sending", is "Sent"
// only when the server has said so, and however often it is tried, by whichever way, it is stored
// and shown once: by its id while it is on its way, by its number when it is stored.

const COMMAND = "conversation.send";
const PATIENCE = 5_000; // before "Sending" becomes "Not sent yet"
const GRACE = 2_500; // before a lost connection is worth a word
const WITHOUT_LIVE = 10_000; // before messages go by ordinary requests
const ASK_AGAIN = 5_000; // between those requests
const TYPING_EVERY = 3_000;
const TYPING_LASTS = 6_000;
const OURS_TO_CORRECT = new Set(["empty", "too_long", "binary", "bidi", "marks", "invalid"]);

const page = document.querySelector("[data-chat]");
const find = (name, within = page) => within.querySelector(`[data-${name}]`);
const make = (name) => page.querySelector(`template[data-template="${name}"]`).content.cloneNode(true);

/** The list of messages: where each belongs, and what each says. */
class Talk {
  constructor() {
    this.list = find("messages");
    this.end = document.getElementById("newest");
    this.foot = find("foot");
    this.words = find("words").dataset;
    this.newest = Math.max(0, ...[...this.list.querySelectorAll("[data-seq]")].map((li) => +li.dataset.seq));
    const zone = { timeZone: page.dataset.zone };
    const language = document.documentElement.lang;
    this.clock = new Intl.DateTimeFormat(language, { timeStyle: "short", ...zone });
    this.calendar = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });
    this.dayKey = new Intl.DateTimeFormat("en-CA", { dateStyle: "short", ...zone });
    // One way of writing times on the page, those of the server and those of this script.
    for (const time of this.list.querySelectorAll("[data-time] > time")) this.tell(time, new Date(time.dateTime));
    for (const day of this.list.querySelectorAll("[data-day] > time")) {
      day.textContent = this.calendar.format(new Date(day.parentElement.dataset.day));
    }
  }

  tell(time, at) {
    time.dateTime = at.toISOString();
    time.textContent = this.clock.format(at);
  }

  /** What the server has stored. Shows it unless it is shown. */
  add(event) {
    this.newest = Math.max(this.newest, event.seq);
    if (this.list.querySelector(`[data-seq="${event.seq}"]`)) return;
    const own = event.author === page.dataset.you;
    const waiting = own && this.list.querySelector(`[data-id="${event.id}"]:not([data-seq])`);
    const item = waiting || this.shape(own ? "own" : event.kind === "notice" ? "system" : "other");
    this.fill(item, event);
    this.stored(item, event);
  }

  /** A message of one's own on its way. */
  addWaiting({ id, text }) {
    const item = this.shape("own");
    item.dataset.id = id;
    find("text", item).textContent = text;
    this.list.append(item);
    this.say(item, this.words.sending);
    return item;
  }

  shape(side) {
    return make(side).firstElementChild;
  }

  fill(item, { kind, text, id, seq }) {
    if (kind === "notice") {
      const words = page.querySelector(`template[data-notice="${CSS.escape(text ?? "")}"]`);
      item.firstElementChild.textContent = words?.content.textContent ?? "";
      return;
    }
    item.dataset.id = id;
    find("text", item).textContent = text ?? this.words.erased;
    if (kind === "closing") item.prepend(make("closing"));
    const report = find("report", item);
    if (report) report.href = page.dataset.report.replace("/0/", `/${seq}/`);
  }

  /** It has its number now: put it in its place and say so. */
  stored(item, { seq, at }) {
    this.newest = Math.max(this.newest, seq);
    item.dataset.seq = seq;
    item.classList.remove("failed");
    item.querySelector("button")?.remove();
    const time = find("time", item);
    if (time) {
      const stamp = document.createElement("time");
      this.tell(stamp, new Date(at));
      time.replaceChildren(stamp);
    }
    this.say(item, this.words.sent);
    this.place(item, seq, new Date(at));
  }

  place(item, seq, at) {
    const before = [...this.list.querySelectorAll("[data-seq]")].filter((li) => +li.dataset.seq < seq).at(-1);
    const day = this.dayBefore(before, at);
    const after = day ?? before;
    // Moving what is in its place already would have screen readers say it twice.
    if (item.isConnected && item.previousElementSibling === (after ?? null)) return;
    if (after) after.after(item);
    else this.list.prepend(item);
  }

  /** The day's line, made when a message is the first of its day. */
  dayBefore(before, at) {
    const key = this.dayKey.format(at);
    const days = [...this.list.querySelectorAll("[data-day]")];
    if (days.at(-1)?.dataset.day >= key) return null;
    const line = make("day").firstElementChild;
    line.dataset.day = key;
    line.textContent = this.calendar.format(new Date(key)); // a plain date, read as UTC
    if (before) before.after(line);
    else this.list.prepend(line);
    return line;
  }

  say(item, words) {
    const state = find("state", item);
    if (state) state.textContent = words;
  }

  /** How far below the screen the talk ends, in pixels; the box and the bar at the foot count. */
  below() {
    const bar = parseFloat(getComputedStyle(this.foot).insetBlockEnd) || 0;
    return page.getBoundingClientRect().bottom + bar - innerHeight;
  }

  atEnd() {
    return this.below() < 80;
  }

  toEnd() {
    scrollBy({ top: this.below(), behavior: "instant" });
  }
}

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
class Outbox {
  constructor(talk, composer) {
    this.talk = talk;
    this.composer = composer;
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
    this.waiting.delete(one.id);
    this.keep();
    if (OURS_TO_CORRECT.has(code)) {
      one.item.remove();
      this.composer.giveBack(one.text, message);
      return;
    }
    this.failed(one, code, message);
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
      this.send({ id: code === "changed" ? newId() : one.id, text: one.text, item: one.item });
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
class Composer {
  constructor(talk) {
    this.talk = talk;
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
    this.onSend({ id: newId(), text });
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

/** Words about the connection and about the other: never more than is known. */
class Surroundings {
  constructor(talk) {
    this.words = talk.words;
    this.status = find("status");
    this.presence = find("presence");
    this.typing = find("typing");
  }

  state(state) {
    if (state === "online") return this.back();
    this.presence.textContent = "";
    if (state === "signed_out") this.tell(this.words.signedOut);
    else this.soon ??= setTimeout(() => this.tell(this.words.lost), GRACE);
  }

  /** Whether ordinary requests get through while there is no live connection. */
  byRequests(works) {
    this.tell(works ? this.words.slow : this.words.lost);
  }

  back() {
    clearTimeout(this.soon);
    this.soon = undefined;
    if (!this.status.textContent) return;
    this.tell(this.words.back);
    this.soon = setTimeout(() => {
      this.tell("");
      this.soon = undefined;
    }, PATIENCE);
  }

  /** Said once: screen readers read out every change. */
  tell(words) {
    if (this.status.textContent !== words) this.status.textContent = words;
  }

  here(people) {
    const other = people.some(({ id }) => id !== page.dataset.you);
    this.presence.textContent = other ? this.words.here : this.words.away;
    if (!other) this.quiet();
  }

  writes() {
    clearTimeout(this.still);
    this.typing.textContent = this.words.writing;
    this.presence.hidden = true;
    this.still = setTimeout(() => this.quiet(), TYPING_LASTS);
  }

  /** It has ended: who is here does not matter any more. */
  leave() {
    this.quiet();
    this.presence.remove();
  }

  quiet() {
    this.presence.hidden = false;
    this.typing.textContent = "";
  }
}

/** One ordinary request; null when the server cannot be reached now. */
async function ask(url, data) {
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
let newId;

/** Everything together. */
async function begin() {
  const live = await import(page.dataset.liveModule);
  newId = live.newId;
  const talk = new Talk();
  const composer = new Composer(talk);
  const outbox = new Outbox(talk, composer);
  const around = new Surroundings(talk);
  const below = find("new");

  let reading = 0;
  let following = true;
  function read() {
    following = talk.atEnd();
    clearTimeout(reading);
    if (document.visibilityState !== "visible" || !talk.atEnd()) return;
    below.hidden = true;
    reading = setTimeout(() => ask(page.dataset.read, { seq: talk.newest }), 1000);
  }

  function hear(events) {
    const stay = following;
    for (const event of events) talk.add(event);
    const theirs = events.some(({ author }) => author !== page.dataset.you);
    if (theirs) around.quiet();
    if (events.some(({ kind, text }) => kind === "closing" || (kind === "notice" && text === "ended"))) {
      composer.close();
    }
    if (stay) talk.toEnd();
    else if (theirs) below.hidden = false;
    read();
  }

  const client = live.connect(document.body.dataset.liveUrl, {
    onState: (state) => {
      around.state(state);
      if (state === "online") byRequests(false);
      else if (state !== "signed_out") byRequests(true);
      else clearTimeout(slow);
    },
  });

  // Without a live connection for a while, messages still go and come, by ordinary requests.
  let slow = 0;
  function byRequests(on) {
    if (on && slow) return;
    clearTimeout(slow);
    slow = on ? setTimeout(turn, WITHOUT_LIVE) : 0;
  }
  async function turn() {
    await outbox.sendByRequest();
    const answer = await ask(`${page.dataset.events}?after=${talk.newest}`);
    if (!slow) return;
    around.byRequests(Boolean(answer?.ok));
    if (answer?.ok) hear(answer.json.events);
    if (slow) slow = setTimeout(turn, ASK_AGAIN);
  }
  byRequests(true);

  let typed = 0;
  composer.onTyping = () => {
    if (Date.now() - typed < TYPING_EVERY) return;
    typed = Date.now();
    client.signal("typing", page.dataset.topic);
  };
  composer.onClose = () => around.leave();
  composer.onSend = (message) => {
    outbox.send(message);
    talk.toEnd();
  };
  client.subscribe(page.dataset.topic, {
    after: talk.newest,
    onEvents: hear,
    onPresence: (people) => around.here(people),
    onSignal: () => around.writes(),
    onRevoked: () => composer.close(),
  });
  outbox.connect(client);
  below.addEventListener("click", () => {
    talk.toEnd();
    talk.end.focus({ preventScroll: true });
    read();
  });
  addEventListener("scroll", read, { passive: true });
  // A box that grows, or a line above it, must not cover the message just read.
  new ResizeObserver(() => following && talk.toEnd()).observe(talk.foot);
  document.addEventListener("visibilitychange", read);
  if (!location.hash) talk.toEnd();
}

if (page && !("over" in page.dataset)) begin();
