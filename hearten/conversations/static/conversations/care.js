// Numbers for who wrote, guidance for who supports: shown at once when words sounded like danger.
// Without this script they are there the next time the page is loaded.

/** Keep the page's care fresh over its live connection. */
export function watchCare(client, conversation) {
  const box = document.querySelector("[data-care]");
  if (!box) return;
  client.subscribe(`care:${conversation}`, { onNudge: () => refresh(box) });
}

async function refresh(box) {
  try {
    const answer = await fetch(box.dataset.url, { redirect: "manual" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    box.replaceChildren(...fresh.body.childNodes);
  } catch {
    // Offline: the next nudge, or the next time the page is loaded.
  }
}
