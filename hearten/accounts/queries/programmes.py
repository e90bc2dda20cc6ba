"""Reading programmes."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from hearten.accounts.models import Account, Programme, Welcome
from hearten.foundation.compiled import Compiled, any_id


def programme_of(account: Account) -> Programme | None:
    """The programme a person belongs to; the first one they joined if several."""
    return next(iter(_FIRST_JOINED.instances(account_id=account.pk)), None)


def _first_joined(account_id: UUID) -> QuerySet[Programme]:
    here = Programme.objects.filter(
        memberships__account=account_id, memberships__ended_at__isnull=True
    )
    return here.order_by("memberships__since")[:1]


_FIRST_JOINED = Compiled(_first_joined, account_id=any_id())


def programmes_of(account: Account) -> QuerySet[Programme]:
    """Every programme a person belongs to now."""
    return Programme.objects.filter(
        memberships__account=account, memberships__ended_at__isnull=True
    ).distinct()


def programmes_ever_of(account: Account) -> QuerySet[Programme]:
    """Every programme a person belongs to now or once did."""
    return Programme.objects.filter(memberships__account=account).distinct()


def programme_to_join(slug: str | None = None) -> Programme | None:
    """The programme of that address; without one the only programme, if there is exactly one."""
    if slug is not None:
        return Programme.objects.filter(slug=slug).first()
    programmes = list(Programme.objects.order_by("created_at")[:2])
    return programmes[0] if len(programmes) == 1 else None


def open_programmes() -> QuerySet[Programme]:
    """Programmes that take new people, by name."""
    return Programme.objects.filter(open_to_join=True).order_by("name")


def welcomes_of(programme: Programme) -> dict[str, str]:
    """A programme's words of welcome by language."""
    return dict(Welcome.objects.filter(programme=programme).values_list("language", "text"))


def welcome_in(programme: Programme, language: str) -> Welcome | None:
    """The words of welcome in `language`, else in the programme's main one; None without either."""
    return welcomes_in([programme], language)[0][1]


def welcomes_in(
    programmes: Iterable[Programme], language: str
) -> list[tuple[Programme, Welcome | None]]:
    """Each programme with its words of welcome, as `welcome_in`."""
    programmes = list(programmes)
    there = {
        (one.programme_id, one.language): one
        for one in Welcome.objects.filter(programme__in=programmes)
    }
    return [
        (one, there.get((one.id, language)) or there.get((one.id, one.language)))
        for one in programmes
    ]
