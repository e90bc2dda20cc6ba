"""What is taken as an attachment, told by its first bytes, and how large anything may be."""

from dataclasses import dataclass

PLACE_MOST = 64
"""Characters of a place's name."""
WORDS_MOST = 500
"""Characters of a description."""
MOST_TOGETHER = 4
"""Attachments that go with one message."""
UPLOAD_MOST = 10 * 1024 * 1024
"""Bytes of a picture as it comes."""
KEPT_MOST = 6 * 1024 * 1024
"""Bytes of anything as it is kept. The database holds to it too."""
SECONDS_MOST = 300
"""Of an audio note."""
WHOLE, SMALL = "whole", "small"
SIDE_MOST = {WHOLE: 2048, SMALL: 480}
"""Pixels of a side, by size."""


class Refused(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """It is not taken. The message is a code: "empty", "too_big", "too_many_pixels", "heic",
    "unknown", "unreadable", and of a sound "too_long_sound", "unknown_sound", "unreadable_sound"."""

    @property
    def code(self) -> str:
        """Why."""
        return str(self.args[0])


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture made anew."""

    width: int
    height: int
    """Pixels of the whole."""
    whole: bytes
    small: bytes


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound made anew."""

    seconds: int
    whole: bytes


# MIME Sniffing Standard, section 6.1; HEIF by its brands (ISO/IEC 23008-12).
_PICTURES = ((b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"), (b"GIF8", "GIF"))
_HEIF = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis"}


def picture_format(head: bytes) -> str:
    """Which kind of picture begins like this, in Pillow's word for it; or Refused."""
    for magic, name in _PICTURES:
        if head.startswith(magic):
            return name
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF:
        raise Refused("heic")
    raise Refused("unknown" if head else "empty")


def sound_format(head: bytes) -> str:
    """Which container of sound begins like this, in FFmpeg's word for it; or Refused."""
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "matroska"
    if head.startswith(b"OggS"):
        return "ogg"
    if head[4:8] == b"ftyp" and head[8:12] not in _HEIF:
        return "mov"
    if head.startswith(b"ID3") or head[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"):
        return "mp3"
    raise Refused("unknown_sound" if head else "empty")
