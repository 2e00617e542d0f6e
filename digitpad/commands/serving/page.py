"""The page that tells how to ask: plain HTML from the OpenAPI description, with nothing fetched from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader

TEMPLATE = "page.html.j2"


def page_of(description: Mapping[str, Any], address: str) -> str:
    """Return the page for an OpenAPI description, as of `address`, with the slash."""
    environment = Environment(loader=PackageLoader("digitpad.commands.serving", ""), autoescape=True)
    return environment.get_template(TEMPLATE).render(description=description, address=address.rstrip("/"))
