"""The pictures of a submission: within its file, in base64; beside it; or in the folder of the published case study.

They are decoded, checked and encoded again.
"""

from __future__ import annotations

import base64
from pathlib import Path

from roadmap.model.contribution import Submission
from roadmap.problems import Problem, message
from roadmap.reading import pictures
from roadmap.reading.yaml_file import Document

MAX_BYTES = 4_500_000
"""The longest submission with pictures: three million bytes in base64, and the texts."""


def paths(
    document: Document, submission: Submission, beside: Path, published: Path, aside: Path
) -> tuple[dict[str, Path], list[Problem]]:
    """Return the file of each picture that is listed, and the problems of those in the submission.

    Pictures in the submission are written into the folder `aside`; others are in `beside`, or else in `published`.
    """
    listed = [picture.file for picture in submission.case_study.images]
    problems: list[Problem] = []
    found: dict[str, Path] = {}
    for name, content in submission.pictures.items():
        line = document.line("pictures", name)
        if name not in listed:
            what = message("L’image %(file)s n’est pas dans la liste « images ».", file=name)
            fix = message("Ajoutez-la à la liste, avec son texte de remplacement et son crédit, ou retirez-la.")
            problems.append(Problem(document.path, line, what, fix))
            continue
        try:
            (aside / name).write_bytes(base64.b64decode("".join(content.split()), validate=True))
        except ValueError:
            what = message("Le contenu de l’image %(file)s est abîmé.", file=name)
            fix = message("Ouvrez le fichier dans le formulaire, choisissez l’image à nouveau et préparez le fichier.")
            problems.append(Problem(document.path, line, what, fix))
        found[name] = aside / name
    for name in listed:
        if name not in found:
            own = beside / name
            found[name] = (
                own if own.exists() or own.is_symlink() or not (published / name).is_file() else published / name
            )
    return found, problems


def read(document: Document, submission: Submission, paths: dict[str, Path]) -> tuple[dict[str, bytes], list[Problem]]:
    """Return the pictures to publish, by name, and why others cannot be."""
    found: dict[str, bytes] = {}
    problems: list[Problem] = []
    images = submission.case_study.images
    listed = [paths[picture.file] for picture in images]
    if problem := pictures.too_many(listed, document.path, document.line("case_study", "images")):
        return {}, [problem]
    room = pictures.MAX_MILLIONS * 1_000_000 // (len(listed) or 1)
    for index, picture in enumerate(images):
        line = document.line("case_study", "images", index, "file")
        path = paths[picture.file]
        if path.is_symlink() or not path.is_file():
            if picture.file in submission.pictures:
                continue  # its content could not be read: reported
            what = message("L’image %(file)s manque.", file=picture.file)
            problems.append(
                Problem(document.path, line, what, message("Mettez-la à côté du fichier de l’étude de cas."))
            )
            continue
        content, wrong = pictures.imported(path, document.path, room)
        problems += [Problem(document.path, line, problem.what, problem.fix) for problem in wrong]
        if not wrong:
            found[picture.file] = content
    return found, problems


def limit(path: Path, otherwise: int) -> int:
    """Return the most bytes of a submission: more for a file of the form with pictures, which are at its end."""
    try:
        content = path.read_bytes() if path.is_file() and path.lstat().st_size <= MAX_BYTES else b""
    except OSError:
        return otherwise
    return MAX_BYTES if content.startswith(b"submission:") and b"\npictures:\n" in content else otherwise
