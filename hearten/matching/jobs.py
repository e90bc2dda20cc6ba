"""Looking at the queue: asked for by actions, at deadlines, and every minute in any case."""

from hearten.accounts.models import Programme
from hearten.foundation.actors import SystemActor
from hearten.foundation.queue import app, enqueue
from hearten.matching import actions, queries

QUEUE_KEEPER = SystemActor("queue keeper")
"""Who proposes, and lets proposals go that nobody answered."""


@app.task(name="matching.match_waiting")
def match_waiting(*, programme_id: str) -> None:
    """Look at one programme's queue."""
    actions.match_waiting(programme=Programme.objects.get(pk=programme_id), by=QUEUE_KEEPER)


@app.periodic(cron="* * * * *")
@app.task(name="matching.match_everywhere", queueing_lock="matching.match_everywhere")
def match_everywhere(timestamp: int) -> None:
    """Whatever was lost on the way, a minute later somebody looks again."""
    for programme_id in queries.programmes_with_people_waiting():
        enqueue(match_waiting, once_as=f"match:{programme_id}", programme_id=str(programme_id))
