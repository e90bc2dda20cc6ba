"""python -m bench.triage: how well triage finds danger, and how fast.

Without TRIAGE_DATA it measures the functional cases and the held-out part of the corpus; with it,
the licensed sets too (see docs/safety/model-card.md for what each may be used for). --final opens
the half of cssrs500 that was kept away from tuning. --check compares what is in the repository with
the floors of bench/triage/floors.json and fails below one: CI runs that as a unit test.
"""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from time import perf_counter, process_time

from bench.triage import data, sets
from bench.triage.measure import Figure, ranking, share
from hearten.triage.rules import KINDS, VERSION, Verdict, score

FLOORS = Path(__file__).parent / "floors.json"
CARD = data.ROOT / "docs" / "safety" / "model-card.md"
BEGIN, END = "<!-- bench.triage begin -->", "<!-- bench.triage end -->"
Scored = list[tuple[data.Text, Verdict]]


def main() -> int:
    """Measure, print, perhaps check."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="against the floors, nothing else")
    parser.add_argument("--final", action="store_true", help="the half kept for the end")
    parser.add_argument("--write", action="store_true", help="into docs/safety/model-card.md")
    parser.add_argument("--speed", action="store_true", help="texts a second of one core, only")
    parser.add_argument(
        "--wrong", metavar="GROUP", help="show the cases of a group that went wrong"
    )
    given = parser.parse_args()
    if given.check:
        return check()
    if given.wrong:
        return show_wrong(given.wrong)
    if given.speed:
        print(speed())
        return 0
    lines = [f"Triage {VERSION}.", ""]
    for name, texts in ours().items():
        lines += table(name, scored(texts))
    if data.folder() is not None:
        lines += sets.lines(final=given.final)
    lines.append(speed())
    print("\n".join(lines))
    if given.write:
        write("\n".join(lines))
    return 0


def write(figures_: str) -> None:
    """Put the figures into the model card."""
    page = CARD.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    CARD.write_text(f"{before}{BEGIN}\n{figures_}\n{END}{after}", encoding="utf-8")


def ours() -> dict[str, list[data.Text]]:
    """What is in the repository and was never trained on, by language."""
    held = [text for text in data.corpus() if text.held_out]
    return {
        f"{name}, {lang}": [text for text in texts if text.lang == lang]
        for name, texts in (("functional cases", data.cases()), ("held-out corpus", held))
        for lang in ("en", "es")
    }


def scored(texts: Iterable[data.Text]) -> Scored:
    """Each text with its verdict; the language is not given."""
    return [(text, score(text.text)) for text in texts]


def figures(made: Scored) -> dict[str, Figure]:
    """The figures that are held by floors (or, for false alarms, ceilings)."""
    danger = [verdict.level == 3 for text, verdict in made if text.level == 3]
    risky = [verdict.level >= 2 for text, verdict in made if text.level >= 2]
    alarms = [verdict.level == 3 for text, verdict in made if text.level == 1]
    noise = [verdict.level == 3 for text, verdict in made if text.level == 0]
    worry = [verdict.level >= 2 for text, verdict in made if text.level == 0]
    return {
        "level 3 found": share(sum(danger), len(danger)),
        "level 2 or 3 found as 2 or 3": share(sum(risky), len(risky)),
        "level 3 found as 2 or 3": share(
            sum(v.level >= 2 for t, v in made if t.level == 3), len(danger)
        ),
        "distress flagged 3": share(sum(alarms), len(alarms)),
        "nothing flagged 3": share(sum(noise), len(noise)),
        "nothing flagged 2 or 3": share(sum(worry), len(worry)),
        "risk, AUC": ranking(
            [v.score for t, v in made if t.risk], [v.score for t, v in made if not t.risk]
        ),
    }


def kinds(made: Scored) -> dict[str, tuple[Figure, Figure]]:
    """Recall and precision of each kind of signal (weakened ones do not count)."""
    found: dict[str, tuple[Figure, Figure]] = {}
    for kind in KINDS:
        told = [(kind in text.signals, _has(verdict, kind)) for text, verdict in made]
        both = sum(a and b for a, b in told)
        recall = share(both, sum(a for a, _ in told))
        if recall.count:
            found[kind] = recall, share(both, sum(b for _, b in told))
    return found


def _has(verdict: Verdict, kind: str) -> bool:
    return any(
        signal.kind == kind and not any(reason.startswith("weakened") for reason in signal.reasons)
        for signal in verdict.signals
    )


def table(name: str, made: Scored) -> list[str]:
    """In Markdown."""
    lines = [f"### {name}: {len(made)} texts", "", "| | |", "|---|---|"]
    lines += [f"| {what} | {figure} |" for what, figure in figures(made).items()]
    lines += ["", "| signal | recall | precision |", "|---|---|---|"]
    lines += [f"| {kind} | {recall} | {exact} |" for kind, (recall, exact) in kinds(made).items()]
    groups: dict[str, list[bool]] = {}
    for text, verdict in made:
        groups.setdefault(text.group, []).append(verdict.level == text.level)
    if name.startswith("functional"):
        lines += ["", "| group | level exactly right |", "|---|---|"]
        lines += [f"| {group} | {share(sum(r), len(r))} |" for group, r in sorted(groups.items())]
    return [*lines, ""]


def speed(rounds: int = 3) -> str:
    """Texts of 100 to 150 characters a second on one core, the best of some rounds: another
    process on the core can only slow it. Each text is new to the scorer in the first round."""
    texts = [text.text for text in data.corpus() if 80 <= len(text.text) <= 170]
    for text in data.cases():
        score(text.text)  # lay out the lexicon, as a process that runs has
    best = {"wall": 0.0, "processor": 0.0}
    for _ in range(rounds):
        began, worked = perf_counter(), process_time()
        for text in texts:
            score(text)
        best["wall"] = max(best["wall"], len(texts) / (perf_counter() - began))
        best["processor"] = max(best["processor"], len(texts) / (process_time() - worked))
    length = sum(map(len, texts)) / len(texts)
    rates = ", ".join(f"{rate:,.0f} a second of {kind} time" for kind, rate in best.items())
    return f"speed: {len(texts)} texts of {length:.0f} characters on average: {rates}, one core"


def check() -> int:
    """0 when no figure of the repository's own texts is on the wrong side of its bound."""
    bounds = json.loads(FLOORS.read_text(encoding="utf-8"))
    wrong = 0
    for name, texts in ours().items():
        measured = figures(scored(texts))
        for what, bound in bounds[name].items():
            value, ceiling = measured[what].value, "flagged" in what
            if (value > bound) if ceiling else (value < bound):
                wrong += 1
                print(
                    f"{name}: {what} is {value:.3f}, {'at most' if ceiling else 'at least'} {bound}"
                )
    print("every bound holds" if not wrong else f"{wrong} bounds do not hold")
    return 1 if wrong else 0


def show_wrong(group: str) -> int:
    """The functional cases of a group whose level is not the expected one."""
    for text, verdict in scored(text for text in data.cases() if text.group == group):
        if verdict.level != text.level:
            why = verdict.signals[0].why if verdict.signals else ""
            print(f"{text.level} → {verdict.level}  {text.text}  [{why}]")
    return 0


if __name__ == "__main__":
    sys.exit(main())
