"""Publishing, translating and accepting agreements."""

from collections.abc import Mapping
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts import places, policies, queries, starter_agreements
from hearten.accounts.models import (
    LANGUAGES,
    Acceptance,
    Account,
    Agreement,
    AgreementKind,
    AgreementText,
    Programme,
)
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.foundation.text import clean_text

TEXT_MOST = 20_000
WHAT_CHANGED_MOST = 1000


class AgreementWords(NamedTuple):
    """A version in one language."""

    text: str
    what_changed: str = ""


@transaction.atomic
def publish_agreement(
    *,
    programme: Programme,
    kind: AgreementKind,
    text: str,
    what_changed: str = "",
    translations: Mapping[str, AgreementWords] | None = None,
    follows: int | None = None,
    by: Actor,
) -> Agreement:
    """Publish the next version in the programme's main language, and in others as far as they are
    written; everybody it concerns is asked on their next page.

    `follows` is the version the writer saw (0 for none): when somebody published another one since,
    nothing is published. Publishing the words that already stand changes nothing.
    """
    row = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    if not policies.may_change_programme(by, row):
        raise NotAllowed(_("Only a manager of this programme can publish agreements."))
    newest = queries.current_agreement(row, kind)
    version = newest.version if newest else 0
    given = {**(translations or {}), row.language: AgreementWords(text, what_changed)}
    # What changed is asked only of words that changed something.
    words = {language: _clean(language, one) for language, one in given.items()}
    if newest is not None and _stand(newest, words):
        return newest
    if follows is not None and follows != version:
        raise NotPossible(
            _("Somebody published another version meanwhile. Please read it before you publish.")
        )
    agreement = Agreement.objects.create(
        programme=row, kind=kind, version=version + 1, language=row.language
    )
    languages = sorted(words)
    texts = [_text(agreement, language, words[language]) for language in languages]
    AgreementText.objects.bulk_create(texts)
    _record_published(agreement, languages, by)
    return agreement


@transaction.atomic
def publish_starters(*, programme: Programme, by: Actor) -> None:
    """Publish the words every programme begins with, in every language of the pages: the first
    version of each agreement, of a programme that has none. Only the installation itself may."""
    if by.actor_id is not None:
        raise NotAllowed(_("Programmes are founded from the command line."))
    agreements = Agreement.objects.bulk_create(
        Agreement(programme=programme, kind=kind, version=1, language=programme.language)
        for kind in AgreementKind
    )
    AgreementText.objects.bulk_create(
        _text(
            one,
            language,
            AgreementWords(starter_agreements.text_in(AgreementKind(one.kind), language)),
        )
        for one in agreements
        for language in LANGUAGES
    )
    for one in agreements:
        _record_published(one, sorted(LANGUAGES), by)


def _record_published(agreement: Agreement, languages: list[str], by: Actor) -> None:
    audit.record(
        verb=Verb.AGREEMENT_PUBLISHED,
        subject=agreement,
        by=by,
        kind=str(agreement.kind),
        version=agreement.version,
        languages=languages,
    )


@transaction.atomic
def translate_agreement(
    *, agreement: Agreement, language: str, text: str, what_changed: str = "", by: Actor
) -> AgreementText:
    """Add the current version's words in one more language. It is the same version: nobody is asked
    again. The words that already stand can be given again; other words need a new version."""
    Programme.objects.select_for_update(no_key=True).get(pk=agreement.programme_id)
    if not policies.may_change_programme(by, agreement.programme):
        raise NotAllowed(_("Only a manager of this programme can publish agreements."))
    words = _clean(language, AgreementWords(text, what_changed))
    if agreement != queries.current_agreement(agreement.programme, AgreementKind(agreement.kind)):
        raise NotPossible(
            _("Somebody published another version meanwhile. Please read it before you publish.")
        )
    standing = agreement.texts.filter(language=language).first()
    if standing is not None and standing.text == words.text:
        return standing
    if standing is not None:
        raise NotPossible(
            _(
                "This version has a text in that language already. To change it, write a new version."
            )
        )
    translation = _text(agreement, language, words)
    translation.save(force_insert=True)
    audit.record(
        verb=Verb.AGREEMENT_TRANSLATED,
        subject=agreement,
        by=by,
        kind=agreement.kind,
        version=agreement.version,
        language=language,
    )
    return translation


@transaction.atomic
def accept_agreement(*, text: AgreementText, account: Account, by: Actor) -> Acceptance:
    """A person says yes to one version, having been shown `text`, its words in one language. An old
    version can no longer be accepted."""
    if not policies.is_self(by, account.id):
        raise NotAllowed(_("Nobody can agree for somebody else."))
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    agreement = text.agreement
    newest = queries.current_agreement(agreement.programme, AgreementKind(agreement.kind))
    if newest != agreement:
        raise NotPossible(_("There is a newer text. Please read that one."))
    acceptance, new = Acceptance.objects.get_or_create(
        agreement=agreement, account=account, defaults={"text": text}
    )
    if new:
        audit.record(
            verb=Verb.AGREEMENT_ACCEPTED,
            subject=agreement,
            by=by,
            account=str(account.id),
            version=agreement.version,
            language=text.language,
        )
    return acceptance


def _clean(language: str, words: AgreementWords) -> AgreementWords:
    if not places.is_language(language):
        raise Invalid(_("Choose a language from the list."), code="language")
    return AgreementWords(
        clean_text(words.text, most=TEXT_MOST),
        clean_text(words.what_changed, most=WHAT_CHANGED_MOST, required=False),
    )


def _stand(agreement: Agreement, words: Mapping[str, AgreementWords]) -> bool:
    """Whether the version says all of this already."""
    standing = dict(agreement.texts.values_list("language", "text"))
    return all(standing.get(language) == one.text for language, one in words.items())


def _text(agreement: Agreement, language: str, words: AgreementWords) -> AgreementText:
    if agreement.version > 1:
        clean_text(words.what_changed, most=WHAT_CHANGED_MOST)
    return AgreementText(
        agreement=agreement,
        language=language,
        text=words.text,
        what_changed=words.what_changed,
    )
