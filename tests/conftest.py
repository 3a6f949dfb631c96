"""What every test may ask for: the project, the site built from it, its pages."""

from __future__ import annotations

import compileall
import fcntl
import gc
import os
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

import forks
import sites
from roadmap.load import load
from roadmap.reading.project import Project, read
from roadmap.site import Site

pytest.register_assert_rewrite("hostile")  # its assertions tell what they compared, as those of the tests do


SLOW_FIXTURES = {"site", "live", "windows"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for the built site, a running server or a second checkout is slow.

    Of a sampled test, the cases that are not in the sample are a sweep's.
    """
    seen: defaultdict[tuple, dict[tuple, int]] = defaultdict(dict)
    for item in items:
        if not SLOW_FIXTURES.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)
        if (mark := item.get_closest_marker("sampled")) and not in_sample(places(item, seen), *mark.args):
            item.add_marker(pytest.mark.sweep)


def places(item: pytest.Item, seen: defaultdict[tuple, dict[tuple, int]]) -> list[int]:
    """Give the place of each of a case's values among those of its parameter, in the order in which they are `seen`."""
    marks = [mark.args[0] for mark in item.iter_markers("parametrize")]
    groups = [re.findall(r"\w+", names) if isinstance(names, str) else list(names) for names in marks]
    params = item.callspec.params
    groups += [[name] for name in params if not any(name in group for group in groups)]  # a fixture's
    found = []
    for names in groups:
        values = seen[item.function, *names]
        found.append(values.setdefault(tuple(id(params[name]) for name in names), len(values)))
    return found


def in_sample(places: Iterable[int], one_in: int) -> bool:
    """Whether a case of a sampled test is in the sample, by the places of its values.

    The sample runs along diagonals: each value of a parameter meets one in so many of another's, the next value others.
    """
    return sum(places) % one_in == 0


def pytest_configure() -> None:
    """Copies of the project have the same catalogues and templates, which are much of the work of reading them; and the
    commands that tests start need not compile the package each time.
    """
    compileall.compile_dir(forks.HOOKS, quiet=2)
    forks.remember_catalogues()
    forks.remember_templates()


def pytest_collection_finish() -> None:
    """Modules and tests last as long as the process: the collector need not walk through them again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def project() -> Path:
    """The repository."""
    return Path(__file__).parents[1]


@cache
def whole_project() -> Project:
    """The project as it stands, unchecked and read once: what it says must not be changed."""
    return read(sites.PROJECT)


@pytest.fixture(scope="session")
def whole(project: Path) -> Site:
    """The project, read once: a test that changes something of it reads its own."""
    return Site(load(project))


@pytest.fixture(scope="session")
def named_cases(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The project with the case studies that tests know by name (`sites.KEPT_CASES`)."""
    return Site(load(sites.copy_project(project, tmp_path_factory.mktemp("named_cases") / "project")))


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what is made once for all the workers of pytest-xdist."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def site(project: Path, shared: Path) -> Path:
    """The real site, built strictly, once for all the workers of pytest-xdist."""
    built = shared / "site"
    with locked(shared / "site.lock"):
        if not built.exists():
            build(project, built, zips=True)
    return built


def build(
    project: Path,
    folder: Path,
    preview: Collection[str] = (),
    offer_prints: bool = False,
    zips: bool = False,
    **environment: str,
) -> None:
    """Builds a project's site into `folder`, strictly; with the languages of `preview` that are in preparation."""
    from roadmap.build import engine  # imports MkDocs, which the quick tests do without

    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "SITE_URL": sites.SITE_URL,
            "REPO_URL": "",
            "CONTACT_EMAIL": "",
            "PUBLISHER": "",
            **environment,
        }.items():
            patch.setenv(name, value)
        engine.build(project, folder, preview, offer_prints, zips)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One worker at a time."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, sites.Page]:
    """Every page but 404.html, by its path from the site's root; parsed when first asked for."""
    return sites.read_pages(site)


# What the files say, read without the package


@pytest.fixture(scope="session")
def leaflet(project: Path) -> dict:
    """data/roadmap.yml."""
    return sites.typed_yaml(project / "data" / "roadmap.yml")


@pytest.fixture(scope="session")
def parties(project: Path) -> dict:
    """data/parties.yml."""
    return sites.plain_yaml(project / "data" / "parties.yml")


@pytest.fixture(scope="session")
def cases(project: Path) -> dict[str, sites.Case]:
    """Every case study by slug, in the order of lists."""
    return sites.read_cases(project)


@pytest.fixture(scope="session")
def listings(leaflet: dict, parties: dict, cases: dict[str, sites.Case]) -> dict[str, list[str]]:
    """The slugs that each page must list, by the address on which the list starts."""
    return sites.lists(leaflet, parties, cases)


@pytest.fixture(scope="session")
def wording(project: Path) -> sites.Wording:
    """Says a string of a context in a language."""
    return sites.Wording(project)


@pytest.fixture
def copy(project: Path, tmp_path: Path) -> Path:
    """A copy of the project to spoil."""
    return sites.copy_project(project, tmp_path / "project")
