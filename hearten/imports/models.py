"""What was brought from where: so that nothing is brought twice, and what is killed goes on."""

from django.db import models
from django.db.models import Q

from hearten.foundation import clock

NAME_MOST = 60


class Source(models.Model):
    """An earlier community. Its row is held while something of it is brought."""

    id = models.BigAutoField(primary_key=True)
    programme = models.ForeignKey(
        "accounts.Programme", models.PROTECT, related_name="+", db_index=False
    )
    name = models.CharField(max_length=NAME_MOST)
    """As the operator calls it."""
    kind = models.CharField(max_length=9)
    """A code of rules.Kind."""
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="source_once", fields=["programme", "name"]),
            models.CheckConstraint(
                name="source_known", condition=Q(kind__in=["discourse", "phpbb"]) & ~Q(name="")
            ),
        ]


class BroughtSpace(models.Model):
    """A category or forum that is a space here."""

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", db_index=False)
    their_id = models.BigIntegerField()
    space = models.OneToOneField("forum.Space", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="brought_space_once", fields=["source", "their_id"])
        ]


class BroughtThread(models.Model):
    """A topic that is a thread here."""

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", db_index=False)
    their_id = models.BigIntegerField()
    thread = models.OneToOneField("forum.Thread", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="brought_thread_once", fields=["source", "their_id"])
        ]


class BroughtPost(models.Model):
    """A post that is one here; of a long one, its beginning."""

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", db_index=False)
    their_id = models.BigIntegerField()
    post = models.OneToOneField("forum.Post", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="brought_post_once", fields=["source", "their_id"])
        ]


class BroughtWriter(models.Model):
    """Who is which face, for the next dump: a writer in one space. Two rows of one person have nothing
    in common that could be seen."""

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=64)
    """A keyed hash of the source, the space and the number they had (rules.writers)."""
    face = models.OneToOneField("forum.Face", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="brought_writer_once", fields=["source", "key"])
        ]
