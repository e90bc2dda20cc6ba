"""A crowd: as many more people as asked for, through COPY instead of actions, in constant memory.

Everybody's life follows from the seed and their number alone, so the chunks change nothing and no
list of people is ever held. Proportions are named in lives.py and explained in docs/howto/demo.md.
"""

from hearten.demo.bulk.growing import grow

__all__ = ["grow"]
