"""A question with answers to choose from, and who chose what."""

from django.db import models
from django.db.models import F, Q

from hearten.foundation import clock
from hearten.polls.rules import OPTION_MOST, OPTIONS_MOST, QUESTION_MOST


class Poll(models.Model):
    """Under the first post of a thread, once (a trigger). Its words never change (a trigger): who voted
    voted on these."""

    id = models.BigAutoField(primary_key=True)
    post = models.OneToOneField("forum.Post", models.PROTECT, related_name="+")
    question = models.CharField(max_length=QUESTION_MOST)
    several = models.BooleanField()
    """Several answers can be chosen."""
    made_at = models.DateTimeField(default=clock.now)
    closes_at = models.DateTimeField(null=True)
    """None: when its writer closes it."""
    closed_at = models.DateTimeField(null=True)
    """When its writer closed it."""

    class Meta:
        constraints = [
            models.CheckConstraint(name="poll_asks", condition=~Q(question="")),
            models.CheckConstraint(
                name="poll_closes_later",
                condition=Q(closes_at__isnull=True) | Q(closes_at__gt=F("made_at")),
            ),
            # For the foreign key of votes, which name both.
            models.UniqueConstraint(name="poll_of_its_kind", fields=["id", "several"]),
        ]

    @property
    def is_closed(self) -> bool:
        """By hand or by time."""
        return self.closed_at is not None or (
            self.closes_at is not None and self.closes_at <= clock.now()
        )


class Option(models.Model):
    """An answer to choose."""

    id = models.BigAutoField(primary_key=True)
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="options", db_index=False)
    place = models.PositiveSmallIntegerField()
    """From 1."""
    text = models.CharField(max_length=OPTION_MOST)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="option_place_once", fields=["poll", "place"]),
            models.UniqueConstraint(name="option_text_once", fields=["poll", "text"]),
            models.UniqueConstraint(name="option_of_poll", fields=["poll", "id"]),
            models.CheckConstraint(
                name="option_whole",
                condition=Q(place__gte=1, place__lte=OPTIONS_MOST) & ~Q(text=""),
            ),
        ]


class Vote(models.Model):
    """A face chose an answer. Nobody reads whose it is but the person."""

    id = models.BigAutoField(primary_key=True)
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="votes", db_index=False)
    option = models.ForeignKey(Option, models.CASCADE, related_name="votes", db_index=False)
    face = models.ForeignKey("forum.Face", models.CASCADE, related_name="+")
    several = models.BooleanField()
    """As the poll's (a foreign key over both, migration 0002): so that one alone can be asked for here."""

    class Meta:
        constraints = [
            models.UniqueConstraint(name="vote_for_an_option_once", fields=["option", "face"]),
            models.UniqueConstraint(
                name="vote_once_where_one_is_chosen",
                fields=["poll", "face"],
                condition=Q(several=False),
            ),
        ]
        indexes = [models.Index(fields=["poll", "face"], name="vote_by_face")]
