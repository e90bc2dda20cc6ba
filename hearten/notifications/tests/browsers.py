"""A browser that was subscribed: the half of its keys that never leaves it, and reading with it."""

import base64
import struct
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from hearten.foundation import ids


def text_of(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def bytes_of(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


class Browser:
    """Reads what was encrypted for it, as RFC 8291 says and without the library that encrypts."""

    def __init__(self, endpoint: str = "https://push.planted.example/to/one") -> None:
        self._private = ec.generate_private_key(ec.SECP256R1())
        self._auth = sha256(ids.new_id().bytes).digest()[:16]
        self._point = point_of(self._private.public_key())
        self.given = {
            "endpoint": endpoint,
            "p256dh": text_of(self._point),
            "auth": text_of(self._auth),
        }

    def read(self, body: bytes) -> str:
        salt, size, length = body[:16], *struct.unpack("!IB", body[16:21])
        theirs, sealed = body[21 : 21 + length], body[21 + length :]
        assert len(sealed) <= size
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs)
        shared = self._private.exchange(ec.ECDH(), point)
        about = b"WebPush: info\x00" + self._point + theirs
        material = _hkdf(self._auth, shared, about, 32)
        key = _hkdf(salt, material, b"Content-Encoding: aes128gcm\x00", 16)
        nonce = _hkdf(salt, material, b"Content-Encoding: nonce\x00", 12)
        padded = AESGCM(key).decrypt(nonce, sealed, None)
        text, _mark, rest = padded.rpartition(b"\x02")  # the last record's mark, then padding
        assert rest.strip(b"\x00") == b""
        return text.decode()


def _hkdf(salt: bytes, material: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(material)
