"""How the processes that serve look for garbage.

Nearly everything is freed when nobody refers to it any more; what is left for the collector are the
few objects that refer to each other. With Python's own numbers it looks through everything the live
process holds so often that this is a quarter of what sending messages costs.
"""

import gc

YOUNG = 20_000
"""New objects until the collector looks through them; Python's own number is 700. A look takes about
a millisecond and what may be garbage meanwhile a few megabytes."""
OLDER = 20
"""Looks of one generation for one of the next."""


def settle() -> None:
    """Everything that is there now stays to the end and need not be looked through. Call it once,
    when the process has imported what it needs."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, OLDER, OLDER)
