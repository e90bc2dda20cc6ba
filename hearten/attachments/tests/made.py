"""Pictures and sounds to send, made for the tests: with all that phones put beside the pixels, and
bombs."""

import io
import math
import struct
import zlib
from fractions import Fraction
from functools import cache
from typing import Any

import av
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


HERTZ = 48_000


def tone(seconds: float, *, form: str = "webm", codec: str = "libopus", **tags: str) -> bytes:
    """Somebody hums, as a file of this form, with what phones write beside it."""
    out = io.BytesIO()
    with av.open(out, "w", format=form) as file:
        file.metadata.update(tags)
        voice = file.add_stream(codec, rate=HERTZ, layout="mono")
        for start in range(0, int(seconds * HERTZ), 960):
            file.mux(voice.encode(_hum(start)))
        file.mux(voice.encode(None))
    return out.getvalue()


def _hum(start: int) -> av.AudioFrame:
    wave = [
        int(9000 * math.sin(2 * math.pi * 440 * one / HERTZ)) for one in range(start, start + 960)
    ]
    frame = av.AudioFrame(format="s16", layout="mono", samples=960)
    frame.rate, frame.pts = HERTZ, start
    room = frame.planes[0].buffer_size - 2 * 960
    frame.planes[0].update(struct.pack("<960h", *wave) + b"\0" * room)
    return frame


_LONG = {"frame_duration": "60", "dtx": "1"}


def silence(seconds: int) -> bytes:
    """Hours of nothing, in as little as it takes: one packet, told again and again."""
    out = io.BytesIO()
    with av.open(out, "w", format="ogg") as file:
        voice = file.add_stream(
            "libopus", rate=HERTZ, layout="mono", options={"frame_duration": "60", "dtx": "1"}
        )
        samples = HERTZ * 60 // 1000
        quiet = av.AudioFrame(format="s16", layout="mono", samples=samples)
        quiet.planes[0].update(b"\0" * quiet.planes[0].buffer_size)
        quiet.rate = HERTZ
        nothing = bytes([*voice.encode(quiet), *voice.encode(None)][-1])
        for start in range(0, seconds * HERTZ, samples):
            packet = av.Packet(nothing)
            packet.stream = voice
            packet.time_base = Fraction(1, HERTZ)
            packet.pts = packet.dts = start
            packet.duration = samples
            file.mux(packet)
    return out.getvalue()


def heard(content: bytes) -> tuple[str, float]:
    """What a player finds: codec and seconds."""
    with av.open(io.BytesIO(content)) as file:
        return file.streams.audio[0].codec_context.name, (file.duration or 0) / 1_000_000
