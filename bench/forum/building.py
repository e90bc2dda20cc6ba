"""A community of any size, written in few statements: what the actions and triggers would have written
one by one is checked by their own tests."""

import random
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from django.db import connection

from hearten.accounts.models import Account, Programme
from hearten.accounts.tests.factories import make_account, make_programme
from hearten.forum import actions
from hearten.forum.models import Face, Space, Thread
from hearten.forum.tests.factories import TESTS, make_space
from hearten.foundation import clock

CORPUS = Path(__file__).resolve().parents[2] / "hearten" / "triage" / "corpus" / "en"
SPACES, PEOPLE, LONG, USUAL = 10, 50, 1_000, 10
"""Spaces, people with a face in each, posts in the one long thread and in each other one."""
LINES = 20_000
"""Different texts."""


@dataclass(frozen=True, slots=True)
class Community:
    """What is asked about."""

    programme: Programme
    people: list[Account]
    space: Space
    long: Thread
    words: list[str]
    """The commonest first."""


def build(posts: int) -> Community:
    """So many posts, the same in every run."""
    chance = random.Random(7)
    programme = make_programme()
    people = [make_account(programme=programme) for _ in range(PEOPLE)]
    spaces = [make_space(programme) for _ in range(SPACES)]
    today = clock.now().date()
    for space in spaces:
        Face.objects.bulk_create(
            Face(space=space, account=one, name=f"Face {n}", name_key=f"face{n}", made_on=today)
            for n, one in enumerate(people)
        )
    words = _words()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE said (n int PRIMARY KEY, text text NOT NULL)")
        cursor.execute(
            "INSERT INTO said SELECT n - 1, text FROM unnest(%s::text[]) WITH ORDINALITY s (text, n)",
            [_lines(words, chance)],
        )
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(_THREADS, {"threads": (posts - LONG) // USUAL})
        cursor.execute(_POSTS, {"lines": LINES, "long": LONG, "usual": USUAL})
        cursor.execute(_KEPT)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("DROP TABLE said")
        cursor.execute("VACUUM ANALYZE")
    actions.gather_words(programme=programme, by=TESTS)
    long = Thread.objects.order_by("-newest_number").select_related("space")[0]
    return Community(programme, people, long.space, long, words)


def _words() -> list[str]:
    """Every word of the corpus of the triage, as common as it is there."""
    said = [line.split("\t")[-1] for path in CORPUS.glob("*.tsv") for line in path.open()]
    words = (word.strip(".,!?\"'()").lower() for line in said for word in line.split())
    counts = Counter(word for word in words if word.isalpha())
    return sorted(counts, key=lambda word: (-counts[word], word))


def _lines(words: list[str], chance: random.Random) -> list[str]:
    """Texts of 10 to 120 words; the n-th commonest word is n times as rare as the first."""
    ends = list(accumulate(1 / (n + 1) for n in range(len(words))))
    return [
        " ".join(chance.choices(words, cum_weights=ends, k=chance.randint(10, 120)))
        for _ in range(LINES)
    ]


_THREADS = """
WITH places AS (SELECT array_agg(id ORDER BY id) AS ids FROM forum_space),
made AS (
    SELECT n, gen_random_uuid() AS id, ids[1 + n %% array_length(ids, 1)] AS space_id,
           now() - make_interval(days => 3, mins => n) AS at
    FROM places, generate_series(0, %(threads)s) AS n
)
INSERT INTO forum_thread (id, space_id, listed_in_id, opener_id, title, looking_for, opened_at, last_at,
                          newest_number, locked_for, slowed_for)
SELECT made.id, made.space_id, made.space_id, face.id, 'Thread ' || n, '', at, at,
       CASE n WHEN 0 THEN 2 ELSE 1 END, '', ''
FROM made JOIN LATERAL (
    SELECT id FROM forum_face WHERE space_id = made.space_id ORDER BY name LIMIT 1) AS face ON true
"""
# The first thread, marked by its number above, is the long one.
_POSTS = """
WITH people AS (
    SELECT space_id, array_agg(id ORDER BY name) AS ids FROM forum_face GROUP BY space_id),
lengths AS (
    SELECT *, CASE newest_number WHEN 2 THEN %(long)s ELSE %(usual)s END AS posts,
           row_number() OVER (ORDER BY last_at) AS nth FROM forum_thread),
written AS (
    INSERT INTO forum_post (space_id, thread_id, face_id, number, client_id, text, written_at, held_for,
                            by_moderator, notes, moderator_notes)
    SELECT one.space_id, one.id, ids[1 + (nth + number) %% array_length(ids, 1)], number,
           gen_random_uuid(), said.text, opened_at + make_interval(secs => number), '', false, '{}', '{}'
    FROM lengths AS one JOIN people USING (space_id)
         CROSS JOIN LATERAL generate_series(1, one.posts) AS number
         JOIN said ON said.n = (one.nth * 31 + number * 7919) %% %(lines)s
    ORDER BY nth, number
    RETURNING thread_id)
UPDATE forum_thread SET newest_number = counted.posts
FROM (SELECT thread_id, count(*) AS posts FROM written GROUP BY thread_id) AS counted
WHERE counted.thread_id = forum_thread.id
"""
_KEPT = """
INSERT INTO forum_postwords (post_id, space_id, words)
SELECT id, space_id, forum_words_of(post) FROM forum_post AS post
"""
