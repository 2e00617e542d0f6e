"""Templates as JSON files, the picture of the empty form inside: one file that can be moved and sent."""

from __future__ import annotations

import base64
import binascii
import json
from pathlib import Path
from typing import Any

import cv2

from digitpad.errors import DigitPadError
from digitpad.formats.json_file import JsonRefusals, json_in
from digitpad.forms.template import FormField, FormTemplate
from digitpad.languages import _
from digitpad.paths import replace_text
from digitpad.records import Box, Rgb
from digitpad.vision.picture.pictures import picture_from_bytes

FORMAT, VERSION = "digitpad-form", 1
ENDING = ".form.json"
NO_TEMPLATE = _("{path} is no template of a form, or a damaged one; name another.")
REFUSALS = JsonRefusals(
    too_large=_("{path} is larger than {most} MB: too large for a template; name another."),
    missing=_("{path} does not exist; check the name of the template."),
    folder=_("{path} is a folder; name a template in it."),
    no_text=NO_TEMPLATE,
    empty=NO_TEMPLATE,
    nested=NO_TEMPLATE,
    invalid=NO_TEMPLATE,
)


def save_template(path: Path, template: FormTemplate, *, draft: bool = False) -> None:
    """Write a template, whole or not at all; `draft`: also one by which no scan could be read yet.

    Raises DigitPadError where no scan could be read by it, or the disk refuses.
    """
    if not draft:
        template.check()
    fields = [_field_values(field) for field in template.fields]
    picture = base64.b64encode(_png(template.picture)).decode()
    values = {"format": FORMAT, "version": VERSION, "fields": fields, "picture": picture}
    replace_text(path, json.dumps(values, ensure_ascii=False, indent=1) + "\n")


def load_template(path: Path, *, draft: bool = False) -> FormTemplate:
    """Return the template in a file; `draft`: also one by which no scan could be read yet.

    Raises DigitPadError, naming the file, where it holds none.
    """
    values = _values(path)
    try:
        template = FormTemplate(_picture(values["picture"], path), tuple(map(_field, values["fields"])))
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        raise DigitPadError(
            _("{path} is a damaged template; save it from the window again.").format(path=path)
        ) from error
    try:
        if not draft:
            template.check()
    except DigitPadError as error:
        raise DigitPadError(_("{path}: {error}").format(path=path, error=error)) from error
    return template


def _png(picture: Rgb) -> bytes:
    grey = (picture[..., :1] == picture).all()
    pixels = picture[..., 0] if grey else cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
    return cv2.imencode(".png", pixels)[1].tobytes()


def _field_values(field: FormField) -> dict[str, Any]:
    box = field.box
    return {"name": field.name, "box": [box.left, box.top, box.width, box.height], "rule": field.rule}


def _values(path: Path) -> dict[str, Any]:
    values = json_in(path, REFUSALS)
    if not isinstance(values, dict) or values.get("format") != FORMAT:
        raise DigitPadError(
            _("{path} is no template of a form; make one with File, Form… in the window.").format(path=path)
        )
    version = values.get("version")
    if not isinstance(version, int) or version < 1:
        raise DigitPadError(_("{path} is a damaged template; save it from the window again.").format(path=path))
    if version > VERSION:
        raise DigitPadError(
            _("{path} was saved by a newer DigitPad; open it with that, or save it again from this one.").format(
                path=path
            )
        )
    return values


def _picture(text: Any, path: Path) -> Rgb:
    return picture_from_bytes(base64.b64decode(text, validate=True), f"The picture in {path}")


def _field(values: Any) -> FormField:
    left, top, width, height = values["box"]
    name, rule = values["name"], values.get("rule", "")
    if not isinstance(name, str) or not isinstance(rule, str):
        raise TypeError("names and rules are text")
    if not all(isinstance(each, int) for each in (left, top, width, height)):
        raise TypeError("a box is four whole numbers")
    return FormField(name, Box(left, top, width, height), rule)
