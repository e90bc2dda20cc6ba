"""Texts of conduct, opened and named."""

from hearten.conduct.models import Appeal, Letter, Measure
from hearten.foundation import crypto


def reason_context(measure: Measure) -> str:
    """The authenticated context of the reason the person reads."""
    return f"conduct.Measure.reason:{measure.id}"


def appeal_context(appeal: Appeal, field: str) -> str:
    """The authenticated context of a sealed field of an appeal: words or reason."""
    return f"conduct.Appeal.{field}:{appeal.id}"


def letter_context(letter: Letter) -> str:
    """The authenticated context of a letter."""
    return f"conduct.Letter.text:{letter.id}"


def reason_of(measure: Measure) -> str:
    """Why, in the words of the moderator; empty once the key was destroyed."""
    if measure.wrapped_key is None:
        return ""
    key = crypto.unwrap(measure.wrapped_key)
    return crypto.unseal(key, measure.sealed_reason, context=reason_context(measure))


def words_of(appeal: Appeal) -> str:
    """Why the person sees it otherwise, in their words; empty once the key was destroyed."""
    if appeal.measure.wrapped_key is None:
        return ""
    key = crypto.unwrap(appeal.measure.wrapped_key)
    return crypto.unseal(key, appeal.sealed_words, context=appeal_context(appeal, "words"))


def answer_of(appeal: Appeal) -> str:
    """What the person is told of the outcome; empty while there is none, and once the key was
    destroyed."""
    if appeal.sealed_reason is None or appeal.measure.wrapped_key is None:
        return ""
    key = crypto.unwrap(appeal.measure.wrapped_key)
    return crypto.unseal(key, appeal.sealed_reason, context=appeal_context(appeal, "reason"))


def text_of(letter: Letter) -> str:
    """What a letter says."""
    key = crypto.unwrap(letter.wrapped_key)
    return crypto.unseal(key, letter.sealed_text, context=letter_context(letter))
