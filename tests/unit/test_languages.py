"""The window's languages: which one is spoken, and that each catalogue is whole and right."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from digitpad import languages, phone, settings
from digitpad.languages import ENGLISH, LANGUAGES, SYSTEM
from digitpad.phone.page import page
from digitpad.settings import Settings
from tests.support.catalogues import FOLDER, catalogue, compiled, extracted, faults, key_of

TRANSLATED = [code for code in LANGUAGES if code != ENGLISH]


@pytest.fixture(autouse=True)
def english_again():
    yield
    languages.use(ENGLISH, FOLDER)


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """A folder with a small German catalogue."""
    small = Catalog(locale="de")
    small.add("Saved", "Gespeichert")
    small.add(("{count} digit", "{count} digits"), ("{count} Ziffer", "{count} Ziffern"))
    small.add("Delete", "Entf", context="key")
    small.add("Delete", "Löschen")
    place = tmp_path / "de" / "LC_MESSAGES" / "digitpad.mo"
    place.parent.mkdir(parents=True)
    place.write_bytes(compiled(small))
    return tmp_path


def test_without_a_choice_all_is_english():
    assert languages._("Saved") == "Saved"
    assert [languages.plural("one digit", "digits", count) for count in (0, 1, 2)] == ["digits", "one digit", "digits"]
    assert languages.in_context("key", "Delete") == "Delete"


def test_a_catalogue_has_the_words_their_plurals_and_their_meanings(toy):
    languages.use("de", toy)
    assert languages._("Saved") == "Gespeichert"
    assert languages.plural("{count} digit", "{count} digits", 1) == "{count} Ziffer"
    assert languages.plural("{count} digit", "{count} digits", 7) == "{count} Ziffern"
    assert (languages.in_context("key", "Delete"), languages._("Delete")) == ("Entf", "Löschen")
    assert languages._("What nobody has translated") == "What nobody has translated"
    languages.use("en", toy)
    assert languages._("Saved") == "Saved"


@pytest.mark.parametrize("damage", [b"", b"no catalogue", bytes(400), None])
def test_a_missing_or_broken_catalogue_leaves_english(toy, damage):
    place = toy / "de" / "LC_MESSAGES" / "digitpad.mo"
    whole = place.read_bytes()
    for content in (damage, whole[:-30], whole[: len(whole) // 2], whole[:20]):
        if content is None:
            place.unlink()
            place.mkdir()
        elif place.is_file():
            place.write_bytes(content)
        languages.use("de", toy)
        assert languages._("Delete") in ("Delete", "Löschen")
    languages.use("fr", toy)
    assert languages._("Saved") == "Saved"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("de_AT.UTF-8", "de"),
        ("fr", "fr"),
        ("es_419", "es"),
        ("zh_CN.GB18030", "zh_CN"),
        ("zh-Hans-SG", "zh_CN"),
        ("zh_TW", "en"),
        ("zh-Hant-HK", "en"),
        ("pt_BR", "en"),
        ("C.UTF-8", "en"),
        ("", "en"),
        ("de_DE@euro", "de"),
    ],
)
def test_a_locale_means_a_language(name, code):
    assert languages.language_of(name) == code


def test_the_first_variable_that_is_set_speaks(monkeypatch):
    for variable in languages.VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    assert languages.of_the_system() in LANGUAGES
    monkeypatch.setenv("LANG", "es_ES.UTF-8")
    assert languages.of_the_system() == "es"
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert languages.of_the_system() == "zh_CN"
    monkeypatch.setenv("LANGUAGE", "de:en")
    assert languages.of_the_system() == "de"


def test_the_choice_is_kept_and_one_that_nobody_speaks_is_the_system_s(tmp_path):
    assert Settings().language == SYSTEM
    settings.save(tmp_path, Settings(language="zh_CN"))
    assert settings.load(tmp_path)[0].language == "zh_CN"
    for value in ('"tlh"', "3", "null"):
        (tmp_path / "settings.json").write_text(f'{{"language": {value}}}')
        assert settings.load(tmp_path) == (Settings(), "")


def test_numbers_are_written_as_the_language_writes_them():
    text = "{count:,} {share:.1f} {name}"
    written = {}
    for code in LANGUAGES:
        languages.use(code, FOLDER)
        written[code] = languages._(text).format(count=1234567, share=0.5, name="1,234.5")
        assert written[code] == f"{languages.number(1234567)} {languages.number(0.5, '.1f')} 1,234.5"
    assert written["en"] == written["zh_CN"] == "1,234,567 0.5 1,234.5"
    assert written["de"] == written["es"] == "1.234.567 0,5 1,234.5"
    assert written["fr"] == "1\u202f234\u202f567 0,5 1,234.5"


@pytest.mark.parametrize("code", TRANSLATED)
def test_the_phone_s_page_speaks_the_language_of_the_window(code):
    english = page().decode()
    assert english == Path(phone.__file__).with_name("page.html").read_text(encoding="utf-8")
    languages.use(code, FOLDER)
    translated = page().decode()
    assert f'<html lang="{code.replace("_", "-")}">' in translated
    for words in ("Write a number below", "Write here", ">Undo<", ">Clear<", ">Photograph…<", '"Not sure"', "Sending"):
        assert words in english and words not in translated
    assert english.count("<") == translated.count("<") and english.count('"') == translated.count('"')


LOADED = """
import sys
from digitpad.cli import arguments_of
arguments_of([])
print("\\n".join(module.__file__ for name, module in sys.modules.items() if name.startswith("digitpad")))
"""


def test_no_table_of_words_is_loaded_before_the_language_is_chosen():
    import ast

    ended = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, timeout=60, check=True)
    early = {}
    for file in ended.stdout.split("\n"):
        if not file.endswith(".py"):
            continue
        for statement in ast.parse(Path(file).read_text(encoding="utf-8")).body:
            if isinstance(statement, ast.FunctionDef | ast.ClassDef):
                continue
            for node in ast.walk(statement):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "plural"):
                    early[file] = node.lineno
    assert "languages.py" in ended.stdout
    assert early == {}


@pytest.fixture(scope="module")
def template() -> Catalog:
    return extracted()


def test_the_template_holds_the_texts_of_the_program(template):
    from babel.messages.pofile import read_po

    with (FOLDER / "digitpad.pot").open("rb") as file:
        kept = read_po(file)
    assert {key_of(message) for message in kept} == {key_of(message) for message in template}


@pytest.mark.parametrize("code", TRANSLATED)
def test_each_catalogue_has_every_text_and_no_others(template, code):
    here, there = ({key_of(message) for message in one if message.id} for one in (template, catalogue(code)))
    assert (sorted(map(str, here - there)), sorted(map(str, there - here))) == ([], [])


@pytest.mark.parametrize("code", TRANSLATED)
def test_each_text_is_translated_with_the_same_placeholders_and_ends(code):
    its = catalogue(code)
    wrong = [f"{message.id!r} {fault}" for message in its if message.id for fault in faults(message, its.num_plurals)]
    assert wrong == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_what_is_read_is_what_was_translated(code):
    assert (FOLDER / code / "LC_MESSAGES" / "digitpad.mo").read_bytes() == compiled(catalogue(code))


@pytest.mark.parametrize(
    ("english", "text", "fault"),
    [
        ("Saved {name}", "Gespeichert", "placeholders"),
        ("Saved {count:,}", "{count} gespeichert", "placeholders"),
        ("Saved", "", "not translated"),
        ("Open…", "Öffnen", "ends"),
        ("Open", "Öffnen.", "ends"),
        (" and ", "und", "ends"),
        ("and", " 和", "ends"),
        ("One.\n\nTwo.", "Eins. Zwei.", "lines"),
        ("Undo  (Ctrl+Z)", "Rückgängig (Strg+Z)", "two spaces"),
    ],
)
def test_a_wrong_translation_is_seen(english, text, fault):
    assert any(fault in words for words in faults(Message(english, text), 2))


@pytest.mark.parametrize(
    ("english", "text"),
    [
        (("{count} digit", "{count} digits"), ("{count} Ziffer", "{count} Ziffern")),
        (("your one sample", "your {count:,} samples"), ("Ihre eine Probe", "Ihre {count:,} Proben")),
        ("Saved as {name}.", "已另存为 {name}。"),
        ("Open…", "打开…"),
        (" and ", "和 "),
    ],
)
def test_a_right_translation_is_let_be(english, text):
    assert list(faults(Message(english, text), 2)) == []


def test_a_plural_with_a_form_too_few_is_seen():
    assert list(faults(Message(("{n} digit", "{n} digits"), ("{n} Ziffern",)), 2)) == ["is not translated"]
