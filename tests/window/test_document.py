import numpy as np

from digitpad.records import Stroke
from digitpad.ui.core.pending_corrections import PendingCorrection
from digitpad.ui.draw.geometry import placed, stroke_at
from digitpad.ui.draw.history import MOST_PICTURES, History, Picture
from digitpad.ui.draw.notes import Note

ONE, TWO = Stroke.of([(10, 10), (10, 90)], 10), Stroke.of([(50, 10), (50, 90)], 10)


def document() -> tuple[History, list]:
    seen: list = []
    return History(seen.append), seen


def picture(name: str = "p") -> Picture:
    return Picture(np.zeros((2, 2, 3), np.uint8), name)


def test_every_change_is_told_and_can_be_undone_and_redone():
    held, seen = document()
    held.draw((ONE,))
    held.draw((ONE, TWO))
    held.clear()
    for strokes in ((ONE, TWO), (ONE,), ()):
        held.undo()
        assert held.content.strokes == strokes
    assert not held.can_undo
    for strokes in ((ONE,), (ONE, TWO), ()):
        held.redo()
        assert held.content.strokes == strokes
    assert not held.can_redo and len(seen) == 9


def test_a_new_change_forgets_what_was_undone():
    held, _ = document()
    held.draw((ONE,))
    held.undo()
    held.draw((TWO,))
    assert not held.can_redo


def test_a_picture_lies_over_the_drawing_and_is_put_away_by_clear():
    held, _ = document()
    held.draw((ONE,))
    held.show(picture())
    assert held.content.strokes == (ONE,)
    held.clear()
    assert held.content.picture is None and held.content.strokes == (ONE,)
    held.undo()
    assert held.content.picture is not None


def test_clearing_what_is_empty_changes_nothing():
    held, seen = document()
    held.clear()
    held.back_to_drawing()
    held.undo()
    held.redo()
    assert not seen and not held.can_undo


def test_few_pictures_are_kept_in_the_past():
    held, _ = document()
    for number in range(10):
        held.show(picture(str(number)))
    kept = 0
    while held.can_undo:
        held.undo()
        kept += held.content.picture is not None
    assert kept == MOST_PICTURES


def test_the_uppermost_stroke_within_reach_is_found():
    over = Stroke.of([(0, 50), (100, 50)], 10)
    assert stroke_at((ONE, TWO), 12, 40, 3, 10) == 0
    assert stroke_at((ONE, over), 10, 50, 3, 10) == 1
    assert stroke_at((ONE, TWO), 30, 50, 3, 10) is None
    assert stroke_at((Stroke.of([(5, 5)]),), 9, 5, 3, 4) == 0
    assert stroke_at((), 0, 0, 3, 10) is None


def test_strokes_that_fit_stay_where_they_are():
    assert placed([ONE, TWO], 200, 200, 12) == (ONE, TWO)


def test_strokes_from_elsewhere_are_brought_onto_the_pad():
    for factor, shift in ((100, -3000), (0.01, 0), (1, 5000)):
        there = [Stroke.of((stroke.points * factor + shift).tolist()) for stroke in (ONE, TWO)]
        points = np.concatenate([stroke.points for stroke in placed(there, 300, 200, 12)])
        assert (points >= 0).all() and (points[:, 0] <= 300).all() and (points[:, 1] <= 200).all()
        assert np.ptp(points[:, 1]) >= 79


def test_no_strokes_are_placed_nowhere():
    assert placed([], 300, 200, 12) == ()


def test_a_new_drawing_knows_nothing_of_the_corrections_of_a_cleared_one():
    history, _ = document()
    history.draw((ONE,))
    said = PendingCorrection(())
    corrected = history.content.with_notes((Note(frozenset((ONE,)), True, 4, None, said),), frozenset((said,)))
    history.become(corrected)
    history.draw((ONE, TWO))
    assert history.content.corrections == {said} and history.content.chapter is corrected.chapter
    history.clear()
    assert not history.content.corrections and history.content.chapter is not corrected.chapter
    history.undo()
    history.undo()
    assert history.content is corrected
