"""Which browser the tests take."""

from __future__ import annotations

import pytest

import chromium


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The programs of a made-up machine, on which no variable names a browser."""
    programs: set[str] = set()
    for name in chromium.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(chromium.shutil, "which", lambda name: f"/bin/{name}" if name in programs else None)
    monkeypatch.setattr(chromium, "playwright_own", lambda: None)
    monkeypatch.setattr(chromium, "version", lambda path: "Fake 1" if path.rpartition("/")[2] in programs else "")
    return programs


def test_the_one_without_windows_comes_first(machine: set[str]):
    machine |= {"google-chrome", "chromium"}
    assert chromium.find() == "/bin/chromium"
    machine.add("chromium-headless-shell")
    assert chromium.find() == "/bin/chromium-headless-shell"


def test_the_one_that_somebody_chose_is_the_only_one(machine: set[str], monkeypatch: pytest.MonkeyPatch):
    machine |= {"chromium-headless-shell", "chromium"}
    monkeypatch.setenv("CHROME_PATH", "/bin/chromium")
    assert chromium.find() == "/bin/chromium"
    monkeypatch.setenv("CHROMIUM", "/bin/none")
    with pytest.raises(chromium.Missing, match="CHROMIUM is /bin/none, which is not a browser that runs"):
        chromium.find()


def test_where_there_is_none_it_is_said_what_to_do(machine: set[str]):
    with pytest.raises(chromium.Missing, match="make browser"):
        chromium.find()


def test_a_debian_without_the_one_without_windows_will_do(machine: set[str], monkeypatch: pytest.MonkeyPatch, capsys):
    asked = []

    def install(packages: tuple[str, ...]) -> bool:
        asked.append(packages[0])
        machine.update({"chromium"} & {*packages})
        return packages[0] == "chromium"

    monkeypatch.setattr(chromium, "apt_install", install)
    assert chromium.install() == "/bin/chromium"
    assert asked == ["chromium", "chromium-headless-shell"]
    assert "no chromium-headless-shell here" in capsys.readouterr().out
