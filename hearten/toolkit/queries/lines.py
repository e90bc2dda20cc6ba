"""The crisis lines that belong to a person's plan."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hearten.accounts.models import Account, Programme
from hearten.crisis import queries as crisis
from hearten.crisis import rules as crisis_rules
from hearten.crisis.rules import CountryLines
from hearten.toolkit.queries.plans import EntryRead
from hearten.toolkit.rules import PHONE_MOST, TEXT_MOST, is_phone


def country_of(account: Account, programme: Programme) -> str:
    """The person's country, else their programme's."""
    if crisis_rules.is_country(account.country):
        return account.country
    return programme.country


def lines_of(account: Account, programme: Programme) -> CountryLines:
    """What this person can call now; it never fails."""
    return crisis.lines_for(country_of(account, programme), get_language() or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A crisis line that one press writes into the plan."""

    text: str
    phone: str

    @property
    def key(self) -> str:
        """Names it in the form."""
        return f"{self.phone}|{self.text}"


def offers_for(lines: CountryLines, written: Collection[EntryRead]) -> list[Offer]:
    """Lines with a number that the plan does not hold yet."""
    held = {entry.dial for entry in written if entry.dial}
    offers = {
        line.dial: Offer(text=(line.name or _("Crisis line"))[:TEXT_MOST], phone=line.phone)
        for line in lines.crisis
        if line.dial not in held and len(line.phone) <= PHONE_MOST and is_phone(line.phone)
    }
    return list(offers.values())
