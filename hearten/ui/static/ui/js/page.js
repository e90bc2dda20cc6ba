// Small courtesies. Every page works without them.

// Back to the answer of a form would show the browser's own error, for no answer is stored. The
// entry of such a page becomes an ordinary one: Back asks for the page again.
if ("posted" in document.body.dataset) history.replaceState(history.state, "", location.href);

// Whoever signs out leaves no words in this tab, also where a browser does not clear them when asked
// (Clear-Site-Data holds over https only).
document.addEventListener("submit", ({ target }) => {
  if (!target.getAttribute("action")?.endsWith("/sign-out/")) return;
  try {
    sessionStorage.clear();
  } catch {
    // Storage is forbidden: nothing is there.
  }
});

// After an error the summary is where the eyes and the screen reader should be.
const summary = document.querySelector("[data-focus]");
summary?.focus();
summary?.addEventListener("click", (event) => {
  const target = document.querySelector(event.target.closest("a")?.hash || "main");
  if (target?.matches("input, select, textarea")) {
    event.preventDefault();
    target.focus();
    target.scrollIntoView({ block: "center" });
  }
});

// Boxes grow with what is written where CSS cannot do it yet (field-sizing).
function grow(box) {
  box.style.blockSize = "auto";
  box.style.blockSize = `${box.scrollHeight + 4}px`;
}
if (!CSS.supports("field-sizing", "content")) {
  document.addEventListener("input", (event) => {
    if (event.target.matches("textarea")) grow(event.target);
  });
}

// Browsers without popovers show the same dialogs as modal ones.
if (!("popover" in HTMLElement.prototype)) {
  document.addEventListener("click", ({ target }) => {
    const opener = target.closest("[popovertarget]");
    const dialog = opener && document.getElementById(opener.getAttribute("popovertarget"));
    if (dialog?.open) dialog.close();
    else dialog?.showModal?.();
  });
}

// Other scripts speak through here: { detail: { text, show } }. Said once by screen readers when
// they are free to, and shown for a while if `show` is set. Never takes the focus.
const announcer = document.getElementById("announcer");
const toasts = document.querySelector(".toasts");
document.addEventListener("hearten:say", ({ detail }) => {
  if (announcer) {
    announcer.textContent = "";
    requestAnimationFrame(() => (announcer.textContent = detail.text));
  }
  if (!detail.show || !toasts) return;
  const toast = document.createElement("p");
  toast.className = "toast";
  toast.textContent = detail.text;
  toasts.append(toast);
  setTimeout(() => toast.remove(), 8000);
});

// Room left, said only near the end: a counter that always runs is a pressure.
document.addEventListener("input", ({ target }) => {
  const { most, room } = target.dataset ?? {};
  if (!most || !room) return;
  const left = most - [...target.value].length;
  const box = target.closest(".composer") ?? target;
  let note = box.nextElementSibling?.matches(".room") ? box.nextElementSibling : null;
  if (left >= Math.max(50, most / 20)) return note?.remove();
  if (!note) {
    note = document.createElement("p");
    note.className = "room field-help numbers";
    box.after(note);
  }
  note.textContent = `${room} ${left.toLocaleString(document.documentElement.lang)}`;
});
