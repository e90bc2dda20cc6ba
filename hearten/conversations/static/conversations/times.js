// Times as the reader says them: one form on every page of a talk, for what comes live and for what was
// loaded, of a talk that goes on and of one that is over. Without this script all have the server's form.

const stream = document.querySelector("[data-zone]");
const language = document.documentElement.lang;

/** In the reader's zone; a browser older than the zone's name uses its own, and the talk goes on. */
function format(options, locale = language) {
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: stream.dataset.zone });
  } catch {
    return new Intl.DateTimeFormat(locale, options);
  }
}

// Digits as everywhere else on the pages, whatever the language's own would be.
const digits = { numberingSystem: "latn" };
const hour = format({ timeStyle: "short", ...digits });
// The day first and the month as a word, as the server writes it: 12 October 2026.
const days = language === "en" ? "en-GB" : language;
const calendar = new Intl.DateTimeFormat(days, { dateStyle: "long", timeZone: "UTC", ...digits });
const key = format({ year: "numeric", month: "2-digit", day: "2-digit", ...digits }, "en-CA");

/** The day a moment falls on for the reader, as 2026-11-26. */
export const dayOf = (at) => key.format(at);

/** Write a moment into its <time>. */
export function tell(time, at) {
  time.dateTime = at.toISOString();
  time.textContent = hour.format(at);
}

/** Write a day, given as 2026-11-26, into its line. */
export function tellDay(line, day) {
  line.textContent = calendar.format(new Date(day)); // a plain date, read as UTC
}

/** Everything the server wrote. */
export function retell() {
  for (const time of stream.querySelectorAll(".talk-note > time")) tell(time, new Date(time.dateTime));
  for (const time of stream.querySelectorAll("[data-day] > time")) tellDay(time, time.parentElement.dataset.day);
}
