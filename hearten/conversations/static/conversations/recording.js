// Recording one's voice for a message. Loaded when somebody opens the place for it.

import { find } from "./talk.js";

const LONGEST = 300; // seconds, as the server takes them
const BITS = 48_000; // a second
// The first that this browser can record. The server makes one form of all of them.
const FORMS = ["audio/mp4", "audio/webm;codecs=opus", "audio/ogg;codecs=opus"];

export const canRecord = () => "MediaRecorder" in window && Boolean(navigator.mediaDevices?.getUserMedia);

/** Buttons that follow what is going on: record, recording, listen to it or throw it away. */
export class Recorder {
  /** `input` is the field for a file, where what was recorded goes as if it had been chosen. */
  constructor(box, input) {
    this.box = box;
    this.input = input;
    this.parts = Object.fromEntries(
      ["record", "stop", "clock", "listen", "discard", "no-microphone"].map((name) => [name, find(name, box)]),
    );
    this.parts.record.addEventListener("click", () => this.record());
    this.parts.stop.addEventListener("click", () => this.stop());
    this.parts.discard.addEventListener("click", () => this.discard());
    box.hidden = false;
    this.show("record");
  }

  get recording() {
    return this.machine?.state === "recording";
  }

  async record() {
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      return this.show("record", "no-microphone");
    }
    const mimeType = FORMS.find((form) => MediaRecorder.isTypeSupported(form));
    this.machine = new MediaRecorder(this.stream, { mimeType, audioBitsPerSecond: BITS });
    this.pieces = [];
    this.machine.addEventListener("dataavailable", ({ data }) => this.pieces.push(data));
    this.machine.addEventListener("stop", () => this.recorded());
    this.machine.start();
    this.began = performance.now();
    this.tick();
    this.ticking = setInterval(() => this.tick(), 500);
    this.show("stop", "clock");
    this.parts.stop.focus();
  }

  tick() {
    const seconds = Math.floor((performance.now() - this.began) / 1000);
    this.parts.clock.lastElementChild.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (seconds >= LONGEST) this.stop();
  }

  stop() {
    clearInterval(this.ticking);
    if (this.recording) this.machine.stop();
    // Only now does the browser stop showing that it listens.
    for (const track of this.stream?.getTracks() ?? []) track.stop();
  }

  recorded() {
    const sound = new Blob(this.pieces, { type: this.machine.mimeType });
    this.pieces = [];
    const hand = new DataTransfer();
    hand.items.add(new File([sound], "sound", { type: sound.type }));
    this.input.files = hand.files;
    this.parts.listen.src = this.address = URL.createObjectURL(sound);
    this.show("listen", "discard");
    this.parts.discard.focus();
  }

  /** Nothing of it stays. */
  discard() {
    this.stop();
    this.input.value = "";
    this.forget();
    this.parts.record.focus();
  }

  forget() {
    if (this.address) URL.revokeObjectURL(this.address);
    this.address = null;
    this.parts.listen.removeAttribute("src");
    this.show("record");
  }

  show(...names) {
    for (const [name, part] of Object.entries(this.parts)) part.hidden = !names.includes(name);
    // A file is another way to the same; while there is a recording, only that is shown.
    this.input.closest(".field").hidden = !names.includes("record");
  }
}
