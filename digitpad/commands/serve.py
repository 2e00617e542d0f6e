"""digitpad serve: a local HTTP server to which other programs send pictures and strokes."""

from __future__ import annotations

import argparse
import socket

from digitpad.commands.options import add_network, weights_of
from digitpad.commands.terminal import complain, say
from digitpad.errors import DigitPadError
from digitpad.inference.cores import usable_cores

DESCRIPTION = (
    "Answers POST /read with the numbers of the picture, PDF or strokes in the request's body, as "
    "`digitpad read --json` prints them. GET /health tells whether it is well, GET /docs how to ask. Only programs of "
    "this computer can ask, unless --host says otherwise. Needs the extra `serve`. Ctrl+C ends it."
)
HOST, PORT = "127.0.0.1", 8321
MOST_WAITING = 64  # requests; four digits take 20 ms, so the last one waits about a second
MOST_MB = 50
TIME_S = 30.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default=HOST, help=f"address to listen at (default: {HOST}, this computer alone)")
    parser.add_argument("--port", type=int, default=PORT, help=f"0: any that is free (default: {PORT})")
    parser.add_argument("--jobs", type=int, default=usable_cores(), metavar="N", help="processes (default: cores)")
    parser.add_argument(
        "--waiting", type=int, default=MOST_WAITING, metavar="N", help=f"requests that wait (default: {MOST_WAITING})"
    )
    parser.add_argument("--max-mb", type=float, default=MOST_MB, metavar="MB", help=f"of a body (default: {MOST_MB})")
    parser.add_argument(
        "--timeout", type=float, default=TIME_S, metavar="S", help=f"of a reading (default: {TIME_S:g})"
    )
    add_network(parser)


def run(arguments: argparse.Namespace) -> int:
    """Serve until Ctrl+C. Raises DigitPadError where the address is taken or the extra is missing."""
    try:
        import uvicorn

        from digitpad.commands.serving.api import Limits, app_for
    except ImportError as error:
        raise DigitPadError(
            "Serving needs FastAPI and uvicorn; install DigitPad with them: pip install 'digitpad[serve]'."
        ) from error
    from digitpad.commands.serving.workers import Workers

    limits = Limits(max(1, arguments.waiting), int(arguments.max_mb * 1_000_000), arguments.timeout)
    with _listening(arguments.host, arguments.port) as listener:
        host, port = listener.getsockname()[:2]
        workers = Workers(weights_of(arguments), arguments.device, max(1, arguments.jobs))
        try:
            say(f"Listening at http://{host}:{port} (how to ask: http://{host}:{port}/docs). Ctrl+C ends it.")
            if not is_local(arguments.host):
                complain("Whoever reaches this address can ask; nothing is encrypted.")
            app = app_for(workers, limits, local=is_local(arguments.host))
            uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2)).run([listener])
        finally:
            workers.end()
    return 0


def is_local(host: str) -> bool:
    return host in ("127.0.0.1", "localhost", "::1")


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=256)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DigitPadError(
            f"{host}:{port} cannot be listened at ({reason}); choose another --port or --host."
        ) from error
