"""Pictures that strangers took: whatever they are, they are told, or imported without what the camera wrote, soon."""

from __future__ import annotations

import functools
import io
import random
import re
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from test_golden import PICTURES, XMP, problems_of, saved
from test_hostile import (
    PLACE,
    QUICK,
    assert_well_worded,
    copy,
)

from hostile import (
    CASE,
    MEGABYTES,
    SENT,
    SUFFIXES,
    as_yaml,
    bounded,
    exif,
    fake_submission,
    limited,
    webp,
)
from roadmap.reading import pictures

pytest_plugins = ("hostile",)


@functools.cache
def real_pictures() -> tuple[tuple[str, bytes], ...]:
    """Pictures of every mode, with and without all that a camera writes, by suffix."""
    found = []
    for suffix, modes in ((".jpg", "L RGB CMYK"), (".png", "1 L LA P RGB RGBA I;16"), (".webp", "RGB RGBA")):
        for mode in modes.split():
            for options in ({}, {"exif": exif()}, {"exif": exif(), "xmp": XMP}, {"icc_profile": b"x" * 300}):
                found.append((suffix, saved(SUFFIXES[suffix], (23, 17), mode, **options)))
    found += [(suffix, saved(SUFFIXES[suffix], comment=b"48.85 N, 2.35 E")) for suffix in SUFFIXES]
    found.append((".png", saved("PNG", mode="P", transparency=0)))
    found.append((".png", saved("PNG", mode="RGB", transparency=(0, 0, 0))))
    found += [(suffix, PICTURES[f"moving {format}"]()) for suffix, format in SUFFIXES.items() if format != "JPEG"]
    return tuple(found)


SPOT = st.tuples(
    st.sampled_from(["set", "flip", "delete", "insert", "cut", "big"]),
    st.integers(0, 450) | PLACE,  # most often in the head, where all that can be spoilt stands
    st.integers(0, 255),
)


def spoilt_picture(raw: bytes, spots: list[tuple[str, int, int]], suffix: str) -> bytes:
    """With bits turned over, bytes set, lost or added, numbers made huge; a PNG's sums are right again."""
    data = bytearray(raw)
    for kind, place, value in spots:
        at = place % (len(data) or 1)
        if kind == "set":
            data[at : at + 1] = bytes([value])
        elif kind == "flip" and data:
            data[at] ^= 1 << value % 8
        elif kind == "delete":
            del data[at : at + value % 20]
        elif kind == "insert":
            data[at:at] = bytes([value]) * (value % 9)
        elif kind == "cut":
            del data[at:]
        elif kind == "big":
            data[at : at + 2] = b"\xff\xff" if value % 2 else b"\x7f\xff"
    return png_sums(bytes(data)) if suffix == ".png" else bytes(data)


def png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_sums(raw: bytes) -> bytes:
    """A PNG with the sum that each part should have, so that readers look into it."""
    out, at = raw[:8], 8
    while at + 12 <= len(raw):
        (length,) = struct.unpack(">I", raw[at : at + 4])
        if at + 12 + length > len(raw):
            break
        out += png_chunk(raw[at + 4 : at + 8], raw[at + 8 : at + 8 + length])
        at += 12 + length
    return out + raw[at:]


A_PICTURE = st.builds(
    lambda found, spots: (found[0], spoilt_picture(found[1], spots, found[0])),
    st.sampled_from(real_pictures()),
    st.lists(SPOT, max_size=5),
)


@settings(QUICK, max_examples=100)
@given(picture=A_PICTURE | st.tuples(st.sampled_from(sorted(SUFFIXES)), st.binary(max_size=200)))
def test_any_bytes_may_be_a_picture(tmp_path_factory: pytest.TempPathFactory, picture: tuple[str, bytes]):
    assert_picture_checked(tmp_path_factory.getbasetemp(), *picture)


@pytest.mark.slow
@settings(QUICK, max_examples=1000)
@given(picture=A_PICTURE)
def test_a_picture_may_be_spoilt_anywhere(tmp_path_factory: pytest.TempPathFactory, picture: tuple[str, bytes]):
    assert_picture_checked(tmp_path_factory.getbasetemp(), *picture)


def assert_picture_checked(folder: Path, suffix: str, raw: bytes) -> None:
    path = folder / f"any{suffix}"
    path.write_bytes(raw)
    with bounded():
        problems = pictures.check(path, path.name)
    assert_well_worded(folder, problems)
    if not problems:
        assert all(1 <= side <= pictures.MAX_SIDE for side in pictures.size(path))
    accepted = all(map(pictures.can_mend, problems))
    try:
        with bounded():
            cleaned = pictures.without_metadata(raw, suffix)
    except ValueError:  # the one exception it may raise: not such a picture
        assert not accepted, problems
        return
    assert_clean(cleaned, suffix)
    if accepted:
        path.write_bytes(cleaned)
        assert pictures.check(path, path.name) == []


def assert_clean(raw: bytes, suffix: str) -> None:
    """A picture that says nothing but what it shows."""
    with Image.open(io.BytesIO(raw)) as picture:
        assert picture.format == SUFFIXES[suffix]
        picture.load()
        assert not picture.getexif()
        entries = {"exif", "xmp", "XML:com.adobe.xmp", "comment", "photoshop", "Raw profile type exif", "mp"}
        assert not entries & set(picture.info), picture.info.keys()
    for mark in (b"Exif\0\0", b"eXIf", b"EXIF", b"XMP ", b"ns.adobe.com/xap", b"GPS", b"Fake camera", b"2.35 E"):
        assert mark not in raw, mark


@pytest.mark.parametrize(("suffix", "raw"), real_pictures())
def test_a_picture_is_imported_without_what_the_camera_wrote(suffix: str, raw: bytes):
    moving = getattr(Image.open(io.BytesIO(raw)), "n_frames", 1) > 1
    cleaned = pictures.without_metadata(raw, suffix)
    assert_clean(cleaned, suffix)
    with Image.open(io.BytesIO(raw)) as before, Image.open(io.BytesIO(cleaned)) as after:
        turned = not moving and before.getexif().get(0x0112) == 6
        assert after.size == (before.size[::-1] if turned else before.size)


def exif_segment(*tags: tuple[int, int, int, bytes]) -> bytes:
    """EXIF as a part of a JPEG: each tag's number, type, count and value."""
    rows = b"".join(struct.pack(">HHI", *tag[:3]) + tag[3] for tag in tags)
    body = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, len(tags)) + rows + struct.pack(">I", 8)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def jpeg_with(*segments: bytes) -> bytes:
    raw = saved("JPEG", (16, 16))
    return raw[:2] + b"".join(segments) + raw[2:]


UPRIGHT = (0x0112, 3, 1, b"\0\6\0\0")
STRANGE = ((0x0100, 1, 1), (0x0102, 4, 1), (0x010E, 11, 1), (0x011A, 1, 1), (0x011A, 2, 1))
STRANGE += ((0x02BC, 2, 1), (0x02BC, 3, 1), (0x02BC, 11, 1), (0x8825, 2, 4), (0x8769, 1, 4), (0x9999, 99, 2**31))


@pytest.mark.parametrize("strange", STRANGE, ids=lambda tag: f"{tag[0]:#06x} of type {tag[1]}")
def test_a_picture_whose_tags_are_of_the_wrong_type_is_told_or_imported(tmp_path: Path, strange: tuple[int, int, int]):
    tags = sorted([UPRIGHT, (*strange, b"ab\0\1")])
    assert_picture_checked(tmp_path, ".jpg", jpeg_with(exif_segment(*tags)))


def grainy(format: str, size: tuple[int, int], mode: str = "RGB", **options: Any) -> bytes:
    """A picture that does not compress well; the same each time."""
    buffer = io.BytesIO()
    noise = Image.frombytes("RGB", size, random.Random(1).randbytes(3 * size[0] * size[1]))
    noise.convert(mode).save(buffer, format, **options)
    return buffer.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("suffix", "size", "mode", "options"),
    [
        (".jpg", (1400, 1000), "RGB", {"quality": 30}),
        (".webp", (1000, 1000), "RGB", {"quality": 20, "method": 0}),
        (".png", (430, 380), "RGB", {}),
        (".png", (690, 690), "L", {"optimize": True}),
    ],
)
def test_a_picture_that_is_accepted_is_not_too_heavy_once_it_is_imported(
    tmp_path: Path, suffix: str, size: tuple[int, int], mode: str, options: dict[str, Any]
):
    path, raw = tmp_path / f"heavy{suffix}", grainy(SUFFIXES[suffix], size, mode, **options)
    assert 300_000 < len(raw) <= pictures.MAX_BYTES
    path.write_bytes(raw)
    assert pictures.check(path, path.name) == []
    path.write_bytes(pictures.without_metadata(raw, suffix))
    assert pictures.check(path, path.name) == []


# What would take all the memory


def jpeg_of_scans() -> bytes:
    """4000 pixels a side, drawn again and again: a line of thirty bytes costs as much as the whole picture."""
    buffer = io.BytesIO()
    Image.new("L", (4000, 4000), 128).save(buffer, "JPEG", progressive=True)
    raw = buffer.getvalue()
    last = raw[raw.rindex(b"\xff\xda") : -2]
    return raw[:-2] + last * ((490_000 - len(raw)) // len(last)) + raw[-2:]


def png(*parts: tuple[bytes, bytes], side: int = 4) -> bytes:
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(*part) for part in ((b"IHDR", head), *parts, (b"IEND", b"")))


def zeros(count: int) -> bytes:
    """That many zeros, compressed."""
    press = zlib.compressobj(9)
    return b"".join([*(press.compress(bytes(1 << 20)) for _ in range(count >> 20)), press.flush()])


def tiff(entries: int) -> bytes:
    """EXIF whose every tag claims the same far too many bytes."""
    return exif_segment(*((0x9000 + n, 1 + n % 12, 60_000, b"\0\0\0\x08") for n in range(entries)))


DATA = (b"IDAT", zlib.compress(bytes(20)))
HEAVY: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a JPEG of ten thousand scans": (".jpg", jpeg_of_scans),
    "a JPEG of five thousand tags": (".jpg", lambda: jpeg_with(tiff(5000))),
    "a JPEG of a hundred thousand parts": (".jpg", lambda: jpeg_with(b"\xff\xe1\0\2" * 120_000)),
    "a JPEG of fill bytes": (".jpg", lambda: jpeg_with(b"\xff" * 490_000)),
    "a PNG that unfolds": (".png", lambda: png((b"IDAT", zeros(400 << 20)))),
    "a PNG whose many words unfold": (".png", lambda: png(*[(b"iTXt", b"k\0\1\0\0\0" + zeros(1 << 20))] * 60, DATA)),
    "a PNG of forty thousand parts": (".png", lambda: png(*[(b"abCd", b"")] * 40_000, DATA)),
    "a PNG of two thousand million pixels a side": (".png", lambda: png((b"IDAT", zeros(90 << 20)), side=2**31 - 1)),
    "a PNG of 4000 pixels a side": (".png", lambda: saved("PNG", (4000, 4000), "RGBA", exif=exif())),
    "a WebP of thousands of frames": (".webp", lambda: webp(4000, 8000)),
    "a WebP of 4000 pixels a side": (".webp", lambda: saved("WEBP", (4000, 4000), "RGBA", lossless=True, exif=exif())),
}


@pytest.mark.sampled(3)
@pytest.mark.slow
@pytest.mark.parametrize("heavy", HEAVY)
def test_no_picture_takes_long_or_much_memory(tmp_path: Path, heavy: str):
    suffix, make = HEAVY[heavy]
    raw = make()
    assert len(raw) < pictures.MAX_BYTES
    data = fake_submission() | {"slug": "aa-heavy-measure"}
    data["case_study"]["images"][0]["file"] = f"heavy{suffix}"
    project = copy(tmp_path)
    for path in (tmp_path / f"heavy{suffix}", project / CASE / f"heavy{suffix}"):
        path.write_bytes(raw)
    (tmp_path / SENT).write_text(as_yaml(data))
    checked = limited(tmp_path, "--project", project, "check")
    assert checked[:2] == (1, "")
    (project / CASE / f"heavy{suffix}").unlink()
    status, output, megabytes = limited(tmp_path, "--project", project, "import", SENT)
    assert status in (0, 1)
    errors = re.sub(rf"(?m)^{SENT}:\d+: note: .+\n", "", output)  # it looks like the published case study
    assert errors == "" if status == 0 else re.fullmatch(rf"({SENT}:\d+: .+\n)+", errors), output
    assert max(checked[2], megabytes) < MEGABYTES
    if status == 0:
        assert problems_of(project) == []
