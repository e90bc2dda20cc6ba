"""Why something is not taken: a code that stays the same, and words for the person."""

from django.utils.translation import gettext as _

from hearten.foundation.live import Refused


def not_yours() -> Refused:
    """The same answer for a conversation that is not theirs and for one that does not exist."""
    return Refused(code="not_allowed", message=_("This conversation is not open to you."))


def over() -> Refused:
    """The same answer after an ending and after a block: the other is not told of a block."""
    return Refused(
        code="ended",
        message=_("This conversation has ended. Your words were not sent."),
    )


def not_there() -> Refused:
    """There is nothing under that number to answer or to change."""
    return Refused(code="not_there", message=_("The message you mean is not here any more."))


def own() -> Refused:
    """One does not react to oneself."""
    return Refused(code="own", message=_("You can react to what the other person wrote."))


def unknown() -> Refused:
    """No such code."""
    return Refused(code="unknown", message=_("There is no such reaction."))


def changed() -> Refused:
    """The id was used for something else."""
    return Refused(
        code="changed",
        message=_("This was already sent with other words. Please send it as a new message."),
    )


def not_kept() -> Refused:
    """What it would carry is not there: sent before, gone with time, or never theirs."""
    return Refused(
        code="not_kept",
        message=_("What goes with it is not here any more. Please choose it again."),
    )


def not_own() -> Refused:
    """Only who wrote it changes it."""
    return Refused(code="not_own", message=_("You can change and delete what you wrote yourself."))


def too_late() -> Refused:
    """The hour is over."""
    return Refused(
        code="too_late",
        message=_("A message can be changed for an hour. You can still delete it."),
    )


def gone() -> Refused:
    """It was deleted."""
    return Refused(code="gone", message=_("This message was deleted."))
