"""`digitpad serve` under load: 8 clients, 2,000 pictures of four digits, none lost; time from question to answer.

python -m tests.bench.serve [--requests N]
"""

from __future__ import annotations

import argparse
import io
import sys
import threading
import time
from statistics import quantiles

from tests.support.samples import number_picture
from tests.support.server import Server, served

CLIENTS, REQUESTS = 8, 2000
NUMBERS = ("2027", "7203", "3172", "1864")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=REQUESTS, help=f"of all clients (default: {REQUESTS})")
    count = parser.parse_args().requests
    pictures = {number: _png(number) for number in NUMBERS}
    seconds: list[float] = []
    wrong: list[str] = []
    with served("--jobs", "2") as server:
        for picture in pictures.values():  # the networks are loaded
            server.ask("POST", "/read", picture)
        begun = time.perf_counter()
        clients = [
            threading.Thread(target=_ask, args=(server, pictures, count // CLIENTS, place, seconds, wrong))
            for place in range(CLIENTS)
        ]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        whole = time.perf_counter() - begun
    percentiles = quantiles(seconds, n=100)
    print(f"{len(seconds)} of {count} answered, {len(wrong)} wrongly, {len(seconds) / whole:.0f} a second")
    print(f"from question to answer: median {1000 * percentiles[49]:.0f} ms, p95 {1000 * percentiles[94]:.0f} ms")
    return int(len(seconds) < count or bool(wrong))


def _ask(
    server: Server, pictures: dict[str, bytes], count: int, place: int, seconds: list[float], wrong: list[str]
) -> None:
    for turn in range(count):
        number = NUMBERS[(place + turn) % len(NUMBERS)]
        begun = time.perf_counter()
        while (answer := server.ask("POST", "/read", pictures[number])).status == 429:
            time.sleep(0.05)
        seconds.append(time.perf_counter() - begun)
        if answer.status != 200 or answer.values["readings"][0]["text"] != number:
            wrong.append(answer.text)


def _png(number: str) -> bytes:
    data = io.BytesIO()
    number_picture(number).save(data, "PNG")
    return data.getvalue()


if __name__ == "__main__":
    sys.exit(main())
