// What is on the page: the messages, each in its place.

import { link } from "./links.js";
import { dayOf, tell, tellDay } from "./times.js";

export const page = document.querySelector("[data-chat]");
export const find = (name, within = page) => within.querySelector(`[data-${name}]`);
export const make = (name) =>
  page.querySelector(`template[data-template="${name}"]`).content.cloneNode(true);

const SHORT = 140; // characters of a message that a quote shows

/** Show what is answered, above the words or above the box; nothing for null. */
export function quote(within, about) {
  const box = find("quote", within);
  box.hidden = !about;
  box.dataset.quote = about?.about ?? "";
  // Emptied too: words that are deleted later must not stay anywhere on the page.
  find("quote-who", box).textContent = about?.who ?? "";
  find("quote-text", box).textContent = about?.text ?? "";
  if (about) box.href = about.href;
}

/** What a change does to the message it is about. Each says how it is afterwards, so that it may come twice. */
const CHANGES = {
  edit,
  deletion: remove,
  reaction: (talk, item, event) => react(talk, item, event, true),
  taken_back: (talk, item, event) => react(talk, item, event, false),
};

function edit(talk, item, { text, author }) {
  if (text === null) return; // a later change says how it is now
  find("text", item).textContent = text;
  link(find("text", item), item.dataset.seq);
  talk.changed(item);
  talk.quotedAnew(item, text.slice(0, SHORT));
  if (author !== page.dataset.you) talk.tell(talk.words.changed, text);
}

function remove(talk, item, { author }) {
  talk.empty(item, talk.words.deleted);
  find("edited", item)?.remove();
  talk.quotedAnew(item, talk.words.deleted);
  if (author !== page.dataset.you) talk.tell(talk.words.tookAway, "");
}

function reactionsOf(talk, item) {
  const there = find("reactions", item);
  if (there) return there;
  const shape = find("reactions", make("reactions"));
  const who = item.classList.contains("own") ? talk.words.other : talk.words.you;
  for (const name of shape.querySelectorAll("bdi")) name.textContent = who;
  item.querySelector(".bubble").after(shape);
  return shape;
}

function react(talk, item, { text, author }, on) {
  const all = reactionsOf(talk, item);
  const shown = all.querySelector(`[data-reaction="${CSS.escape(text ?? "")}"]`);
  if (!shown) return;
  shown.hidden = !on;
  all.hidden = !all.querySelector("li:not([hidden])");
  talk.onReaction(item);
  if (author === page.dataset.you) return;
  talk.tell(on ? talk.words.reacted : talk.words.tookBack, shown.lastChild.textContent);
}

/** Without an id it is on its way: then only that there is one. */
function visible(shown, { id, words, width, height }, seen) {
  if (words) find("picture-words", shown).textContent = `: ${words}`;
  const link = shown.querySelector("a");
  if (!id) return link.remove();
  shown.open = seen;
  link.href = `files/${id}/`;
  const image = link.firstElementChild;
  if (words) image.alt = words;
  if (width) Object.assign(image, { width, height });
  image.src = `files/${id}/small/`;
}

function hearable(shown, { id, seconds }) {
  const player = shown.querySelector("audio");
  if (!id) player.remove();
  else player.src = `files/${id}/whole/`;
  find("length", shown).textContent = seconds ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}` : "…";
}

/** Said by screen readers when they are free to. */
export function announce(text) {
  document.dispatchEvent(new CustomEvent("hearten:say", { detail: { text } }));
}

/** The list of messages: where each belongs, and what each says. */
export class Talk {
  constructor() {
    this.list = find("messages");
    this.end = document.getElementById("newest");
    this.foot = find("foot");
    this.words = find("words").dataset;
    // The last number heard, in order. An answer to what is sent here may be ahead of it.
    this.newest = Number(page.dataset.newest);
    this.onReaction = () => {};
  }

  /** What the server has stored. Shows it unless it is shown. */
  add(event) {
    const known = event.seq <= this.newest;
    this.newest = Math.max(this.newest, event.seq);
    if (event.kind in CHANGES) {
      const item = this.list.querySelector(`[data-seq="${event.about}"]`);
      if (item && !known) CHANGES[event.kind](this, item, event);
      return;
    }
    if (this.list.querySelector(`[data-seq="${event.seq}"]`)) return;
    const own = event.author === page.dataset.you;
    const waiting = own && this.list.querySelector(`[data-id="${event.id}"]:not([data-seq])`);
    const item = waiting || this.shape(own ? "own" : event.kind === "notice" ? "system" : "other");
    this.fill(item, event);
    this.stored(item, event);
  }

  /** A message of one's own on its way. */
  addWaiting({ id, text, about, files, uploads }) {
    const item = this.shape("own");
    item.dataset.id = id;
    quote(item, this.quoted(about));
    find("text", item).textContent = text;
    this.carries(item, [...(uploads ?? []), ...(files ?? [])]);
    this.list.append(item);
    this.say(item, this.words.sending);
    return item;
  }

  /** What a message carries. A picture of one's own is seen at once, the other's when it is pressed. */
  carries(item, attachments) {
    for (const old of item.querySelectorAll("[data-attachment]")) old.remove();
    const seen = item.classList.contains("own") || "showsPictures" in page.dataset;
    for (const one of attachments) {
      const shown = make(one.kind).firstElementChild;
      if (one.kind === "sound") hearable(shown, one);
      else visible(shown, one, seen);
      item.querySelector(".bubble").append(shown);
    }
  }

  shape(side) {
    return make(side).firstElementChild;
  }

  /** What an answer shows of the message it is about. One that is not on this page is on an earlier one. */
  quoted(about) {
    const item = about && this.list.querySelector(`[data-seq="${about}"]`);
    if (!about) return null;
    if (!item) return { about, who: "", text: this.words.earlier, href: `?before=${about + 1}#m${about}` };
    const who = item.classList.contains("own") ? this.words.you : this.words.other;
    const text = find("text", item).textContent.slice(0, SHORT);
    return { about, who, text: text || (find("attachment", item) ? this.words.attachment : ""), href: `#m${about}` };
  }

  /** Say what the other did. */
  tell(words, what) {
    announce(words.replace("{who}", () => this.words.other).replace("{what}", () => what));
  }

  /** Every quote of a message, when its words are others. */
  quotedAnew(item, text) {
    for (const box of page.querySelectorAll(`[data-quote="${item.dataset.seq}"]`)) find("quote-text", box).textContent = text;
  }

  /** Say that its words are others now. */
  changed(item) {
    if (!find("edited", item)) item.querySelector(".talk-note > a").before(make("edited"));
  }

  /** No words are there any more, so nothing can be done with them but reporting what they were. */
  empty(item, why) {
    const note = document.createElement("i");
    note.textContent = why;
    find("text", item).replaceChildren(note);
    for (const name of ["reply", "edit", "delete", "react", "reacting", "reactions"]) find(name, item)?.remove();
    this.carries(item, []);
  }

  fill(item, { kind, text, id, seq, about, edited, deleted, attachments }) {
    if (kind === "notice") {
      const words = page.querySelector(`template[data-notice="${CSS.escape(text ?? "")}"]`);
      item.firstElementChild.textContent = words?.content.textContent ?? "";
      return;
    }
    item.dataset.id = id;
    if (text === null) this.empty(item, deleted ? this.words.deleted : this.words.erased);
    else find("text", item).textContent = text;
    if (edited) this.changed(item);
    if (attachments) this.carries(item, attachments);
    quote(item, this.quoted(about));
    if (kind === "closing") item.prepend(make("closing"));
    if (text === null && !deleted) find("report", item)?.remove();
  }

  /** Where its links and buttons lead, by its number. */
  address(item, seq) {
    const reply = find("reply", item);
    if (reply) reply.href = `?reply=${seq}#composer-text`;
    for (const one of item.querySelectorAll('[href*="/0/"]'))
      one.setAttribute("href", one.getAttribute("href").replace("/0/", `/${seq}/`));
  }

  /** It has its number now: put it in its place and say so. */
  stored(item, { seq, at }) {
    item.dataset.seq = seq;
    item.id = `m${seq}`;
    this.address(item, seq);
    const text = find("text", item);
    if (text && !text.firstElementChild) link(text, seq); // a note that it is gone stays as it is
    item.classList.remove("failed");
    item.querySelector("[data-again]")?.remove();
    const time = item.querySelector(".talk-note > time");
    if (time) tell(time, new Date(at));
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
    const key = dayOf(at);
    const days = [...this.list.querySelectorAll("[data-day]")];
    if (days.at(-1)?.dataset.day >= key) return null;
    const line = make("day").firstElementChild;
    line.dataset.day = key;
    tellDay(line, key);
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
