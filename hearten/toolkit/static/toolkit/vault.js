// The copy of the plan on this phone: shut with a key pair whose private half is shut with the PIN.
// So the copy can be made new without asking for the PIN, and opened only with it.
//
// PBKDF2-SHA-256 slows down guessing; a short PIN still falls to an expert who has the device.
// What is not shut: the crisis lines, dates, and a mark that tells two people's copies apart.

const NAME = "notes";
const ITERATIONS = 600_000;
const FREE_TRIES = 5;
const FIRST_WAIT = 30_000;
const LONGEST_WAIT = 15 * 60_000;
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const text = new TextEncoder();

export const possible = () =>
  Boolean(window.isSecureContext && window.crypto?.subtle && window.indexedDB) &&
  "serviceWorker" in navigator;

// Storage: one database, one store, one record.

function database() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("copy");
    opening.onsuccess = () => {
      // Whoever wants to delete it (leaving quickly, in this tab or another) does not wait for us.
      opening.result.onversionchange = () => opening.result.close();
      resolve(opening.result);
    };
    opening.onerror = () => reject(opening.error);
  });
}

async function inStore(mode, use) {
  const db = await database();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = db.transaction("copy", mode);
      const asked = use(transaction.objectStore("copy"));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    db.close();
  }
}

const read = () => inStore("readonly", (store) => store.get("copy"));
const write = (copy) => inStore("readwrite", (store) => store.put(copy, "copy"));

// Keys

// Digits of any script are the same PIN: "١٢٣٤" is "1234".
export function digits(typed) {
  return [...typed.normalize("NFKC")].map((letter) => digit(letter)).join("");
}

function digit(letter) {
  if (!/\p{Nd}/u.test(letter)) return letter;
  let zero = letter.codePointAt(0);
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && letter.codePointAt(0) - zero < 9) zero -= 1;
  return String(letter.codePointAt(0) - zero);
}

async function keyOfPin(pin, salt, iterations) {
  const typed = await crypto.subtle.importKey("raw", text.encode(digits(pin)), "PBKDF2", false, [
    "deriveKey",
  ]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(how, typed, { name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
}

async function keyBetween(privateKey, publicKey) {
  const agreed = await crypto.subtle.deriveBits({ name: "ECDH", public: publicKey }, privateKey, 256);
  const base = await crypto.subtle.importKey("raw", agreed, "HKDF", false, ["deriveKey"]);
  const how = {
    name: "HKDF",
    hash: "SHA-256",
    salt: new Uint8Array(32),
    info: text.encode("copy on this phone, 1"),
  };
  return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
}

async function shut(key, bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, bytes: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytes) };
}

const unshut = (key, { iv, bytes }) => crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, bytes);

async function shutFor(publicBytes, words) {
  const theirs = await crypto.subtle.importKey("raw", publicBytes, CURVE, false, []);
  const once = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const key = await keyBetween(once.privateKey, theirs);
  return {
    once: await crypto.subtle.exportKey("raw", once.publicKey),
    ...(await shut(key, text.encode(JSON.stringify(words)))),
  };
}

// What pages do with it

export async function look() {
  // Asking first, because opening a database that is not there would make one.
  const names = (await indexedDB.databases?.()) ?? [{ name: NAME }];
  return names.some(({ name }) => name === NAME) ? await read() : undefined;
}

function outside(given, sealed) {
  const { lang, dir } = document.documentElement;
  return { plan: given.plan, stamp: given.stamp, lines: given.lines, at: Date.now(), lang, dir, sealed };
}

export async function keep(given, pin) {
  const pair = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
  const publicBytes = await crypto.subtle.exportKey("raw", pair.publicKey);
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const lock = await shut(
    await keyOfPin(pin, salt, ITERATIONS),
    await crypto.subtle.exportKey("pkcs8", pair.privateKey),
  );
  const sealed = await shutFor(publicBytes, given.shut);
  const guard = { salt, iterations: ITERATIONS, lock, publicBytes, wrong: 0, until: 0 };
  await write({ ...outside(given, sealed), ...guard });
}

// Make the copy new, without the PIN; its date says when it was last as the plan is.
export async function renew(given) {
  const copy = await read();
  if (!copy || copy.plan !== given.plan) return;
  const same = copy.stamp === given.stamp;
  const sealed = same ? copy.sealed : await shutFor(copy.publicBytes, given.shut);
  await write({ ...copy, ...outside(given, sealed) });
}

export class Wrong extends Error {}
export class Wait extends Error {
  constructor(until) {
    super();
    this.seconds = Math.ceil((until - Date.now()) / 1000);
  }
}

export async function open(pin) {
  const copy = await read();
  if (copy.until > Date.now()) throw new Wait(copy.until);
  const privateBytes = await tried(copy, pin);
  const mine = await crypto.subtle.importKey("pkcs8", privateBytes, CURVE, false, ["deriveBits"]);
  const once = await crypto.subtle.importKey("raw", copy.sealed.once, CURVE, false, []);
  const words = await unshut(await keyBetween(mine, once), copy.sealed);
  return JSON.parse(new TextDecoder().decode(words));
}

async function tried(copy, pin) {
  // Counted before the try, so that closing the page in time does not help.
  const wrong = copy.wrong + 1;
  const over = wrong - FREE_TRIES;
  const wait = over < 0 ? 0 : Math.min(FIRST_WAIT * 2 ** over, LONGEST_WAIT);
  await write({ ...copy, wrong, until: wait ? Date.now() + wait : 0 });
  try {
    const found = await unshut(await keyOfPin(pin, copy.salt, copy.iterations), copy.lock);
    await write({ ...copy, wrong: 0, until: 0 });
    return found;
  } catch {
    if (wait) throw new Wait(Date.now() + wait);
    throw new Wrong();
  }
}

export async function remove(scope) {
  await new Promise((resolve) => {
    const gone = indexedDB.deleteDatabase(NAME);
    gone.onsuccess = gone.onerror = gone.onblocked = resolve;
  });
  await caches.delete(NAME);
  const worker = await navigator.serviceWorker.getRegistration(scope);
  await worker?.unregister();
}
