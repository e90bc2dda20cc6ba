"""Tags for pages: icons, drawings, avatars, and times and durations in kind words.

{% load ui %}
{% icon "check" %}  {% drawing "mugs" %}  {% avatar person.pseudonym "large" %}
{% local_time message.sent_at %}  {% local_time meeting.starts_at "date" %}
{{ wait|duration }}  {{ post.text|marked_up }}
{% waiting_meter place=3 waited=… usual=… most=… %}
"""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms, template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from hearten.foundation import clock, markup
from hearten.ui.avatars import avatar_svg
from hearten.ui.forms import BoundField
from hearten.ui.icons import ICONS, TURNS

register = template.Library()
register.simple_tag(avatar_svg, name="avatar")

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon beside words. Hidden from screen readers: the words say it."""
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>',
        " turns" if name in TURNS else "",
        ICONS[name],
    )


@register.simple_tag
def drawing(name: str) -> SafeString:
    """One of the line drawings in templates/ui/drawings."""
    return SafeString(render_to_string(f"ui/drawings/{name}.html").strip())


@register.simple_tag
def quick_exit_url() -> str:
    """The neutral site where leaving quickly leads."""
    return str(settings.QUICK_EXIT_URL)


@register.filter
def marked_up(text: str) -> SafeString:
    """A text with the little Markdown people may write, made safe by `foundation.markup`."""
    return SafeString(markup.to_html(text))


@register.filter
def emptied(form: forms.BaseForm) -> bool:
    """Whether a form with errors shows something typed no more."""
    return any(isinstance(field, BoundField) and field.is_emptied for field in form)


@register.filter
def duration(value: timedelta | float | None) -> str:
    """A length of time as people say it: "about 20 minutes". Takes a timedelta or seconds."""
    if value is None:
        return ""
    seconds = value.total_seconds() if isinstance(value, timedelta) else float(value)
    if seconds < _MINUTE:
        return _("a minute")
    if seconds < 50 * _MINUTE:
        minutes = _rounded_minutes(seconds)
        return ngettext("about %(count)s minute", "about %(count)s minutes", minutes) % {
            "count": minutes
        }
    if 75 * _MINUTE <= seconds < 105 * _MINUTE:
        return _("about an hour and a half")
    if seconds < 36 * _HOUR:
        hours = max(1, round(seconds / _HOUR))
        return ngettext("about %(count)s hour", "about %(count)s hours", hours) % {"count": hours}
    days = round(seconds / _DAY)
    return ngettext("about %(count)s day", "about %(count)s days", days) % {"count": days}


def minutes_in_words(minutes: int) -> str:
    """A number of minutes exactly, in the largest units: "1 day, 2 hours"."""
    days, rest = divmod(minutes, 24 * 60)
    hours, rest = divmod(rest, 60)
    parts = [
        ngettext("%(count)s day", "%(count)s days", days) % {"count": days} if days else "",
        ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours} if hours else "",
        ngettext("%(count)s minute", "%(count)s minutes", rest) % {"count": rest} if rest else "",
    ]
    return pgettext("between the parts of a list", ", ").join(filter(None, parts))


def _rounded_minutes(seconds: float) -> int:
    """Exact up to ten minutes, then by fives: more would promise more than anyone knows."""
    minutes = max(1, round(seconds / _MINUTE))
    return minutes if minutes <= 10 else 5 * round(minutes / 5)


@register.simple_tag
def local_time(value: datetime | date | None, style: str = "kind") -> SafeString | str:
    """A <time> in the reader's zone and language.

    `style`: "kind" (today, 15:10), "time", "date", "full" (date, time and zone).
    """
    if value is None:
        return ""
    if not isinstance(value, datetime):
        return format_html(
            '<time datetime="{}">{}</time>', value.isoformat(), date_format(value, "DATE_FORMAT")
        )
    here = timezone.localtime(value)
    return format_html(
        '<time datetime="{}">{}</time>', here.isoformat(timespec="seconds"), _said(here, style)
    )


def _said(here: datetime, style: str) -> str:
    if style == "time":
        return date_format(here, "TIME_FORMAT")
    if style == "date":
        return date_format(here, "DATE_FORMAT")
    if style == "full":
        return f"{date_format(here, 'DATETIME_FORMAT')} ({here.tzname()})"
    when = {"day": _day_said(here), "time": date_format(here, "TIME_FORMAT")}
    return pgettext("a moment, such as: today, 15:10", "%(day)s, %(time)s") % when


def _day_said(here: datetime) -> str:
    today = timezone.localtime(clock.now()).date()
    distance = (here.date() - today).days
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    if distance in near:
        return near[distance]
    this_year = here.year == today.year
    return date_format(here, "MONTH_DAY_FORMAT" if this_year else "DATE_FORMAT")


@register.inclusion_tag("ui/components/waiting.html")
def waiting_meter(
    *,
    place: int,
    waited: timedelta,
    usual: timedelta | None = None,
    most: timedelta | None = None,
) -> dict[str, Any]:
    """Where someone stands in the queue. `usual`: median of recent waits, `most`: their 90th percentile.

    Without `usual` and `most` (too few recent waits to say) no scale is drawn, and the words say so.
    """
    words = {"place": place, "waited": waited, "usual": usual, "most": most}
    if usual is None or most is None:
        return words
    longest = max(most * 1.25, waited * 1.1, timedelta(minutes=5))
    return words | {
        "at_waited": _percent(waited, longest),
        "at_usual": _percent(usual, longest),
        "at_most": _percent(most, longest),
        "over": waited > most,
    }


def _percent(part: timedelta, whole: timedelta) -> str:
    return f"{100 * (part / whole):.1f}%"
