from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from tests.apps.documents import samples
from tongban.apps.documents.inspection import recognise, without_metadata

ORIENTATION = 0x0112
SECRETS = (b"SecretPhone", b"GPS", b"my-comment", b"adobe:ns:meta", b"trailing")


def stripped(data: bytes) -> bytes:
    return without_metadata(data, recognise(data, "a"))


def pixels(data: bytes) -> tuple[object, ...]:
    image = Image.open(BytesIO(data))
    return image.mode, image.size, image.tobytes()


def profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def shot(name: str, orientation: int | None = None, progressive: bool = False) -> bytes:
    """A photo as a phone makes it, with everything in it that should not leave the phone."""
    more: dict[str, object] = {"exif": samples.exif(orientation), "icc_profile": profile()}
    if name == "JPEG":
        more |= {"comment": b"my-comment", "progressive": progressive, "xmp": b"adobe:ns:meta"}
    if name == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Comment", "my-comment")
        info.add_itxt("XML:com.adobe.xmp", "adobe:ns:meta")
        more |= {"pnginfo": info}
    if name == "WEBP":
        more |= {"xmp": b"adobe:ns:meta", "lossless": True}
    return samples.picture(name, **more)


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", [None, 1, 6])
def test_place_and_camera_leave_the_photo_and_no_pixel_changes(name: str, orientation: int | None) -> None:
    before = shot(name, orientation) + (b"" if name == "WEBP" else b"trailing")
    after = stripped(before)
    assert not any(secret in after for secret in SECRETS)
    assert pixels(after) == pixels(before)
    assert not Image.open(BytesIO(after)).getexif().get_ifd(0x8825)


@pytest.mark.parametrize("name", ["JPEG", "WEBP"])
def test_a_photo_held_sideways_is_still_shown_upright(name: str) -> None:
    exif = Image.open(BytesIO(stripped(shot(name, 6)))).getexif()
    assert dict(exif) == {ORIENTATION: 6}


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP"])
def test_colours_stay_true(name: str) -> None:
    assert Image.open(BytesIO(stripped(shot(name)))).info["icc_profile"] == profile()


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP"])
def test_stripping_twice_changes_nothing(name: str) -> None:
    once = stripped(shot(name, 8))
    assert stripped(once) == once


def test_progressive_photos_keep_every_scan() -> None:
    before = shot("JPEG", progressive=True)
    assert pixels(stripped(before)) == pixels(before)


def test_a_png_that_turns_is_kept_as_its_pixels_lie() -> None:
    assert not Image.open(BytesIO(stripped(shot("PNG", 6)))).getexif()


@given(
    st.sampled_from(["JPEG", "PNG", "WEBP"]),
    st.integers(1, 70),
    st.integers(1, 70),
    st.sampled_from(["L", "RGB", "RGBA", "CMYK", "1", "P"]),
)
@settings(max_examples=60, deadline=None)
def test_pictures_of_any_size_and_mode_keep_their_pixels(name: str, width: int, height: int, mode: str) -> None:
    image = Image.effect_noise((width, height), 90).convert(mode)
    out = BytesIO()
    try:
        image.save(out, name)
    except OSError:
        return  # a mode this format cannot hold
    assert pixels(stripped(out.getvalue())) == pixels(out.getvalue())


def test_other_files_are_left_alone() -> None:
    assert stripped(samples.pdf()[:]).startswith(b"%PDF-")
    document = samples.docx()
    assert stripped(document) == document
