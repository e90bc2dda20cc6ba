// "Read" beside one's newest message that the other has had on the screen: only where both show it.

import { page } from "./talk.js";
import { ask } from "./writing.js";

/** Keep the marker as it is, over the page's live connection. */
export function watchReading(client, conversation, talk) {
  if (!page.dataset.reading) return;
  client.subscribe(`reading:${conversation}`, {
    onNudge: () => refresh(talk),
    onRevoked: () => mark(talk, null),
  });
}

async function refresh(talk) {
  const answer = await ask(page.dataset.reading);
  if (answer?.ok) mark(talk, answer.json.read);
}

function mark(talk, read) {
  const own = [...talk.list.querySelectorAll(".own[data-seq]")];
  const last = own.filter((item) => read !== null && +item.dataset.seq <= read).at(-1);
  for (const item of own) {
    const words = item === last ? talk.words.seen : talk.words.sent;
    if (item.querySelector("[data-state]").textContent !== words) talk.say(item, words);
  }
}
