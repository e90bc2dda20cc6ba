"""Threads."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hearten.forum.models.spaces import Face, Space
from hearten.forum.rules import PINNED_MOST, SLOW_MOST, TITLE_MOST
from hearten.foundation import clock, ids


class LookingFor(models.TextChoices):
    """What somebody asks for who opens a thread."""

    LISTENING = "listening", _("Somebody who listens")
    IDEAS = "ideas", _("Ideas")
    COMPANY = "company", _("Company")


class LockedFor(models.TextChoices):
    """Why nobody can write in a thread. Of a list, so that everybody reads it in their language and
    nobody is named in it."""

    HEATED = "heated", _("It became heated, and a rest helps everybody.")
    PERSON = "person", _("It was about somebody instead of with them.")
    SAID = "said", _("What it was about is said.")
    ELSEWHERE = "elsewhere", _("It goes on in another thread.")
    LOOKED_AT = "looked_at", _("Moderators are looking at what was written here.")
    BEFORE = "before", _("It was written in an earlier community and is here to be read.")


class SlowedFor(models.TextChoices):
    """Why a thread is slow."""

    HEATED = "heated", _("It became heated, and a pause between two posts helps.")
    MUCH = "much", _("So much is written here that it is hard to follow.")
    ROOM = "room", _("A few write most of it, and others should have room.")


class SlowMinutes(models.IntegerChoices):
    """How slow moderators make a thread."""

    FIVE = 5, _("5 minutes")
    FIFTEEN = 15, _("15 minutes")
    HOUR = 60, _("1 hour")
    SIX_HOURS = 360, _("6 hours")
    DAY = 1440, _("1 day")


WAITING = ~Q(looking_for="") & Q(answered_at__isnull=True)
"""Its opener looks for something, and nobody else has written yet."""


class Thread(models.Model):
    """A question or a story. `newest_number` is given out under the row's lock."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    space = models.ForeignKey(Space, models.PROTECT, related_name="threads")
    """Where it was opened: everybody writes in it with their face of this space, wherever it is
    listed."""
    listed_in = models.ForeignKey(Space, models.PROTECT, related_name="+", db_index=False)
    """Where it stands now: another space of the programme (a trigger) once it was moved."""
    public_since = models.DateTimeField(null=True)
    """As Space.public_since when it was begun: anybody reads it as long as that is what its space has.
    It is lost when the thread is moved, and never gained (a trigger)."""
    split_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    """The thread its first posts were part of."""
    opener = models.ForeignKey(Face, models.PROTECT, related_name="+")
    title = models.CharField(max_length=TITLE_MOST, blank=True)
    """Empty once its opener took the first post away or was erased."""
    looking_for = models.CharField(max_length=10, choices=LookingFor.choices, blank=True)
    opened_at = models.DateTimeField(default=clock.now)
    """Since when others can read it: with a first post that was held, since that is open."""
    last_at = models.DateTimeField(default=clock.now)
    """When its newest post was written."""
    newest_number = models.PositiveIntegerField(default=1)
    answered_at = models.DateTimeField(null=True)
    answered_number = models.PositiveIntegerField(null=True)
    """The first post of another person, which ended the waiting (a trigger: once, and another's)."""
    rota_at = models.DateTimeField(null=True)
    """When whoever is on duty is told, if nobody answered."""
    due_at = models.DateTimeField(null=True)
    """Until when an answer was promised when it was opened; None: it never looked for anything. It
    stays when the thread looks for nothing any more."""
    told_rota_at = models.DateTimeField(null=True)
    told_supervisors_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)
    locked_for = models.CharField(max_length=10, choices=LockedFor.choices, blank=True)
    pinned_place = models.PositiveSmallIntegerField(null=True)
    """Which of the few pinned ones of its space it is, from 1."""
    slow_minutes = models.PositiveSmallIntegerField(null=True, choices=SlowMinutes.choices)
    """Between two posts of one face."""
    slowed_for = models.CharField(max_length=10, choices=SlowedFor.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="thread_of_space", fields=["space", "id"]),
            models.CheckConstraint(
                name="thread_looking_for_known",
                condition=Q(looking_for__in=["", *LookingFor.values]),
            ),
            models.CheckConstraint(
                name="thread_without_title_asks_nothing",
                condition=~Q(title="") | Q(looking_for=""),
            ),
            models.CheckConstraint(
                name="thread_answer_whole",
                condition=Q(answered_at__isnull=True, answered_number__isnull=True)
                | Q(
                    answered_at__isnull=False,
                    answered_number__isnull=False,
                    answered_number__gt=1,
                ),
            ),
            models.CheckConstraint(
                name="thread_that_asks_is_promised",
                condition=Q(looking_for="") | Q(due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="thread_promise_whole",
                condition=Q(
                    rota_at__isnull=True,
                    due_at__isnull=True,
                    told_rota_at__isnull=True,
                    told_supervisors_at__isnull=True,
                )
                | Q(
                    rota_at__isnull=False,
                    due_at__isnull=False,
                    rota_at__gt=F("opened_at"),
                    due_at__gt=F("rota_at"),
                ),
            ),
        ]
        constraints += [
            models.CheckConstraint(
                name="thread_open_to_all_was_not_moved",
                condition=Q(public_since__isnull=True) | Q(listed_in=F("space")),
            ),
            models.CheckConstraint(
                name="thread_locked_for_a_reason",
                condition=Q(locked_at__isnull=True, locked_for="")
                | Q(locked_at__isnull=False, locked_for__in=LockedFor.values),
            ),
            # Nobody could keep the promise.
            models.CheckConstraint(
                name="thread_that_waits_is_not_locked",
                condition=Q(locked_at__isnull=True) | ~WAITING,
            ),
            models.CheckConstraint(
                name="thread_slow_for_a_reason",
                condition=Q(slow_minutes__isnull=True, slowed_for="")
                | Q(
                    slow_minutes__isnull=False,
                    slow_minutes__gte=1,
                    slow_minutes__lte=SLOW_MOST,
                    slowed_for__in=SlowedFor.values,
                ),
            ),
            models.CheckConstraint(
                name="thread_pinned_few",
                condition=Q(pinned_place__isnull=True)
                | Q(pinned_place__gte=1, pinned_place__lte=PINNED_MOST),
            ),
            models.UniqueConstraint(
                name="thread_pinned_place_once", fields=["listed_in", "pinned_place"]
            ),
        ]
        indexes = [
            models.Index(fields=["listed_in", "-last_at"], name="thread_by_last"),
            models.Index(
                fields=["listed_in", "opened_at"],
                name="thread_waiting",
                condition=WAITING,
            ),
            models.Index(
                fields=["rota_at"],
                name="thread_rota_untold",
                condition=WAITING & Q(told_rota_at__isnull=True),
            ),
            models.Index(
                fields=["due_at"],
                name="thread_supervisors_untold",
                condition=WAITING & Q(told_supervisors_at__isnull=True),
            ),
            models.Index(
                fields=["listed_in", "-opened_at"],
                name="thread_promised",
                condition=Q(due_at__isnull=False),
            ),
        ]

    @property
    def was_moved(self) -> bool:
        """Whether it stands in another space than people have their names of."""
        return self.listed_in_id != self.space_id

    @property
    def is_open_to_all(self) -> bool:
        """Whether anybody can read it, also without an account. Asks for its space."""
        return self.public_since is not None and self.public_since == self.listed_in.public_since

    @property
    def is_waiting(self) -> bool:
        """As WAITING."""
        return self.looking_for != "" and self.answered_at is None

    @property
    def is_late(self) -> bool:
        """Whether the answer was promised for earlier than now."""
        return self.due_at is not None and self.due_at <= clock.now()
