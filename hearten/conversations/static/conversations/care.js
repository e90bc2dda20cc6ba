// Numbers for who wrote, guidance for who supports: shown at once when words sounded like danger.
// Without this script they are there the next time the page is loaded.

/** Keep the page's care fresh over its live connection, and in sight of whoever reads the newest. */
export function watchCare(client, conversation, talk) {
  const box = document.querySelector("[data-care]");
  if (!box) return;
  client.subscribe(`care:${conversation}`, { onNudge: () => refresh(box, talk) });
  if (talk.atEnd()) show(box);
}

async function refresh(box, talk) {
  try {
    const answer = await fetch(box.dataset.url, { redirect: "manual" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const following = talk.atEnd();
    box.replaceChildren(...fresh.body.childNodes);
    if (following) show(box);
  } catch {
    // Offline: the next nudge, or the next time the page is loaded.
  }
}

// Its beginning: the numbers are there.
function show(box) {
  box.querySelector(".care")?.scrollIntoView({ block: "start", behavior: "instant" });
}
