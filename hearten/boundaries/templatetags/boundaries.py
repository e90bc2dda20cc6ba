"""The words of a card, in the reader's language.

{% load boundaries %}
{% card_words card as words %}  {{ words.title }}  {{ row.kind|kind_name }}  {{ row.side|side_name }}
{% for text in member_card|do_not_have_to %}…{% endfor %}
"""

from django import template

from hearten.boundaries.queries import Card, MemberCard
from hearten.boundaries.rules import Kind, Side, is_grave
from hearten.boundaries.words import DO_NOT_HAVE_TO, NAMES, SIDES, Text, Words, words_of

register = template.Library()


@register.simple_tag
def card_words(card: Card) -> Words:
    """A supporter's card in words."""
    return words_of(card.kind, card.side)


@register.filter
def grave(card: Card) -> bool:
    """Whether supervisors always learn of this kind."""
    return is_grave(card.kind, card.side)


@register.filter
def kind_name(kind: Kind) -> Text:
    """What supervisors call it."""
    return NAMES[kind]


@register.filter
def side_name(side: Side) -> Text:
    """Whose doing it was."""
    return SIDES[side]


@register.filter
def do_not_have_to(card: MemberCard) -> list[Text]:
    """What the member reads, the gravest first."""
    return [text for kind, text in DO_NOT_HAVE_TO.items() if kind in card.kinds]
