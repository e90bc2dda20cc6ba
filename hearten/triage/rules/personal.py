"""What tells who or where a person is: phone numbers, email and postal addresses, handles."""

import re
from collections.abc import Iterator

from hearten.triage.rules import lists
from hearten.triage.rules.addresses import addresses

PHONE, EMAIL = "personal_data_phone", "personal_data_email"
ADDRESS, HANDLE = "personal_data_address", "personal_data_handle"
WHY = {
    PHONE: "a phone number",
    EMAIL: "an email address",
    ADDRESS: "a postal address",
    HANDLE: "an account name or a way to reach somebody elsewhere",
}
# Numbers meant to be shared: emergency and crisis lines are never held back.
_PUBLIC = lists.words("public_numbers")
_WRITTEN_AT = r"(?:\(at\)|\[at\]|\(arroba\)|\[arroba\])"
_WRITTEN_DOT = r"(?:\((?:dot|d0t|punto|punt0)\)|\[(?:dot|punto)\])"
_EMAIL = re.compile(
    rf"[\w.+%-]{{1,64}}(?:@|\s@\s|\s?{_WRITTEN_AT}\s?)[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,4}}\b"
    r"|[\w+%-]{0,40}[._\d][\w.+%-]{0,40}\s@[\w-]{1,63}\.(?:com|net|org|es|co|uk|de|mx|ar|cl|edu|example)\b"
    r"|[\w.+-]{1,64}\s(?:at|arroba|@)\s[\w-]{1,40}\s?(?:\s(?:dot|punto)\s|\(dot\)|\[dot\]|\.)\s?"
    r"(?:com|net|org|es|co|uk|io|de|fr|mx|ar|cl|me|info|edu|example)\b"
    rf"|[\w.+-]{{1,64}}\s?(?:{_WRITTEN_AT}|@)\s?[\w-]{{1,40}}\s?(?:\s(?:dot|punto)\s|{_WRITTEN_DOT})\s?\w{{2,10}}\b"
)
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d(?:\D{0,3}\d){5}")
_PHONE = re.compile(
    r"(?<![\w€$£#-])(?<!\d[.,/])(?:\+|00)?[(]?\d(?:[ \t./()-]{0,3}\d){5,16}"
    r"(?:\s?(?:x|ext\.?)\s?\d{1,6})?(?![\w%])"
)
_SPOKEN_WORDS = lists.words("spoken_digits")
_SPOKEN_DIGIT = rf"(?:{'|'.join(sorted(_SPOKEN_WORDS))}|\d)"
_SPOKEN = re.compile(rf"\b(?:{_SPOKEN_DIGIT}[ ,.-]+){{6,14}}{_SPOKEN_DIGIT}\b")
_DATE = re.compile(
    r"(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d"
    r"|(?:19|20)\d\d\s?-\s?(?:19|20)\d\d"
)
_MOMENT = re.compile(r"(?:19|20)\d\d-\d\d-\d\d\s")
_PHONE_CUE = re.compile(
    r"phone|call|text|whats|mobile|cell|\btel|fax|number|dial|reach|\bring\b|contact|\bsms|desk|numero|llama|movil|"
    r"escrib|answering|registered|messages? to|signal|telegram|marca"
)
_OTHER_NUMBER = re.compile(
    r"card|iban|account|\bssn|social security|order|ticket|invoice|passport|licen[cs]e|isbn|tarjeta|cuenta|"
    r"pedido|tracking|serial|version|\bzip|postcode|\bip\b|reference|factura|visa|amex|mastercard"
)
_APPS = (
    "instagram|insta|ig|snapchat|snap|discord|telegram|tg|kik|tiktok|twitter|signal|whatsapp|skype|wechat|"
    "facebook|fb|messenger|steam|psn|xbox|gamertag|reddit|onlyfans|venmo|cashapp|paypal"
)
_APP = frozenset({*_APPS.split("|"), "sc", "username", "usuario", "handle", "user"})
_NAMED_AS = r"(?:'s|is|id|name|handle|user|username|tag|account|es|at|on|it's|its|im|i'm|as|como)\b"
_NO_NAME = (
    r"(?!(?:not|the|my|no|so|down|on|off|better|mi|la|el|very|all|where|how|safe|toxic|full|"
    r"bad|good|just|too|making|really)\b)"
)
_HANDLE = re.compile(
    r"(?<![\w@/.+])@[a-z0-9_][a-z0-9_.]{1,29}(?<!\.)(?![\w@])"
    rf"|\b(?:{_APPS}|sc|username|usuario|handle|user)(?:\s?{_NAMED_AS}){{0,3}}"
    r"\s?[:=@>-]?\s?(?=[a-z0-9_.#-]*[0-9_.#][a-z0-9_])[a-z_][a-z0-9_.#-]{3,31}"
    r"|\b[a-z][\w.]{2,31}#\d{4}\b"
    r"|\b(?:instagram|facebook|twitter|x|tiktok|snapchat|linkedin|reddit|youtube|twitch|onlyfans|t|wa|discord)\."
    r"(?:com|me|gg)/[\w@./?=-]{2,60}"
    rf"|\b(?:{_APPS}|username|usuario|handle)\s?(?:name|id|handle|user|username)?\s?(?:is|es|:|=)\s?{_NO_NAME}"
    r"[a-z0-9_][a-z0-9_.#]{4,31}(?=\s*(?:[,.!?)]|$|\n))"
    r"|\b(?:add|find|follow|message|dm|text|hit|agregame|buscame|sigueme|escribeme|anademe)"
    rf"(?: me| up)?(?: me)? (?:on|at|in|en|por) (?:my )?(?:{_APPS})"
    r"(?:,| at| as| como| is| its| it's| im| i'm| es| soy)+ ?@?[a-z0-9_][a-z0-9_.#]{3,31}"
)


_AT = frozenset({"dot", "punto", "arroba"})
_PLACE = frozenset(
    {"address", "addresses", "direccion", "corner", "esquina", "domicilio", "street"}
)


def find(text: str, given: str, bag: frozenset[str]) -> Iterator[tuple[str, int, int]]:
    """Kind and span of personal data in a folded text; `given` is the same with its capitals and
    `bag` its words, by which most texts need not be looked through."""
    digits = _DIGIT.search(text) is not None
    mails: list[tuple[int, int]] = []
    if "@" in text or not bag.isdisjoint(_AT) or "at)" in text or "[at]" in text:
        mails = [match.span() for match in _EMAIL.finditer(text)]
        yield from ((EMAIL, *span) for span in mails)
    taken = list(_phones(text, digits, bag))
    yield from ((PHONE, *span) for span in taken)
    if digits or not bag.isdisjoint(_PLACE):
        yield from ((ADDRESS, *span) for span in addresses(text, given, taken))
    if "@" in text or "#" in text or ".com/" in text or ".me/" in text or not bag.isdisjoint(_APP):
        for match in _HANDLE.finditer(text):
            if not any(a < match.end() and match.start() < b for a, b in mails):
                yield HANDLE, match.start(), match.end()


def _phones(text: str, digits: bool, bag: frozenset[str]) -> Iterator[tuple[int, int]]:
    if digits and _DIGITS.search(text):
        for match in _PHONE.finditer(text):
            if _is_phone(text, match.start(), match[0]):
                yield match.span()
    if len(bag & _SPOKEN_WORDS) > 2:
        yield from (match.span() for match in _SPOKEN.finditer(text))


def _is_phone(text: str, start: int, match: str) -> bool:
    digits = "".join(c for c in match if c.isdigit())
    before = text[max(0, start - 40) : start]
    if digits in _PUBLIC or _is_date(match.strip("() ")) or len(set(digits)) == 1:
        return False
    other = _OTHER_NUMBER.search(before)
    after = text[start + len(match) : start + len(match) + 20]
    near = (before.replace("number", "") if other else before) + after
    cued = _PHONE_CUE.search(near) is not None
    if other and not cued:
        return False
    if cued or match[0] == "+" or match.startswith("00"):
        return True
    if len(digits) > 13 or _like_an_ip(match):
        return False
    # Without a word for it, the grouping of a phone number tells, or its length.
    groups = re.split(r"[ \t./()-]+", match.strip("()"))
    if len(groups) == 2 and re.match(r"\s?[^\W\d]", after):
        return False  # 3178 254 Main Street
    return len(digits) >= 9 if len(groups) == 1 else len(digits) >= 7 and len(groups[-1]) <= 8


def _is_date(match: str) -> bool:
    return _DATE.fullmatch(match) is not None or _MOMENT.match(match) is not None


def _like_an_ip(match: str) -> bool:
    return re.fullmatch(r"\d{1,3}(?:\.\d{1,3}){3}", match) is not None
