"""Whom somebody does not want to meet in a space."""

from django.db import models

from hearten.forum.models.spaces import Face


class FaceBlock(models.Model):
    """One person does not want to meet one face, and so in its space alone: nothing leads from it to
    what the other is elsewhere. Not one's own (a trigger)."""

    id = models.BigAutoField(primary_key=True)
    by = models.ForeignKey("accounts.Account", models.CASCADE, related_name="+", db_index=False)
    of = models.ForeignKey(Face, models.CASCADE, related_name="+")
    both_ways = models.BooleanField()
    """The other finds none of this person's words in the space either."""

    class Meta:
        constraints = [models.UniqueConstraint(name="face_block_once", fields=["by", "of"])]
