"""Contributed pictures: what they really are, whatever their name says; and what a camera wrote into them."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from .problems import Problem, say

MAX_BYTES = 500_000
MAX_SIDE = 4000
"""Pixels."""
FORMATS = {".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
POSITION = 0x8825
"""EXIF's directory of the place where a picture was taken (GPSInfo)."""
BROKEN = (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError, MemoryError)
"""What Pillow raises for a file that is no picture, or spoils while it is read."""


PLACE = say("L’image dit le lieu où elle a été prise.")
SEVERAL = say("Le fichier contient plusieurs images, comme en font certains téléphones.")
BY_ITSELF = say("Enregistrez l’image à nouveau ; roadmap import le fait de lui-même.")


def can_mend(problem: Problem) -> bool:
    """Whether a problem is one that `without_metadata` mends."""
    return problem.what in (PLACE, SEVERAL)


def check(path: Path, name: str) -> list[Problem]:
    """Why a picture, called `name` in messages, cannot be published; empty when it can."""
    if path.is_symlink() or not path.is_file():
        what = (
            say("Le fichier est un lien symbolique.") if path.is_symlink() else say("Ce fichier n’est pas une image.")
        )
        return [Problem(name, 1, what, say("Mettez le fichier lui-même."))]
    size = path.stat().st_size
    if size > MAX_BYTES:
        what = say("L’image pèse %(size)s Ko.", size=-(-size // 1000))
        return [Problem(name, 1, what, say("Attendu : au plus %(limit)s Ko.", limit=MAX_BYTES // 1000))]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of spoilt metadata; of sizes that are told below
            with Image.open(path, formats=tuple(FORMATS.values())) as picture:
                several = picture.format == "MPO"  # JPEG with more pictures behind the first one
                found, side = "JPEG" if several else picture.format, max(picture.size)
                if found == FORMATS[path.suffix] and side <= MAX_SIDE:
                    picture.load()
                    frames, place = getattr(picture, "n_frames", 1), _tells_position(picture)
    except Image.DecompressionBombError:
        what = say("L’image est trop grande.")
        return [Problem(name, 1, what, say("Attendu : au plus %(limit)s pixels de côté.", limit=MAX_SIDE))]
    except BROKEN:
        found, side = None, 0
    if found != FORMATS[path.suffix]:
        what = say("Ce fichier n’est pas une image %(format)s.", format=FORMATS[path.suffix])
        fix = say("C’est une image %(format)s : renommez-la, ou convertissez-la.", format=found) if found else None
        return [Problem(name, 1, what, fix or say("Ouvrez-le dans un logiciel d’images et enregistrez-le à nouveau."))]
    if side > MAX_SIDE:
        what = say("L’image mesure %(side)s pixels.", side=side)
        return [Problem(name, 1, what, say("Attendu : au plus %(limit)s pixels de côté.", limit=MAX_SIDE))]
    problems = []
    if several:
        problems.append(Problem(name, 1, SEVERAL, BY_ITSELF))
    elif frames > 1:
        problems.append(Problem(name, 1, say("L’image est animée."), say("Attendu : une image fixe.")))
    if place:
        problems.append(Problem(name, 1, PLACE, say("Effacez-le ; roadmap import l’efface de lui-même.")))
    return problems


def _tells_position(picture: Image.Image) -> bool:
    """Whether the picture's metadata holds a position, as EXIF or within XMP."""
    return bool(picture.getexif().get_ifd(POSITION)) or b"GPSLatitude" in _xmp(picture)


def _xmp(picture: Image.Image) -> bytes:
    found = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    return found if isinstance(found, bytes) else str(found).encode()


def size(path: Path) -> tuple[int, int]:
    """Width and height in pixels, as the picture is shown (a camera held upright is told by EXIF)."""
    with Image.open(path, formats=tuple(FORMATS.values())) as picture:
        width, height = picture.size
        return (height, width) if picture.getexif().get(0x0112, 1) >= 5 else (width, height)


def without_metadata(raw: bytes, suffix: str) -> bytes:
    """A picture without what the camera wrote into it, turned upright. `suffix` is `.jpg`, `.png` or `.webp`.

    Raises ValueError when it is no such picture.
    """
    try:
        with _opened_bytes(raw, suffix) as picture:
            upright = ImageOps.exif_transpose(picture)
            upright.info = {key: value for key, value in upright.info.items() if key in ("icc_profile", "transparency")}
            buffer = io.BytesIO()
            upright.save(buffer, FORMATS[suffix], quality=88, icc_profile=upright.info.get("icc_profile"), exif=b"")
    except BROKEN as error:
        raise ValueError(f"not a {FORMATS[suffix]} picture") from error
    return buffer.getvalue()


def _opened_bytes(raw: bytes, suffix: str) -> Image.Image:
    picture = Image.open(io.BytesIO(raw), formats=(FORMATS[suffix],))
    if max(picture.size) > MAX_SIDE:
        raise ValueError("too large")
    return picture
