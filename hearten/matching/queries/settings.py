"""How a programme matches, and what a supporter takes on; the usual values where nobody chose."""

from datetime import timedelta

from hearten.accounts.models import Account, Programme
from hearten.matching.models import MatchingSettings, SupporterSettings
from hearten.matching.rules import AnswerTimes


def settings_of(programme: Programme) -> MatchingSettings:
    """A programme's answer times; not yet stored where nobody changed them."""
    stored = MatchingSettings.objects.filter(programme=programme).first()
    return stored or MatchingSettings(programme=programme)


def answer_times(settings: MatchingSettings) -> AnswerTimes:
    """The same for the rules."""
    return AnswerTimes(
        supporter_now=timedelta(minutes=settings.supporter_minutes_now),
        supporter_weeks=timedelta(minutes=settings.supporter_minutes_weeks),
        member_now=timedelta(minutes=settings.member_minutes_now),
        member_weeks=timedelta(minutes=settings.member_minutes_weeks),
        choose_now=timedelta(minutes=settings.choose_minutes_now),
        choose_weeks=timedelta(minutes=settings.choose_minutes_weeks),
    )


def supporter_settings_of(programme: Programme, supporter: Account) -> SupporterSettings:
    """One supporter's room and boundaries; not yet stored where they changed nothing."""
    stored = SupporterSettings.objects.filter(programme=programme, supporter=supporter).first()
    return stored or SupporterSettings(programme=programme, supporter=supporter)
