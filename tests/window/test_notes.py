from digitpad.records import Reading, Stroke
from digitpad.ui.draw.notes import Note, edits_of, noted, parts_of, wholes, with_notes, without
from digitpad.ui.reading.card_selection import Selection
from tests.support.readers import digit

ONE, TWO, THREE = (Stroke.of([(x, 10), (x, 90)], 10) for x in (10, 50, 90))
READING = Reading(((digit(1, 0.9, (0, 1)), digit(7, 0.9, (2,))),))


def note(*strokes: Stroke, label: int | None) -> Note:
    return Note(frozenset(strokes), True, label, digit(1, 0.9, ()))


def test_what_was_said_stands_in_place_of_what_was_read():
    shown = with_notes(READING, [note(ONE, TWO, label=4), note(THREE, label=None)], (ONE, TWO, THREE))
    assert shown.text == "4" and [one.decided_by for one in shown.digits] == ["hand", "hand"]
    assert with_notes(READING, [note(ONE, label=4)], (ONE, TWO, THREE)).text == "17"


def test_notes_follow_their_strokes_whatever_else_is_drawn():
    moved = Reading(((digit(1, 0.9, (0,)), digit(3, 0.9, (1, 2))),))
    assert with_notes(moved, [note(ONE, TWO, label=4)], (THREE, ONE, TWO)).text == "14"
    assert wholes([note(ONE, TWO, label=4), note(THREE, label=1)], (TWO, ONE)) == ((0, 1),)


def test_notes_on_a_picture_go_by_its_pieces_or_else_by_the_place():
    numbered, placed = digit(1, 0.9, (3, 5)), digit(2, 0.9, ())
    assert parts_of(numbered, None) == frozenset((3, 5)) and parts_of(placed, None) == frozenset((placed.box,))
    notes = [Note(parts_of(numbered, None)), Note(parts_of(placed, None))]
    assert edits_of(notes, ()).whole == ((3, 5),)


def test_a_note_gives_way_to_another_on_the_same_parts():
    notes = (note(ONE, TWO, label=4), note(THREE, label=1))
    assert without(notes, frozenset((TWO,))) == notes[1:]
    assert noted(notes, frozenset((ONE, TWO))) is notes[0] and noted(notes, frozenset((ONE,))) is None


def test_selecting_goes_as_in_a_list():
    chosen = Selection()
    chosen.pick(2, "one")
    chosen.pick(4, "range")
    assert chosen.places == (2, 3, 4)
    chosen.pick(3, "add")
    assert chosen.places == (2, 4)
    chosen.pick(0, "one")
    chosen.pick(0, "one")
    assert chosen.places == (0,), "a second click keeps it"
    chosen.pick(0, "add")
    assert chosen.places == ()
