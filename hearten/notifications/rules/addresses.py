"""Which phone numbers and push endpoints are taken, and what the machine may be sent to."""

import base64
import binascii
import json
import re
import unicodedata
from collections.abc import Collection
from dataclasses import asdict, dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_BETWEEN_DIGITS = re.compile(r"[\s().\-/\u2010-\u2015]")
_POINT, _SECRET = 65, 16
ENDPOINT_MOST = 1000
PUSH_PORTS = frozenset({443})
_NAT64 = IPv6Network("64:ff9b::/96")


def phone_number(typed: str) -> str | None:
    """The number as E.164 has it, however it was grouped and in whatever digits it was typed; None
    where it does not begin with the country."""
    plain = "".join(_digit(letter) for letter in typed)
    number = _BETWEEN_DIGITS.sub("", plain).replace("＋", "+")
    if number.startswith("00"):
        number = f"+{number[2:]}"
    return number if _E164.fullmatch(number) else None


def _digit(letter: str) -> str:
    return str(unicodedata.digit(letter)) if letter.isdecimal() else letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What a browser gives to be sent to: where, and the public half of its keys (RFC 8291)."""

    endpoint: str
    p256dh: str
    auth: str

    def stored(self) -> str:
        """As one text, to be sealed."""
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, stored: str) -> "Subscription":
        """What `stored` made."""
        return cls(**json.loads(stored))


def subscription(*, endpoint: str, p256dh: str, auth: str) -> Subscription | None:
    """The subscription, where it is one: an address on the open web and keys that are keys."""
    if len(endpoint) > ENDPOINT_MOST or endpoint_host(endpoint, PUSH_PORTS) is None:
        return None
    point, secret = _bytes(p256dh), _bytes(auth)
    if point is None or secret is None or len(point) != _POINT or len(secret) != _SECRET:
        return None
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)
    except ValueError:
        return None
    return Subscription(endpoint=endpoint, p256dh=p256dh.rstrip("="), auth=auth.rstrip("="))


def _bytes(text: str) -> bytes | None:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,120}=*", text):
        return None
    try:
        return base64.urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))
    except binascii.Error:
        return None


def endpoint_host(url: str, ports: Collection[int]) -> str | None:
    """The host of an https address with nothing unusual about it; None for any other address."""
    if not url.isascii() or re.search(r"[\s\\]", url):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError:
        return None
    plain = parts.username is None and parts.password is None and not parts.fragment
    fits = parts.scheme == "https" and plain and port in ports
    return parts.hostname or None if fits else None


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet: not this machine, its network, its cloud's
    metadata or anything reserved, and no way around that through another notation."""
    try:
        there: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return False
    if isinstance(there, IPv6Address):
        if there in _NAT64:
            there = IPv4Address(int(there) & 0xFFFFFFFF)
        elif there.ipv4_mapped or there.sixtofour or there.teredo or there.scope_id:
            return False
    return there.is_global and not there.is_multicast and not there.is_reserved
