"""A window for the tests, that must not raise anything unheard."""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from digitpad.settings import Settings
from digitpad.ui.app import App
from digitpad.ui.core.loading import loaders
from digitpad.ui.core.readings import Reads
from digitpad.ui.widgets.theme import SystemLook
from tests.support.hand import Hand

os.environ.setdefault("DIGITPAD_TK_DIALOGS", "1")  # the tests type into Tk's own
os.environ["LANGUAGE"] = "en"  # whatever this machine speaks
os.environ.setdefault("OMP_NUM_THREADS", "1")  # for torch, not loaded yet: threads that wait for a core spin
if threading.current_thread() is threading.main_thread():  # where Ctrl+C is ignored, as behind nohup, programs under
    signal.signal(signal.SIGINT, signal.default_int_handler)  # test would ignore it, too
settings.register_profile("any machine", deadline=None)  # a busy one takes its time
settings.load_profile("any machine")
Opens = Callable[..., Hand]
MOST_RERUNS = 2  # what the display's events or the processor's time decide; the closing line counts them
TIMED_FILES = {  # beside the window's tests: they measure seconds, memory or wait for other processes
    *("test_bulk", "test_attack", "test_camera", "test_sources", "test_streams", "test_tracking", "test_serve"),
    *("test_killed", "test_map_reading", "test_devices", "test_documents", "test_stroke_course", "test_row_strings"),
    *("test_phone_server", "test_portal"),
}
SLOW_FILES = {  # over ten seconds of a core each
    *("test_training", "test_frames", "test_finetune", "test_streams", "test_camera", "test_attack", "test_killed"),
    *("test_finetune_command", "test_train_command", "test_train_rows_command", "test_train_ink_command"),
    *("test_no_network", "test_bundle", "test_bulk", "test_self_test", "test_retraining", "test_closing"),
    *("test_small_screens", "test_retrain_offer", "test_camera_stills", "test_camera_page", "test_samples_page"),
    *("test_files", "test_bad_disks", "test_correcting", "test_pending_corrections"),
    *("test_evaluate_command", "test_serve", "test_samples_command", "test_import_errors", "test_models_command"),
    *("test_packaging", "test_phone", "test_screen_reading", "test_file_portal"),
    *("test_results", "test_models_page"),
    *("test_packaging", "test_collecting", "test_films", "test_recording", "test_reach_by_keys", "test_camera_advice"),
    *("test_forms", "test_form_command", "test_languages_window", "test_camera_rule", "test_narrow_windows"),
    *("test_row_tuning", "test_finetune_rows", "test_corrected_rows"),
}
SLOW_TESTS = {  # of other files: over three seconds of a core each
    "test_a_command_does_without_torch",
    "test_a_doubtful_drawing_that_was_cleared_does_not_teach_the_clear_ones",
    "test_a_packed_table_is_answered_too",
    "test_a_picture_without_digits_reads_as_nothing",
    "test_a_process_beside_makes_the_same_batches",
    "test_a_reader_that_stops_listening_is_no_failure_to_speak_of",
    "test_a_row_of_200_digits_is_read",
    "test_an_option_of_all_commands_means_the_same_in_every_place",
    "test_bad_input_is_empty_with_a_hint_soon",
    "test_batches_can_be_gone_on_with_at_any_step",
    "test_clouds_are_not_read",
    "test_digits_on_their_side_are_turned_and_that_is_said",
    "test_each_menu_has_a_letter_of_its_own_and_no_command_takes_it",
    "test_hostile_glyphs_are_answered_as_torch_does",
    "test_many_entries_of_a_bomb_are_added_up",
    "test_misuse_is_one_sentence_and_exit_code_2",
    "test_mnist_passes_unchanged",
    "test_mnist_stays_as_good_with_many_corrections_of_pen_digits_in_memory",
    "test_numbers_of_unseen_writers_are_read_exactly",
    "test_other_networks_are_answered_as_torch_does",
    "test_pen_strokes_of_people_are_read",
    "test_standard_input_is_told_apart_by_its_content",
    "test_the_number_keeps_within_its_column",
    "test_the_page_with_the_camera_stands_out",
    "test_the_page_with_the_models_stands_out_and_so_does_the_sheet_over_it",
    "test_the_page_with_the_pad_stands_out_empty_drawn_on_and_with_a_selected_digit",
    "test_the_page_with_the_samples_stands_out",
    "test_the_same_seed_makes_the_same_strings_and_another_makes_others",
    "test_the_shipped_reader_reads_nothing_where_nothing_is_written",
    "test_torch_reads_where_the_runtime_cannot_be_imported",
    "test_two_hundred_quick_strokes_are_all_there",
    "test_two_thousand_strokes_are_read_and_more_refused",
    "test_two_versions_are_compared_by_card_and_on_the_samples",
    "test_unseen_pen_writers_are_read",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the slow tests, which the daily run leaves out, and those that a busy machine may disturb."""
    for item in items:
        if item.path.parent.name == "window" or item.path.stem in TIMED_FILES:
            item.add_marker(pytest.mark.flaky(reruns=MOST_RERUNS))
        name = getattr(item, "originalname", item.name)
        if item.path.stem in SLOW_FILES or name in SLOW_TESTS:
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def tk_ends_here() -> Iterator[None]:
    """Collect the Tk objects that a test leaves in this thread; in any other they would end the process."""
    gc.collect()
    yield
    gc.collect()


@pytest.fixture
def opens(tmp_path: Path) -> Iterator[Opens]:
    """Opens windows with `opens(loaders, settings, camera)`, closes them, and fails where one logged an error."""
    windows: list[Hand] = []

    def open_window(
        loading: tuple[Callable[[], Reads], ...] = (),
        settings: Settings | None = None,
        camera: str | None = None,
        **more: Any,
    ) -> Hand:
        gc.collect()
        chosen = loading or loaders(None, "cpu")
        app = App(chosen, settings or Settings(theme="light"), tmp_path, system=SystemLook(), camera=camera, **more)
        windows.append(Hand(app))
        app.start()
        app.root.update()
        windows[-1].wait_until(app.root.winfo_ismapped, "the window")
        windows[-1].rest(0.1)
        return windows[-1]

    yield open_window
    _close(windows)
    gc.collect()  # here, for the pictures of a closed window must not die in the next window's reader thread
    logs = [path.read_text() for path in tmp_path.rglob("digitpad.log")]
    assert not logs, logs[0]


def _close(windows: list[Hand]) -> None:
    while windows:
        hand = windows.pop()
        for _ in range(2):  # the second time without what could not be saved
            if not hand.gone:
                hand.app.quit()
