"""Who looks after a space for its members."""

from django.db import models

from hearten.forum.models.spaces import Face


class Host(models.Model):
    """A face that looks after the threads of its space; deleted when it is laid down. That somebody is
    behind it is kept by a trigger."""

    face = models.OneToOneField(Face, models.CASCADE, primary_key=True, related_name="host")
    since = models.DateField()
    """By day, as faces are made."""
