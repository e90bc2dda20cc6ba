"""What the styleguide shows: sample data, and forms empty, filled and with errors.

Its texts are for designers and developers and stay in English; components translate their own.
"""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict

from hearten.foundation import clock
from hearten.ui.forms import explained
from hearten.ui.icons import ICONS
from hearten.ui.widgets import Chips, DateInput, LongText, OneChip, WeeklyHours

THEMES = ("light", "dark")
DRAWINGS = ("mugs", "lamp", "chairs", "path", "letter", "umbrella", "kettle", "door")
COLOURS = (
    "ground", "surface", "sunken", "ink", "ink-soft", "line", "edge", "deep", "deep-soft",
    "warm", "warm-soft", "danger", "danger-soft",
)  # fmt: skip


class SampleForm(forms.Form):
    """One field of every kind."""

    pseudonym = explained(
        forms.CharField(
            label="What shall we call you?", help_text="Any name but your own.", max_length=40
        ),
        why="so that people here have something to call you",
        seen_by="people you talk with",
    )
    pronouns = explained(
        forms.CharField(label="Your pronouns", required=False),
        why="so that people speak of you as you wish",
        seen_by="people you are paired with",
    )
    going_on = explained(
        forms.CharField(label="What is going on?", widget=LongText(most=600), required=False),
        why="so that the person who answers knows where to begin",
        seen_by="only the supporter who is proposed to you",
    )
    when = forms.ChoiceField(
        label="When would you like to talk?",
        choices=[
            ("now", "As soon as someone is free"),
            ("weeks", "With one person over the coming weeks"),
        ],
        widget=forms.RadioSelect,
    )
    how = forms.ChoiceField(
        label="How would you like to talk?",
        choices=[("chat", "Chat"), ("phone", "Phone"), ("meet", "In person")],
        widget=OneChip,
        required=False,
    )
    live_with = explained(
        forms.MultipleChoiceField(
            label="What do you live with?",
            choices=[
                ("Feelings", [("low", "Low mood"), ("fear", "Fear and worry"), ("anger", "Anger")]),
                (
                    "Life",
                    [("grief", "Grief"), ("carer", "Caring for someone"), ("baby", "A new baby")],
                ),
            ],
            widget=Chips,
            required=False,
        ),
        why="to find someone who has been there too",
    )
    zone = forms.ChoiceField(
        label="Where are you?", choices=[("", "Choose"), ("lis", "Lisbon"), ("cai", "Cairo")]
    )
    since = forms.DateField(label="Since when?", widget=DateInput, required=False)
    free = WeeklyHours(label="When are you usually free?", required=False)
    agreed = forms.BooleanField(label="I have read the agreement and I agree")


def guide_context(params: QueryDict) -> dict[str, Any]:
    """The whole context; `theme` and `dir` of the address are honoured if they are known."""
    theme = params.get("theme")
    return {
        "theme": theme if theme in THEMES else None,
        "direction": "rtl" if params.get("dir") == "rtl" else None,
        "themes": THEMES,
        "colours": COLOURS,
        "icons": sorted(ICONS),
        "drawings": DRAWINGS,
        "names": ("Quiet River", "Marmalade", "North Window", "Oak", "Lantern", "Saturday"),
        "empty_form": SampleForm(auto_id="empty_%s"),
        "wrong_form": SampleForm(_WRONG, auto_id="wrong_%s"),
        **_queue(),
        **_lists(),
        **_talk(),
    }


_WRONG = {
    "pseudonym": "",
    "pronouns": "they/them",
    "going_on": "I have not slept much.",
    "zone": "mars",
    "live_with": ["low", "grief"],
    "how": "chat",
    "free": ["mon-evening", "sat-morning"],
}


def _queue() -> dict[str, Any]:
    return {
        "usual": timedelta(minutes=22),
        "most": timedelta(minutes=95),
        "waited": timedelta(minutes=14),
        "waited_long": timedelta(hours=2),
        "waits": [timedelta(seconds=s) for s in (20, 240, 1300, 3600, 9000, 200_000)],
        "steps": ["Your name", "Keeping it safe", "The agreement"],
        "reasons": [
            "You both live with low mood and grief",
            "You are both free on Monday evening",
            "Lantern speaks Portuguese and English",
        ],
    }


def _lists() -> dict[str, Any]:
    now = clock.now()
    item = SimpleNamespace
    return {
        "views": [
            item(url="#lists", label="Waiting", current=True, badge=3),
            item(url="#lists", label="Talking", current=False, badge=0),
            item(url="#lists", label="Ended", current=False, badge=0),
        ],
        "page": Paginator(range(90), 10, orphans=0).page(4),
        "events": [
            item(text="You asked for support", at=now - timedelta(hours=26), note="", state="done"),
            item(text="Lantern said yes", at=now - timedelta(hours=2), note="", state="done"),
            item(text="You say yes or no", at=None, note="Take until tomorrow", state="now"),
            item(text="You start talking", at=None, note="", state=""),
        ],
        "rows": [
            item(name="Marmalade", state="waiting", word="Waiting", wait=timedelta(minutes=41)),
            item(name="North Window", state="good", word="Talking", wait=timedelta(minutes=12)),
            item(name="Oak", state="plain", word="Ended", wait=timedelta(hours=3)),
        ],
    }


def _talk() -> dict[str, Any]:
    now = clock.now()
    item = SimpleNamespace
    return {
        "talk": [
            item(side="system", text="You are now talking with Lantern.", at=None, state=""),
            item(side="other", text="Hello. I am glad you are here. Where would you like to begin?",
                 at=now - timedelta(minutes=9), state=""),
            item(side="own", text="I don’t know. It is three in the morning and I can’t sleep again.",
                 at=now - timedelta(minutes=7), state="seen"),
            item(side="other", text="I know that hour well. We don’t need a beginning. Is the kettle far?",
                 at=now - timedelta(minutes=6), state=""),
            item(side="own", text="Ha. No. I’ll put it on.\nهل تتكلم العربية أيضا؟", at=now, state="sent"),
            item(side="own", text="Back in a minute", at=now, state="sending"),
            item(side="own", text="Still there?", at=now, state="failed"),
        ]
    }  # fmt: skip
