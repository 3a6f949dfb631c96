"""Links to the project's files on the host of its repository."""

from __future__ import annotations

from roadmap import forge

REPOSITORY = "https://forge.example/fake/roadmap"
PATH = "content/élan & co/index.fr.md"
QUOTED = "content/%C3%A9lan%20%26%20co"


def test_a_file_is_read_edited_and_created_on_the_main_branch():
    assert forge.file_url(REPOSITORY, PATH) == f"{REPOSITORY}/blob/main/{QUOTED}/index.fr.md"
    assert forge.edit_url(REPOSITORY, PATH) == f"{REPOSITORY}/edit/main/{QUOTED}/index.fr.md"
    assert forge.new_url(REPOSITORY, PATH) == f"{REPOSITORY}/new/main/{QUOTED}?filename=index.fr.md"
