// The browser's end of the live connection. docs/live-protocol.md explains the frames.
//
//   const live = connect(url, { onState });
//   const talk = live.subscribe("conversation:…", { after: 41, onEvents, onRevoked });
//   await live.do("send", "conversation:…", { text }, { id });
//
// It reconnects by itself: subscriptions go on after the last event had, each event is given once
// and in order, and commands without an answer are sent again with the same id. It stops for good
// when the session is over or is another person's.

/**
 * @typedef {{seq: number, kind: string, [key: string]: unknown}} LiveEvent
 * @typedef {{id: string, who: string}} Person
 * @typedef {{name: string, id: string, who: string}} Signal
 * @typedef {"connecting" | "online" | "offline" | "signed_out" | "refused"} State
 *   connecting: the first time. offline: there is no connection and it keeps trying. signed_out and
 *   refused are final.
 *
 * @typedef {object} Ear
 * @property {number | null} [after] the newest event the page has; null or missing: only new ones
 * @property {(events: LiveEvent[]) => void} [onEvents] new events, each once, in order
 * @property {(here: Person[], count: number) => void} [onPresence] who listens now, you with them
 * @property {(signals: Signal[]) => void} [onSignal] others' signals
 * @property {() => void} [onNudge] something changed, fetch again; also after each reconnection
 * @property {(seq: number) => void} [onReady] listening; `seq` is the newest event there is
 * @property {() => void} [onReset] the server has less than the page: load the page again
 * @property {() => void} [onRevoked] you may not listen (any more)
 */

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;
const ANSWER_TIME = 10_000;
const TRIES = 8;
const FRAME_MOST = 48 * 1024; // bytes; the gateway closes on a longer one, and it would be sent again and again
const TOO_MUCH = 4429;
const FINAL = new Map([[4401, "signed_out"], [4403, "refused"]]);

/** A command was not done. `code` is stable; `message` is for the person, empty if there is none. */
export class Refused extends Error {
  /** @param {string} code @param {string} message */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** A random id (UUID v4). crypto.randomUUID is missing on plain http in a local network. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/**
 * Open the live connection. One for a page is enough.
 * @param {string} url ws:// or wss:// address of the gateway's /live
 * @param {{onState?: (state: State) => void}} [options]
 */
export function connect(url, options = {}) {
  return new LiveClient(url, options);
}

export class LiveClient {
  /** @type {Map<string, Subscription>} */
  #subscriptions = new Map();
  /** @type {Map<string, Command>} unanswered, oldest first */
  #commands = new Map();
  /** @type {WebSocket | null} */
  #socket = null;
  #ready = false;
  #pause = FIRST_PAUSE;
  #heartbeat = 25_000;
  #retry = 0;
  #beat = 0;
  #deadline = 0;
  /** @type {AbortController} */
  #stop = new AbortController();

  /** Your own account's id, once connected. */
  you = "";
  /** @type {State} */
  state = "connecting";

  /** @param {string} url @param {{onState?: (state: State) => void}} options */
  constructor(url, options) {
    this.url = url;
    this.onState = options.onState ?? (() => {});
    const listen = { signal: this.#stop.signal };
    addEventListener("online", () => this.#hurry(), listen);
    addEventListener("offline", () => this.#lost(), listen);
    addEventListener("pageshow", () => this.#hurry(), listen);
    document.addEventListener("visibilitychange", () => this.#hurry(), listen);
    this.#open();
  }

  /**
   * Listen to a topic, until the returned function is called.
   * @param {string} topic @param {Ear} ear
   */
  subscribe(topic, ear) {
    const subscription = new Subscription(topic, ear);
    this.#subscriptions.set(topic, subscription);
    this.#send(subscription.frame());
    return () => {
      if (this.#subscriptions.get(topic) === subscription) {
        this.#subscriptions.delete(topic);
        this.#send({ t: "unsub", topic });
      }
    };
  }

  /**
   * Run a command. The promise is kept when it is done, however often the connection breaks, and
   * broken with Refused when it is refused ("too_long", without words, when no frame can hold it).
   * @param {string} name @param {string} topic @param {object} data
   * @param {{id?: string}} [options] the id, if the page must know it before
   * @returns {Promise<Record<string, unknown>>}
   */
  do(name, topic, data, { id = newId() } = {}) {
    return new Promise((done, refused) => {
      const frame = { t: "do", id, name, topic, data };
      if (new Blob([JSON.stringify(frame)]).size > FRAME_MOST) {
        refused(new Refused("too_long", ""));
        return;
      }
      this.#commands.set(id, { frame, done, refused, tries: 0 });
      if (FINAL_STATES.has(this.state)) this.#refuseAll();
      else this.#send(frame);
    });
  }

  /** Tell the topic's other listeners something that is never stored. @param {string} name @param {string} topic */
  signal(name, topic) {
    this.#send({ t: "signal", name, topic });
  }

  /** Close for good. */
  close() {
    this.#finish("signed_out");
  }

  #open() {
    clearTimeout(this.#retry);
    this.#drop();
    const socket = new WebSocket(this.url);
    this.#socket = socket;
    this.#expectAnswer();
    socket.onmessage = (message) => this.#hear(JSON.parse(message.data));
    socket.onclose = ({ code }) => {
      const final = FINAL.get(code);
      if (code === TOO_MUCH) this.#pause = Math.max(this.#pause, FIRST_PAUSE * 8);
      if (final) this.#finish(/** @type {State} */ (final));
      else this.#lost();
    };
  }

  /** @param {object} frame */
  #send(frame) {
    if (this.#ready && this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(frame));
    }
  }

  /** @param {any} frame */
  #hear(frame) {
    clearTimeout(this.#deadline);
    if (frame.t === "hello") this.#hello(frame);
    else if (frame.t === "done" || frame.t === "refused") this.#answered(frame);
    else if (frame.t === "error") console.warn("live:", frame.code);
    else this.#subscriptions.get(frame.topic)?.hear(frame, this.you);
    if (frame.t === "denied" || frame.t === "revoked") this.#subscriptions.delete(frame.topic);
  }

  /** @param {{you: string, heartbeat: number}} frame */
  #hello(frame) {
    // Somebody else signed in meanwhile: what waits here must not go out as theirs.
    if (this.you && this.you !== frame.you) return this.#finish("signed_out");
    this.you = frame.you;
    this.#heartbeat = frame.heartbeat * 1000;
    this.#ready = true;
    this.#pause = FIRST_PAUSE;
    for (const subscription of this.#subscriptions.values()) this.#send(subscription.frame());
    for (const command of this.#commands.values()) this.#send(command.frame);
    clearInterval(this.#beat);
    this.#beat = setInterval(() => this.#ping(), this.#heartbeat);
    this.#become("online");
  }

  /** @param {any} frame */
  #answered(frame) {
    const command = this.#commands.get(frame.id);
    if (!command) return;
    if (frame.code === "try_again" && ++command.tries < TRIES) {
      const pause = Math.min(FIRST_PAUSE * 2 ** command.tries, LONGEST_PAUSE);
      setTimeout(() => this.#commands.has(frame.id) && this.#send(command.frame), jitter(pause));
      return;
    }
    this.#commands.delete(frame.id);
    if (frame.t === "done") command.done(frame.result);
    else command.refused(new Refused(frame.code, frame.message));
  }

  #ping() {
    this.#send({ t: "ping" });
    this.#expectAnswer();
  }

  /** A connection that stays silent is dead, whatever the browser believes. */
  #expectAnswer() {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.#lost(), ANSWER_TIME);
  }

  /** The page or the network is back: try now, or find out whether the old connection lives. */
  #hurry() {
    if (document.visibilityState === "hidden" || FINAL_STATES.has(this.state)) return;
    if (this.#ready) this.#ping();
    else if (this.state === "offline") this.#open();
  }

  #lost() {
    if (FINAL_STATES.has(this.state)) return;
    this.#drop();
    this.#become("offline");
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#open(), jitter(this.#pause));
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
  }

  #drop() {
    clearTimeout(this.#deadline);
    clearInterval(this.#beat);
    this.#ready = false;
    if (this.#socket) {
      this.#socket.onmessage = this.#socket.onclose = null;
      this.#socket.close();
      this.#socket = null;
    }
  }

  /** @param {State} state */
  #finish(state) {
    this.#drop();
    clearTimeout(this.#retry);
    this.#stop.abort();
    this.#become(state);
    this.#refuseAll();
  }

  #refuseAll() {
    for (const { refused } of this.#commands.values()) refused(new Refused(this.state, ""));
    this.#commands.clear();
  }

  /** @param {State} state */
  #become(state) {
    if (state === this.state) return;
    this.state = state;
    this.onState(state);
  }
}

const FINAL_STATES = new Set([...FINAL.values()]);

/**
 * @typedef {object} Command
 * @property {object} frame
 * @property {(result: Record<string, unknown>) => void} done
 * @property {(reason: Refused) => void} refused
 * @property {number} tries
 */

class Subscription {
  /** @param {string} topic @param {Ear} ear */
  constructor(topic, ear) {
    this.topic = topic;
    this.ear = ear;
    this.seq = ear.after ?? null;
    this.before = false;
  }

  frame() {
    return { t: "sub", topic: this.topic, after: this.seq };
  }

  /** @param {any} frame @param {string} you */
  hear(frame, you) {
    const { ear } = this;
    if (frame.t === "events") this.#events(frame.events);
    else if (frame.t === "subscribed") this.#subscribed(frame.seq);
    else if (frame.t === "presence") ear.onPresence?.(frame.here, frame.count);
    else if (frame.t === "nudge") ear.onNudge?.();
    else if (frame.t === "denied" || frame.t === "revoked") ear.onRevoked?.();
    else if (frame.t === "signals") {
      const others = frame.signals.filter((/** @type {Signal} */ signal) => signal.id !== you);
      if (others.length) ear.onSignal?.(others);
    }
  }

  /** @param {LiveEvent[]} events */
  #events(events) {
    const fresh = events.filter(({ seq }) => this.seq === null || seq > this.seq);
    if (!fresh.length) return;
    this.seq = fresh[fresh.length - 1].seq;
    this.ear.onEvents?.(fresh);
  }

  /** @param {number} seq */
  #subscribed(seq) {
    this.seq ??= seq;
    if (seq < this.seq) this.ear.onReset?.();
    this.ear.onReady?.(seq);
    if (this.before) this.ear.onNudge?.(); // nudges of the time without a connection are lost
    this.before = true;
  }
}

/** Spread, so that a thousand pages do not come back in the same moment. @param {number} pause */
function jitter(pause) {
  return pause * (0.5 + Math.random());
}
