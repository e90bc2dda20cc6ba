// Addresses of web pages in a message, as foundation/links.py finds them: the same cases try both
// (tests/links.json). A link leads to a page of ours that says where it goes; nothing is fetched.

const FOUND =
  /(?<![\p{L}\p{N}_@/.:-])(https?):\/\/([^\s<>"'`\\{}|^\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]+)/giu;
const ENDS = ".,;:!?…)]*_~。、，！？؟،";
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** The text in order: strings, and links as [scheme, host, rest]. */
export function pieces(text) {
  const all = [];
  let at = 0;
  for (const found of text.matchAll(FOUND)) {
    const written = trimmed(found[2]);
    const [, place, rest] = /^([^/?#]*)(.*)$/s.exec(written);
    const [, name, port] = /^(.*?)(:[0-9]{1,5})?$/s.exec(place);
    const host = hostOf(name);
    if (!host) continue;
    if (found.index > at) all.push(text.slice(at, found.index));
    all.push([found[1].toLowerCase(), host + (port ?? ""), rest]);
    at = found.index + found[1].length + 3 + written.length;
  }
  if (at < text.length) all.push(text.slice(at));
  return all;
}

function trimmed(written) {
  const many = (sign) => written.split(sign).length;
  while (written && ENDS.includes(written.at(-1)) && !(written.at(-1) === ")" && many("(") >= many(")")))
    written = written.slice(0, -1);
  return written;
}

function hostOf(name) {
  const labels = name.normalize("NFKC").toLowerCase().split(".").map(ascii);
  const fits = labels.length > 1 && labels.join(".").length < 254 && !/^[0-9]+$/.test(labels.at(-1));
  return fits && labels.every((label) => LABEL.test(label)) ? labels.join(".") : "";
}

function ascii(label) {
  if (/^[\x00-\x7f]*$/.test(label)) return label;
  try {
    return new URL(`http://${label}`).hostname;
  } catch {
    return "";
  }
}

/** Make what is written in this element links, to the pages of the message's number. */
export function link(within, seq) {
  const all = pieces(within.textContent);
  let number = 0;
  if (all.every((piece) => typeof piece === "string")) return;
  within.replaceChildren(
    ...all.map((piece) => (typeof piece === "string" ? piece : anchor(piece, `messages/${seq}/link/${++number}/`))),
  );
}

function anchor([scheme, host, rest], href) {
  const made = document.createElement("a");
  const shown = document.createElement("b");
  made.dir = "ltr";
  made.href = href;
  shown.textContent = host;
  made.append(`${scheme}://`, shown, rest);
  return made;
}
