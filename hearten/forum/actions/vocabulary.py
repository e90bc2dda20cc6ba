"""Gathering the words that stand in several posts, for whoever mistypes one."""

from django.db import connection, transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Programme
from hearten.forum import policies
from hearten.forum.models import CommonWord
from hearten.forum.rules import search as rules
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed

# The newest open posts, word by word as they were written. ts_stat takes its question as a text, so
# the values are quoted into it by the database itself.
_COMMON = """
SELECT word, ndoc FROM ts_stat(format(
    'SELECT to_tsvector(''simple'', post.text) FROM forum_postwords AS kept
     JOIN forum_post AS post ON post.id = kept.post_id
     JOIN forum_space AS space ON space.id = kept.space_id
     WHERE space.programme_id = %%L ORDER BY kept.post_id DESC LIMIT %%s', %s::text, %s::int))
WHERE ndoc >= %s AND char_length(word) BETWEEN %s AND 60 AND word ~ '^[[:alpha:]]+$'
"""


@transaction.atomic
def gather_words(*, programme: Programme, by: Actor) -> int:
    """Make a programme's common words anew from its newest posts; gives how many they are. What one
    person wrote once is not among them, and what was taken away goes with the next gathering."""
    if not policies.is_the_programme(by):
        raise NotAllowed(_("Only the programme itself gathers words."))
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    bounds = (str(programme.pk), rules.WORDS_FROM, rules.SAID_IN, rules.SHORTEST)
    with connection.cursor() as cursor:
        cursor.execute(_COMMON, bounds)
        common = cursor.fetchall()
    CommonWord.objects.filter(programme=programme).delete()
    CommonWord.objects.bulk_create(
        (
            CommonWord(programme=programme, word=word, posts=posts, shortened=rules.shortened(word))
            for word, posts in common
        ),
        batch_size=2_000,
    )
    return len(common)
