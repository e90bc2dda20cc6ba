"""What is promised, and how well it was kept."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearten.accounts.models import Role
from hearten.accounts.tests.factories import make_account, make_programme
from hearten.audit.models import Event
from hearten.forum import actions, queries
from hearten.forum.models import ForumSettings, Thread
from hearten.forum.rules import Asked, Kept, cause_of, deadlines, kept, subject_of_thread
from hearten.forum.rules.promise import Step
from hearten.forum.tests.factories import TESTS, make_space, start, write
from hearten.foundation import clock
from hearten.foundation.errors import Invalid, NotAllowed
from hearten.foundation.ids import new_id

NIGHT = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
PHONE = "Call me on 07700 900123 any time."
in_database = pytest.mark.django_db


def at(hours: float):
    return clock.frozen(NIGHT + hours * HOUR)


def asked(opened, answered=None, ended=None, promise=12):
    """Hours before the present moment; `answered` and `ended` after how many."""
    opened_at = NIGHT - opened * HOUR

    def after(hours):
        return None if hours is None else opened_at + hours * HOUR

    return Asked(
        opened_at=opened_at,
        due_at=opened_at + promise * HOUR,
        answered_at=after(answered),
        ended_at=after(ended),
    )


QUICK = [asked(100, 2)] * 5

TABLE = [
    # why, threads, in time, of how many, median in hours
    ("all in time", QUICK, 5, 5, 2),
    ("to the minute is in time", [*QUICK, asked(90, 12)], 6, 6, 2),
    ("one late", [*QUICK, asked(90, 13)], 5, 6, 2),
    ("one still waits, past the promise", [*QUICK, asked(13)], 5, 6, 2),
    ("one waits and is not due: it says nothing yet", [*QUICK, asked(11)], 5, 5, 2),
    ("nor does a quick answer that was not due yet", [*QUICK, asked(11, 1)], 5, 5, 2),
    ("taken away before it was due", [*QUICK, asked(90, ended=3)], 5, 5, 2),
    ("taken away when it was late", [*QUICK, asked(90, ended=13)], 5, 6, 2),
    ("answered, taken away later", [*QUICK, asked(90, 2, ended=5)], 6, 6, 2),
    ("each by its own promise", [*QUICK, asked(90, 20, promise=24)], 6, 6, 2),
    ("most still wait: the median is not seen", [*QUICK, *[asked(50)] * 6], 5, 11, None),
    ("nobody ever answered: said, not hidden", [asked(50)] * 5, 0, 5, None),
    # 5 at 2 h of 9 leave 4/9: those who still wait count as long as they were seen
    ("who still waits counts for the median", [*QUICK, *[asked(20)] * 4], 5, 9, 2),
    ("a clock that ran behind", [*QUICK, asked(90, -0.1)], 6, 6, 2),
]


@pytest.mark.parametrize(("why", "threads", "in_time", "of", "median"), TABLE)
def test_how_well_it_was_kept(why, threads, in_time, of, median):
    hours = median * HOUR if median is not None else None
    assert kept(threads, NIGHT) == Kept(in_time=in_time, of=of, median=hours), why


@pytest.mark.parametrize("threads", [[], [*QUICK[1:]], [*QUICK[1:], asked(11, 1), asked(11)]])
def test_with_few_nothing_is_said(threads):
    assert kept(threads, NIGHT) is None


@given(
    st.lists(
        st.builds(
            asked,
            st.integers(0, 2000),
            st.none() | st.floats(0, 100),
            st.none() | st.floats(0, 100),
            st.integers(1, 72),
        )
    )
)
def test_what_is_kept_is_a_part_of_what_was_due(threads):
    found = kept(threads, NIGHT)
    if found is not None:
        assert 0 <= found.in_time <= found.of <= len(threads)
        assert found.of >= 5


@given(st.integers(1, 72))
def test_the_rota_is_told_after_two_thirds(hours):
    promise = deadlines(NIGHT, hours)
    assert promise.due_at - NIGHT == hours * HOUR
    assert 3 * (promise.rota_at - NIGHT) == 2 * (promise.due_at - NIGHT)


def test_causes_and_subjects_fit_the_outbox():
    thread = new_id()
    causes = {cause_of(step, thread, due) for step in Step for due in (NIGHT, NIGHT + HOUR)}
    assert len(causes) == 4
    assert max(map(len, [*causes, subject_of_thread(thread)])) <= 64


@pytest.fixture
def manager(programme):
    return make_account(programme=programme, roles=[Role.MANAGER])


def promises():
    return list(Event.objects.filter(verb="forum.promise_changed").values_list("details"))


@in_database
def test_a_manager_promises_and_what_was_promised_before_stays(programme, space, opener, manager):
    with at(0):
        before = start(space, opener)
        for _twice in range(2):
            actions.save_promise(programme=programme, promise_hours=6, by=manager)
        after = start(space, opener)
        told = start(space, opener, looking_for="")
    assert [one.due_at for one in (before, after, told)] == [
        NIGHT + 12 * HOUR,
        NIGHT + 6 * HOUR,
        None,
    ]
    assert [one.rota_at for one in (before, after)] == [NIGHT + 8 * HOUR, NIGHT + 4 * HOUR]
    before.refresh_from_db()
    assert before.due_at == NIGHT + 12 * HOUR
    assert promises() == [({"promise_hours": 6},)]
    actions.save_promise(programme=make_programme(), promise_hours=12, by=TESTS)
    assert len(promises()) == 1


@in_database
@pytest.mark.parametrize("hours", [0, 73, -1])
def test_a_promise_out_of_reason_is_refused(programme, manager, hours):
    with pytest.raises(Invalid) as refused:
        actions.save_promise(programme=programme, promise_hours=hours, by=manager)
    assert list(refused.value.fields) == ["promise_hours"]
    assert not ForumSettings.objects.exists()


@in_database
def test_nobody_else_promises(programme):
    roles = (Role.MEMBER, Role.SUPPORTER, Role.SUPERVISOR, Role.MODERATOR)
    people = [make_account(programme=programme, roles=[role]) for role in roles]
    for by in (*people, make_account(programme=make_programme(), roles=[Role.MANAGER])):
        with pytest.raises(NotAllowed):
            actions.save_promise(programme=programme, promise_hours=6, by=by)
    assert not ForumSettings.objects.exists()


@in_database
def test_a_failing_record_undoes_the_promise(programme, manager, monkeypatch):
    def fails(**_kwargs):
        raise RuntimeError

    monkeypatch.setattr("hearten.audit.actions.record", fails)
    with pytest.raises(RuntimeError):
        actions.save_promise(programme=programme, promise_hours=6, by=manager)
    assert queries.settings_of(programme).promise_hours == 12


@in_database
def test_with_a_held_first_post_the_promise_counts_from_when_it_is_open(space, opener, programme):
    moderator = make_account(programme=programme, roles=[Role.MODERATOR])
    with at(0):
        released, reworded = start(space, opener, text=PHONE), start(space, opener, text=PHONE)
    with at(5):
        actions.release_post(post=released.posts.get(), by=moderator)
        actions.edit_post(post=reworded.posts.get(), text="I cannot sleep.", by=opener)
    for thread in Thread.objects.all():
        found = (thread.opened_at, thread.rota_at, thread.due_at)
        assert found == tuple(NIGHT + hours * HOUR for hours in (5, 13, 17))
    with at(6):
        write(released, opener)
    released.refresh_from_db()
    assert released.due_at == NIGHT + 17 * HOUR


@in_database
def test_figures_count_the_space_and_who_took_it_away(space, opener, other, programme, at_any_pace):
    elsewhere = make_space(programme)
    with at(0):
        threads = [start(space, opener) for _one in range(7)]
        start(elsewhere, opener)
        start(space, opener, looking_for="")
        held = start(space, opener, text=PHONE)
    with at(1):
        for thread in threads[:5]:
            write(thread, other)
    with at(3):
        actions.take_away(post=threads[5].posts.get(), by=opener)
    with at(13):
        assert queries.kept_in(space) == Kept(in_time=5, of=6, median=HOUR)
        assert queries.kept_in(elsewhere) is None
        actions.edit_post(post=held.posts.get(), text="I cannot sleep.", by=opener)
    with at(26):
        assert queries.kept_in(space) == Kept(in_time=5, of=7, median=HOUR)
    with at(24 * 90 + 1):
        assert queries.kept_in(space) is None


@in_database
def test_in_a_closed_space_nobody_waits_any_longer(space, opener, other):
    with at(0):
        threads = [start(space, opener) for _one in range(6)]
    with at(1):
        for thread in threads[:5]:
            write(thread, other)
    with at(2):
        actions.close_space(space=space, by=TESTS)
    space.refresh_from_db()
    with at(50):
        assert queries.kept_in(space) == Kept(in_time=5, of=5, median=HOUR)
