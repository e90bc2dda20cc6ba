// "Use this browser": asks for permission when the button is pressed and not before, and sends what the
// browser gave as an ordinary form. Without this script the part stays away and the other ways are there.

const form = document.querySelector("[data-push]");
const said = document.querySelector("[data-push-said]");
const possible =
  window.isSecureContext && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

async function subscribed() {
  const { key, worker, scope } = form.dataset;
  const registration = await navigator.serviceWorker.register(worker, { scope });
  await active(registration);
  const how = { userVisibleOnly: true, applicationServerKey: key };
  const push = registration.pushManager;
  try {
    return await push.subscribe(how);
  } catch (error) {
    // One that was made with another key of this site stands in the way.
    const old = await push.getSubscription();
    if (!old) throw error;
    await old.unsubscribe();
    return push.subscribe(how);
  }
}

// navigator.serviceWorker.ready waits for a worker of this page's own scope, which need not be ours.
function active(registration) {
  const worker = registration.active ?? registration.waiting ?? registration.installing;
  if (worker.state === "activated") return undefined;
  return new Promise((resolve, reject) => {
    worker.addEventListener("statechange", () => {
      if (worker.state === "activated") resolve();
      if (worker.state === "redundant") reject(new Error("not installed"));
    });
  });
}

async function use(event) {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  said.textContent = "";
  try {
    if ((await Notification.requestPermission()) !== "granted") {
      said.textContent = form.dataset.denied;
      return;
    }
    const { endpoint, keys } = (await subscribed()).toJSON();
    for (const [name, value] of Object.entries({ endpoint, ...keys })) {
      if (form.elements[name]) form.elements[name].value = value;
    }
    form.submit();
  } catch {
    said.textContent = form.dataset.failed;
  } finally {
    button.disabled = false;
  }
}

if (form && possible) {
  form.hidden = false;
  form.addEventListener("submit", use);
} else if (form) {
  document.querySelector("[data-push-cannot]").hidden = false;
}
