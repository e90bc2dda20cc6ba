// Leaving quickly: the screen is blank before anything else happens, then the session ends, then
// the neutral site takes this page's place, so that Back does not lead here.
// Without this script the same form posts, and the answer is a blank page that moves on.

const form = document.querySelector("form[data-leave]");
// Every other page of this site in this browser leaves with it.
const others = "BroadcastChannel" in window ? new BroadcastChannel("leave") : null;

function blank() {
  document.title = "\u200b";
  document.documentElement.hidden = true;
  document.documentElement.style.setProperty("display", "none", "important");
  document.body?.replaceChildren();
}

function endSession() {
  // Both outlive the page, and the address needs no token.
  if ("keepalive" in Request.prototype) {
    fetch(form.action, { method: "POST", keepalive: true, redirect: "manual" }).catch(() => {});
  } else {
    navigator.sendBeacon(form.action);
  }
}

// Everything scripts may have kept, also when the site cannot be reached to ask the browser for it.
function forget() {
  for (const name of ["localStorage", "sessionStorage"]) {
    try {
      window[name].clear();
    } catch {
      // Storage may be forbidden; then it holds nothing either.
    }
  }
  const all = (found, end) => Promise.all([...found].map(end));
  const forgetting = [
    async () => all(await caches.keys(), (key) => caches.delete(key)),
    async () => all(await indexedDB.databases(), ({ name }) => deleted(name)),
    async () => all(await navigator.serviceWorker.getRegistrations(), (one) => one.unregister()),
  ];
  return Promise.allSettled(forgetting.map((forgets) => forgets()));
}

function deleted(name) {
  return new Promise((done) => {
    const asked = indexedDB.deleteDatabase(name);
    asked.onsuccess = asked.onerror = asked.onblocked = done;
  });
}

function leave(event) {
  event?.preventDefault();
  blank();
  others?.postMessage("leave");
  endSession();
  goAway();
}

// The page is blank already: forgetting gets a moment, and never keeps anybody here.
function goAway() {
  blank();
  const moment = new Promise((done) => setTimeout(done, 300));
  Promise.race([forget(), moment]).finally(() => location.replace(form.dataset.leave));
}

let presses = [];

function onKey(event) {
  if (event.key !== "Escape" || event.repeat) return;
  presses = [...presses.filter((at) => event.timeStamp - at < 1500), event.timeStamp];
  if (presses.length >= 3) leave();
}

if (form) {
  form.addEventListener("submit", leave);
  document.addEventListener("keydown", onKey, true);
  others?.addEventListener("message", goAway);
}

// A page taken from the memory of Back is asked for again; after leaving it leads to the sign-in.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
