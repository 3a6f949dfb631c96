"""`roadmap serve`: answers browsers with the pages of `live.py`, watches files for changes, and reloads open pages."""

from __future__ import annotations

import gc
import io
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Collection
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import quote, unquote, urlsplit

import click

from roadmap.problems import BuildFailed, Message, message, message_language, reason_of
from roadmap.reading import watch
from roadmap.serve.live import CHANGES, Answer, Live

PAUSE = 0.25
"""Seconds between two checks of the files; longer if a check takes long."""
SHARE = 20
"""The checks take at most this part of the time: a twentieth."""
REST = 0.1
"""Seconds without a change after which pages reload: several files saved together give one reload."""
HOLD = 20
"""Seconds after which a page that asks for changes gets an answer without one, and asks again."""
SECONDS = 10.0
"""Seconds in which a browser must have sent its request, and then taken the answer."""
MOST_CONNECTIONS = 64
"""The most connections at once: browsers have six for a host."""
MOST_BYTES = 16_384
"""The longest request line and headers together."""
HEAD_END = re.compile(rb"\r?\n\r?\n")
PORT = re.compile(r":[0-9]{1,5}$")
LOCAL = frozenset({"127.0.0.1", "[::1]", "localhost"})
"""The hosts that are always answered, as browsers write them."""
CODE = Path(__file__).parent.parent
"""The programs that render pages."""


class Server(ThreadingHTTPServer):
    """One thread for each connection, and a limited number of them; none keeps the server from stopping."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, host: str, port: int, seconds: float = SECONDS):
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), Handler)
        self.seconds = seconds
        self.hosts = LOCAL | {f"[{host}]" if ":" in host else host.lower()}
        """The hosts that are answered: other names may lead here too, from pages of other sites (DNS rebinding)."""
        self.connections: set[socket.socket] = set()
        self.silent: dict[socket.socket, None] = {}
        """The connections that have not sent their request yet, the oldest first."""
        self.live: Live

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer a connection in a thread. If there are too many, close the oldest without a request, or this one."""
        if len(self.connections) >= MOST_CONNECTIONS:
            oldest = next(iter(self.silent.copy()), None)
            if oldest is None:
                self.shutdown_request(request)
                return
            self.silent.pop(oldest, None)
            with suppress(OSError):
                oldest.shutdown(socket.SHUT_RDWR)
        self.connections.add(request)
        self.silent[request] = None
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget a connection and close it."""
        self.silent.pop(request, None)
        self.connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """Report an error, except a browser that closes the connection before the answer, or does not take it."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # it only prints them


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: Server
    connection: socket.socket

    def handle(self) -> None:
        """Read a request, of bounded length and in bounded time, and answer it."""
        head = self._head()
        self.server.silent.pop(self.connection, None)
        self.connection.settimeout(self.server.seconds)
        self.rfile = io.BytesIO(head[:MOST_BYTES])
        if len(head) > MOST_BYTES:
            self.command, self.requestline, self.request_version = "", "", self.default_request_version
            self.send_error(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        elif head:
            self.handle_one_request()

    def _head(self) -> bytes:
        """Return the request line and headers, somewhat more if they are too long, or nothing if they do not come."""
        head, end = b"", time.monotonic() + self.server.seconds
        while not HEAD_END.search(head) and len(head) <= MOST_BYTES:
            self.connection.settimeout(max(end - time.monotonic(), 0.001))
            try:
                more = self.connection.recv(MOST_BYTES)
            except OSError:
                return b""
            if not more:
                return b""
            head += more
        return head

    def do_GET(self) -> None:
        """Send a page, a file, or the site's version, which open pages compare with theirs."""
        try:
            live, url = self.server.live, urlsplit(self.path)
        except ValueError:  # a bracket that is not closed
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        named = [*self.headers.get_all("Host", []), *([url.netloc] if url.netloc else [])]
        if not named or not all(PORT.sub("", host).lower() in self.server.hosts for host in named):
            self._send(Answer(HTTPStatus.MISDIRECTED_REQUEST, "text/plain; charset=utf-8", self._misdirected()))
        elif url.path == live.base + CHANGES:
            self._send(Answer(200, "text/plain; charset=utf-8", live.wait(url.query, HOLD).encode()))
        else:
            self._send(live.answer(unquote(url.path, errors="replace")))

    def _misdirected(self) -> bytes:
        what = message(
            "Ce serveur ne répond qu’aux noms %(hosts)s ; choisissez-en un autre avec --address.",
            hosts=", ".join(sorted(self.server.hosts)),
        )
        return f"{what.in_language(message_language())}\n".encode()

    do_HEAD = do_GET  # noqa: N815 - as http.server names it

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.type)
        self.send_header("Content-Length", str(len(answer.content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        if answer.location:
            self.send_header("Location", quote(answer.location))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.content)

    def log_message(self, format: str, *_values: object) -> None:
        """Print nothing: the terminal shows problems, not requests."""


def serve(folder: Path, host: str, port: int, preview: Collection[str] = ()) -> None:
    """Serve the project at `folder` until Ctrl-C or a signal to end.

    Raises ProblemsFound or BuildFailed for a project that cannot be published, BuildFailed if the address is in use.
    """
    code = _code()
    for name in ("SIGTERM", "SIGHUP"):  # clean up after these signals too
        if (number := getattr(signal, name, None)) and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)
    with suppress(KeyboardInterrupt), listen(host, port) as server:
        server.live = live = Live(folder, preview, click.echo)
        gc.collect()
        gc.freeze()  # the project stays in memory: the garbage collector need not scan it at every change
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{server.server_port}{live.base}"
        if hooks := live.hooks:
            _tell(
                message(
                    "%(names)s : sans effet ici, ces fichiers agissent dans une construction et dans mkdocs serve.",
                    names=", ".join(hooks),
                )
            )
        _tell(message("Site servi à l’adresse %(address)s (Ctrl-C pour arrêter).", address=address))
        threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
        try:
            _watch(live, code)
        finally:
            live.index.stop()
            server.shutdown()


def _code() -> watch.State:
    """Return the state of the programs, once they have stopped changing."""
    return {path: one for path, one in watch.settled([CODE], REST).items() if path.endswith((".py", ".po"))}


def listen(host: str, port: int) -> Server:
    """Return a server that listens at an address; ends the command with the reason where it cannot."""
    try:
        return Server(host, port)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or reason_of(error)
        what = message(
            "Impossible de servir à l’adresse %(address)s : %(reason)s. Choisissez-en une autre avec --address.",
            address=f"{host}:{port}",
            reason=reason,
        )
        raise BuildFailed(what.in_language(message_language())) from error


def _tell(message: Message) -> None:
    click.echo(message.in_language(message_language()))


def _watch(live: Live, code: watch.State) -> NoReturn:
    """Check the files repeatedly, report problems, and reload pages and programs that have changed."""
    last_try: object = None
    while True:
        began = time.monotonic()
        watch.look(live.places)
        taken = time.monotonic() - began
        watch.settled(live.places, REST)
        live.refresh()
        now = _code()
        if now == code:
            live.warn("")
        elif (now, live.version) != last_try:
            _restart(live)
            last_try = (now, live.version)
        time.sleep(max(PAUSE, SHARE * taken))


def _restart(live: Live) -> None:
    """Restart the server with the new programs; if they fail, report why and go on with the old ones."""
    _tell(message("Le code du site a changé : le serveur redémarre."))
    trial = "import roadmap.serve.server; from roadmap.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", trial, "--project", str(live.folder), "check"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode:
        output = done.stdout.decode("utf-8", "replace").strip()
        click.echo(output)
        live.warn(output)
        return
    live.index.stop()
    os.execv(sys.executable, sys.orig_argv)
