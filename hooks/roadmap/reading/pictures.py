"""Contributed pictures: checks of the actual content, whatever the file's name, and what is published of them."""

from __future__ import annotations

import functools
import io
import stat
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageChops, ImageCms, ImageMath

from roadmap.problems import Message, Problem, message
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
WIDTHS = (480, 960, 1440)
"""Widths in pixels of a picture's versions: a phone, a wide window, and one with a dense screen."""
WORTH = 1.25
"""A version is generated if the original is this many times as wide; else the original is as light."""
ENCODED: dict[str, tuple[dict[str, object], ...]] = {
    ".jpg": tuple({"quality": quality, "optimize": True, "progressive": True} for quality in (80, 70, 55, 40, 25)),
    ".png": ({"optimize": True},),
    ".webp": (
        {"quality": 80, "method": 2},
        {"quality": 60, "method": 2, "alpha_quality": 60},
        {"quality": 20, "method": 2, "alpha_quality": 10},
    ),
}
"""Options of the encoders, then smaller ones for a result that weighs more than what it was made from."""
LEAST = 30_000
"""Bytes: a result that is not heavier is light, whatever it was made from."""
SENT_BYTES = 25_000_000
"""The largest file that `roadmap import` shrinks."""
SENT_MILLIONS = {".jpg": 64, ".png": 24, ".webp": 24}
"""Millions of pixels of such a file. A JPEG is read at a reduced size, other pictures take all their memory."""
SENT_WIDTHS = (2000, 1400, 960, 480)
"""Widths in pixels that `roadmap import` tries: no version of a page is wider than the first."""

PLACE = message("L’image contient des données de localisation.")
SEVERAL = message("Le fichier contient plusieurs images, comme en font certains téléphones.")
BY_ITSELF = message("Enregistrez l’image à nouveau ; roadmap import le fait automatiquement.")


def can_mend(problem: Problem) -> bool:
    """Return whether `without_metadata` fixes a problem."""
    return problem.what in (PLACE, SEVERAL)


def imported(path: Path, name: str, room: int) -> tuple[bytes, list[Problem]]:
    """Return a picture that was sent, shrunk to `room` pixels and `MAX_BYTES`, without metadata; or why it cannot be.

    A camera's photograph is too large for a page, and its place is in it: people need not know how to change that.
    """
    problems = [problem for problem in check(path, name, sent=True) if not can_mend(problem)]
    if problems:
        return b"", problems
    try:
        return without_metadata(path.read_bytes(), path.suffix, room), []
    except ValueError:
        what = message("L’image %(file)s ne peut pas être enregistrée à nouveau.", file=path.name)
        fix = message("Enregistrez-la vous-même, plus petite, à moins de %(limit)s Ko.", limit=MAX_BYTES // 1000)
        return b"", [Problem(name, 1, what, fix)]


def check_all(paths: Iterable[Path], folder: str) -> list[Problem]:
    """Return why a case study's pictures cannot be published; `folder` is their folder in messages."""
    paths = list(paths)
    if problem := too_much(paths, folder):
        return [problem]
    return [problem for path in paths for problem in check(path, f"{folder}/{path.name}")]


def too_much(paths: list[Path], name: str) -> Problem | None:
    """Return why pictures are too many or too large to be opened."""
    if problem := too_many(paths, name):
        return problem
    if sum(map(_pixels, paths)) > MAX_MILLIONS * 1_000_000:
        what = message("Les images ont ensemble plus de %(count)s millions de pixels.", count=MAX_MILLIONS)
        return Problem(name, 1, what, message("Réduisez-les, par exemple à 1400 pixels de côté."))
    return None


def too_many(paths: list[Path], name: str, line: int = 1) -> Problem | None:
    """Return why pictures are too many, at `line` of `name`."""
    if len(paths) > MAX_PICTURES:
        what = message("Plus de %(count)s images.", count=MAX_PICTURES)
        return Problem(name, line, what, message("Gardez les plus utiles."))
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


def check(path: Path, name: str, sent: bool = False) -> list[Problem]:
    """Return why a picture, called `name` in messages, cannot be published, or imported if it was sent."""
    most = SENT_BYTES if sent else MAX_BYTES
    try:
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode):
            link = stat.S_ISLNK(found.st_mode)
            what = message("Le fichier est un lien symbolique.") if link else message("Ce fichier n’est pas une image.")
            return [Problem(name, 1, what, message("Mettez le fichier lui-même, non un lien."))]
        if found.st_size > most:
            what = message("L’image pèse %(size)s Ko.", size=-(-found.st_size // 1000))
            return [Problem(name, 1, what, message("Attendu : au plus %(limit)s Ko.", limit=most // 1000))]
        raw = path.read_bytes()
    except OSError as error:
        return [unreadable(name, error)]
    return _check_bytes(raw, path.suffix, name, sent)


def _check_bytes(raw: bytes, suffix: str, name: str, sent: bool) -> list[Problem]:
    try:
        with _quiet(), Image.open(io.BytesIO(raw), formats=tuple(FORMATS.values())) as picture:
            several = picture.format == "MPO"  # JPEG with more pictures after the first one
            found, (width, height) = "JPEG" if several else picture.format, picture.size
            scans = raw.count(SCAN) if found == "JPEG" else 0
            too_large = _too_large(width, height, suffix, sent)
            if found == FORMATS[suffix] and not too_large and scans <= MAX_SCANS:
                picture.draft(None, (SENT_WIDTHS[0], SENT_WIDTHS[0]))  # only a JPEG has a reduced size
                picture.load()
                frames, place = getattr(picture, "n_frames", 1), _tells_position(picture)
    except Image.DecompressionBombError:
        return [Problem(name, 1, message("L’image est trop grande."), _limit(suffix, sent))]
    except Exception:  # Pillow raises almost anything for a damaged picture or another file
        found = too_large = None
    if found != FORMATS[suffix]:
        what = message("Ce fichier n’est pas une image %(format)s.", format=FORMATS[suffix])
        fix = message("C’est une image %(format)s : renommez-la, ou convertissez-la.", format=found) if found else None
        return [
            Problem(name, 1, what, fix or message("Ouvrez-le dans un logiciel d’images et enregistrez-le à nouveau."))
        ]
    if too_large:
        return [Problem(name, 1, too_large, _limit(suffix, sent))]
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


def _too_large(width: int, height: int, suffix: str, sent: bool) -> Message | None:
    """Return in which way a picture is too large to be published, or `sent`."""
    millions = -(-width * height // 1_000_000)
    if sent and millions > SENT_MILLIONS[suffix]:
        return message("L’image compte %(count)s millions de pixels.", count=millions)
    if not sent and max(width, height) > MAX_SIDE:
        return message("L’image mesure %(side)s pixels.", side=max(width, height))
    return None


def _limit(suffix: str, sent: bool) -> Message:
    if sent:
        return message("Attendu : au plus %(limit)s millions de pixels.", limit=SENT_MILLIONS[suffix])
    return message("Attendu : au plus %(limit)s pixels de côté.", limit=MAX_SIDE)


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


def published(raw: bytes, suffix: str, width: int | None = None) -> bytes:
    """Return a picture as the site shows it: encoded again, so that it has nothing but what it shows.

    Whatever a file of the project contains besides – owner, place, camera, comments, an archive at its end – is not
    published. `width` is in pixels; None keeps that of the picture, upright. The result is the same for the same
    version of Pillow (requirements.txt pins it); the check does not compare bytes, which differ between versions.
    """
    with _quiet():
        picture = _decoded(raw, suffix)
        return _encoded(picture if width is None else _resized(picture, width), suffix, len(raw))


def _orientation(picture: Image.Image) -> int:
    """Return how the camera was held, from 1 to 8 as in EXIF."""
    try:
        found = picture.getexif().get(ORIENTATION)
    except Exception:
        return 1
    return found if found in TURNS else 1


def without_metadata(raw: bytes, suffix: str, room: int = MAX_MILLIONS * 1_000_000) -> bytes:
    """Return a picture to keep in the project: upright, encoded again, at most `room` pixels and `MAX_BYTES` large.

    Raises ValueError if it is not such a picture, or cannot be saved in `MAX_BYTES`.
    """
    try:
        with _quiet():
            picture = _decoded(raw, suffix, sent=True)
            for width in (picture.width, *SENT_WIDTHS):
                most = min(width, SENT_WIDTHS[0], int((room * picture.width / picture.height) ** 0.5))
                most = min(most, MAX_SIDE * picture.width // picture.height or 1)
                small = picture if most >= picture.width else _resized(picture, most)
                encoded = _encoded(small, suffix, min(len(raw), MAX_BYTES))
                if len(encoded) <= MAX_BYTES:
                    return encoded
    except Exception as error:
        raise ValueError(f"not a {FORMATS[suffix]} picture") from error
    raise ValueError("too heavy")


def _decoded(raw: bytes, suffix: str, sent: bool = False) -> Image.Image:
    """Return a picture as it is seen: upright, eight bits a channel, in sRGB, its transparency in a channel of its own.

    Its mode is L, LA, RGB, RGBA or P.
    """
    with Image.open(io.BytesIO(raw), formats=(FORMATS[suffix],)) as picture:
        if _too_large(*picture.size, suffix, sent) or (suffix == ".jpg" and raw.count(SCAN) > MAX_SCANS):
            raise ValueError("too large")
        turn = TURNS.get(_orientation(picture))
        if sent:
            picture.draft(None, (SENT_WIDTHS[0], SENT_WIDTHS[0]))
        picture.load()
        profile = picture.info.get("icc_profile")
        plain = _in_srgb(_of_eight_bits(picture, raw[24] if suffix == ".png" else 8), profile)
        if plain is picture:  # its decoder would keep it a second time
            plain = picture.copy()
    plain.info = {key: value for key, value in plain.info.items() if key == "transparency" and plain.mode == "P"}
    return plain if turn is None else plain.transpose(turn)  # FLIP_LEFT_RIGHT is 0


def _of_eight_bits(picture: Image.Image, depth: int) -> Image.Image:
    """Return a picture in mode L, LA, RGB, RGBA, CMYK or P; `depth` is the number of bits of a channel in its file."""
    key = picture.info.get("transparency")
    if picture.mode in ("I;16", "I"):  # Pillow would cut values above 255, and everything would be white
        wide = picture.convert("I")
        plain = wide.point(lambda value: value * (1 / 257) + 0.5).convert("L")
        if key is not None:
            clear = ImageMath.lambda_eval(lambda names: (names["wide"] != key) * 255, wide=wide)
            plain.putalpha(clear.convert("L"))
        return plain
    if picture.mode == "1" or (picture.mode in ("L", "RGB") and key is not None):
        plain = picture.convert("RGB" if picture.mode == "RGB" else "L")
        if key is not None:
            values = key if isinstance(key, tuple) else (key,)
            depth = 8 if picture.mode == "1" else depth  # Pillow gives 0 or 255
            values = tuple(value >> 8 if depth == 16 else value * 255 // (2**depth - 1) for value in values)
            bands = [
                band.point([255 * (n != v) for n in range(256)]) for band, v in zip(plain.split(), values, strict=True)
            ]
            plain.putalpha(functools.reduce(ImageChops.lighter, bands))
        return plain
    if picture.mode in ("L", "LA", "RGB", "RGBA", "CMYK", "P"):
        return picture
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return a picture with the colours of its profile in sRGB, which is what browsers assume of one without."""
    if profile and picture.mode != "P":
        mode = picture.mode if picture.mode == "RGBA" else "RGB"
        try:
            plain = picture.convert("RGBA") if picture.mode == "LA" else picture
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(plain, source, ImageCms.createProfile("sRGB"), outputMode=mode)
            if converted is not None:
                return converted
        except (ImageCms.PyCMSError, OSError, ValueError):  # a damaged profile, or one of another kind of picture
            pass
    return picture.convert("RGB") if picture.mode == "CMYK" else picture


def _resized(picture: Image.Image, width: int) -> Image.Image:
    """Return a picture at another width in pixels."""
    if picture.mode == "P":  # colours of a palette cannot be interpolated
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _encoded(picture: Image.Image, suffix: str, weight: int) -> bytes:
    """Return a picture as a file that is not heavier than `weight` bytes or `LEAST`, or the lightest one."""
    kinds = {".jpg": ("RGB", "L"), ".png": ("RGB", "RGBA", "L", "LA", "P"), ".webp": ("RGB", "RGBA")}[suffix]
    if picture.mode not in kinds:
        picture = picture.convert("RGBA" if picture.has_transparency_data and suffix != ".jpg" else "RGB")
    best = b""
    for options in ENCODED[suffix]:
        buffer = io.BytesIO()
        picture.save(buffer, FORMATS[suffix], icc_profile=None, exif=b"", **options)
        best = min(filter(None, (best, buffer.getvalue())), key=len)
        if len(best) <= max(weight, LEAST):
            break
    return best
