"""Everything that changes profiles and the taxonomy."""

from hearten.profiles.actions.erasing import erase
from hearten.profiles.actions.profile import save_profile
from hearten.profiles.actions.taxonomy import (
    move_topic,
    restore_topic,
    retire_topic,
    save_topic,
    seed_taxonomy,
)

__all__ = [
    "erase",
    "move_topic",
    "restore_topic",
    "retire_topic",
    "save_profile",
    "save_topic",
    "seed_taxonomy",
]
