"""What a call says, what the provider says of it later, and whether it is the provider who says so."""

from collections.abc import Mapping

from twilio.request_validator import RequestValidator
from twilio.twiml.voice_response import Gather, VoiceResponse

from hearten.notifications.ports import Letter

ANSWER = "1"
"""The key that says "I have it"."""
_VOICES = {
    "en": ("Polly.Amy", "en-GB"),
    "es": ("Polly.Lucia", "es-ES"),
    "ar": ("Polly.Zeina", "arb"),
}
TIMES = 2
_PRESS_SECONDS = 8


def spoken(letter: Letter, answer_at: str) -> str:
    """The call: the words, twice, while a key can be pressed."""
    response = VoiceResponse()
    if not answer_at:
        _say(response, [letter.text], letter.language)
        return str(response)
    gather = Gather(
        action=answer_at, method="POST", num_digits=1, timeout=_PRESS_SECONDS, input="dtmf"
    )
    _say(gather, [letter.text, letter.press], letter.language)
    response.append(gather)
    return str(response)


def _say(where: VoiceResponse | Gather, words: list[str], language: str) -> None:
    voice, tongue = _VOICES.get(language.partition("-")[0], _VOICES["en"])
    for _time in range(TIMES):
        where.pause(length=1)  # whoever picks up lifts the phone to the ear first
        where.say(" ".join(words), voice=voice, language=tongue)


def said_back(text: str, language: str) -> str:
    """What is said after a key, and then the call ends."""
    voice, tongue = _VOICES.get(language.partition("-")[0], _VOICES["en"])
    response = VoiceResponse()
    response.say(text, voice=voice, language=tongue)
    response.hangup()
    return str(response)


_ARRIVED = frozenset({"delivered", "read", "completed"})
_LOST = frozenset({"undelivered", "failed", "busy", "no-answer", "canceled"})


def outcome(given: Mapping[str, str]) -> str | None:
    """What a report says: "" when it arrived, a code when it did not, None while it is under way."""
    status = given.get("MessageStatus") or given.get("CallStatus") or ""
    if status in _ARRIVED:
        return ""
    if status not in _LOST:
        return None
    code = given.get("ErrorCode", "")
    return f"twilio_{code}" if code.isascii() and code.isdigit() else status.replace("-", "_")


def is_genuine(*, token: str, address: str, given: Mapping[str, str], signature: str) -> bool:
    """Whether the provider, who shares the token with us and nobody else, signed just this."""
    return bool(token) and RequestValidator(token).validate(address, dict(given), signature)
