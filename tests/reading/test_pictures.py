"""Pictures as cameras, scanners and programs write them: published as they are seen, and with nothing else."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from roadmap.reading import pictures

SIZE = (64, 16)
BOTH = ("published", "without_metadata")
"""What is shown of a picture in the project, and what an import keeps of one that was sent."""


def saved(picture: Image.Image, format: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, format, **options)
    return buffer.getvalue()


def made(how: str, raw: bytes, suffix: str) -> Image.Image:
    return Image.open(io.BytesIO(getattr(pictures, how)(raw, suffix)))


def png(depth: int, colours: int, rows: list[bytes], *chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG of 64 × 16 pixels, with any number of bits."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", *SIZE, depth, colours, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row for row in rows))
    parts = [(b"IHDR", head), *chunks, (b"IDAT", data), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def grey16(*chunks: tuple[bytes, bytes]) -> bytes:
    row = b"".join(struct.pack(">H", column * 1040) for column in range(SIZE[0]))
    return png(16, 0, [row] * SIZE[1], *chunks)


@pytest.mark.parametrize("how", BOTH)
def test_greys_of_sixteen_bits_are_the_same_greys(how: str):
    found = made(how, grey16(), ".png").convert("L")
    for column in range(SIZE[0]):
        assert abs(found.getpixel((column, 3)) - column * 1040 / 257) <= 1


@pytest.mark.parametrize("how", BOTH)
@pytest.mark.parametrize("depth", [1, 2, 4, 8, 16])
def test_the_transparent_grey_stays_transparent_and_no_other(how: str, depth: int):
    most = 2**depth - 1
    values = [column % (most + 1) if depth < 8 else column * most // 63 for column in range(SIZE[0])]
    bits = "".join(f"{value:0{depth}b}" for value in values)
    row = int(bits, 2).to_bytes(len(bits) // 8, "big")
    raw = png(depth, 0, [row] * SIZE[1], (b"tRNS", struct.pack(">H", values[1])))
    found = made(how, raw, ".png").convert("LA")
    for column, value in enumerate(values):
        grey, alpha = found.getpixel((column, 3))
        assert alpha == (0 if value == values[1] else 255)
        assert alpha == 0 or abs(grey - value * 255 / most) <= 1


@pytest.mark.parametrize("how", BOTH)
@pytest.mark.parametrize("depth", [8, 16])
def test_the_transparent_colour_stays_transparent_and_no_other(how: str, depth: int):
    form = ">3B" if depth == 8 else ">3H"
    colours = [(column * 4 * (257 if depth == 16 else 1), 0, 200) for column in range(SIZE[0])]
    row = b"".join(struct.pack(form, *colour) for colour in colours)
    raw = png(depth, 2, [row] * SIZE[1], (b"tRNS", struct.pack(">3H", *colours[5])))
    found = made(how, raw, ".png").convert("RGBA")
    assert [column for column in range(SIZE[0]) if found.getpixel((column, 3))[3] == 0] == [5]


@pytest.mark.parametrize("how", BOTH)
def test_a_palette_keeps_its_colours_and_its_transparency(how: str):
    picture = Image.new("P", SIZE, 1)
    picture.putpalette([0, 0, 0, 200, 10, 10, 10, 200, 10])
    picture.putpixel((3, 3), 2)
    picture.putpixel((4, 4), 0)
    found = made(how, saved(picture, "PNG", transparency=b"\0\xff\x80"), ".png").convert("RGBA")
    assert [found.getpixel(place) for place in ((0, 0), (3, 3), (4, 4))] == [
        (200, 10, 10, 255),
        (10, 200, 10, 128),
        (0, 0, 0, 0),
    ]


def swapped_profile() -> bytes:
    """A profile of sRGB in which red is green and green is red."""
    raw = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", raw[128:132])[0]
    for entry in range(132, 132 + 12 * count, 12):
        name = bytes(raw[entry : entry + 4])
        raw[entry : entry + 4] = {b"rXYZ": b"gXYZ", b"gXYZ": b"rXYZ"}.get(name, name)
    return bytes(raw)


@pytest.mark.parametrize("how", BOTH)
@pytest.mark.parametrize(("format", "mode"), [("JPEG", "RGB"), ("PNG", "RGB"), ("PNG", "RGBA"), ("WEBP", "RGBA")])
def test_the_colours_of_a_profile_are_published_without_it(how: str, format: str, mode: str):
    suffix = {value: key for key, value in pictures.FORMATS.items()}[format]
    raw = saved(Image.new("RGB", SIZE, (220, 20, 20)).convert(mode), format, icc_profile=swapped_profile())
    found = made(how, raw, suffix)
    red, green, _blue = found.convert("RGB").getpixel((5, 5))
    assert green > 180 and red < 80
    assert "icc_profile" not in found.info


@pytest.mark.parametrize("how", BOTH)
def test_a_picture_for_printing_is_shown_in_the_colours_of_screens(how: str):
    found = made(how, saved(Image.new("CMYK", SIZE, (0, 255, 255, 0)), "JPEG"), ".jpg")
    red, green, blue = found.getpixel((5, 5))
    assert found.mode == "RGB" and red > 200 and max(green, blue) < 60


SECRET = b"Fake owner 48.85 N Fake camera 1234567"


def telling(suffix: str) -> bytes:
    """A picture with all that may be hidden in one: an owner, a place, a comment, a profile, an archive at its end."""
    exif = Image.Exif()
    exif[0x010F] = exif[0x013B] = exif[0x8298] = SECRET.decode()
    exif[0x8769] = {0xA431: SECRET.decode()}
    xmp = b"<x:xmpmeta><a>" + SECRET + b"</a></x:xmpmeta>"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + SECRET
    options: dict[str, Any] = {"exif": exif, "icc_profile": profile, "xmp": xmp, "comment": SECRET}
    if suffix == ".png":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Author", SECRET.decode())
        texts.add_itxt("XML:com.adobe.xmp", xmp.decode())
        options = {"exif": exif, "icc_profile": profile, "pnginfo": texts}
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("secret.txt", SECRET)
    picture = Image.effect_noise((200, 100), 60).convert("RGB")
    return saved(picture, pictures.FORMATS[suffix], **options) + archive.getvalue()


@pytest.mark.parametrize("how", BOTH)
@pytest.mark.parametrize("suffix", pictures.FORMATS)
def test_nothing_but_what_a_picture_shows_is_published(how: str, suffix: str):
    raw = telling(suffix)
    assert raw.count(SECRET) >= 2 and b"secret.txt" in raw
    result = getattr(pictures, how)(raw, suffix)
    for mark in (
        b"Fake",
        b"48.85",
        b"1234567",
        b"secret",
        b"PK\x03\x04",
        b"Exif",
        b"EXIF",
        b"XMP ",
        b"ICCP",
        b"ICC_PROFILE",
        b"iCCP",
    ):
        assert mark not in result


def test_the_same_picture_gives_the_same_bytes():
    for suffix in pictures.FORMATS:
        raw = telling(suffix)
        assert pictures.published(raw, suffix) == pictures.published(raw, suffix)


def soft(size: tuple[int, int], mode: str) -> Image.Image:
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    if mode == "RGBA":
        picture.putalpha(Image.radial_gradient("L").resize(size))
    return picture


@pytest.mark.slow
@pytest.mark.parametrize("how", BOTH)
@pytest.mark.parametrize(
    ("suffix", "mode", "options"),
    [
        (".webp", "RGBA", {"quality": 30, "alpha_quality": 20}),
        (".webp", "RGBA", {"lossless": True}),
        (".webp", "RGB", {"quality": 30}),
        (".jpg", "RGB", {"quality": 30}),
        (".png", "RGBA", {"optimize": True}),
    ],
)
def test_a_light_picture_stays_light(how: str, suffix: str, mode: str, options: dict[str, Any]):
    raw = saved(soft((1600, 800), mode), pictures.FORMATS[suffix], **options)
    assert len(getattr(pictures, how)(raw, suffix)) <= max(2 * len(raw), pictures.LEAST)


def photograph(size: tuple[int, int], **options: Any) -> bytes:
    """As a telephone takes it: with grain, its place, and turned."""
    small = Image.frombytes("RGB", (500, 375), random.Random(1).randbytes(500 * 375 * 3))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x8825] = {1: "N", 2: (48.0, 51.0, 0.0), 3: "E", 4: (2.0, 21.0, 0.0)}
    return saved(small.resize(size), "JPEG", exif=exif, **options)


@pytest.mark.slow
@pytest.mark.parametrize("size", [(4000, 3000), pytest.param((8000, 6000), marks=pytest.mark.slow)], ids=str)
def test_a_photograph_of_a_telephone_is_shrunk_by_the_import(tmp_path: Path, size: tuple[int, int]):
    path = tmp_path / "photo.jpg"
    path.write_bytes(photograph(size, quality=97))
    assert path.stat().st_size > 4_000_000 and pictures.check(path, path.name)
    content, problems = pictures.imported(path, path.name, pictures.MAX_MILLIONS * 1_000_000)
    assert problems == []
    path.write_bytes(content)
    assert pictures.check(path, path.name) == []
    width, height = pictures.size(path)
    assert width < height and width >= 960  # upright, and wide enough for the largest version of a page


def test_ten_photographs_together_are_not_too_many_pixels(tmp_path: Path):
    room = pictures.MAX_MILLIONS * 1_000_000 // 10
    path = tmp_path / "photo.png"
    path.write_bytes(saved(Image.new("L", (2500, 2500), 90), "PNG"))
    content, _problems = pictures.imported(path, path.name, room)
    path.write_bytes(content)
    width, height = pictures.size(path)
    assert width * height <= room and width == height


@pytest.mark.slow
@pytest.mark.parametrize(("suffix", "size"), [(".png", (10_000, 10_000)), (".jpg", (10_000, 10_000))], ids=str)
def test_a_picture_of_a_hundred_megapixels_is_refused_with_a_sentence(
    tmp_path: Path, suffix: str, size: tuple[int, int]
):
    path = tmp_path / f"bomb{suffix}"
    path.write_bytes(saved(Image.new("L", size), pictures.FORMATS[suffix]))
    _content, (problem,) = pictures.imported(path, path.name, 20_000_000)
    limit = pictures.SENT_MILLIONS[suffix]
    assert problem.in_language("en") == f"The picture has 100 million pixels. Expected: at most {limit} million pixels."
    (problem,) = pictures.check(path, path.name)
    assert problem.in_language("en") in (
        "The picture measures 10000 pixels. Expected: at most 4000 pixels on a side.",
        "The picture weighs 1173 KB. Expected: at most 500 KB.",
    )
