import pytest

from hearten.accounts import actions, policies, ports, queries
from hearten.accounts.models import Account, Membership, RestoreReason, Role, SuspendReason
from hearten.accounts.tests.factories import TESTS, client_of, make_account, make_programme
from hearten.audit.models import Event
from hearten.foundation.errors import NotAllowed, NotPossible

pytestmark = pytest.mark.django_db


def test_roles_are_given_and_ended(programme):
    otter = make_account(programme=programme)
    manager = make_account(programme=programme, roles=[Role.MANAGER])
    for _turn in range(2):
        actions.give_role(account=otter, programme=programme, role=Role.SUPPORTER, by=manager)
    assert queries.roles_of(otter, programme) == {Role.MEMBER, Role.SUPPORTER}
    assert list(queries.people_with(programme, Role.SUPPORTER)) == [otter]
    for _turn in range(2):
        actions.end_role(account=otter, programme=programme, role=Role.SUPPORTER, by=manager)
    assert queries.roles_of(otter, programme) == {Role.MEMBER}
    about = Event.objects.filter(object_id=str(otter.id), verb__startswith="accounts.role")
    assert list(about.values_list("verb", "details", "actor_id")) == [
        (verb, {"role": "supporter", "programme": str(programme.id)}, manager.id)
        for verb in ("accounts.role_given", "accounts.role_ended")
    ]


def test_a_role_can_be_given_again_after_it_ended(programme):
    otter = make_account(programme=programme, roles=[Role.SUPPORTER])
    actions.end_role(account=otter, programme=programme, role=Role.SUPPORTER, by=TESTS)
    actions.give_role(account=otter, programme=programme, role=Role.SUPPORTER, by=TESTS)
    assert Membership.objects.filter(account=otter, role=Role.SUPPORTER).count() == 2
    assert Role.SUPPORTER in queries.roles_of(otter, programme)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.MANAGER])
def test_nobody_but_a_manager_gives_or_ends_roles(programme, role):
    helper = make_account(programme=programme, roles={role} - {Role.MEMBER})
    with pytest.raises(NotAllowed):
        actions.give_role(account=helper, programme=programme, role=Role.MANAGER, by=helper)
    with pytest.raises(NotAllowed):
        actions.end_role(account=helper, programme=programme, role=role, by=helper)


def test_a_manager_elsewhere_is_nobody_here(programme):
    stranger = make_account(programme=make_programme(), roles=[Role.MANAGER])
    otter = make_account(programme=programme)
    with pytest.raises(NotAllowed):
        actions.give_role(account=otter, programme=programme, role=Role.SUPPORTER, by=stranger)
    with pytest.raises(NotAllowed):
        actions.suspend(account=otter, reason=SuspendReason.HARM, by=stranger)


def test_a_programme_keeps_a_manager(programme):
    only = make_account(programme=programme, roles=[Role.MANAGER])
    with pytest.raises(NotPossible) as last:
        actions.end_role(account=only, programme=programme, role=Role.MANAGER, by=only)
    assert last.value.code == "last_manager"
    with pytest.raises(NotPossible):
        actions.suspend(account=only, reason=SuspendReason.HARM, by=TESTS)
    second = make_account(programme=programme, roles=[Role.MANAGER])
    actions.suspend(account=second, reason=SuspendReason.HARM, by=only)
    with pytest.raises(NotPossible):  # a suspended manager does not count
        actions.end_role(account=only, programme=programme, role=Role.MANAGER, by=only)
    actions.restore(account=second, reason=RestoreReason.MISTAKE, by=only)
    actions.end_role(account=only, programme=programme, role=Role.MANAGER, by=only)
    assert list(queries.people_with(programme, Role.MANAGER)) == [second]


def test_a_suspended_person_holds_no_role(programme):
    otter = make_account(programme=programme, roles=[Role.MODERATOR])
    assert policies.may_moderate(otter.id, programme)
    actions.suspend(account=otter, reason=SuspendReason.HARM, by=TESTS)
    assert not policies.may_moderate(otter.id, programme)
    assert not queries.people_with(programme, Role.MODERATOR).exists()


def test_nobody_has_no_role(programme):
    assert not queries.has_role(None, programme.id, *Role)
    assert not policies.may_manage(None, programme)


@pytest.mark.parametrize(
    ("role", "of", "may"),
    [
        (Role.MANAGER, Role.MEMBER, True),
        (Role.MANAGER, Role.MANAGER, True),
        (Role.MODERATOR, Role.MEMBER, True),
        (Role.MODERATOR, Role.SUPPORTER, True),
        (Role.MODERATOR, Role.MODERATOR, True),
        (Role.MODERATOR, Role.MANAGER, False),
        (Role.SUPERVISOR, Role.MEMBER, False),
        (Role.SUPPORTER, Role.MEMBER, False),
        (Role.MEMBER, Role.MEMBER, False),
    ],
)
def test_who_may_suspend_whom(programme, role, of, may):
    make_account(programme=programme, roles=[Role.MANAGER])
    by = make_account(programme=programme, roles={role} - {Role.MEMBER})
    who = make_account(programme=programme, roles={of} - {Role.MEMBER})
    assert policies.may_suspend(by, who) is may
    if may:
        actions.suspend(account=who, reason=SuspendReason.HARM, by=by)
    else:
        with pytest.raises(NotAllowed):
            actions.suspend(account=who, reason=SuspendReason.HARM, by=by)
    who.refresh_from_db()
    assert who.is_active is not may


def test_nobody_suspends_themselves(programme):
    make_account(programme=programme, roles=[Role.MANAGER])
    by = make_account(programme=programme, roles=[Role.MANAGER])
    with pytest.raises(NotPossible) as refused:
        actions.suspend(account=by, reason=SuspendReason.HARM, by=by)
    assert refused.value.code == "self"


@pytest.fixture
def told(monkeypatch):
    calls = []
    monkeypatch.setattr(ports, "_on_suspended", [lambda **given: calls.append(given)])
    return calls


def test_suspending_tells_the_domains_above_once(programme, told):
    otter = make_account(programme=programme)
    for _turn in range(2):
        actions.suspend(account=otter, reason=SuspendReason.DISHONEST, by=TESTS)
    assert told == [{"account_id": otter.id, "by": TESTS}]
    event = Event.objects.get(verb="accounts.suspended")
    assert (event.object_id, event.details) == (str(otter.id), {"reason": "dishonest"})


def test_restoring_lets_the_person_in_again_once(programme, told):
    otter = make_account(programme=programme)
    actions.suspend(account=otter, reason=SuspendReason.SAFETY, by=TESTS)
    for _turn in range(2):
        actions.restore(account=otter, reason=RestoreReason.LOOKED_INTO, by=TESTS)
    assert client_of(otter).get("/me/account/").status_code == 200
    event = Event.objects.get(verb="accounts.restored")
    assert event.details == {"reason": "looked_into"}
    assert len(told) == 1


def test_when_a_domain_above_fails_nobody_is_suspended(programme, monkeypatch):
    def fail(**given):
        raise RuntimeError("matching is broken")

    monkeypatch.setattr(ports, "_on_suspended", [fail])
    otter = make_account(programme=programme)
    client = client_of(otter)
    with pytest.raises(RuntimeError):
        actions.suspend(account=otter, reason=SuspendReason.HARM, by=TESTS)
    assert Account.objects.get(pk=otter.pk).is_active
    assert client.get("/me/account/").status_code == 200


def test_a_listener_is_bound_once(monkeypatch):
    monkeypatch.setattr(ports, "_on_suspended", [])

    def listener(**given):
        pass

    ports.bind_on_suspended(listener)
    ports.bind_on_suspended(listener)
    assert ports._on_suspended == [listener]


@pytest.fixture
def told_of_end(monkeypatch):
    """What those who listen for a supporter's end were told."""
    heard = []
    monkeypatch.setattr(ports, "_on_supporter_ended", [])
    ports.bind_on_supporter_ended(heard_by := lambda **what: heard.append(what))
    ports.bind_on_supporter_ended(heard_by)
    return heard


def test_the_end_of_a_supporter_is_told_once_and_only_then(programme, told_of_end):
    otter = make_account(programme=programme, roles=[Role.SUPPORTER, Role.SUPERVISOR])
    actions.end_role(account=otter, programme=programme, role=Role.SUPERVISOR, by=TESTS)
    assert told_of_end == []
    for _turn in range(2):
        actions.end_role(account=otter, programme=programme, role=Role.SUPPORTER, by=TESTS)
    assert told_of_end == [{"account_id": otter.id, "programme_id": programme.id, "by": TESTS}]


def test_a_role_stays_when_what_follows_from_its_end_fails(programme, monkeypatch):
    def failing(**_what):
        raise RuntimeError("not now")

    monkeypatch.setattr(ports, "_on_supporter_ended", [failing])
    otter = make_account(programme=programme, roles=[Role.SUPPORTER])
    with pytest.raises(RuntimeError, match="not now"):
        actions.end_role(account=otter, programme=programme, role=Role.SUPPORTER, by=TESTS)
    assert Role.SUPPORTER in queries.roles_of(otter, programme)
    assert not Event.objects.filter(verb="accounts.role_ended").exists()


def end(account, programme, *roles, by=TESTS):
    for role in roles:
        actions.end_role(account=account, programme=programme, role=role, by=by)


@pytest.mark.parametrize(
    "order", [[Role.MEMBER, Role.SUPPORTER], [Role.SUPPORTER, Role.MEMBER], [Role.MEMBER]]
)
def test_what_is_open_ends_with_the_last_of_member_and_supporter(
    programme, told, told_of_end, order
):
    otter = make_account(programme=programme, roles=[Role.SUPERVISOR, *order])
    end(otter, programme, Role.SUPERVISOR, *order[:-1])
    assert told == []
    for _turn in range(2):
        end(otter, programme, order[-1])
    assert told == [{"account_id": otter.id, "by": TESTS}]


def test_a_member_elsewhere_keeps_what_is_open(programme, told):
    otter = make_account(programme=programme)
    other = make_programme()
    actions.give_role(account=otter, programme=other, role=Role.MEMBER, by=TESTS)
    client_of(otter)
    end(otter, programme, Role.MEMBER)
    assert told == []
    assert queries.sessions_of(otter).count() == 1


def test_somebody_without_any_role_is_signed_out(programme, told):
    otter = make_account(programme=programme, roles=[Role.MODERATOR])
    theirs = client_of(otter)
    end(otter, programme, Role.MEMBER)
    assert queries.sessions_of(otter).count() == 1
    assert theirs.get("/me/account/").status_code == 200
    end(otter, programme, Role.MODERATOR)
    assert queries.sessions_of(otter).count() == 0
    assert theirs.get("/me/account/").status_code == 302


def test_a_role_stays_when_ending_what_was_open_fails(programme, monkeypatch):
    def failing(**_what):
        raise RuntimeError("not now")

    monkeypatch.setattr(ports, "_on_suspended", [failing])
    otter = make_account(programme=programme)
    client_of(otter)
    with pytest.raises(RuntimeError, match="not now"):
        end(otter, programme, Role.MEMBER)
    assert queries.roles_of(otter, programme) == {Role.MEMBER}
    assert queries.sessions_of(otter).count() == 1


@pytest.mark.parametrize(
    ("role", "may"), [(Role.MANAGER, True), (Role.MODERATOR, True), (Role.SUPERVISOR, False)]
)
def test_somebody_whose_last_role_ended_is_still_in_reach(programme, role, may):
    by = make_account(programme=programme, roles=[role])
    stranger = make_account(programme=make_programme(), roles=[Role.MANAGER])
    otter = make_account(programme=programme)
    end(otter, programme, Role.MEMBER)
    assert policies.may_suspend(by, otter) is may
    assert not policies.may_suspend(stranger, otter)
    assert list(queries.people_of(programme).filter(pk=otter.pk)) == [otter]
    assert not queries.people_of(make_programme()).exists()
    if may:
        actions.suspend(account=otter, reason=SuspendReason.HARM, by=by)
        assert not Account.objects.get(pk=otter.pk).is_active
        actions.restore(account=otter, reason=RestoreReason.MISTAKE, by=by)
        assert Account.objects.get(pk=otter.pk).is_active


def test_a_manager_finds_and_suspends_somebody_whose_last_role_ended(programme):
    client = client_of(make_account(programme=programme, roles=[Role.MANAGER]))
    otter = make_account("Gone Heron", programme=programme)
    end(otter, programme, Role.MEMBER)
    address = f"/programme/people/{otter.id}/"
    listed = client.get("/programme/people/", {"q": "gone"}).context["part"].people
    assert [(one.pseudonym, one.held) for one in listed] == [("Gone Heron", [])]
    assert client.get(address).status_code == 200
    assert client.post(f"{address}suspend/", {"reason": "harm"}).url == address
    assert not Account.objects.get(pk=otter.pk).is_active
    client.post(f"{address}restore/", {"reason": "mistake"})
    client.post(f"{address}role/", {"role": "member"})
    assert queries.roles_of(otter, programme) == {Role.MEMBER}


def test_where_nobody_counts_a_supporter_is_with_nobody(programme, monkeypatch):
    monkeypatch.setattr(ports, "_count_supported", [])
    otter = make_account(programme=programme, roles=[Role.SUPPORTER])
    assert queries.supported_by(otter, programme) == 0


@pytest.mark.parametrize(
    ("people", "words"),
    [(0, None), (1, "They are with 1 person now."), (3, "They are with 3 people now.")],
)
def test_a_manager_reads_beforehand_how_many_people_it_concerns(
    programme, monkeypatch, people, words
):
    monkeypatch.setattr(ports, "_count_supported", [])
    ports.bind_count_supported(lambda *, account_id, programme_id: people)
    otter = make_account(programme=programme, roles=[Role.SUPPORTER])
    manager = make_account(programme=programme, roles=[Role.MANAGER])
    html = client_of(manager).get(f"/programme/people/{otter.id}/").content.decode()
    promise = "Each of the people is told kindly, and we look for somebody new for them at once."
    assert ("They are with" in html, promise in html) == (bool(words), bool(words))
    if words:
        assert html.count(words) == 1
    nobody = make_account(programme=programme, roles=[Role.MODERATOR])
    other = client_of(manager).get(f"/programme/people/{nobody.id}/").content.decode()
    assert "They are with" not in other
