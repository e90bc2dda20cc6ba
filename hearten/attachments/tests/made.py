"""Pictures to send, made for the tests: with all that phones put beside the pixels, and bombs."""

import io
import struct
import zlib
from functools import cache
from typing import Any

from PIL import Image, PngImagePlugin

PLANTED = ("Rua da Saudade 7", "SerialNo-4711", "Zqphotographer", "zqhidden comment", "zqxmp")
"""What must not be in what is kept."""
GPS, MAKER_NOTE, THUMBNAIL = 0x8825, 0x927C, b"\xff\xd8\xff\xe0zqthumb"
ORIENTATION, TURNED_RIGHT = 0x0112, 6


def saved(image: Image.Image, form: str, **options: Any) -> bytes:
    """The bytes of a file of this form."""
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def read(content: bytes) -> Image.Image:
    """As a reader sees it."""
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def halves(width: int = 800, height: int = 600) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    return image


def photograph(form: str = "JPEG") -> bytes:
    """As a phone takes it: turned by a note, with where, with what and by whom, and a second
    picture."""
    exif = Image.Exif()
    exif[ORIENTATION] = TURNED_RIGHT
    exif[0x013B] = "Zqphotographer"
    exif[0x010E] = "Rua da Saudade 7"
    exif.get_ifd(0x8769)[MAKER_NOTE] = b"SerialNo-4711" + THUMBNAIL
    exif.get_ifd(GPS).update({1: "N", 2: (38.0, 42.0, 49.72), 3: "W", 4: (9.0, 8.0, 22.1)})
    options: dict[str, Any] = {"exif": exif, "xmp": b"<x:xmpmeta>zqxmp</x:xmpmeta>"}
    if form == "JPEG":
        options["comment"] = b"zqhidden comment"
    if form == "PNG":
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_text("Comment", "zqhidden comment", zip=False)
    return saved(halves(), form, **options) + b"zqhidden comment behind the end"


def _chunk(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


@cache
def _nothing() -> bytes:
    """200 MB of it in 200 KB."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(b"\0" * 2**20) for _ in range(200)) + packer.flush()


def png_of(width: int, height: int) -> bytes:
    """A PNG that says it is this large, and unpacks to 200 MB whatever it says."""
    packed = _nothing()
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", packed), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*one) for one in chunks)


def gif_of(width: int, height: int) -> bytes:
    """A GIF that says it is this large."""
    size = struct.pack("<HH", width, height)
    return b"GIF89a" + size + b"\0\0\0,\0\0\0\0" + size + b"\0\x08\0"


def webp_of(width: int, height: int) -> bytes:
    """A lossless WebP that says it is this large, which WebP allows up to 16,384."""
    bits = (width - 1) | (height - 1) << 14
    body = b"\x2f" + struct.pack("<I", bits) + b"\0" * 20
    size = struct.pack("<I", len(body))
    return b"RIFF" + struct.pack("<I", len(body) + 12) + b"WEBPVP8L" + size + body


def noise(width: int, height: int) -> Image.Image:
    """Grain, which hardly shrinks."""
    grain = Image.effect_noise((width, height), 80)
    return Image.merge("RGB", [grain] * 3)
