"""What every test may ask for: the project, the site built from it, its pages."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import sites


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for the built site is slow."""
    for item in items:
        if "site" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def project() -> Path:
    """The repository."""
    return Path(__file__).parents[1]


@pytest.fixture(scope="session")
def site(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, built strictly, once for all the workers of pytest-xdist."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    built = shared / "site"
    with _locked(shared / "site.lock"):
        if not built.exists():
            _build(project, built)
    return built


def _build(project: Path, folder: Path) -> None:
    from roadmap import edge  # imports MkDocs, which the quick tests do without

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", sites.SITE_URL)
        edge.build(project, folder)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, sites.Page]:
    """Every page but 404.html, by its path from the site's root; parsed when first asked for."""
    return sites.read_pages(site)


@pytest.fixture
def copy(project: Path, tmp_path: Path) -> Path:
    """A copy of the project to spoil."""
    return sites.copy_project(project, tmp_path / "project")
