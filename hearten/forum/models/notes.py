"""What a post touches that not everybody can bear to come upon, and what a person would rather not see."""

from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class ContentNote(models.TextChoices):
    """What a post may touch, as it stands within a sentence."""

    SUICIDE = "suicide", gettext_lazy("suicide and wanting to die")
    SELF_HARM = "self_harm", gettext_lazy("self-harm")
    VIOLENCE = "violence", gettext_lazy("abuse and violence")
    SEXUAL = "sexual", gettext_lazy("sexual violence")
    EATING = "eating", gettext_lazy("eating and weight")
    DRUGS = "drugs", gettext_lazy("alcohol and drugs")
    GRIEF = "grief", gettext_lazy("death and grief")
    MEDICAL = "medical", gettext_lazy("medical detail")


def in_order(notes: Iterable[str]) -> list[str]:
    """Each of these codes once, in the order of the list."""
    found = set(notes)
    return [one for one in ContentNote.values if one in found]


def in_words(notes: Iterable[str]) -> str:
    """The topics as they stand in a sentence; empty for none."""
    return _(", ").join(str(ContentNote(one).label) for one in in_order(notes))


class Reading(models.Model):
    """How a person reads the community, everywhere. Without a row: everything is there, and covered
    where it has content notes."""

    account = models.OneToOneField(
        "accounts.Account", models.CASCADE, primary_key=True, related_name="+"
    )
    hidden = ArrayField(models.CharField(max_length=10), default=list)
    """Codes of ContentNote: what they would rather not see."""
    uncovered = models.BooleanField(default=False)
    """Nothing is covered for them."""
    follows_own = models.BooleanField(default=True)
    """A thread is followed from the first post they write in it."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reading_hidden_known",
                condition=Q(hidden__contained_by=ContentNote.values),
            ),
        ]
