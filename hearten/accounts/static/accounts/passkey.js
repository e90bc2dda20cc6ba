// Passkeys (WebAuthn), and the reader's time zone. Without this script a passphrase does everything.
//
// A form with data-passkey="create" or "get" asks the server at data-options what to ask the
// device, puts the answer into its field `credential` and is then sent like any other form.

const supported = Boolean(window.PublicKeyCredential && navigator.credentials);

for (const part of document.querySelectorAll("[data-without-script]")) part.hidden = true;
for (const part of document.querySelectorAll("[data-needs-passkeys]")) part.hidden = !supported;
for (const part of document.querySelectorAll("[data-without-passkeys]")) part.hidden = supported;

for (const field of document.querySelectorAll("[data-zone]")) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}

function bytes(text) {
  const base64 = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const letters = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

// The server speaks JSON with base64url, the device speaks bytes.
function decoded({ publicKey }) {
  const options = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (options.user) options.user = { ...options.user, id: bytes(options.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    options[list] = options[list]?.map((known) => ({ ...known, id: bytes(known.id) }));
  }
  return { publicKey: options };
}

function encoded(credential) {
  const { response } = credential;
  const parts = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) parts[name] = text(response[name]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: parts,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function ask(form) {
  const answer = await fetch(form.dataset.options, { method: "POST", body: new FormData(form) });
  if (answer.status === 422) return "";
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const options = decoded(await answer.json());
  return encoded(await navigator.credentials[form.dataset.passkey](options));
}

// In forms that offer both ways, the passphrase is asked only when it is the way.
function showWay(form) {
  const byPasskey = wantsPasskey(form);
  for (const part of form.querySelectorAll("[data-way='passphrase']")) part.hidden = byPasskey;
}

function wantsPasskey(form) {
  const ways = form.elements.namedItem("way");
  return supported && (!ways || ways.value === "passkey");
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  showWay(form);
  form.addEventListener("change", () => showWay(form));
  form.addEventListener("submit", async (event) => {
    const buttons = form.querySelectorAll("button[type=submit]");
    if (!wantsPasskey(form)) {
      // A second tap on a slow line would send the form twice.
      for (const button of buttons) button.disabled = true;
      return;
    }
    event.preventDefault();
    const trouble = form.querySelector("[data-passkey-trouble]");
    trouble.hidden = true;
    for (const button of buttons) button.disabled = true;
    try {
      form.elements.namedItem("credential").value = await ask(form);
      form.submit();
    } catch {
      trouble.hidden = false;
      for (const button of buttons) button.disabled = false;
    }
  });
}

// A page that comes back from the browser's memory has its buttons again.
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("form[data-passkey] button")) button.disabled = false;
});
