// Shows that something needs this person, and opens the app when they touch it. Installed only by somebody
// who pressed the button. It keeps nothing, and no page goes through it: there is no fetch handler, so it
// works without anything else and stands in nobody's way. SAID (the words and the page) is put before this.

addEventListener("install", () => skipWaiting());

addEventListener("push", (event) => {
  const { text, key } = read(event.data);
  // The same key again takes the place of what is shown: a repeat is one notification.
  event.waitUntil(
    registration.showNotification(text, { tag: key, requireInteraction: true, lang: SAID.lang, dir: "auto" }),
  );
});

// Browsers want something to be shown for every push; what cannot be read is the usual sentence.
function read(data) {
  try {
    const { text, key } = data.json();
    if (typeof text === "string" && text) return { text, key: String(key) };
  } catch {
    // Below.
  }
  return { text: SAID.text, key: "call" };
}

addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(opened());
});

async function opened() {
  const open = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = open.find(({ url }) => new URL(url).pathname === SAID.page);
  return there ? there.focus() : clients.openWindow(SAID.page);
}
