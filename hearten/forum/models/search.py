"""What posts are found by. Neither table is written by the domain: the first is kept by a trigger, the
second gathered by a job."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from hearten.forum.models.posts import Post
from hearten.forum.models.spaces import Space
from hearten.forum.rules.search import SAID_IN


class PostWords(models.Model):
    """The words of one open post, as its space's language cuts them, the title's before the text's. A
    table of its own: whoever reads posts does not read these. Kept by a trigger (migration 0007): there
    is none for a post that is held or taken away."""

    post = models.OneToOneField(Post, models.CASCADE, primary_key=True, related_name="searched")
    space = models.ForeignKey(Space, models.CASCADE, related_name="+", db_index=False)
    """Where its thread is listed."""
    words = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["words"], name="post_words")]


class CommonWord(models.Model):
    """A word that stands in several posts of a programme, for whoever mistyped it."""

    id = models.BigAutoField(primary_key=True)
    programme = models.ForeignKey("accounts.Programme", models.CASCADE, related_name="+")
    word = models.CharField(max_length=60)
    posts = models.PositiveIntegerField()
    shortened: "ArrayField[list[str], list[str]]" = ArrayField(models.CharField(max_length=60))
    """As rules.search.shortened."""

    class Meta:
        constraints = [
            models.UniqueConstraint(name="common_word_once", fields=["programme", "word"]),
            models.CheckConstraint(
                name="common_word_is_common", condition=Q(posts__gte=SAID_IN) & ~Q(word="")
            ),
        ]
        indexes = [GinIndex(fields=["shortened"], name="common_word_shortened")]
