"""Links to files of the project's repository: to read a file, edit it, or create one.

The addresses are GitHub's, because the workflows run there.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

BRANCH = "main"


def file_url(repository: str, path: str) -> str:
    """Return the page of a file; `repository` is the repository's page, without a final `/`."""
    return f"{repository}/blob/{BRANCH}/{quote(path)}"


def edit_url(repository: str, path: str) -> str:
    """Return the address of the host's editor for a file."""
    return f"{repository}/edit/{BRANCH}/{quote(path)}"


def new_url(repository: str, path: str) -> str:
    """Return the address of the host's editor for a new file at `path`."""
    folder, _, name = path.rpartition("/")
    return f"{repository}/new/{BRANCH}/{quote(folder)}?{urlencode({'filename': name})}"
