// Keeps the page that opens the copy on this phone, and shows it when the site cannot be reached.
// Installed only by somebody who keeps a copy. SHELL (the page and its files) is put before this.

const CACHE = "notes";
const PATIENCE = 3000;

addEventListener("install", (event) => {
  const files = [SHELL.page, ...SHELL.files].map((file) => new Request(file, { cache: "reload" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(files)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  event.waitUntil(tidy().then(() => clients.claim()));
});

async function tidy() {
  const cache = await caches.open(CACHE);
  const wanted = new Set([SHELL.page, ...SHELL.files]);
  for (const request of await cache.keys()) {
    if (!wanted.has(new URL(request.url).pathname)) await cache.delete(request);
  }
}

// Asked for by the pages of the plan: the page in the language it is read in now. One that needs
// other files than are kept waits for the worker that comes with them.
addEventListener("message", (event) => {
  if (event.data === "freshen") event.waitUntil(freshen().catch(() => {}));
});

async function freshen() {
  const answer = await fetch(new Request(SHELL.page, { cache: "reload" }));
  if (!answer.ok || answer.redirected) return;
  const page = await answer.clone().text();
  const named = [...page.matchAll(/(?:src|href)="([^"]+\.(?:css|js|svg|woff2))"/g)];
  if (!named.every(([, file]) => SHELL.files.includes(file))) return;
  await (await caches.open(CACHE)).put(SHELL.page, answer);
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  // From the phone first: it opens at once, whatever the network does.
  if (pathname === SHELL.page || SHELL.files.includes(pathname)) event.respondWith(kept(request));
  else if (request.mode === "navigate") event.respondWith(reached(request));
});

const found = (request) => caches.match(request, { ignoreVary: true, cacheName: CACHE });

async function kept(request) {
  return (await found(request)) ?? fetch(request);
}

// The site if it answers. A form that was sent is never touched: only the browser can say what
// became of it.
async function reached(request) {
  const asked = fetch(request);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const answer = await Promise.race([asked, late]).catch(() => null);
  if (answer && answer.status < 500) return answer;
  return (await found(SHELL.page)) ?? asked;
}
