// Reacting in the talk: one small form for all messages, put to the one somebody wants to react to.
// Without this script the same link leads to a page with the same form.

import { announce, find, make, page } from "./talk.js";

const COMMAND = "conversation.react";

/** The form, and at which message it stands. Over the live connection nothing is loaded; without one
 *  it is an ordinary form. */
export class Reacting {
  constructor(talk, live) {
    this.live = live;
    this.form = make("reacting").firstElementChild;
    talk.list.addEventListener("click", (event) => this.chosen(event));
    talk.onReaction = (item) => this.form.parentElement === item && this.tell(item);
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.form.addEventListener("keydown", ({ key }) => key === "Escape" && this.close());
  }

  chosen(event) {
    const link = event.target.closest("[data-react]");
    if (!link) return;
    event.preventDefault();
    const item = link.closest("[data-seq]");
    if (this.form.parentElement === item) return this.close();
    this.form.action = link.href;
    this.tell(item);
    item.append(this.form);
    this.form.querySelector("button").focus();
    this.form.scrollIntoView({ block: "nearest" });
  }

  /** Back to where one came from. */
  close() {
    const link = find("react", this.form.parentElement);
    this.form.remove();
    link.focus();
  }

  /** What stands at the message already. */
  tell(item) {
    for (const button of this.form.querySelectorAll("button")) {
      const on = Boolean(item.querySelector(`[data-reaction="${button.value}"]:not([hidden])`));
      button.setAttribute("aria-pressed", on);
      button.name = on ? "off" : "on";
    }
  }

  submit(event) {
    if (this.live.state !== "online") return;
    event.preventDefault();
    const { name, value } = event.submitter;
    const about = Number(this.form.closest("[data-seq]").dataset.seq);
    const data = { about, reaction: value, on: name === "on" };
    this.live.do(COMMAND, page.dataset.topic, data).catch(({ message }) => message && announce(message));
  }
}
