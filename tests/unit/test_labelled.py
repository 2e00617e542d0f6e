"""Labelled sets from folders, tables and stroke files, and evaluations of them."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from digitpad.errors import DigitPadError
from digitpad.languages import use
from digitpad.learning.data import labelled
from digitpad.learning.data.datasets import is_held_out
from digitpad.learning.evaluation.evaluation import as_json, as_text, comparison_text, evaluate
from digitpad.learning.evaluation.figures import confusion_matrix, curves, worst_mistakes
from digitpad.learning.evaluation.metrics import compare
from digitpad.learning.evaluation.report import write_report
from digitpad.paths import bundled
from digitpad.vision.picture.pictures import open_picture
from digitpad.vision.picture.single import picture_glyph
from tests.support.samples import digit_picture, stroke_line


def glyph_of_file(path: Path) -> np.ndarray:
    return picture_glyph(open_picture(path))


def glyph_of_strokes(strokes: Sequence[np.ndarray]) -> np.ndarray:
    return np.full((28, 28), len(strokes), np.uint8)


def no_progress(done: int, total: int) -> None:
    pass


def a_folder(path: Path) -> Path:
    for label in (0, 1, 7):
        (path / str(label)).mkdir(parents=True)
        for number in range(2):
            digit_picture(label, side=28 if number else 200).save(path / str(label) / f"{number}.png")
    return path


def test_a_folder_gives_each_picture_the_label_of_its_folder(tmp_path: Path) -> None:
    digits = labelled.folder(a_folder(tmp_path / "set"), glyph_of_file, no_progress)
    assert digits.labels.tolist() == [0, 0, 1, 1, 7, 7]
    assert digits.place(4) == str(tmp_path / "set" / "7" / "0.png")
    assert not digits.refused


def test_small_and_large_dark_and_light_pictures_become_much_the_same_glyph(tmp_path: Path) -> None:
    glyphs = []
    for number, (side, light) in enumerate([(200, False), (200, True), (56, False), (56, True)]):
        path = tmp_path / f"{number}.png"
        digit_picture(7, side, light_on_dark=light).save(path)
        glyphs.append(glyph_of_file(path).astype(float))
    for other in glyphs[1:]:
        assert np.corrcoef(glyphs[0].ravel(), other.ravel())[0, 1] > 0.75  # a pixel aside at most


def test_a_broken_picture_is_named_and_the_others_are_still_read(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "set")
    (folder / "1" / "broken.png").write_text("no picture")
    digits = labelled.folder(folder, glyph_of_file, no_progress)
    assert len(digits.labels) == 6
    assert len(digits.refused) == 1 and "broken.png" in digits.refused[0]


@pytest.mark.parametrize("name", ["10", "a", "07"])
def test_a_folder_that_is_no_digit_is_refused_by_name(tmp_path: Path, name: str) -> None:
    (a_folder(tmp_path / "set") / name).mkdir()
    with pytest.raises(DigitPadError, match=f"called {name}, which is not a digit"):
        labelled.folder(tmp_path / "set", glyph_of_file, no_progress)


def test_missing_and_empty_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DigitPadError, match="is not a folder"):
        labelled.folder(tmp_path / "none", glyph_of_file, no_progress)
    with pytest.raises(DigitPadError, match="no folders called 0 to 9"):
        labelled.folder(tmp_path, glyph_of_file, no_progress)
    (tmp_path / "3").mkdir()
    with pytest.raises(DigitPadError, match="no picture that can be read"):
        labelled.folder(tmp_path, glyph_of_file, no_progress)


def test_held_out_keeps_only_writers_that_no_training_sees(tmp_path: Path) -> None:
    writers = [f"writer {number}" for number in range(40)]
    path = tmp_path / "pen.jsonl"
    path.write_text("".join(stroke_line(number % 10, writer) for number, writer in enumerate(writers)))
    kept = labelled.strokes([path], glyph_of_strokes, held_out=True)
    assert [place.partition(",")[0] for place in kept.places] == [name for name in writers if is_held_out(name)]
    assert 0 < len(kept.labels) < len(labelled.strokes([path], glyph_of_strokes).labels) == 40


def test_a_letter_among_the_digits_is_refused_with_its_line_and_is_welcome_as_no_digit(tmp_path: Path) -> None:
    path = tmp_path / "pen.jsonl"
    path.write_text(stroke_line(3, "a") + stroke_line("m", "a"))
    with pytest.raises(DigitPadError, match="digit 2: the label 'm' is not a digit 0 to 9"):
        labelled.strokes([path], glyph_of_strokes)
    assert len(labelled.not_digits(path, glyph_of_file, glyph_of_strokes, no_progress).glyphs) == 2


def test_a_table_without_labels_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "test.csv"
    path.write_text(",".join(f"pixel{number}" for number in range(784)) + "\n" + ",".join(["0"] * 784) + "\n")
    with pytest.raises(DigitPadError, match="no column called label"):
        labelled.csv(path, lambda glyphs: np.ones(len(glyphs), np.float32), lambda sentence: None)


def an_evaluation():
    """300 digits, each third one read as the next digit with a confidence of 0.6, the rest with 0.9."""
    labels = np.arange(300) % 10
    wrong = np.arange(300) % 3 == 0
    read = np.where(wrong, (labels + 1) % 10, labels)
    digits = labelled.LabelledSet("made <up>", np.zeros((300, 28, 28), np.uint8), labels)
    nothing = np.zeros((300, 10), np.float32)
    answers = iter([(read, nothing, np.where(wrong, 0.6, 0.9)), (labels, nothing, np.full(300, 0.7))])
    return evaluate(digits, lambda glyphs: next(answers), no_progress, others=np.zeros((300, 28, 28), np.uint8))


def test_an_evaluation_says_how_many_are_right_and_how_sure_it_is_of_what_is_none() -> None:
    evaluation = an_evaluation()
    assert evaluation.scores.accuracy.value == pytest.approx(2 / 3)
    assert len(evaluation.misread) == 100
    assert evaluation.auroc == pytest.approx(2 / 3)
    assert evaluation.fooled == 0.0
    assert "accuracy 66.67%" in as_text(evaluation)
    assert json.loads(json.dumps(as_json(evaluation)))["misread"] == 100


def test_a_report_is_one_file_with_every_misread_digit_in_it(tmp_path: Path) -> None:
    write_report(tmp_path / "new" / "report.html", an_evaluation(), "some model")
    text = (tmp_path / "new" / "report.html").read_text(encoding="utf-8")
    assert text.count("data:image/png;base64,") == 100
    assert "made &lt;up&gt;" in text and "<up>" not in text
    assert "http" not in text and 'src="data:' in text


def test_a_report_speaks_the_language_of_the_window(tmp_path: Path) -> None:
    use("de", bundled("assets", "languages"))
    try:
        write_report(tmp_path / "report.html", an_evaluation(), "Bericht")
    finally:
        use("en", bundled("assets", "languages"))
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert '<html lang="de">' in text and "Konfusionsmatrix" in text and "Confusion matrix" not in text
    assert "66,67 %" in text and "66.67" not in text


def test_figures_are_pictures(tmp_path: Path) -> None:
    evaluation = an_evaluation()
    curves(tmp_path / "curves.png", {"training": [1.0, 0.5]}, {"MNIST": [0.9, 0.95]})
    confusion_matrix(tmp_path / "confusion.png", evaluation.scores.confusion, "title")
    worst_mistakes(tmp_path / "mistakes.png", evaluation, most=20)
    for name in ("curves", "confusion", "mistakes"):
        assert np.asarray(Image.open(tmp_path / f"{name}.png").convert("L")).std() > 5


def test_a_comparison_speaks_of_chance_only_where_it_may_be() -> None:
    labels = np.zeros(100, np.int64)
    good, poor, near = labels.copy(), labels.copy(), labels.copy()
    poor[:20], near[:2] = 1, 1
    assert "A is better, and that is more than chance" in comparison_text("A", "B", compare(labels, good, poor))
    assert "B is ahead, but that may well be chance" in comparison_text("A", "B", compare(labels, near, good))
    assert "Neither is better" in comparison_text("A", "B", compare(labels, good, good))
