"""Who may lead a meeting."""

from hearten.foundation.actors import Actor
from hearten.groups import policies as groups
from hearten.groups.queries import Group


def may_host(by: Actor, group: Group) -> bool:
    """Host and co-hosts of its group: open, go on, give time and turns, close, confirm."""
    return groups.may_decide(by, group)


def is_the_programme(by: Actor) -> bool:
    """The programme's own work: nobody closes by hand what everybody forgot."""
    return by.actor_id is None
