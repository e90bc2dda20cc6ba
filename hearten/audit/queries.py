"""Reading the record."""

from django.db import models

from hearten.audit.models import Event


def events_about(subject: models.Model) -> models.QuerySet[Event]:
    """Every recorded act on one object, oldest first."""
    return Event.objects.filter(
        object_kind=subject._meta.label_lower, object_id=str(subject.pk)
    ).order_by("id")
