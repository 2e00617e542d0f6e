"""How the real window shows readings: the number, the cards, and that none comes too late."""

from __future__ import annotations

import time

from tests.support.drawings import number
from tests.support.readers import ROW, Counting, Crowded, Doubting, Held, InRows

LEAST_SIZE = 30  # px, of digits that can be read at a glance
PAPER, LIT = (255, 254, 250), (10, 108, 201)


def test_rows_are_shown_one_below_the_other(opens):
    hand = opens()
    hand.wait_ready()
    hand.draw(number("314", left=40, top=30, height=100) + number("2718", left=40, top=250, height=100))
    hand.wait_for_number("3142718")
    canvas = hand.widgets("BigNumber")[0]
    heights = [canvas.coords(item)[1] for item in canvas.find_withtag("digit")]
    assert heights[0] == heights[2] < heights[3] == heights[6]


def test_the_number_keeps_within_its_column(opens):
    hand = opens((Counting,))
    for count in (5, 9, 30, 120):
        hand.key("<Delete>")
        hand.draw([[(20 + index % 20 * 24, 20 + index // 20 * 60)] for index in range(count)])
        hand.wait_until(lambda count=count: len(hand.number) == count, f"{count} digits")
        hand.rest(0.05)
        canvas = hand.widgets("BigNumber")[0]
        left, top, right, bottom = canvas.bbox("digit")
        assert left >= 0 and right <= canvas.winfo_width() and top >= 0 and bottom <= canvas.winfo_height()


def dots(count: int) -> list[list[tuple[int, int]]]:
    """One for each digit, twelve in a row."""
    return [[(20 + place % ROW * 24, 20 + place // ROW * 60)] for place in range(count)]


def test_three_rows_of_twelve_digits_stand_below_each_other_and_can_be_read(opens):
    hand = opens((InRows,))
    hand.root.geometry("1080x700")
    hand.draw(dots(3 * ROW))
    hand.wait_until(lambda: len(hand.number) == 3 * ROW, "36 digits")
    hand.rest(0.1)
    canvas = hand.widgets("BigNumber")[0]
    boxes = [canvas.bbox(item) for item in canvas.find_withtag("digit")]
    assert len({top for _, top, _, _ in boxes}) == 3
    assert min(bottom - top for _, top, _, bottom in boxes) >= LEAST_SIZE
    assert max(right for _, _, right, _ in boxes) <= canvas.winfo_width()
    assert max(bottom for *_, bottom in boxes) <= canvas.master.master.winfo_height(), "without scrolling"


def test_cards_go_with_the_digits_that_were_cleared_and_come_back_with_them(opens):
    hand = opens((InRows,))
    hand.draw(dots(3))
    hand.wait_until(lambda: len(hand.widgets("Card")) == 3, "a card for each")
    hand.key("<Delete>")
    hand.wait_until(lambda: not hand.number and not hand.widgets("Card"), "no number and no cards")
    hand.key("<Control-z>")
    hand.wait_until(lambda: len(hand.widgets("Card")) == 3, "the cards again")


def test_nothing_below_the_number_moves_while_digits_come_and_go(opens):
    hand = opens((InRows,))
    places = set()
    for count in (1, 3, ROW + 1, 3 * ROW):
        hand.key("<Delete>")
        hand.rest(0.1)
        hand.draw(dots(count))
        hand.wait_until(lambda count=count: len(hand.number) == count, f"{count} digits")
        hand.rest(0.1)
        places.add((hand.pad.winfo_width(), hand.pad.winfo_height(), hand.widgets("Card")[0].winfo_rooty()))
    hand.click(hand.widgets("Card")[0])
    hand.rest(0.1)
    places.add((hand.pad.winfo_width(), hand.pad.winfo_height(), hand.widgets("Card")[0].winfo_rooty()))
    assert len(places) == 1


def test_the_pad_grows_with_the_window_and_so_does_the_number_of_cards_in_a_row(opens):
    hand = opens((InRows,))
    hand.draw(dots(ROW))
    seen = []
    for size in ("800x560", "1320x900"):
        hand.root.geometry(size)
        hand.rest(0.3)
        in_a_row = len({card.winfo_rootx() for card in hand.widgets("Card")})
        seen.append((hand.pad.winfo_width(), hand.pad.winfo_height(), in_a_row))
    assert all(small < large for small, large in zip(*seen, strict=True))


def test_the_selected_card_stays_in_sight_and_keeps_the_keys_when_the_window_changes_its_size(opens):
    hand = opens((InRows,))
    hand.root.geometry("1080x700")
    hand.draw(dots(3 * ROW))
    hand.wait_until(lambda: len(hand.widgets("Card")) == 3 * ROW, "36 cards")
    hand.type(hand.widgets("Card")[30], "<Right>")
    for size in ("640x480", "1080x700"):
        hand.root.geometry(size)
        hand.wait_until(lambda size=size: hand.root.winfo_width() == int(size[: size.index("x")]), size)
        hand.rest(0.3)
        card = hand.widgets("Card")[31]
        place = card.master.master.master.master  # that scrolls
        assert hand.root.focus_lastfor() is card
        assert place.winfo_rooty() <= card.winfo_rooty()
        assert card.winfo_rooty() + card.winfo_height() <= place.winfo_rooty() + place.winfo_height()


def test_an_older_answer_never_comes_after_a_newer_one(opens):
    engine = Held()
    hand = opens((lambda: engine,))
    hand.stroke([(50, 50), (50, 150)])
    hand.wait_until(engine.asked.is_set, "the first question")
    hand.key("<Delete>")
    engine.go.set()
    seen = set()
    end = time.monotonic() + 0.3
    while time.monotonic() < end:
        hand.root.update()
        seen.add(hand.number)
    assert seen == {""}


def test_drawing_goes_on_while_the_reader_thinks(opens):
    engine = Held()
    hand = opens((lambda: engine,))
    hand.stroke([(50, 50), (50, 150)])
    hand.wait_until(engine.asked.is_set, "the first question")
    hand.draw([[(100, 50), (100, 150)], [(150, 50), (150, 150)]])
    assert hand.ink_at(100, 100) != PAPER and hand.ink_at(150, 100) != PAPER
    engine.go.set()
    hand.wait_for_number("012")


def test_doubt_is_marked_in_words_and_in_amber(opens):
    hand = opens((Doubting,))
    hand.draw([[(50, 50), (50, 150)], [(100, 50), (100, 150)], [(150, 50), (150, 150)]])
    hand.wait_for_number("12?")
    assert hand.verdicts == ["98 %", "not sure", "not a digit?"]
    canvas = hand.widgets("BigNumber")[0]
    colours = [canvas.itemcget(item, "fill") for item in canvas.find_withtag("digit")]
    assert colours[0] != colours[1] == colours[2]


def test_a_card_lights_its_strokes_and_strokes_light_their_card(opens):
    hand = opens((Counting,))
    hand.draw([[(100, 100), (100, 300)], [(200, 100), (200, 300)]])
    hand.wait_for_number("01")
    plain = hand.ink_at(100, 200)
    card = hand.widgets("Card")[0]
    card.event_generate("<Enter>")
    hand.root.update()
    assert hand.ink_at(100, 200) == LIT and hand.ink_at(200, 200) == plain
    card.event_generate("<Leave>")
    hand.root.update()
    assert hand.ink_at(100, 200) == plain
    dull = _edges(hand)
    hand.pad.event_generate("<Motion>", x=201, y=200)
    hand.root.update()
    assert _edges(hand)[0] == dull[0] and _edges(hand)[1] != dull[1]


def test_ten_probabilities_are_one_click_or_one_key_away(opens):
    hand = opens((Counting,))
    hand.draw([[(100, 100), (100, 300)], [(200, 100), (200, 300)]])
    hand.wait_for_number("01")
    card = hand.widgets("Card")[1]
    hand.click(card)
    assert [word for word in _words(hand.widgets("Probabilities")[0]) if word.isdigit()] == list("0123456789")
    hand.type(card, "<Escape>")
    assert not hand.widgets("Probabilities") and hand.number == "01"


def test_a_reading_of_hundreds_of_digits_is_shown_in_part(opens):
    hand = opens((Crowded,))
    hand.stroke([(100, 100), (100, 300)])
    hand.wait_until(lambda: hand.number, "a number")
    hand.rest(0.3)
    assert len(hand.number) == 100
    assert len(hand.widgets("Card")) == 90
    assert any("first 90 of 2,000 digits" in str(label.cget("text")) for label in hand.widgets("QuietLabel"))
    hand.key("<Control-c>")
    assert hand.root.clipboard_get().split() == ["1"] * 2000


def _edges(hand) -> list[str]:
    return [str(card.itemcget(card.find_all()[0], "outline")) for card in hand.widgets("Card")]


def _words(canvas) -> list[str]:
    return [canvas.itemcget(item, "text") for item in canvas.find_all() if canvas.type(item) == "text"]


def test_a_mark_takes_no_more_room_than_it_needs(opens):
    hand = opens()
    hand.wait_ready()
    hand.draw(number("3.1", left=40, top=110, height=100, gap=0.25))
    hand.wait_until(lambda: "." in hand.number, "the point")
    canvas = hand.widgets("BigNumber")[0]
    boxes = [canvas.bbox(item) for item in canvas.find_withtag("digit")]
    assert len(boxes) == 3
    (_, first_end), (_, mark_end) = ((left, right) for left, _, right, _ in boxes[:2])
    digit, mark = boxes[0][2] - boxes[0][0], boxes[1][2] - boxes[1][0]
    assert mark < 0.7 * digit and boxes[2][0] - mark_end < 0.2 * digit and boxes[1][0] - first_end < 0.2 * digit
