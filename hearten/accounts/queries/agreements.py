"""Reading agreements and who accepted them."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from hearten.accounts.models import (
    Acceptance,
    Account,
    Agreement,
    AgreementKind,
    Membership,
    Programme,
    Role,
)
from hearten.accounts.queries.programmes import programmes_of


def current_agreements(programme: Programme) -> QuerySet[Agreement]:
    """The newest version of each kind, by kind."""
    newer = Agreement.objects.filter(
        programme=OuterRef("programme"), kind=OuterRef("kind"), version__gt=OuterRef("version")
    )
    return Agreement.objects.filter(~Exists(newer), programme=programme).order_by("kind")


def current_agreement(programme: Programme, kind: AgreementKind) -> Agreement | None:
    """The newest version of one kind."""
    return current_agreements(programme).filter(kind=kind).first()


def agreements_to_join(programme: Programme) -> QuerySet[Agreement]:
    """What everybody accepts before they are a member."""
    return current_agreements(programme).filter(
        kind__in=[AgreementKind.TERMS, AgreementKind.PRIVACY]
    )


def agreements_to_accept(account: Account, programme: Programme) -> QuerySet[Agreement]:
    """Current agreements that concern this person's roles and that they did not accept yet."""
    supports = Membership.objects.filter(
        account=account, programme=programme, role=Role.SUPPORTER, ended_at__isnull=True
    )
    accepted = Acceptance.objects.filter(agreement=OuterRef("pk"), account=account)
    return current_agreements(programme).filter(
        ~Exists(accepted),
        Q(kind__in=[AgreementKind.TERMS, AgreementKind.PRIVACY])
        | Q(Exists(supports), kind=AgreementKind.SUPPORTER),
    )


def acceptances_of(account: Account) -> QuerySet[Acceptance]:
    """What a person agreed to and when, newest first."""
    return (
        Acceptance.objects.filter(account=account)
        .select_related("agreement")
        .order_by("-at", "agreement__kind")
    )


def agreements_visible_to(account: Account) -> QuerySet[Agreement]:
    """Every version of the agreements of the programmes a person belongs to."""
    return Agreement.objects.filter(programme__in=programmes_of(account))


def agreement_kinds(programme: Programme) -> list[tuple[AgreementKind, list[Agreement]]]:
    """Each kind with its versions, newest first."""
    versions = list(Agreement.objects.filter(programme=programme).order_by("-version"))
    return [(kind, [one for one in versions if one.kind == kind]) for kind in AgreementKind]
