"""Publishing and accepting agreements."""

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts import policies, queries
from hearten.accounts.models import Acceptance, Account, Agreement, AgreementKind, Programme
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.foundation.text import clean_text

TEXT_MOST = 20_000
WHAT_CHANGED_MOST = 1000


@transaction.atomic
def publish_agreement(
    *,
    programme: Programme,
    kind: AgreementKind,
    text: str,
    what_changed: str = "",
    follows: int | None = None,
    by: Actor,
) -> Agreement:
    """Publish the next version; everybody it concerns is asked on their next page.

    `follows` is the version the writer saw (0 for none): when somebody published another one since,
    nothing is published. Publishing the words that already stand changes nothing.
    """
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    if not policies.may_change_programme(by, programme):
        raise NotAllowed(_("Only a manager of this programme can publish agreements."))
    text = clean_text(text, most=TEXT_MOST)
    newest = queries.current_agreement(programme, kind)
    if newest is not None and newest.text == text:
        return newest
    version = newest.version if newest else 0
    if follows is not None and follows != version:
        raise NotPossible(
            _("Somebody published another version meanwhile. Please read it before you publish.")
        )
    agreement = Agreement.objects.create(
        programme=programme,
        kind=kind,
        version=version + 1,
        text=text,
        what_changed=clean_text(what_changed, most=WHAT_CHANGED_MOST, required=version > 0),
    )
    audit.record(
        verb=Verb.AGREEMENT_PUBLISHED,
        subject=agreement,
        by=by,
        kind=str(kind),
        version=agreement.version,
    )
    return agreement


@transaction.atomic
def accept_agreement(*, agreement: Agreement, account: Account, by: Actor) -> Acceptance:
    """A person says yes to one version. An old version can no longer be accepted."""
    if not policies.is_self(by, account.id):
        raise NotAllowed(_("Nobody can agree for somebody else."))
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    newest = queries.current_agreement(agreement.programme, AgreementKind(agreement.kind))
    if newest != agreement:
        raise NotPossible(_("There is a newer text. Please read that one."))
    acceptance, new = Acceptance.objects.get_or_create(agreement=agreement, account=account)
    if new:
        audit.record(
            verb=Verb.AGREEMENT_ACCEPTED,
            subject=agreement,
            by=by,
            account=str(account.id),
            version=agreement.version,
        )
    return acceptance
