from __future__ import annotations

import warnings
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageFile

from .structure import damaged, parts
from .types import JPEG, PNG, WEBP, FileType, refused

MOST_PIXELS = 50_000_000
"""A decoded picture takes up to four bytes a pixel of the server's memory."""
_TYPES = ((b"\xff\xd8\xff", "JPEG", JPEG), (b"\x89PNG\r\n\x1a\n", "PNG", PNG), (b"RIFF", "WEBP", WEBP))


def inspect(data: bytes) -> FileType:
    """Decodes the picture wholly, so that a damaged or disguised one is refused; never more than `MOST_PIXELS`."""
    for sign, name, found in _TYPES:
        if data.startswith(sign):
            parts(data, found)
            _decode(data, name)
            return found
    raise damaged()


def open_image(data: bytes, name: str) -> Image.Image:
    """The picture's header, read by that one decoder; raises ValidationError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # ours is the stricter check
            return Image.open(BytesIO(data), formats=[name])
    except Image.DecompressionBombError:
        raise refused(_too_large(), "bomb") from None
    except Exception:  # a decoder fed with hostile bytes may raise anything
        raise damaged() from None


def _decode(data: bytes, name: str) -> None:
    image = open_image(data, name)
    if image.width * image.height > MOST_PIXELS:
        raise refused(_too_large(), "bomb")
    if name == "WEBP" and getattr(image, "is_animated", False):
        raise refused(_("Moving pictures are not accepted: send a still one."), "type")
    try:
        # WeasyPrint, once loaded, lets the whole process show half a picture; here half a picture is refused.
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        image.draft("RGB", (image.width // 8 or 1, image.height // 8 or 1))
        image.load()
    except Exception:
        raise damaged() from None


def _too_large() -> str:
    return _("This picture has more than %(most)d million pixels: take it with a lower resolution.") % {
        "most": MOST_PIXELS // 1_000_000
    }
