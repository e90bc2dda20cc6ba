"""Groups, and the agreements of each."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hearten.foundation import clock, crypto, ids
from hearten.groups.rules import (
    AGREEMENTS_MOST,
    CODE_LENGTH,
    NAME_MOST,
    PLACES,
    PLACES_LEAST,
    PLACES_MOST,
    PURPOSE_MOST,
    QUESTION_MOST,
    QUESTIONS_MOST,
)


class Format(models.TextChoices):
    """How a group's meetings go."""

    CHECK_IN = "check_in", _("Check-in circle")
    TOPIC = "topic", _("A theme each time")
    SKILL = "skill", _("Practising a skill")
    REFLECTION = "reflection", _("Reflecting together")


class Entry(models.TextChoices):
    """How people come in."""

    OPEN = "open", _("Open")
    REQUEST = "request", _("By request")
    CLOSED = "closed", _("Closed")


class ClosedFor(models.TextChoices):
    """Why a group is closed."""

    HOST = "host", _("Its host closed it")
    NO_HOST = "no_host", _("Nobody could host it any more")
    EMPTY = "empty", _("Everybody had left")


class Group(models.Model):
    """A few people who meet each other again. Closed, never deleted: who was in it can still read the
    room. Everything about who is in it is decided under the row's lock."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    programme = models.ForeignKey("accounts.Programme", models.PROTECT, related_name="+")
    conversation = models.OneToOneField(
        "conversations.Conversation", models.PROTECT, related_name="+"
    )
    """Its room: a seat there for everybody who is here, and for nobody else."""
    name = models.CharField(max_length=NAME_MOST)
    purpose = models.CharField(max_length=PURPOSE_MOST)
    """What it is about, in a sentence or two."""
    language = models.CharField(max_length=12)
    """BCP-47 code of the language people mostly use there."""
    format = models.CharField(max_length=10, choices=Format.choices)
    entry = models.CharField(max_length=8, choices=Entry.choices)
    questions: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=QUESTION_MOST), default=list
    )
    """Joining questions, by request only."""
    size_limit = models.PositiveSmallIntegerField(default=PLACES)
    taken = models.PositiveSmallIntegerField(default=0, editable=False)
    """How many are here: counted by a trigger (migration 0002), never written by hand."""
    newest_agreements = models.PositiveSmallIntegerField(default=1)
    code = models.CharField(max_length=CODE_LENGTH, unique=True)
    """What opens it, whatever the entry; hosts hand it out and can make another."""
    wrapped_key = models.BinaryField(default=crypto.new_wrapped_key, editable=False)
    made_at = models.DateTimeField(default=clock.now)
    hosted_at = models.DateTimeField(default=clock.shared_now)
    """When a host or co-host was there last, to the hour."""
    asked_members_at = models.DateTimeField(null=True)
    """Since when everybody here is asked who would host; None while somebody does."""
    closes_at = models.DateTimeField(null=True)
    """When it is closed if still nobody does."""
    closed_at = models.DateTimeField(null=True)
    closed_for = models.CharField(max_length=8, choices=ClosedFor.choices, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="group_says_what_it_is",
                condition=~Q(name="") & ~Q(purpose="") & ~Q(language=""),
            ),
            models.CheckConstraint(
                name="group_known",
                condition=Q(format__in=Format.values, entry__in=Entry.values),
            ),
            models.CheckConstraint(
                name="group_asks_by_request",
                condition=Q(questions=[])
                | Q(entry=Entry.REQUEST, questions__len__lte=QUESTIONS_MOST),
            ),
            models.CheckConstraint(
                name="group_size_in_reason",
                condition=Q(size_limit__gte=PLACES_LEAST, size_limit__lte=PLACES_MOST),
            ),
            models.CheckConstraint(
                name="group_has_places", condition=Q(taken__lte=F("size_limit"))
            ),
            models.CheckConstraint(
                name="group_asking_whole",
                condition=Q(asked_members_at__isnull=True, closes_at__isnull=True)
                | Q(
                    asked_members_at__isnull=False,
                    closes_at__isnull=False,
                    closes_at__gt=F("asked_members_at"),
                ),
            ),
            models.CheckConstraint(
                name="group_closing_whole",
                condition=Q(closed_at__isnull=True, closed_for="")
                | Q(
                    closed_at__isnull=False,
                    closed_for__in=ClosedFor.values,
                    asked_members_at__isnull=True,
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["programme", "made_at"],
                name="group_listed",
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(
                fields=["hosted_at"],
                name="group_quiet",
                condition=Q(closed_at__isnull=True, asked_members_at__isnull=True),
            ),
            models.Index(
                fields=["closes_at"],
                name="group_closes",
                condition=Q(closes_at__isnull=False),
            ),
        ]

    @property
    def free(self) -> int:
        """How many places are free."""
        return max(self.size_limit - self.taken, 0)


class Agreements(models.Model):
    """One version of how people treat each other in a group. Added once, never changed (a trigger,
    migration 0002)."""

    id = models.BigAutoField(primary_key=True)
    group = models.ForeignKey(Group, models.PROTECT, related_name="agreements", db_index=False)
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=AGREEMENTS_MOST)
    """A line for each."""
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="agreements_number_once", fields=["group", "number"]),
            models.CheckConstraint(name="agreements_number_from_1", condition=Q(number__gte=1)),
            models.CheckConstraint(name="agreements_not_empty", condition=~Q(text="")),
        ]

    @property
    def lines(self) -> list[str]:
        """Each agreement by itself."""
        return [line for line in self.text.splitlines() if line.strip()]
