"""What hosts write to each other while a meeting goes on."""

from uuid import UUID

from django.db import transaction

from hearten.cockpit import queries
from hearten.cockpit.actions.danger import read_for_danger
from hearten.cockpit.actions.holding import hosted_run, nudge, refuse_held
from hearten.cockpit.models import HostWords
from hearten.cockpit.rules import WORDS_MOST, subject_of
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.text import clean_field
from hearten.groups.queries import Group, sealed, seat_in


@transaction.atomic
def tell_hosts(*, group: Group, words_id: UUID, text: str, by: Actor) -> HostWords:
    """Write something that host and co-hosts read and nobody else. Sent twice under one id, it is there
    once."""
    run = hosted_run(group, by)
    if known := HostWords.objects.filter(pk=words_id, run=run).first():
        return known
    said = clean_field(text, "text", most=WORDS_MOST)
    refuse_held(by, said)
    seat = seat_in(by.actor_id, run.group)
    assert seat is not None  # noqa: S101 - it is held
    made = HostWords(id=words_id, run=run, seat=seat, at=clock.shared_now())
    made.sealed_text = sealed(run.group, said, queries.host_context(made))
    made.save(force_insert=True)
    read_for_danger(run, by, subject_of("hosts", made.pk, 1), said)
    nudge(run)
    return made
