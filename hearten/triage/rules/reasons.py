"""Every reason a signal can give: a closed list, in English, which screens say in the reader's language."""

from hearten.triage.rules import context, international, lexicon, personal, scorer
from hearten.triage.rules.verdict import JOINED


def every() -> frozenset[str]:
    """All of them, from the lexicon's headings and from the rules."""
    weakening = {
        context.DENIED,
        context.PAST,
        context.OTHER,
        context.QUOTED,
        context.RECOVERY,
        context.JOKE,
        scorer.DOUBTED,
    }
    said = {scorer.TOGETHER, international.UNREAD, international.NAMED}
    learnt = {*scorer.LEARNT.values()}
    return frozenset(weakening | said | learnt | {*personal.WHY.values()} | lexicon.reasons())


def apart(why: str) -> list[str]:
    """The reasons of a signal's line, as they were before they were joined."""
    return why.split(JOINED)
