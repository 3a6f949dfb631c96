"""What a first visit costs: of this site, and of stock MkDocs + Material + static-i18n with the same case studies.

`python benchmarks/weight.py SITE` measures the built site in SITE and a stock one in one run, with the same browser and
the same server, and prints the table of benchmarks/README.md. Bytes are those of files compressed with gzip, as hosts
send texts; what another host was asked for is counted as a request, not in bytes: no other host answers here.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "hooks")]

from playwright.sync_api import Browser  # noqa: E402

import stock  # noqa: E402
from browser import BASE, launch, packed, record, serve  # noqa: E402

CASE = "case-studies/tn-ticdce/"


def stock_site(folder: Path) -> Path:
    """A site with Material's default settings and the real case studies' texts; gives where it is built."""
    stock.write(ROOT, folder, ("fr", "en", "ar"), "fr")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(folder / "site")]
    subprocess.run(command, cwd=folder, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}, check=True)
    return folder / "site"


def visit(browser: Browser, site: Path, path: str) -> dict[str, int]:
    """A first visit: bytes by kind of file, requests, and those to another host."""
    with serve(site) as home, browser.new_context() as context:
        page = context.new_page()
        log = record(page, home)
        page.goto(home + path)
        page.wait_for_load_state("networkidle")
        mine = [url for url in log.requests if urlsplit(url).netloc == log.host]
        files = [site / urlsplit(url).path.removeprefix(BASE) for url in mine]
        files = [file / "index.html" if file.is_dir() else file for file in files]
        return {
            "html": packed(files[0]),
            "all": sum(packed(file) for file in files if file.exists()),
            "requests": len(log.requests),
            "elsewhere": len(log.requests) - len(mine),
        }


def main() -> None:
    """The command."""
    site = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder, launch() as browser:
        stock = stock_site(Path(folder))
        print("| page | site | HTML | all | requests | to other hosts |\n|---|---|--:|--:|--:|--:|")
        for name, path in (("home", ""), ("a case study", CASE), ("a case study in Arabic", f"ar/{CASE}")):
            seen = {"stock Material": visit(browser, stock, path), "this site": visit(browser, site, path)}
            for who, found in seen.items():
                print(f"| {name} | {who} | {' | '.join(f'{number:,}' for number in found.values())} |")
            ratio = seen["stock Material"]["all"] / seen["this site"]["all"]
            print(f"| | ratio | | {ratio:.1f} | | |")


if __name__ == "__main__":
    main()
