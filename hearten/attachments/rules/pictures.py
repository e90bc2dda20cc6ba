"""A picture made anew: upright, smaller, and nothing in it but pixels. Runs in the child process."""

import io
from typing import cast

from PIL import Image, ImageCms, ImageOps

from hearten.attachments.rules import SIDE_MOST, SMALL, WHOLE, Picture, Refused, picture_format

PIXELS_MOST = {"JPEG": 50_000_000, "PNG": 25_000_000, "GIF": 25_000_000, "WEBP": 25_000_000}
"""By what reading one costs: a JPEG is read at a fraction of its size."""
QUALITY = 80


def made_anew(sent: bytes) -> Picture:
    """The picture in both sizes as WebP. Refused before a pixel is decoded when it is none or has too
    many, and when it cannot be read to its end."""
    form = picture_format(sent[:32])
    image = _opened(sent, form)
    try:
        whole = _upright(image)
        small = _fitted(whole.copy(), SIDE_MOST[SMALL])
        return Picture(whole.width, whole.height, _written(whole), _written(small))
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise Refused("unreadable") from error


def _opened(sent: bytes, form: str) -> Image.Image:
    """Its header read, nothing more."""
    Image.MAX_IMAGE_PIXELS = None  # asked below, by format
    try:
        image = Image.open(io.BytesIO(sent), formats=[form])
    except (OSError, ValueError, SyntaxError, MemoryError) as error:
        raise Refused("unreadable") from error
    if image.width * image.height > PIXELS_MOST[form]:
        raise Refused("too_many_pixels")
    return image


def _upright(image: Image.Image) -> Image.Image:
    """As it is to be seen, on white where it was see-through, in the colours of the web."""
    profile = image.info.get("icc_profile")
    image.draft("RGB", (SIDE_MOST[WHOLE], SIDE_MOST[WHOLE]))
    if image.mode not in ("RGB", "L"):
        image = _flat(image)
    image = _fitted(image, SIDE_MOST[WHOLE])
    ImageOps.exif_transpose(image, in_place=True)
    image = _in_srgb(image, profile) if profile and image.mode == "RGB" else image
    return image.convert("RGB")


def _flat(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):  # 16 bits of grey, which convert() would cut off
        return image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    see_through = image.has_transparency_data
    if not see_through:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    ground = Image.new("RGB", image.size, "white")
    ground.paste(layer, mask=layer.getchannel("A"))
    # What says which way is up stays with it until it is turned.
    ground.info["exif"] = image.info.get("exif", b"")
    return ground


def _fitted(image: Image.Image, side: int) -> Image.Image:
    image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return image


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        web = ImageCms.createProfile("sRGB")
        return cast(Image.Image, ImageCms.profileToProfile(image, given, web, outputMode="RGB"))
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a little off in colour is better than no picture


def _written(image: Image.Image) -> bytes:
    """With nothing of what came along: encoders take metadata from `info`."""
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    out = io.BytesIO()
    bare.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()
