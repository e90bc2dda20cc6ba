"""The pages that are measured and who asks for each: people of the written demo, who are the same
at every size and live in the same crowd as everybody."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.test import Client
from django.urls import reverse

from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.queries import people_with
from hearten.accounts.tests.factories import accept_all, client_of
from hearten.conversations.models import Conversation
from hearten.demo import reading
from hearten.demo.programme import demo_programme
from hearten.matching.models import OPEN_STAGES, Proposal, RequestState, SupportRequest


@dataclass
class Page:
    """An address as somebody sees it."""

    name: str
    path: str
    client: Client

    @property
    def cookie(self) -> str:
        """What this reader's browser sends."""
        return "; ".join(f"{c.key}={c.value}" for c in self.client.cookies.values())


class Cast:
    """Who asks, found in the demo."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        written = {
            w.text("name") for kind in ("members", "supporters") for w in reading.people(kind)
        }
        self.written = Account.objects.filter(pseudonym__in=written)

    def waiting(self) -> Account:
        """The member who waits longest."""
        waits = SupportRequest.objects.filter(
            state=RequestState.WAITING, member__in=self.written
        ).order_by("waiting_since")
        return waits.select_related("member")[0].member

    def calm(self) -> Account:
        """A member who never asked and so may."""
        members = people_with(self.programme, Role.MEMBER).values("pk")
        return self.written.filter(pk__in=members, requests=None).order_by("pseudonym_key")[0]

    def talk(self) -> Conversation:
        """The longest open conversation."""
        return (
            Conversation.objects.filter(ended_at=None, pairing__member__in=self.written)
            .select_related("pairing__member", "pairing__supporter")
            .order_by("-newest_seq")[0]
        )

    def asked(self) -> Account:
        """The supporter with a question to answer, or failing that with somebody to talk to."""
        open_questions = Proposal.objects.filter(
            stage__in=OPEN_STAGES, supporter__in=self.written
        ).order_by("made_at")
        first = open_questions.select_related("supporter").first()
        return first.supporter if first else self.talk().pairing.supporter

    def staff(self, role: Role) -> Account:
        """Somebody with this role, the same at every size."""
        return people_with(self.programme, role).order_by("pseudonym_key")[0]


def pages() -> Iterator[Page]:
    """Every page with its reader signed in."""
    programme = demo_programme()
    assert programme is not None
    cast = Cast(programme)
    talk = cast.talk()
    manager = cast.staff(Role.MANAGER)
    readers: list[tuple[str, str, Callable[[], Account | None]]] = [
        ("landing", reverse("pages:home"), lambda: None),
        ("crisis help", reverse("crisis:help"), lambda: None),
        ("home, member", reverse("pages:home"), lambda: talk.pairing.member),
        ("home, supporter", reverse("pages:home"), lambda: talk.pairing.supporter),
        ("ask", reverse("matching:ask"), cast.calm),
        ("waiting", reverse("matching:waiting"), cast.waiting),
        (
            "conversation",
            reverse("conversations:show", args=[talk.id]),
            lambda: talk.pairing.member,
        ),
        ("inbox", reverse("matching:inbox"), cast.asked),
        ("programme", reverse("pages:programme"), lambda: manager),
        ("waits", reverse("matching:waits"), lambda: manager),
        ("people", reverse("accounts:people"), lambda: manager),
        ("cases", reverse("safety:cases"), lambda: cast.staff(Role.MODERATOR)),
    ]
    for name, path, reader in readers:
        yield Page(name, path, _client(reader(), programme))


def _client(reader: Account | None, programme: Programme) -> Client:
    if reader is None:
        return Client(SERVER_NAME="localhost")
    accept_all(reader, programme)
    return client_of(reader, SERVER_NAME="localhost")
