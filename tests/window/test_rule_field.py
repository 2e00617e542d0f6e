"""The rule that numbers obey, in the real window: typed, chosen, kept, and never stronger than the user."""

from __future__ import annotations

import pytest

from digitpad.settings import Settings, load
from digitpad.ui.rules.rule_field import EXAMPLE, LIST
from digitpad.ui.rules.ruled import NONE_OBEYS, OBEYS
from tests.support.contrast import faint_edges, faint_words, hidden_focus
from tests.support.drawings import number
from tests.support.hand import Hand, below
from tests.support.reach import out_of_reach

DOUBTFUL = "202l"  # read 2021; the last digit may be a 7
SEVEN, NINE = "range=2025-2028", "prefix=9"


def field(hand: Hand):
    return next(iter(hand.widgets("RuleField")), None)


def line(hand: Hand):
    return next(widget for widget in below(field(hand)) if widget.winfo_class() == "TEntry")


def words(hand: Hand) -> str:
    return next(str(child.cget("text")) for child in field(hand).winfo_children() if type(child).__name__ == "Label")


def write_rule(hand: Hand, text: str) -> None:
    """Bring up the field by its key, and type a rule into it."""
    hand.key("<Control-u>")
    hand.wait_until(lambda: field(hand), "the field")
    line(hand).delete(0, "end")
    line(hand).insert(0, text)
    hand.type(line(hand), "<Return>")


def wait_for_words(hand: Hand, sought: str) -> None:
    hand.wait_until(lambda: sought in words(hand), f"the words {sought!r} (shown: {words(hand)!r})")


@pytest.fixture
def shows(opens):
    """A window in which a number was drawn."""

    def draw(settings: Settings | None = None, text: str = DOUBTFUL) -> Hand:
        hand = opens((), settings or Settings(theme="light"))
        hand.wait_ready()
        hand.draw(number(text, left=20, top=60, height=70, gap=0.2))
        return hand

    return draw


def test_the_field_is_there_only_when_it_is_asked_for(shows):
    hand = shows()
    hand.wait_for_number("2021")
    assert field(hand) is None
    hand.choose("Rule for numbers…")
    hand.wait_until(lambda: field(hand), "the field")
    assert words(hand) == EXAMPLE
    hand.type(line(hand), "<Escape>")
    hand.wait_until(lambda: field(hand) is None, "the field gone")
    hand.press_button("Rule…")
    hand.wait_until(lambda: field(hand), "the field again")


def test_the_number_that_obeys_is_shown_and_copied_with_what_was_read_beside_it(shows):
    hand = shows()
    hand.wait_for_number("2021")
    write_rule(hand, SEVEN)
    hand.wait_for_number("2027")
    wait_for_words(hand, "Without the rule: 2021")
    assert hand.verdicts[3] == "by the rule" and hand.guesses[3][0] == "7"
    hand.key("<Control-c>")
    assert hand.root.clipboard_get() == "2027"
    write_rule(hand, "length=4")
    hand.wait_for_number("2021")
    wait_for_words(hand, OBEYS)


def test_nothing_is_made_up_where_no_likely_number_obeys(shows):
    hand = shows()
    hand.wait_for_number("2021")
    write_rule(hand, NINE)
    wait_for_words(hand, NONE_OBEYS)
    assert hand.number == "2021"


def test_the_user_is_stronger_than_the_rule(shows):
    hand = shows()
    hand.wait_for_number("2021")
    write_rule(hand, SEVEN)
    hand.wait_for_number("2027")
    card = hand.widgets("Card")[3]
    hand.click(card)
    hand.type(card, "3")
    hand.wait_for_number("2023")
    wait_for_words(hand, NONE_OBEYS)
    hand.key("<Control-z>")
    hand.wait_for_number("2027")


def test_a_rule_is_kept_for_the_next_window_until_it_is_closed(shows, tmp_path):
    hand = shows()
    hand.wait_for_number("2021")
    write_rule(hand, SEVEN)
    hand.wait_for_number("2027")
    assert load(tmp_path)[0].rule == SEVEN
    hand.app.quit()
    hand = shows(load(tmp_path)[0])
    hand.wait_for_number("2027")
    assert line(hand).get() == SEVEN
    close = next(widget for widget in field(hand).winfo_children() if type(widget).__name__ == "SignButton")
    close.invoke()
    hand.wait_for_number("2021")
    assert field(hand) is None and load(tmp_path)[0].rule == ""


def test_a_wrong_rule_is_one_sentence_and_none(shows, tmp_path):
    hand = shows()
    hand.wait_for_number("2021")
    write_rule(hand, SEVEN)
    hand.wait_for_number("2027")
    write_rule(hand, "lenght=4")
    hand.wait_for_number("2021")
    wait_for_words(hand, "is no rule for numbers; write length=4-6")
    assert line(hand).get() == "lenght=4" and load(tmp_path)[0].rule == "" and not hand.complaint


def test_a_list_that_went_away_is_told_where_the_window_opens(shows, tmp_path):
    hand = shows(Settings(theme="light", rule=f"list={tmp_path / 'gone.txt'}"))
    hand.wait_for_number("2021")
    assert "gone.txt cannot be read" in words(hand)


def test_kinds_are_chosen_from_a_list_and_a_list_of_numbers_stands_last(shows, tmp_path):
    (tmp_path / "rooms.txt").write_text("2027\n2030\n")
    hand = shows()
    hand.wait_for_number("2021")
    hand.key("<Control-u>")
    hand.answer_file_dialog(str(tmp_path / "rooms.txt"))
    hand.choose(LIST)
    hand.wait_for_number("2027")
    hand.choose("Length…")
    hand.type(line(hand), "4")
    assert line(hand).get() == f"length=4, list={tmp_path / 'rooms.txt'}"
    hand.type(line(hand), "<Return>")
    hand.wait_for_number("2027")
    hand.choose("Date")
    assert line(hand).get() == f"length=4, date, list={tmp_path / 'rooms.txt'}"
    wait_for_words(hand, NONE_OBEYS)
    assert hand.number == "2021"


@pytest.mark.parametrize("rule", [SEVEN, "lenght=4"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_field_stands_out_and_is_in_reach_in_the_least_window(shows, theme, rule):
    hand = shows(Settings(theme=theme, rule=rule, window_width=640, window_height=480))
    hand.wait_for_number("2027" if rule == SEVEN else "2021")
    hand.rest(0.3)
    assert out_of_reach(hand) == [] and faint_words(hand.root) == [] and faint_edges(hand.root) == []
    assert hidden_focus(hand) == []


def test_digits_that_overlap_are_taken_apart_and_corrected_as_any_other(shows):
    hand = shows(text="")
    hand.draw(number("8975", left=20, top=60, height=100, gap=-0.35))
    hand.wait_for_number("895")
    write_rule(hand, "length=4")
    hand.wait_for_number("8975")
    wait_for_words(hand, "Without the rule: 895")
    card = hand.widgets("Card")[1]
    hand.click(card)
    hand.type(card, "6")
    hand.wait_for_number("8675")
    hand.key("<Control-z>")
    hand.wait_for_number("8975")
