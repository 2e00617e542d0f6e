"""Files read by the workers of a Dask cluster; they must see the files under the same names as this machine."""

from __future__ import annotations

import contextlib
import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from digitpad.errors import DigitPadError
from digitpad.faults import cause_of, outcome_of

if TYPE_CHECKING:
    from distributed import Client

CONNECT_S = 10.0  # until a cluster that does not answer is given up
Result = TypeVar("Result")


@contextlib.contextmanager
def on_cluster(address: str, work: Callable[[str], Result], files: Sequence[str]) -> Iterator[Iterable[Result]]:
    """Give the results of `work` for each file, in order; Dask chooses who does what, and again where a worker is lost.

    Raises DigitPadError where Dask is not installed, or no worker can be reached.
    """
    client = _client(address)
    try:
        places = [str(Path(file).absolute()) for file in files]  # a worker may run in another folder
        yield _results(deque(client.map(work, places, pure=False)))  # else it may answer from an earlier run
    finally:
        outcome_of(client.close)  # a cluster that is gone cannot be left in order


def _client(address: str) -> Client:
    try:
        from distributed import Client
        from distributed.comm.addressing import get_address_host_port
    except ImportError as error:
        raise DigitPadError(
            "--dask needs the package dask[distributed]; install it with `pip install 'digitpad[cluster]'`."
        ) from error
    for handler in logging.getLogger("distributed").handlers:
        handler.setLevel(logging.CRITICAL)  # what the user has to know is told in one sentence
    try:
        get_address_host_port(address)  # a client that fails on the address itself says more, and later
        client = Client(address, timeout=CONNECT_S, set_as_default=False)
    except (OSError, ValueError, ImportError) as error:  # the last one by a kind of address that needs more packages
        raise DigitPadError(f"No Dask cluster answers at {address}; check the address and that it runs.") from error
    try:
        client.wait_for_workers(1, timeout=CONNECT_S)
    except TimeoutError as error:
        client.close()
        raise DigitPadError(f"The Dask cluster at {address} has no workers; start some, then try again.") from error
    return client


def _results(futures: deque[Any]) -> Iterator[Any]:
    """Yield the results in order, each as soon as it is there, and let the cluster forget them."""
    from concurrent.futures import CancelledError

    while futures:
        try:
            error = futures[0].exception()
            result = None if error else futures[0].result()
        except CancelledError as lost:
            raise DigitPadError("The connection to the Dask cluster is lost; start it again, then go on.") from lost
        if isinstance(error, DigitPadError):
            raise error
        if error:
            raise DigitPadError(
                f"The Dask cluster could not read a file ({_reason(error)}); give its workers the same DigitPad."
            ) from error
        yield result
        futures.popleft()


def _reason(error: BaseException) -> str:
    """Return the kind and the first line of the error that caused this one."""
    while error.__cause__:
        error = error.__cause__
    return cause_of(error)
