"""Reading agreements and who accepted them."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from hearten.accounts import ports
from hearten.accounts.models import (
    Acceptance,
    Account,
    Agreement,
    AgreementKind,
    AgreementText,
    Membership,
    Programme,
    Role,
)
from hearten.accounts.queries.programmes import programmes_of
from hearten.foundation.compiled import Compiled, any_id


def current_agreements(programme: Programme) -> QuerySet[Agreement]:
    """The newest version of each kind, by kind."""
    return _current_in(programme.pk)


def _current_in(programme_id: UUID) -> QuerySet[Agreement]:
    newer = Agreement.objects.filter(
        programme=OuterRef("programme"), kind=OuterRef("kind"), version__gt=OuterRef("version")
    )
    return Agreement.objects.filter(~Exists(newer), programme=programme_id).order_by("kind")


def current_agreement(programme: Programme, kind: AgreementKind) -> Agreement | None:
    """The newest version of one kind."""
    return next((one for one in _current(programme) if one.kind == kind), None)


def agreements_to_join(programme: Programme) -> list[Agreement]:
    """What everybody accepts before they are a member."""
    return [one for one in _current(programme) if one.kind in _TO_JOIN]


_CURRENT = Compiled(_current_in, programme_id=any_id())
_TO_JOIN = (AgreementKind.TERMS, AgreementKind.PRIVACY)


def _current(programme: Programme) -> list[Agreement]:
    return _in_programme(_CURRENT.instances(programme_id=programme.pk), programme)


def _in_programme(agreements: list[Agreement], programme: Programme) -> list[Agreement]:
    for one in agreements:
        one.programme = programme
    return agreements


def agreements_to_accept(account: Account, programme: Programme) -> list[Agreement]:
    """Current agreements that concern this person's roles and that they did not accept yet."""
    asked = _TO_ACCEPT.instances(account_id=account.pk, programme_id=programme.pk)
    return _in_programme(asked, programme)


def _to_accept(account_id: UUID, programme_id: UUID) -> QuerySet[Agreement]:
    supports = Membership.objects.filter(
        account=account_id, programme=programme_id, role=Role.SUPPORTER, ended_at__isnull=True
    )
    accepted = Acceptance.objects.filter(agreement=OuterRef("pk"), account=account_id)
    return _current_in(programme_id).filter(
        ~Exists(accepted),
        Q(kind__in=_TO_JOIN) | Q(Exists(supports), kind=AgreementKind.SUPPORTER),
    )


_TO_ACCEPT = Compiled(_to_accept, account_id=any_id(), programme_id=any_id())


def asked_first(account: Account, programme: Programme) -> tuple[bool, bool]:
    """Whether agreements wait for a person's yes, and whether something was written to them that comes
    before other pages: one question, for every page asks it."""
    [(agreements, written)] = _ASKED_FIRST.rows(account_id=account.pk, programme_id=programme.pk)
    return agreements, written


# Compiled as it is bound then: config/wiring.py does so before anybody asks.
def _asked_first(account_id: UUID, programme_id: UUID) -> QuerySet[Account, tuple[bool, bool]]:
    asked = Account.objects.filter(pk=account_id).annotate(
        agreements=Exists(_to_accept(account_id, programme_id)),
        written=ports.waits_first(OuterRef("pk")),
    )
    return asked.values_list("agreements", "written")


_ASKED_FIRST = Compiled(_asked_first, account_id=any_id(), programme_id=any_id())


def acceptances_of(account: Account) -> QuerySet[Acceptance]:
    """What a person agreed to and when, newest first."""
    return (
        Acceptance.objects.filter(account=account)
        .select_related("agreement", "text")
        .order_by("-at", "agreement__kind")
    )


def agreements_visible_to(account: Account) -> QuerySet[Agreement]:
    """Every version of the agreements of the programmes a person belongs to."""
    return Agreement.objects.filter(programme__in=programmes_of(account))


def agreement_kinds(programme: Programme) -> list[tuple[AgreementKind, list[Agreement]]]:
    """Each kind with its versions, newest first."""
    texts = Prefetch(
        "texts", AgreementText.objects.only("agreement", "language").order_by("language")
    )
    versions = list(
        Agreement.objects.filter(programme=programme).prefetch_related(texts).order_by("-version")
    )
    return [(kind, [one for one in versions if one.kind == kind]) for kind in AgreementKind]


def texts_in(agreements: Iterable[Agreement], language: str) -> list[AgreementText]:
    """The words of each, in `language` or else in the one it was written in; in the same order."""
    agreements = list(agreements)
    its_own = Q(language=F("agreement__language"))
    texts = AgreementText.objects.filter(its_own | Q(language=language), agreement__in=agreements)
    read: dict[UUID, list[AgreementText]] = defaultdict(list)
    for text in texts:
        read[text.agreement_id].append(text)
    return [_text_in(one, read[one.pk], language) for one in agreements]


def text_in(agreement: Agreement, language: str) -> AgreementText:
    """The words of one agreement, in `language` or else in the one it was written in."""
    return _text_in(agreement, agreement.texts.all(), language)


def _text_in(agreement: Agreement, texts: Iterable[AgreementText], language: str) -> AgreementText:
    by_language = {one.language: one for one in texts}
    text = by_language.get(language) or by_language[agreement.language]
    text.agreement = agreement
    return text


def texts_of(agreement: Agreement) -> dict[str, str]:
    """The words of one version by language."""
    return dict(agreement.texts.values_list("language", "text"))


def text_before(agreement: Agreement, language: str) -> str:
    """What an earlier version last said in that language; empty when none did."""
    earlier = AgreementText.objects.filter(
        agreement__programme=agreement.programme_id,
        agreement__kind=agreement.kind,
        agreement__version__lt=agreement.version,
        language=language,
    )
    newest = earlier.order_by("-agreement__version").first()
    return newest.text if newest else ""


def agreement_of(programme: Programme, kind: AgreementKind, version: int) -> Agreement | None:
    """One version by its number."""
    return Agreement.objects.filter(programme=programme, kind=kind, version=version).first()
