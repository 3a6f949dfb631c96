"""Links to the files of the project's repository, where it is known: to read a file, to edit it, to make a new one.

The addresses are those of GitHub, which is where the workflows run.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

BRANCH = "main"


def file_url(repository: str, path: str) -> str:
    """Return the page of a file; `repository` is that of the repository, without a `/` at its end."""
    return f"{repository}/blob/{BRANCH}/{quote(path)}"


def edit_url(repository: str, path: str) -> str:
    """The host's own editor, with a file in it."""
    return f"{repository}/edit/{BRANCH}/{quote(path)}"


def new_url(repository: str, path: str) -> str:
    """The host's own editor, with a new file of this name."""
    folder, _, name = path.rpartition("/")
    return f"{repository}/new/{BRANCH}/{quote(folder)}?{urlencode({'filename': name})}"
