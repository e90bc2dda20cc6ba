"""A meeting as it goes, who is at it, what hosts write to each other meanwhile, and what is left of it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hearten.foundation import clock, ids


class Run(models.Model):
    """One meeting as it goes: opened once, one step at a time, closed once. Decided under its row's lock;
    closed, it changes no more (triggers, migration 0002)."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    meeting = models.OneToOneField("groups.Meeting", models.PROTECT, related_name="+")
    group = models.ForeignKey("groups.Group", models.PROTECT, related_name="+")
    """Of the meeting (a foreign key with it, migration 0002)."""
    steps = models.PositiveSmallIntegerField()
    """How many the format has."""
    step = models.PositiveSmallIntegerField(default=0)
    """From 0; never back."""
    step_began_at = models.DateTimeField()
    step_ends_at = models.DateTimeField()
    """A time to be shown: nothing ends by itself then."""
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="run_one_open", fields=["group"], condition=Q(closed_at__isnull=True)
            ),
            models.CheckConstraint(name="run_within_its_steps", condition=Q(step__lt=F("steps"))),
            models.CheckConstraint(
                name="run_step_ends_after_it_begins",
                condition=Q(step_ends_at__gt=F("step_began_at")),
            ),
            models.CheckConstraint(
                name="run_closes_after_it_opens",
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["step_ends_at"], name="run_open", condition=Q(closed_at__isnull=True)
            )
        ]


class AttendanceState(models.TextChoices):
    """Where somebody is during a meeting."""

    HERE = "here", _("Here")
    OUT = "out", _("Stepped out")
    GONE = "gone", _("Not in the group any more")


class Attendance(models.Model):
    """One seat at one meeting. Its id is of this meeting only: nothing leads from it to another one."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    run = models.ForeignKey(Run, models.PROTECT, related_name="attendances")
    seat = models.ForeignKey("groups.Seat", models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=4, choices=AttendanceState.choices, default=AttendanceState.HERE
    )
    place = models.PositiveSmallIntegerField()
    """In the order of coming, from 1: the order of a round."""
    came_at = models.DateTimeField(default=clock.now)
    hand_at = models.DateTimeField(null=True)
    """Since when they would like to say something."""
    turn_at = models.DateTimeField(null=True)
    """Since when it is their turn."""
    turn_ends_at = models.DateTimeField(null=True)
    had_turn = models.PositiveSmallIntegerField(null=True)
    """The last step in which they had their turn, or passed."""
    stepped_out_at = models.DateTimeField(null=True)
    """When they last stepped out, back since or not."""
    asked = models.BooleanField(default=False)
    """Whether somebody was asked to be with them then."""
    sealed_takes = models.BinaryField(default=b"")
    """What they take along."""
    sealed_rating = models.BinaryField(default=b"")
    """How it was for them; counted and emptied when the run is closed."""
    written = models.PositiveSmallIntegerField(default=0)
    """How often they wrote what they take along: each is read for danger once."""

    class Meta:
        constraints = [
            models.UniqueConstraint(name="attendance_once", fields=["run", "seat"]),
            models.UniqueConstraint(name="attendance_place_once", fields=["run", "place"]),
            models.UniqueConstraint(
                name="attendance_one_turn", fields=["run"], condition=Q(turn_at__isnull=False)
            ),
            models.CheckConstraint(
                name="attendance_known", condition=Q(state__in=AttendanceState.values)
            ),
            models.CheckConstraint(
                name="attendance_turn_whole",
                condition=Q(turn_at__isnull=True, turn_ends_at__isnull=True)
                | Q(
                    turn_at__isnull=False,
                    turn_ends_at__isnull=False,
                    turn_ends_at__gt=F("turn_at"),
                ),
            ),
            models.CheckConstraint(
                name="attendance_only_here_speaks",
                condition=Q(state=AttendanceState.HERE)
                | Q(hand_at__isnull=True, turn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="attendance_out_since",
                condition=~Q(state=AttendanceState.OUT) | Q(stepped_out_at__isnull=False),
            ),
            models.CheckConstraint(
                name="attendance_asked_for_who_stepped_out",
                condition=Q(asked=False) | Q(stepped_out_at__isnull=False),
            ),
        ]


class HostWords(models.Model):
    """What a host writes to the other hosts while a meeting goes on."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    """Chosen where it was written: sent again, it is there once."""
    run = models.ForeignKey(Run, models.PROTECT, related_name="host_words")
    seat = models.ForeignKey("groups.Seat", models.PROTECT, related_name="+")
    sealed_text = models.BinaryField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(name="host_words_said", condition=~Q(sealed_text=b""))
        ]


class Note(models.Model):
    """What is left of a meeting: counts and steps, for every use. Drafted when it is closed; once hosts
    confirmed it, it never changes (trigger, migration 0002)."""

    run = models.OneToOneField(Run, models.PROTECT, primary_key=True, related_name="note")
    came = models.PositiveSmallIntegerField()
    stepped_out = models.PositiveSmallIntegerField()
    stayed = models.PositiveSmallIntegerField()
    """Who was there when it was closed, stepped out before or not."""
    steps = models.PositiveSmallIntegerField()
    """How many steps were begun."""
    minutes = models.PositiveSmallIntegerField()
    """From opening to closing."""
    rated = models.PositiveSmallIntegerField(default=0)
    """How many said how it was for them."""
    rating = models.FloatField(null=True)
    """The mean; None where too few said so."""
    sealed_words = models.BinaryField(default=b"")
    """A word of the hosts to the group."""
    words_by = models.ForeignKey("groups.Seat", models.PROTECT, null=True, related_name="+")
    """Whose word it is, for their export and erasure; on no page."""
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="note_counts_who_came",
                condition=Q(came__gte=1, stepped_out__lte=F("came"), stayed__lte=F("came")),
            ),
            models.CheckConstraint(
                name="note_words_are_somebody_s",
                condition=Q(sealed_words=b"") | Q(words_by__isnull=False),
            ),
            models.CheckConstraint(
                name="note_rating_of_enough",
                condition=Q(rated__lte=F("came"))
                & (Q(rating__isnull=True) | Q(rating__gte=1, rating__lte=5)),
            ),
        ]
