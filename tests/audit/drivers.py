"""Firefox and WebKitGTK, driven by the W3C's WebDriver: Firefox by WebDriver BiDi, which it has built in, WebKitGTK by
WebKitWebDriver, on a display of its own. Both are Debian's; Playwright drives only builds of its own.
"""

from __future__ import annotations

import base64
import json
import os
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import websocket

from node_tools import Problem

SECONDS = 60
"""How long a browser may take to start, or a page to answer."""
QUIET: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
MINI_BROWSER = "*/webkit2gtk-4.*/MiniBrowser"
"""In /usr/lib."""
ENTER = "\ue007"
"""WebDriver's character for the key."""


class Driver(Protocol):
    """One browser with one tab."""

    name: str
    has_workers: bool
    """Whether service workers start while it is driven: WebKitGTK's sessions keep nothing, and start none."""

    def go(self, url: str) -> None:
        """Open a page, and wait until it is loaded."""

    def ask(self, expression: str, *given: Any) -> Any:
        """Return the value of a JavaScript function, called with these values; a promise is awaited."""

    def size(self, width: int, height: int) -> None:
        """Give the page this size, in CSS pixels; WebKitGTK gives it to the window, at least 447 wide."""

    def keys(self, text: str) -> None:
        """Type characters, one after the other."""

    def pdf(self) -> bytes | None:
        """Print the page; None where the browser cannot."""


def strokes(text: str) -> list[dict[str, str]]:
    """Return the actions of WebDriver that type a text."""
    return [{"type": kind, "value": character} for character in text for kind in ("keyDown", "keyUp")]


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def eventually(what: str, attempt: Any) -> Any:
    """Return what `attempt` returns, as soon as it raises no error; Problem after SECONDS."""
    end = time.monotonic() + SECONDS
    while True:
        try:
            return attempt()
        except (OSError, websocket.WebSocketException, urllib.error.URLError) as error:
            if time.monotonic() > end:
                raise Problem(f"{what} did not start: {error}") from None
            time.sleep(0.2)


@contextmanager
def process(command: list[str], **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program while the block runs."""
    started = subprocess.Popen(command, **options)
    try:
        yield started
    finally:
        started.terminate()
        try:
            started.wait(10)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


class Firefox:
    """Firefox, by WebDriver BiDi (https://www.w3.org/TR/webdriver-bidi/)."""

    name, has_workers = "Firefox", True

    def __init__(self, address: str):
        self.connection = websocket.create_connection(address, timeout=SECONDS, suppress_origin=True)
        self.number = 0
        self.send("session.new", capabilities={"alwaysMatch": {"acceptInsecureCerts": True}})
        self.tab = self.send("browsingContext.getTree")["contexts"][0]["context"]

    def send(self, method: str, **params: Any) -> Any:
        """Send a command and return its result."""
        self.number += 1
        self.connection.send(json.dumps({"id": self.number, "method": method, "params": params}))
        while True:
            answer = json.loads(self.connection.recv())
            if answer.get("id") == self.number:
                if answer["type"] == "error":
                    raise Problem(f"Firefox, {method}: {answer['message']}")
                return answer["result"]

    def go(self, url: str) -> None:
        """Open a page, and wait until it is loaded."""
        self.send("browsingContext.navigate", context=self.tab, url=url, wait="complete")

    def ask(self, expression: str, *given: Any) -> Any:
        """Return the value of a JavaScript function, called with these values; a promise is awaited."""
        call = f"async () => JSON.stringify(await ({expression})(...{json.dumps(given)}))"
        target = {"context": self.tab}
        answer = self.send("script.callFunction", functionDeclaration=call, awaitPromise=True, target=target)
        if answer["type"] == "exception":
            raise Problem(f"Firefox: {answer['exceptionDetails']['text']}")
        return json.loads(answer["result"].get("value", "null"))

    def size(self, width: int, height: int) -> None:
        """Give the page this size, in CSS pixels."""
        self.send("browsingContext.setViewport", context=self.tab, viewport={"width": width, "height": height})

    def keys(self, text: str) -> None:
        """Type characters, one after the other."""
        actions = [{"type": "key", "id": "keyboard", "actions": strokes(text)}]
        self.send("input.performActions", context=self.tab, actions=actions)

    def pdf(self) -> bytes:
        """Print the page."""
        return base64.b64decode(self.send("browsingContext.print", context=self.tab)["data"])


@contextmanager
def firefox() -> Iterator[Firefox]:
    """Run Debian's Firefox without windows and without its own requests."""
    preferences = {
        "app.normandy.enabled": False,
        "app.update.disabledForTesting": True,
        "browser.safebrowsing.update.enabled": False,
        "datareporting.policy.dataSubmissionEnabled": False,
        "network.captive-portal-service.enabled": False,
        "network.connectivity-service.enabled": False,
        "remote.active-protocols": 1,
        "services.settings.server": "data:,",
        "toolkit.telemetry.enabled": False,
        "ui.prefersReducedMotion": 1,
    }
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in preferences.items()]
        Path(profile, "user.js").write_text("\n".join(lines), encoding="utf-8")
        port = free_port()
        command = ["firefox-esr", "--headless", "--no-remote", "--profile", profile, f"--remote-debugging-port={port}"]
        with process(command, env=os.environ | {"HOME": profile}, **QUIET):
            yield eventually("Firefox", lambda: Firefox(f"ws://127.0.0.1:{port}/session"))


class WebKit:
    """WebKitGTK, by WebDriver (https://www.w3.org/TR/webdriver2/)."""

    name, has_workers = "WebKitGTK", False

    def __init__(self, address: str):
        self.address = address
        browser = {"binary": str(sorted(Path("/usr/lib").glob(MINI_BROWSER))[-1]), "args": ["--automation"]}
        wanted = {"alwaysMatch": {"webkitgtk:browserOptions": browser}}
        self.session = ""
        self.session = "/" + self.send("POST", "", {"capabilities": wanted})["sessionId"]
        self.send("POST", "/timeouts", {"script": SECONDS * 1000, "pageLoad": SECONDS * 1000})

    def send(self, method: str, path: str, body: Any = None) -> Any:
        """Send a command and return its value."""
        data = None if method == "GET" else json.dumps(body or {}).encode()
        request = urllib.request.Request(f"{self.address}/session{self.session}{path}", data, method=method)
        request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            reason = json.loads(error.read() or b'{"value": {}}')["value"]
            raise Problem(f"WebKitGTK, {path}: {reason.get('message') or reason.get('error')}") from None

    def go(self, url: str) -> None:
        """Open a page, and wait until it is loaded."""
        self.send("POST", "/url", {"url": url})

    def ask(self, expression: str, *given: Any) -> Any:
        """Return the value of a JavaScript function, called with these values; a promise is awaited."""
        script = f"""const done = arguments[arguments.length - 1];
          (async () => ({expression})(...{json.dumps(given)}))().then(
            value => done(JSON.stringify([value ?? null])), error => done(String(error)));"""
        answer = self.send("POST", "/execute/async", {"script": script, "args": []})
        if not answer.startswith("["):
            raise Problem(f"WebKitGTK: {answer}")
        return json.loads(answer)[0]

    def size(self, width: int, height: int) -> None:
        """Give the window this size, in CSS pixels."""
        self.send("POST", "/window/rect", {"width": width, "height": height})

    def keys(self, text: str) -> None:
        """Type characters, one after the other."""
        self.send("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": strokes(text)}]})

    def pdf(self) -> None:
        """Return None: WebKitWebDriver has no command for it."""
        return


@contextmanager
def webkit() -> Iterator[WebKit]:
    """Run Debian's WebKitGTK on a display that nobody sees."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        shown, write_end = os.pipe()
        screen = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
        with process(screen, pass_fds=[write_end], **QUIET):
            os.close(write_end)
            with os.fdopen(shown) as numbers:
                display = f":{numbers.readline().strip()}"
            # WebKit's own sandbox needs rights that containers lack; only our own pages are opened.
            changed = {"DISPLAY": display, "HOME": home, "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
            port = free_port()
            command = ["WebKitWebDriver", "--host=127.0.0.1", f"--port={port}"]
            with process(command, env=os.environ | changed, **QUIET):
                yield eventually("WebKitGTK", lambda: WebKit(f"http://127.0.0.1:{port}"))
