"""Contributed pictures: checks of the actual content, whatever the file's name, and removal of camera metadata."""

from __future__ import annotations

import io
import stat
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

from roadmap.problems import Problem, message
from roadmap.reading.yaml_file import unreadable

MAX_BYTES = 500_000
MAX_SIDE = 4000
"""Pixels."""
MAX_PICTURES = 10
MAX_MILLIONS = 20
"""Millions of pixels, for all pictures of a case study: ten of 1400 pixels a side, or one of 4000."""
MAX_SCANS = 30
"""The most scans of a progressive JPEG; cameras and programs write about ten. Each may draw the whole picture again."""
SCAN = b"\xff\xda"
FORMATS = {".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
POSITION = 0x8825
"""EXIF's directory for the place where a picture was taken (GPSInfo)."""
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture upright, by its orientation in EXIF. (Pillow's own way rewrites EXIF: unusual tags stop it.)"""
SAVED: dict[str, tuple[dict[str, object], ...]] = {
    ".jpg": ({"quality": 88}, {"quality": 60}, {"quality": 30}),
    ".png": ({}, {"optimize": True}),
    ".webp": ({"quality": 88, "method": 0}, {"quality": 60, "method": 0}, {"quality": 20, "method": 0}),
}
"""Options for saving a picture quickly, then smaller ones for a large result: the original fitted, so was no better."""
WIDTHS = (480, 960, 1440)
"""Widths in pixels of a picture's versions: a phone, a wide window, and one with a dense screen."""
WORTH = 1.25
"""A version is generated if the original is this many times as wide; else the original is as light."""
SCALED: dict[str, dict[str, object]] = {
    ".jpg": {"quality": 80, "optimize": True, "progressive": True},
    ".png": {"optimize": True},
    ".webp": {"quality": 80, "method": 4},
}

PLACE = message("L’image contient des données de localisation.")
SEVERAL = message("Le fichier contient plusieurs images, comme en font certains téléphones.")
BY_ITSELF = message("Enregistrez l’image à nouveau ; roadmap import le fait automatiquement.")


def can_mend(problem: Problem) -> bool:
    """Return whether `without_metadata` fixes a problem."""
    return problem.what in (PLACE, SEVERAL)


def check_all(paths: Iterable[Path], folder: str) -> list[Problem]:
    """Return why a case study's pictures cannot be published; `folder` is their folder in messages."""
    paths = list(paths)
    if problem := too_much(paths, folder):
        return [problem]
    return [problem for path in paths for problem in check(path, f"{folder}/{path.name}")]


def too_much(paths: list[Path], name: str, line: int = 1) -> Problem | None:
    """Return why pictures are too many or too large to be opened, at `line` of `name`."""
    if len(paths) > MAX_PICTURES:
        what = message("Plus de %(count)s images.", count=MAX_PICTURES)
        return Problem(name, line, what, message("Gardez les plus utiles."))
    if sum(map(_pixels, paths)) > MAX_MILLIONS * 1_000_000:
        what = message("Les images ont ensemble plus de %(count)s millions de pixels.", count=MAX_MILLIONS)
        return Problem(name, line, what, message("Réduisez-les, par exemple à 1400 pixels de côté."))
    return None


def _pixels(path: Path) -> int:
    """Return the number of pixels that a picture declares; 0 for what `check` refuses before it decodes it."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return 0
        with _quiet(), Image.open(path, formats=tuple(FORMATS.values())) as picture:
            width, height = picture.size
            return width * height if max(width, height) <= MAX_SIDE else 0
    except Exception:
        return 0


@contextmanager
def _quiet() -> Iterator[None]:
    """Suppress Pillow's warnings about damaged metadata, and about sizes that are refused anyway."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def check(path: Path, name: str) -> list[Problem]:
    """Return why a picture, called `name` in messages, cannot be published; empty if it can."""
    try:
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode):
            link = stat.S_ISLNK(found.st_mode)
            what = message("Le fichier est un lien symbolique.") if link else message("Ce fichier n’est pas une image.")
            return [Problem(name, 1, what, message("Mettez le fichier lui-même, non un lien."))]
        if found.st_size > MAX_BYTES:
            what = message("L’image pèse %(size)s Ko.", size=-(-found.st_size // 1000))
            return [Problem(name, 1, what, message("Attendu : au plus %(limit)s Ko.", limit=MAX_BYTES // 1000))]
        raw = path.read_bytes()
    except OSError as error:
        return [unreadable(name, error)]
    return _check_bytes(raw, path.suffix, name)


def _check_bytes(raw: bytes, suffix: str, name: str) -> list[Problem]:
    try:
        with _quiet(), Image.open(io.BytesIO(raw), formats=tuple(FORMATS.values())) as picture:
            several = picture.format == "MPO"  # JPEG with more pictures after the first one
            found, side = "JPEG" if several else picture.format, max(picture.size)
            scans = raw.count(SCAN) if found == "JPEG" else 0
            if found == FORMATS[suffix] and side <= MAX_SIDE and scans <= MAX_SCANS:
                picture.load()
                frames, place = getattr(picture, "n_frames", 1), _tells_position(picture)
    except Image.DecompressionBombError:
        what = message("L’image est trop grande.")
        return [Problem(name, 1, what, message("Attendu : au plus %(limit)s pixels de côté.", limit=MAX_SIDE))]
    except Exception:  # Pillow raises almost anything for a damaged picture or another file
        found, side = None, 0
    if found != FORMATS[suffix]:
        what = message("Ce fichier n’est pas une image %(format)s.", format=FORMATS[suffix])
        fix = message("C’est une image %(format)s : renommez-la, ou convertissez-la.", format=found) if found else None
        return [
            Problem(name, 1, what, fix or message("Ouvrez-le dans un logiciel d’images et enregistrez-le à nouveau."))
        ]
    if side > MAX_SIDE:
        what = message("L’image mesure %(side)s pixels.", side=side)
        return [Problem(name, 1, what, message("Attendu : au plus %(limit)s pixels de côté.", limit=MAX_SIDE))]
    if scans > MAX_SCANS:
        what = message("L’image se dessine en plus de %(count)s passes.", count=MAX_SCANS)
        return [Problem(name, 1, what, message("Ouvrez-la dans un logiciel d’images et enregistrez-la à nouveau."))]
    problems = []
    if several:
        problems.append(Problem(name, 1, SEVERAL, BY_ITSELF))
    elif frames > 1:
        problems.append(Problem(name, 1, message("L’image est animée."), message("Attendu : une image fixe.")))
    if place:
        problems.append(Problem(name, 1, PLACE, message("Effacez-le ; roadmap import l’efface automatiquement.")))
    return problems


def _tells_position(picture: Image.Image) -> bool:
    """Return whether the picture's metadata contains a position, in EXIF or XMP."""
    return bool(picture.getexif().get_ifd(POSITION)) or b"GPSLatitude" in _xmp(picture)


def _xmp(picture: Image.Image) -> bytes:
    found = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    return found if isinstance(found, bytes) else str(found).encode()


def size(path: Path) -> tuple[int, int]:
    """Return width and height in pixels, as displayed (EXIF states how the camera was held)."""
    with _quiet(), Image.open(path, formats=tuple(FORMATS.values())) as picture:
        width, height = picture.size
        return (height, width) if _orientation(picture) >= 5 else (width, height)


def versions(name: str, width: int) -> dict[str, int]:
    """Return the files to publish for the picture `name`, with their widths in pixels, the narrowest first.

    The last is the picture itself, unless it is much wider than any window displays it.
    """
    stem, _, suffix = name.rpartition(".")
    found = {f"{stem}.{smaller}.{suffix}": smaller for smaller in WIDTHS if width >= smaller * WORTH}
    return found if width >= WIDTHS[-1] * WORTH else {**found, name: width}


def scaled(raw: bytes, suffix: str, width: int) -> bytes:
    """Return a picture at another width, upright and without metadata. `suffix` is `.jpg`, `.png` or `.webp`.

    The result is the same for the same version of Pillow (requirements.txt pins it).
    """
    with _quiet():
        picture = _upright(raw, suffix)
        profile = picture.info.get("icc_profile")
        height = max(1, round(picture.height * width / picture.width))
        kinds = {".jpg": ("RGB", "L", "CMYK"), ".png": ("RGB", "RGBA", "L", "LA"), ".webp": ("RGB", "RGBA")}[suffix]
        if picture.mode not in kinds:  # colours of a palette cannot be interpolated
            clear = picture.has_transparency_data and suffix != ".jpg"
            picture = picture.convert("RGBA" if clear else "RGB")
        small = picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
        small.info = {}
        buffer = io.BytesIO()
        small.save(buffer, FORMATS[suffix], icc_profile=profile, exif=b"", **SCALED[suffix])
        return buffer.getvalue()


def _orientation(picture: Image.Image) -> int:
    """Return how the camera was held, from 1 to 8 as in EXIF."""
    try:
        found = picture.getexif().get(ORIENTATION)
    except Exception:
        return 1
    return found if found in TURNS else 1


def without_metadata(raw: bytes, suffix: str) -> bytes:
    """Return a picture without camera metadata, upright. `suffix` is `.jpg`, `.png` or `.webp`.

    Raises ValueError if it is not such a picture, or cannot be saved in `MAX_BYTES`.
    """
    try:
        with _quiet():
            upright = _upright(raw, suffix)
            upright.info = {key: upright.info[key] for key in ("icc_profile", "transparency") if key in upright.info}
            profile = upright.info.get("icc_profile")
            for options in SAVED[suffix]:
                buffer = io.BytesIO()
                upright.save(buffer, FORMATS[suffix], icc_profile=profile, exif=b"", **options)
                if buffer.tell() <= MAX_BYTES:
                    return buffer.getvalue()
    except Exception as error:
        raise ValueError(f"not a {FORMATS[suffix]} picture") from error
    raise ValueError("too heavy")


def _upright(raw: bytes, suffix: str) -> Image.Image:
    """Return a picture as displayed, independent of its decoder, which may hold it twice."""
    with Image.open(io.BytesIO(raw), formats=(FORMATS[suffix],)) as picture:
        if max(picture.size) > MAX_SIDE or (suffix == ".jpg" and raw.count(SCAN) > MAX_SCANS):
            raise ValueError("too large")
        turn = TURNS.get(_orientation(picture))
        return picture.copy() if turn is None else picture.transpose(turn)  # FLIP_LEFT_RIGHT is 0
