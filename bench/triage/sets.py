"""The licensed sets: as numbers only, no text of them is printed."""

import csv
from collections.abc import Iterable

from bench.triage import data
from bench.triage.measure import Figure, ranking, share
from hearten.triage.rules import score

PERSONAL = {
    "PHONE_NUMBER": "personal_data_phone",
    "EMAIL_ADDRESS": "personal_data_email",
    "STREET_ADDRESS": "personal_data_address",
}
RISK = {"ideation", "behavior", "attempt"}


def lines(*, final: bool) -> list[str]:
    """Every set, in Markdown."""
    half = "the half opened at the end" if final else "the half used while tuning"
    made = [
        f"### licensed sets (cssrs500: {half})",
        "",
        "| set | figure | value |",
        "|---|---|---|",
    ]
    for name, what, figure in [*crisis(final), *personal(), *hate(), *calm()]:
        made.append(f"| {name} | {what} | {figure} |")
    return [*made, ""]


def crisis(final: bool) -> Iterable[tuple[str, str, Figure]]:
    """cssrs500: measured, never trained on. Split by person."""
    for name, file, person in (
        ("cssrs500, people", "cssrs500.csv", "User"),
        ("cssrs500, single posts", "post_level.csv", "user"),
    ):
        rows = [
            ({key.lower(): value for key, value in row.items()}, row[person])
            for row in data.table(f"cssrs500/{file}")
        ]
        found = [
            (row["label"].lower(), score(row["text"], "en"))
            for row, who in rows
            if data.tuning_half(who) != final
        ]
        yes = [verdict.score for label, verdict in found if label in RISK]
        calm_ = [verdict.score for label, verdict in found if label not in RISK]
        helpers = [verdict.score for label, verdict in found if label == "supportive"]
        yield name, "AUC of risk against all others", ranking(yes, calm_)
        yield name, "AUC of risk against supportive", ranking(yes, helpers)
        grave = [v.level >= 2 for label, v in found if label in {"behavior", "attempt"}]
        yield name, "behaviour and attempt found as 2 or 3", share(sum(grave), len(grave))
        alarms = [v.level == 3 for label, v in found if label == "supportive"]
        yield name, "supportive flagged 3", share(sum(alarms), len(alarms))


def personal() -> Iterable[tuple[str, str, Figure]]:
    """safety/pii: a span counts as found when a signal of its kind overlaps it."""
    hits = dict.fromkeys(PERSONAL.values(), 0)
    count = dict.fromkeys(PERSONAL.values(), 0)
    right = dict.fromkeys(PERSONAL.values(), 0)
    given = dict.fromkeys(PERSONAL.values(), 0)
    for row in data.personal():
        spans = [
            (PERSONAL[s["entity_type"]], s["start_position"], s["end_position"])
            for s in row["spans"]
            if s["entity_type"] in PERSONAL
        ]
        told = [(s.kind, s.start, s.end) for s in score(row["full_text"], "en").signals]
        for kind, start, end in spans:
            count[kind] += 1
            hits[kind] += any(k == kind and a < end and start < b for k, a, b in told)
        for kind, start, end in told:
            if kind in given:
                given[kind] += 1
                right[kind] += any(k == kind and a < end and start < b for k, a, b in spans)
    for kind in PERSONAL.values():
        yield "pii", f"{kind} recall", share(hits[kind], count[kind])
        yield "pii", f"{kind} precision", share(right[kind], given[kind])


def hate() -> Iterable[tuple[str, str, Figure]]:
    """HateCheck: a test only."""
    home = data.folder()
    assert home is not None
    with (home / "hatecheck" / "test_suite_cases.csv").open(encoding="utf-8") as file:
        rows = [(row["test_case"], row["label_gold"] == "hateful") for row in csv.DictReader(file)]
    told = [
        (
            hateful,
            any(s.kind in {"harassment", "harm_to_others"} for s in score(text, "en").signals),
        )
        for text, hateful in rows
    ]
    yes = [found for hateful, found in told if hateful]
    no = [found for hateful, found in told if not hateful]
    yield "hatecheck", "hateful found as harassment or harm", share(sum(yes), len(yes))
    yield "hatecheck", "not hateful, found all the same", share(sum(no), len(no))


def calm() -> Iterable[tuple[str, str, Figure]]:
    """GoEmotions, the part that was not trained on: comments on everything."""
    verdicts = [score(text, "en") for text, _ in data.goemotions("test")[:3000]]
    for level in (2, 3):
        flagged = sum(verdict.level >= level for verdict in verdicts)
        yield "goemotions test", f"flagged {level} or more", share(flagged, len(verdicts))
