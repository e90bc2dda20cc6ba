"""Who is in a group, or would like to be; and what hosts ask of the programme."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import PSEUDONYM_KEY_MOST, PSEUDONYM_MOST
from hearten.foundation import clock, ids
from hearten.groups.models.groups import Group


class SeatState(models.TextChoices):
    """Where somebody stands with a group."""

    ASKED = "asked", _("Asked to come in")
    WAITING = "waiting", _("Waiting for a place")
    HERE = "here", _("In the group")
    GONE = "gone", _("Not in the group any more")


class SeatRole(models.TextChoices):
    """What somebody does in a group."""

    HOST = "host", _("Host")
    CO_HOST = "co_host", _("Co-host")
    MEMBER = "member", _("Member")


HOSTING = (SeatRole.HOST, SeatRole.CO_HOST)
"""Who decides."""


class GoneHow(models.TextChoices):
    """How somebody left."""

    LEFT = "left", _("Left")
    DECLINED = "declined", _("The hosts said no")
    REMOVED = "removed", _("The hosts asked them to go")
    CLOSED = "closed", _("The group was closed")


class Seat(models.Model):
    """One person in one group, from asking to leaving. Nothing of the account is in it but the key to
    it, which no page, event or address holds."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    """The picture is drawn from it."""
    group = models.ForeignKey(Group, models.PROTECT, related_name="seats")
    account = models.ForeignKey(
        "accounts.Account", models.SET_NULL, null=True, related_name="group_seats"
    )
    state = models.CharField(max_length=8, choices=SeatState.choices)
    role = models.CharField(max_length=8, choices=SeatRole.choices, default=SeatRole.MEMBER)
    name = models.CharField(max_length=PSEUDONYM_MOST, blank=True)
    name_key = models.CharField(max_length=PSEUDONYM_KEY_MOST, blank=True)
    """What makes two names the same, as of accounts' pseudonyms."""
    agreed = models.PositiveSmallIntegerField(null=True)
    """The version of the group's agreements they accepted (a foreign key with the group, migration
    0002)."""
    sealed_introduction = models.BinaryField(default=b"")
    sealed_answers = models.BinaryField(default=b"")
    """To the joining questions; empty once hosts decided."""
    written = models.PositiveSmallIntegerField(default=0)
    """How often introduction and answers were written: each is read for danger once."""
    asked_at = models.DateTimeField(default=clock.now)
    """Since when they ask or wait: the order in which people come in."""
    came_on = models.DateField(null=True)
    """Since when they are here, by day: two seats taken in one minute could be told to be one
    person's."""
    gone_how = models.CharField(max_length=8, choices=GoneHow.choices, blank=True)
    sealed_words = models.BinaryField(default=b"")
    """What hosts wrote to somebody who is gone, until that person closes it."""
    to_tell = models.BooleanField(default=False)
    """Whether somebody who is gone has still to be told on their page of groups."""

    class Meta:
        constraints = [
            models.UniqueConstraint(name="seat_once", fields=["group", "account"]),
            models.UniqueConstraint(
                name="seat_name_once", fields=["group", "name_key"], condition=~Q(name_key="")
            ),
            models.UniqueConstraint(
                name="seat_one_host", fields=["group"], condition=Q(role=SeatRole.HOST)
            ),
            models.CheckConstraint(
                name="seat_known",
                condition=Q(state__in=SeatState.values, role__in=SeatRole.values),
            ),
            models.CheckConstraint(
                name="seat_whole",
                condition=(
                    ~Q(state=SeatState.GONE)
                    & Q(account__isnull=False, agreed__isnull=False, gone_how="", sealed_words=b"")
                    & Q(to_tell=False)
                    & ~Q(name="")
                    & ~Q(name_key="")
                    & ~Q(sealed_introduction=b"")
                )
                | Q(
                    state=SeatState.GONE,
                    role=SeatRole.MEMBER,
                    name="",
                    name_key="",
                    agreed__isnull=True,
                    sealed_introduction=b"",
                    sealed_answers=b"",
                    gone_how__in=GoneHow.values,
                ),
            ),
            models.CheckConstraint(
                name="seat_here_since",
                condition=Q(state=SeatState.HERE, came_on__isnull=False, sealed_answers=b"")
                | (~Q(state=SeatState.HERE) & Q(came_on__isnull=True, role=SeatRole.MEMBER)),
            ),
            models.CheckConstraint(
                name="seat_erased_says_nothing",
                condition=Q(account__isnull=False) | Q(sealed_words=b"", to_tell=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["group", "asked_at"],
                name="seat_waiting",
                condition=Q(state__in=["asked", "waiting"]),
            ),
        ]

    @property
    def seed(self) -> str:
        """What the picture is drawn from."""
        return str(self.pk)

    @property
    def hosts(self) -> bool:
        """Whether they decide."""
        return self.role in HOSTING


class HelpAsked(models.Model):
    """A host who is tired asks the programme's staff for help, once at a time."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="help_asked")
    sealed_words = models.BinaryField()
    asked_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True)
    sealed_answer = models.BinaryField(default=b"")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="help_asked_once", fields=["seat"], condition=Q(answered_at__isnull=True)
            ),
            models.CheckConstraint(
                name="help_answer_whole",
                condition=Q(answered_at__isnull=True, sealed_answer=b"")
                | (Q(answered_at__isnull=False) & ~Q(sealed_answer=b"")),
            ),
        ]
