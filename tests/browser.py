"""What the browser tests stand on: a server for a built site, a browser, and a record of what pages do."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, Response, sync_playwright

import chromium

BASE = "/roadmap/"
ARGUMENTS = (
    "--no-sandbox",  # Chromium has no sandbox for root, and containers are often run by root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Handler(SimpleHTTPRequestHandler):
    """Answers as a host of static files does, under the base path, with the site's own 404 page."""

    def translate_path(self, path: str) -> str:
        """Give the file at an address; what lies outside the base path does not exist."""
        inside = path.startswith(BASE)
        return super().translate_path("/" + path.removeprefix(BASE) if inside else "/outside")

    def list_directory(self, path: str) -> None:
        """Show no folder's content: a folder without index.html does not exist."""
        self.send_error(404)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Send the site's own page for what does not exist."""
        if code != 404:
            super().send_error(code, message, explain)
            return
        body = Path(self.directory, "404.html").read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing: the pages' own record is what the tests read."""


class Server(ThreadingHTTPServer):
    """A server that does not mind a browser hanging up."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Show any fault but a broken connection."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


@contextmanager
def serve(site: Path) -> Iterator[str]:
    """Serve a built site under the base path; give the address of its home page."""
    server = Server(("127.0.0.1", 0), partial(Handler, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{BASE}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def launch() -> Iterator[Browser]:
    """Run a Chromium; chromium.Missing, not a skipped test, when there is none."""
    path = chromium.find()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Record:
    """What a page asked for, and what went wrong with it."""

    host: str
    requests: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def asked(self, request: Request) -> None:
        """Note a request; one that leaves the server is a fault."""
        if request.url.startswith("data:"):
            return
        self.requests.append(request.url)
        if urlsplit(request.url).netloc != self.host:
            self.faults.append(f"request to another host: {request.url}")

    def answered(self, response: Response) -> None:
        """Note an answer that is an error."""
        if response.status >= 400:
            self.faults.append(f"status {response.status}: {response.url}")

    def failed(self, request: Request) -> None:
        """Note a request without an answer, unless the test went to another page meanwhile: icons come late."""
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"request failed: {request.url} ({request.failure})")

    def said(self, message: ConsoleMessage) -> None:
        """Note an error told in the console."""
        if message.type == "error":
            self.faults.append(f"console: {message.text}")

    def broke(self, error: Error) -> None:
        """Note an error that no script caught."""
        self.faults.append(f"error: {error}")


def record(page: Page, home: str) -> Record:
    """Record, from now on, what the page asks for and every error."""
    kept = Record(urlsplit(home).netloc)
    page.on("request", kept.asked)
    page.on("response", kept.answered)
    page.on("requestfailed", kept.failed)
    page.on("console", kept.said)
    page.on("pageerror", kept.broke)
    return kept


def settle(page: Page) -> None:
    """Wait until the page has been drawn anew, with what a change of size or of colours set off."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
