"""Why a text was brought to a person, in the reader's language.

The scorer and its command say it in English, whatever language anybody reads (triage.rules.reasons);
what is stored with a case are these English sentence parts. They become words of the reader's
language here, when they are read.
"""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from hearten.triage.rules import reasons

WORDS = (
    _("says they are going to kill themselves"),
    _("speaks as if saying a last goodbye before dying"),
    _("says when they are going to do it"),
    _("has taken something or is hurting themselves now"),
    _("has the means at hand"),
    _("speaks of means to die"),
    _("says they want to kill themselves"),
    _("says they want to die or are thinking about suicide"),
    _("says they do not want to live"),
    _("speaks of leaving"),
    _("speaks of leaving or giving things away"),
    _("speaks of hopelessness"),
    _("mentions suicide"),
    _("mentions self-harm"),
    _("says they are afraid of what they may do"),
    _("says they hurt themselves or want to"),
    _("speaks of an attempt or thoughts in the past"),
    _("says they tried very recently"),
    _("is worried that somebody else may die by suicide"),
    _("says that somebody else is in danger now"),
    _("speaks of hurting or killing somebody"),
    _("says they are going to hurt somebody, with means or a time"),
    _("says somebody hurts, threatens or controls them"),
    _("says they are in danger from somebody now"),
    _("speaks of being used or of payment for sex or pictures"),
    _("says they are under 18"),
    _("encourages disordered eating"),
    _("gives or asks for a method, or encourages dying or self-harm"),
    _("tells somebody to die or to hurt themselves"),
    _("insults or attacks somebody"),
    _("approaches somebody sexually"),
    _("gives dangerous advice"),
    _("with a wish to die: means, a time or a goodbye close by"),
    _("weakened: the wording around it does not fit"),
    _("weakened: they say not"),
    _("weakened: long ago"),
    _("weakened: about somebody else"),
    _("weakened: a quotation, a song or a story"),
    _("weakened: they say it is behind them"),
    _("weakened: said among laughter"),
    _("wording like that of people in immediate danger (learnt, no phrase of the list)"),
    _("wording like that of people at risk (learnt, no phrase of the list)"),
    _("wording like that of people in distress (learnt, no phrase of the list)"),
    _("wording learnt from examples, no phrase of the list"),
    _("a phone number"),
    _("an email address"),
    _("a postal address"),
    _("an account name or a way to reach somebody elsewhere"),
    _("in a language the scorer does not read: a person has to"),
    _("a word for suicide in another language"),
)
"""Every reason of triage.rules.reasons.every(); a test compares the two."""


def worded(why: str) -> str:
    """A signal's line of reasons. What an older scorer said and this one does not know stays as it
    was stored."""
    # Translators: between the reasons why a text was brought to a person
    between = gettext("; ")
    return between.join(gettext(reason) for reason in reasons.apart(why))
