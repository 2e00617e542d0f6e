"""A phone: headless Chromium with a phone's screen and fingers, driven over WebDriver."""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.actions.interaction import POINTER_TOUCH
from selenium.webdriver.common.actions.pointer_input import PointerInput
from selenium.webdriver.common.by import By

from tests.support.hand import Hand

T = TypeVar("T")
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
DRIVER = shutil.which("chromedriver")
SCREEN = {"width": 390, "height": 780, "pixelRatio": 2.0, "touch": True}


class Phone:
    def __init__(self, folder: Path) -> None:
        options = ChromeOptions()
        options.binary_location = str(BROWSER)
        options.add_experimental_option("mobileEmulation", {"deviceMetrics": SCREEN})
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
            options.add_argument(argument)
        options.add_argument(f"--user-data-dir={folder}")
        self.driver = Chrome(options=options, service=ChromeService(str(DRIVER)))

    def open(self, address: str) -> None:
        self.driver.get(address)

    @property
    def number(self) -> str:
        return str(self.driver.find_element(By.ID, "number").text)

    @property
    def words(self) -> str:
        return str(self.driver.find_element(By.ID, "words").text)

    def draw(self, strokes: Sequence[Sequence[tuple[float, float]]]) -> None:
        """Draw with a finger, px from the middle of the pad."""
        pad = self.driver.find_element(By.ID, "pad")
        for (x, y), *rest in strokes:
            actions = ActionChains(self.driver, 20, [PointerInput(POINTER_TOUCH, "finger")])
            finger = actions.w3c_actions.pointer_action
            finger.move_to(pad, round(x), round(y)).pointer_down()
            for x, y in rest:
                finger.move_to(pad, round(x), round(y))
            finger.pointer_up()
            actions.perform()

    def photograph(self, path: Path) -> None:
        self.driver.find_element(By.ID, "photo").send_keys(str(path))

    def tap(self, name: str) -> None:
        self.driver.find_element(By.ID, name).click()

    @property
    def requests(self) -> list[str]:
        """Addresses of all that the page has fetched."""
        return list(self.driver.execute_script("return performance.getEntriesByType('resource').map(e => e.name)"))


@contextlib.contextmanager
def phone(hand: Hand, folder: Path) -> Iterator[Phone]:
    browser = meanwhile(hand, lambda: Phone(folder))
    yield browser
    meanwhile(hand, browser.driver.quit)


def meanwhile(hand: Hand, work: Callable[[], T]) -> T:
    """Do something in a thread while the window goes on, and return its result."""
    results: list[Any] = []

    def run() -> None:
        try:
            results.append((work(), None))
        except BaseException as error:
            results.append((None, error))

    threading.Thread(target=run, daemon=True).start()
    hand.wait_until(lambda: results, "the phone", patience_s=90)
    result, error = results[0]
    if error is not None:
        raise error
    return result  # type: ignore[no-any-return]
