"""Looking after what nobody answered."""

from hearten.accounts.models import Programme
from hearten.forum import actions
from hearten.forum.actions.places import KEEPER
from hearten.foundation.actors import SystemActor
from hearten.foundation.queue import app

READER = SystemActor("forum danger reader")
GATHERER = SystemActor("forum words")
FORGETTER = SystemActor("forum names")


@app.periodic(cron="* * * * *")
@app.task(name="forum.bring_unanswered", queueing_lock="forum.bring_unanswered")
def bring_unanswered(timestamp: int) -> None:
    """Posts of possible risk that nobody answered in time go to the people on duty."""
    actions.bring_unanswered(by=READER)


@app.periodic(cron="17 3 * * *")
@app.task(name="forum.gather_words", queueing_lock="forum.gather_words")
def gather_words(timestamp: int) -> None:
    """Every programme's common words are gathered anew, once a night."""
    for programme in Programme.objects.all():
        actions.gather_words(programme=programme, by=GATHERER)


@app.periodic(cron="* * * * *")
@app.task(name="forum.tell_of_waiting", queueing_lock="forum.tell_of_waiting")
def tell_of_waiting(timestamp: int) -> None:
    """Who waits for an answer longer than they should is brought to the people on duty, and past the
    promise to the supervisors."""
    actions.tell_of_waiting(by=KEEPER)


@app.periodic(cron="41 3 * * *")
@app.task(name="forum.forget_left_names", queueing_lock="forum.forget_left_names")
def forget_left_names(timestamp: int) -> None:
    """Names of those who left a year ago are free again, once a night."""
    actions.forget_left_names(by=FORGETTER)
