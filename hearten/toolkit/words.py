"""What each step is called and what helps to fill it. All wording is Hearten's own."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hearten.toolkit.rules import Part, Step

_Text = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class StepWords:
    """One step for its reader."""

    title: _Text
    help: _Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PartWords:
    """One list: its name, what a line of it is called, and lines somebody might write."""

    title: _Text
    line: _Text
    examples: tuple[_Text, ...]


STEP_WORDS = {
    Step.SIGNS: StepWords(
        title=_("How I notice that it is getting hard"),
        help=_(
            "The first small things that tell you a bad time is on its way: a thought that comes"
            " back, a feeling in the body, something you stop doing."
        ),
    ),
    Step.ALONE: StepWords(
        title=_("What I can do by myself"),
        help=_(
            "Things that carry you through the next half hour without needing anybody."
            " Small is good."
        ),
    ),
    Step.AROUND: StepWords(
        title=_("People and places that take me out of my head"),
        help=_("You do not have to say how you feel. Being there is enough."),
    ),
    Step.ASK: StepWords(
        title=_("People I can tell"),
        help=_("People to whom you could say: “I am not all right. Can you stay with me a bit?”"),
    ),
    Step.SERVICES: StepWords(
        title=_("Help from people whose work it is"),
        help=_(
            "A doctor, a clinic, a therapist, a crisis line. Write the number here, so that you"
            " do not have to look for it at night."
        ),
    ),
    Step.SAFER: StepWords(
        title=_("Making it safer around me"),
        help=_(
            "What you could move away, lock up or give to somebody for a while, so that a bad"
            " hour can pass. Do it on a good day, with somebody you trust if you can."
        ),
    ),
}
PART_WORDS = {
    Part.SIGNS: PartWords(
        title=_("What I notice"),
        line=_("Sign"),
        examples=(
            _("I leave messages unread for days"),
            _("My chest is tight when I wake up"),
            _("I stop cooking"),
        ),
    ),
    Part.ALONE: PartWords(
        title=_("What I do"),
        line=_("Thing to do"),
        examples=(
            _("A hot shower with the radio on"),
            _("Once around the pond, slowly"),
            _("Name ten things I can hear"),
        ),
    ),
    Part.PEOPLE: PartWords(
        title=_("People"),
        line=_("Person"),
        examples=(_("Noor from next door, to watch the match"), _("My cousin, about her dogs")),
    ),
    Part.PLACES: PartWords(
        title=_("Places"),
        line=_("Place"),
        examples=(_("The reading room, by the window"), _("The bench outside the bakery")),
    ),
    Part.ASK: PartWords(
        title=_("People I can tell"),
        line=_("Person"),
        examples=(_("My sister, late is fine"), _("Pat from the choir, by text first")),
    ),
    Part.SERVICES: PartWords(
        title=_("Professionals and services"),
        line=_("Service"),
        examples=(_("Doctor Amin’s practice, mornings"), _("The night clinic by the station")),
    ),
    Part.SAFER: PartWords(
        title=_("What makes it safer"),
        line=_("Step"),
        examples=(
            _("Ask Jo to keep what worries me at her place"),
            _("Sleep at my brother’s when the nights get bad"),
        ),
    ),
}
