// Shows that something needs this person, and opens the app when they touch it. Installed only by somebody
// who pressed the button. It keeps nothing, and no page goes through it: there is no fetch handler, so it
// works without anything else and stands in nobody's way. SAID (the words and the page) is put before this.

addEventListener("install", () => skipWaiting());

addEventListener("push", (event) => {
  const { text, key, calm } = read(event.data);
  // The same key again takes the place of what is shown: a repeat is one notification. A call stays until it
  // is touched, what is only new does not.
  const how = { tag: key, requireInteraction: !calm, silent: calm, lang: SAID.lang, dir: "auto", data: { calm } };
  event.waitUntil(registration.showNotification(text, how));
});

// Browsers want something to be shown for every push; what cannot be read is the usual sentence.
function read(data) {
  try {
    const { text, key, calm } = data.json();
    if (typeof text === "string" && text) return { text, key: calm ? "news" : String(key), calm: calm === true };
  } catch {
    // Below.
  }
  return { text: SAID.text, key: "call", calm: false };
}

addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(opened(event.notification.data?.calm ? SAID.home : SAID.page));
});

async function opened(page) {
  const open = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = open.find(({ url }) => new URL(url).pathname === page);
  return there ? there.focus() : clients.openWindow(page);
}
