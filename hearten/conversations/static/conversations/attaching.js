// A picture or a sound about to be sent. Loaded when somebody chooses one: most messages are words.

const MOST = 10 * 1024 * 1024; // bytes, as the server takes them
const LIGHT = 500_000; // below this it goes as it is
const SIDE = 2048; // pixels; more the server would throw away
const TAKES = ["image/jpeg", "image/png", "image/webp", "image/gif"];
const PREVIEW = 120; // pixels
const UPLOAD_TIME = 120_000;

/** Show what was chosen. A canvas: the page's policy allows pictures of its own address only. */
export async function show(file, box) {
  box.replaceChildren();
  const image = await read(file);
  if (image) box.replaceChildren(drawn(image, PREVIEW));
}

/**
 * Have it kept. A picture goes without what lies around the pixels and no larger than needed: less to
 * send, and some kinds that only this phone reads become one that all do. Gives what the page's requests
 * give.
 */
export async function upload(ask, { kind, file, words }) {
  const data = new FormData();
  if (words) data.append("words", words);
  data.append(kind, kind === "picture" ? await light(file) : file, kind);
  return ask(document.querySelector("[data-attach-to]").dataset.attachTo, data, UPLOAD_TIME);
}

/** Whether it can go at all, before anything is sent. */
export async function tooBig(file) {
  return (await light(file)).size > MOST;
}

async function light(file) {
  if (file.size < LIGHT && TAKES.includes(file.type)) return file;
  const image = await read(file);
  if (!image) return file; // the server says what is wrong with it
  const made = await new Promise((done) => drawn(image, SIDE).toBlob(done, "image/jpeg", 0.85));
  return made && (made.size < file.size || !TAKES.includes(file.type)) ? made : file;
}

async function read(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return null;
  }
}

function drawn(image, side) {
  const scale = Math.min(1, side / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  const paper = canvas.getContext("2d");
  paper.fillStyle = "white";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}
