"""The HTTP interface: POST /read, GET /health, GET /docs."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Annotated, Any, Protocol

from fastapi import FastAPI, HTTPException, Query, Request
from fastapi.responses import HTMLResponse
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect

from digitpad import __version__
from digitpad.commands.serving.page import page_of
from digitpad.errors import UsageError
from digitpad.rules import MAY_STAND, Rule

OWN_NAMES = ["127.0.0.1", "localhost", "[::1]", "::1", "testserver"]
UPLOAD_S = 30.0  # for a whole body to arrive
TOO_MANY, TOO_LARGE, TOO_SLOW, UNREADABLE, FOREIGN, LATE, GONE = 429, 413, 503, 422, 403, 408, 400
MOST_RULES, MOST_LETTERS = 10, 200  # of a request, and of a rule
KINDS = MAY_STAND.replace(" or list=FILE", "")
READ_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            kind: {"schema": {"type": "string", "format": "binary"}}
            for kind in ("image/png", "image/jpeg", "application/pdf", "application/json", "application/octet-stream")
        },
    }
}


Rules = Annotated[
    Sequence[str],
    Query(max_length=MOST_RULES, description=f"Demands that the numbers obey, such as length=4 or date, luhn: {KINDS}"),
]


@dataclass(frozen=True)
class Limits:
    waiting: int  # requests that are read or wait at once
    size: int  # bytes of a body
    reading_s: float


class BodyReader(Protocol):
    count: int

    def read(self, body: bytes, rule: Rule | None = None) -> Any:
        """Return a future of a FileAnswer."""


def app_for(workers: BodyReader, limits: Limits, *, local: bool) -> FastAPI:
    """Return the application; `local`: it answers to the names of this computer alone."""
    app = FastAPI(title="DigitPad", version=__version__, docs_url=None, redoc_url=None)
    if local:  # a page elsewhere may give its own name this computer's address
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=OWN_NAMES)
    queue = Queue(workers, limits)

    @app.post("/read", openapi_extra=READ_BODY, summary="Read the numbers of a picture, a PDF or strokes")
    async def read(request: Request, rule: Rules = ()) -> dict[str, Any]:
        """Readings as `digitpad read --json` prints them, one for each page or drawing; with the likeliest numbers
        that obey the rules, where there are any."""
        _refuse_pages_from_elsewhere(request)
        return await queue.read(request, _parsed(rule))

    @app.get("/health", summary="Tell whether the server is well")
    async def health() -> dict[str, Any]:
        return {"status": "ok", "version": __version__, "jobs": workers.count, "waiting": queue.waiting}

    @app.get("/docs", include_in_schema=False)
    async def docs(request: Request) -> HTMLResponse:
        return HTMLResponse(page_of(app.openapi(), str(request.base_url)))

    return app


class Queue:
    """Requests in the order in which they came, as many as may wait; one more is turned away."""

    def __init__(self, workers: BodyReader, limits: Limits) -> None:
        self._workers, self._limits = workers, limits
        self.waiting = 0

    async def read(self, request: Request, rule: Rule | None) -> dict[str, Any]:
        """Return the readings of a request's body, with the numbers that obey a rule.

        Raises HTTPException with a sentence where there are none.
        """
        if self.waiting >= self._limits.waiting:
            raise HTTPException(TOO_MANY, "Too many requests wait; ask again in a second.", {"Retry-After": "1"})
        with ExitStack() as undo:
            self.waiting += 1
            undo.callback(self._leave)
            future = self._workers.read(await self._body(request), rule)
            undo.pop_all()
        asyncio.wrap_future(future).add_done_callback(self._done)  # also of one that nobody waits for any more
        return _as_values(await self._answer(future))

    def _done(self, future: asyncio.Future[Any]) -> None:
        self._leave()
        if not future.cancelled():
            future.exception()  # told by _answer

    def _leave(self) -> None:
        self.waiting -= 1

    async def _body(self, request: Request) -> bytes:
        too_large = HTTPException(TOO_LARGE, f"The body is larger than {self._limits.size / 1e6:g} MB; shrink it.")
        if int(request.headers.get("content-length", "0") or 0) > self._limits.size:
            raise too_large
        body = bytearray()
        try:
            async with asyncio.timeout(UPLOAD_S):
                async for piece in request.stream():
                    body += piece
                    if len(body) > self._limits.size:
                        raise too_large
        except ClientDisconnect:
            raise HTTPException(GONE, "The client left before all had arrived.") from None
        except TimeoutError:
            raise HTTPException(LATE, f"The body did not arrive within {UPLOAD_S:g} s; send it again.") from None
        if not body:
            raise HTTPException(UNREADABLE, "The body is empty; send a picture, a PDF or strokes as JSON.")
        return bytes(body)

    async def _answer(self, future: Any) -> Any:
        try:
            return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(future)), self._limits.reading_s)
        except TimeoutError:
            sentence = f"Reading took longer than {self._limits.reading_s:g} s; send a smaller picture."
            raise HTTPException(TOO_SLOW, sentence) from None
        except BrokenProcessPool:
            raise HTTPException(TOO_SLOW, "The process that read was ended from outside; ask again.") from None


def _parsed(texts: Sequence[str]) -> Rule | None:
    """Return one rule that demands what all of them do. Raises HTTPException where one is no rule."""
    try:
        return Rule.all_of([Rule.parse(text[:MOST_LETTERS], files=False) for text in texts])
    except UsageError as error:
        raise HTTPException(UNREADABLE, str(error)) from error


def _refuse_pages_from_elsewhere(request: Request) -> None:
    """Raise HTTPException for a request that a web page of another site sent from the user's browser."""
    origin = request.headers.get("origin")
    if origin and origin.partition("://")[2] != request.headers.get("host"):
        raise HTTPException(FOREIGN, "Pages of other sites are not answered.")


def _as_values(answer: Any) -> dict[str, Any]:
    if answer.rejected and not answer.results:
        raise HTTPException(UNREADABLE, _as_body(answer.rejected[0]))
    return {"readings": list(answer.results), "rejected": [_as_body(sentence) for sentence in answer.rejected]}


def _as_body(sentence: str) -> str:
    """Return a sentence about standard input as one about the request's body."""
    return sentence.replace("standard input", "The body", 1)
