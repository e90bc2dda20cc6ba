"""A picture made anew: upright, smaller, right in colour, and nothing in it but pixels."""

import pytest
from PIL import Image, ImageCms

from hearten.attachments.rules import Refused
from hearten.attachments.rules.pictures import made_anew
from hearten.attachments.tests import made


def near(colour: object, other: tuple[int, int, int]) -> bool:
    assert isinstance(colour, tuple)
    return all(abs(one - two) < 25 for one, two in zip(colour, other, strict=True))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_nothing_of_what_a_phone_writes_beside_the_pixels_is_kept(form: str) -> None:
    sent = made.photograph(form)
    planted = [one for one in made.PLANTED if one.encode() in sent]
    assert len(planted) >= 4
    assert made.THUMBNAIL in sent
    kept = made_anew(sent)
    for content in (kept.whole, kept.small):
        assert [one for one in (*planted, "zq") if one.encode() in content] == []
        assert made.THUMBNAIL not in content
        image = made.read(content)
        assert set(image.info) <= {"loop", "background", "timestamp", "duration"}
        assert dict(image.getexif()) == {}
        # The chunks of the file: the picture alone.
        assert content[12:16] == b"VP8 "


def test_what_lies_on_its_side_is_turned_upright() -> None:
    kept = made_anew(made.photograph())
    assert (kept.width, kept.height) == (600, 800)
    image = made.read(kept.whole)
    assert near(image.getpixel((300, 50)), (255, 0, 0))
    assert near(image.getpixel((300, 750)), (0, 0, 255))


def test_it_is_kept_as_large_as_a_screen_and_as_a_bubble() -> None:
    kept = made_anew(made.saved(made.halves(4000, 3000), "JPEG"))
    assert (kept.width, kept.height) == (2048, 1536) == made.read(kept.whole).size
    assert made.read(kept.small).size == (480, 360)
    as_it_was = made_anew(made.saved(made.halves(40, 30), "PNG"))
    assert made.read(as_it_was.whole).size == (40, 30) == made.read(as_it_was.small).size


def test_a_strip_has_at_least_a_pixel() -> None:
    kept = made_anew(made.saved(Image.new("RGB", (9000, 2)), "PNG"))
    assert (kept.width, kept.height) == (2048, 1)


@pytest.mark.parametrize(
    ("image", "form", "seen"),
    [
        (Image.new("RGBA", (50, 40), (255, 0, 0, 0)), "PNG", (255, 255, 255)),
        (Image.new("LA", (50, 40), (0, 128)), "PNG", (127, 127, 127)),
        (Image.new("I;16", (50, 40), 40_000), "PNG", (156, 156, 156)),
        (Image.new("1", (50, 40), 1), "PNG", (255, 255, 255)),
        (Image.new("L", (50, 40), 90), "JPEG", (90, 90, 90)),
        (Image.new("CMYK", (50, 40), (0, 0, 0, 255)), "JPEG", (0, 0, 0)),
        (Image.new("P", (50, 40), 0), "GIF", (0, 0, 0)),
    ],
)
def test_every_way_of_writing_colours_is_read(
    image: Image.Image, form: str, seen: tuple[int, int, int]
) -> None:
    whole = made.read(made_anew(made.saved(image, form)).whole)
    assert near(whole.convert("RGB").getpixel((25, 20)), seen)


def test_of_something_that_moves_the_first_picture_stands() -> None:
    frames = [Image.new("RGB", (50, 40), colour) for colour in ("red", "blue")]
    for form in ("GIF", "WEBP"):
        sent = made.saved(frames[0], form, save_all=True, append_images=frames[1:])
        image = made.read(made_anew(sent).whole)
        assert getattr(image, "n_frames", 1) == 1
        assert near(image.getpixel((25, 20)), (255, 0, 0))


def test_colours_of_another_profile_become_those_of_the_web() -> None:
    """Lab's idea of a colour, read as sRGB, would be another one."""
    image = Image.new("RGB", (50, 40), (200, 60, 60))
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    kept = made_anew(made.saved(image, "JPEG", icc_profile=profile))
    assert near(made.read(kept.whole).getpixel((25, 20)), (200, 60, 60))
    broken = made_anew(made.saved(image, "JPEG", icc_profile=b"no profile at all"))
    assert near(made.read(broken.whole).getpixel((25, 20)), (200, 60, 60))


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "unknown"),
        (b"<!doctype html><img src=x onerror=alert(1)>", "unknown"),
        (b"%PDF-1.7", "unknown"),
        (b"BM" + b"\0" * 60, "unknown"),
        (b"II*\0" + b"\0" * 60, "unknown"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 40, "heic"),
        (b"\0\0\0\x18ftypavif" + b"\0" * 40, "heic"),
        (made.saved(made.halves(), "JPEG")[:2000], "unreadable"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 60, "unreadable"),
        (b"GIF89a", "unreadable"),
        (made.png_of(50_000, 50_000), "too_many_pixels"),
        (made.png_of(5_001, 5_000), "too_many_pixels"),
        (made.gif_of(65_535, 65_535), "too_many_pixels"),
    ],
)
def test_what_is_no_picture_or_too_much_of_one_is_refused(sent: bytes, why: str) -> None:
    with pytest.raises(Refused) as refused:
        made_anew(sent)
    assert refused.value.code == why


def test_a_name_or_a_type_means_nothing_what_it_is_does() -> None:
    """HTML behind a picture's first bytes is read as a picture, and none comes out."""
    sneaky = b"GIF89a/*<script>alert(1)</script>*/=1"
    with pytest.raises(Refused):
        made_anew(sneaky)
    both = made.saved(made.halves(), "PNG") + b"<script>alert(1)</script>"
    assert b"script" not in made_anew(both).whole
