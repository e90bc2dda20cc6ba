// The talk, live. The page works without this script; with it, messages come and go at once.
//
// A message has one id from the moment it is written. It is shown at once as "Sending", is "Sent"
// only when the server has said so, and however often it is tried, by whichever way, it is stored
// and shown once: by its id while it is on its way, by its number when it is stored.

import { watchCare } from "./care.js";
import { watchReading } from "./markers.js";
import { Reacting } from "./reacting.js";
import { find, page, Talk } from "./talk.js";
import { retell } from "./times.js";
import { ask, Composer, forgetOthers, Outbox, showUnsent } from "./writing.js";

const SAID_FOR = 5_000; // how long "Connected again" stays
const GRACE = 2_500; // before a lost connection is worth a word
const WITHOUT_LIVE = 10_000; // before messages go by ordinary requests
const ASK_AGAIN = 5_000; // between those requests
const TYPING_EVERY = 3_000;
const TYPING_LASTS = 6_000;

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
    this.quiet();
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
    }, SAID_FOR);
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
    clearTimeout(this.still);
    this.presence.hidden = false;
    this.typing.textContent = "";
  }
}

/** Everything together. */
async function begin() {
  const live = await import(page.dataset.liveModule);
  const talk = new Talk();
  const composer = new Composer(talk, live.newId);
  const outbox = new Outbox(talk, composer, live.newId);
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
    for (const event of events) {
      talk.add(event);
      if (event.author === page.dataset.you) outbox.stored(event);
    }
    const theirs = events.some(({ author }) => author !== page.dataset.you);
    if (theirs) around.quiet();
    if (events.some(({ kind, text }) => kind === "closing" || (kind === "notice" && text === "ended"))) {
      composer.close();
      leave(); // after a goodbye, nobody is to see that you still look at it
    }
    if (stay) talk.toEnd();
    else if (theirs) below.hidden = false;
    read();
  }

  const client = live.connect(document.body.dataset.liveUrl, {
    onState: (state) => {
      around.state(state);
      if (state === "signed_out") signedOut();
      else byRequests(state !== "online");
    },
  });

  /** By another tab, another device or time: nothing goes out any more, and no word gets lost. */
  function signedOut() {
    byRequests(false);
    around.tell(talk.words.signedOut);
    outbox.stop();
    composer.stop(talk.words.signedOut);
  }

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
    if (answer?.elsewhere) return signedOut();
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
  const leave = client.subscribe(page.dataset.topic, {
    after: talk.newest,
    onEvents: hear,
    onPresence: (people) => around.here(people),
    onSignal: () => around.writes(),
    onRevoked: () => composer.close(),
  });
  outbox.connect(client);
  new Reacting(talk, client);
  below.addEventListener("click", () => {
    talk.toEnd();
    talk.end.focus({ preventScroll: true });
    read();
  });
  addEventListener("scroll", read, { passive: true });
  // A box that grows, or a line above it, must not cover the message just read.
  const grown = new ResizeObserver(() => following && talk.toEnd());
  for (const part of [talk.foot, talk.list]) grown.observe(part);
  document.addEventListener("visibilitychange", read);
  if (!location.hash) talk.toEnd();
  watchCare(client, page.dataset.topic.split(":")[1], talk);
  watchReading(client, page.dataset.topic.split(":")[1], talk);
}

retell();
if (page) forgetOthers();
if (page && "over" in page.dataset) showUnsent();
else if (page) begin();
