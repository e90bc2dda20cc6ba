// Small courtesies. Every page works without them.

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

// <button data-opens="id"> opens a <dialog>; buttons inside it close by form method="dialog".
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
});
