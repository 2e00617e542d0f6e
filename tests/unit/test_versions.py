"""Versions: the shipped one always there, switching atomic, broken files named and skipped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch

from digitpad.errors import DigitPadError
from digitpad.inference.weights import load_weights, save_weights
from digitpad.learning.nets.lenet import LeNet5
from digitpad.learning.nets.storage import weights_of
from digitpad.learning.registry.versions import SHIPPED, Versions, active_weights, shipped_weights


def net(seed=1):
    torch.manual_seed(seed)
    return weights_of(LeNet5().eval())


def same(first, second):
    return all(np.array_equal(tensor, second.tensors[name]) for name, tensor in first.tensors.items())


def test_a_new_folder_has_the_shipped_version_and_it_reads(tmp_path):
    versions = Versions(tmp_path)
    (only,) = versions.list()
    assert (only.key, only.shipped, only.active) == (SHIPPED, True, True)
    assert active_weights(tmp_path) == shipped_weights() == only.path
    assert not list(tmp_path.iterdir())


def test_a_kept_network_is_whole_and_reads_only_once_chosen(tmp_path):
    versions, kept = Versions(tmp_path), net()
    version = versions.add(kept, {"parent": "DigitPad", "samples": 12, "figures": {"mnist_accuracy": 0.995}}, "My hand")
    assert same(kept, load_weights(version.path))
    assert (version.name, version.parent, version.samples, version.mnist) == ("My hand", "DigitPad", 12, 0.995)
    assert version.created_at and versions.active.shipped
    versions.activate(version.key)
    assert active_weights(tmp_path) == version.path
    assert [one.active for one in versions.list()] == [False, True]


def test_names_are_given_changed_and_found(tmp_path):
    versions = Versions(tmp_path)
    first, second = versions.add(net(), {}), versions.add(net(2), {})
    assert [first.name, second.name] == ["Mine 1", "Mine 2"]
    versions.rename(first.key, "  Left\nhand ")
    assert versions.find("Left hand").key == first.key
    versions.rename(second.key, "Left hand")
    with pytest.raises(DigitPadError, match="2 models are called"):
        versions.find("Left hand")
    with pytest.raises(DigitPadError, match="needs a name"):
        versions.rename(first.key, "  ")


@pytest.mark.parametrize("change", ["rename", "remove"])
def test_the_shipped_version_cannot_be_changed(tmp_path, change):
    before = shipped_weights().read_bytes()
    with pytest.raises(DigitPadError, match="came with DigitPad"):
        getattr(Versions(tmp_path), change)(*{"rename": (SHIPPED, "mine"), "remove": (SHIPPED,)}[change])
    assert shipped_weights().read_bytes() == before


def test_where_the_active_version_is_deleted_the_shipped_one_reads(tmp_path):
    versions = Versions(tmp_path)
    version = versions.add(net(), {})
    versions.activate(version.key)
    versions.remove(version.key)
    assert versions.active.shipped and len(versions.list()) == 1
    with pytest.raises(DigitPadError, match="does not exist"):
        versions.remove(version.key)


def test_a_deleted_version_comes_back_as_it_was_for_a_month(tmp_path):
    versions, kept = Versions(tmp_path), net()
    version = versions.add(kept, {"samples": 12}, "Mine")
    held = {path.name: path.read_bytes() for path in version.path.parent.iterdir()}
    versions.remove(version.key)
    versions.forget()
    back = versions.restore(version.key)
    assert (back.name, back.samples, back.active) == ("Mine", 12, False) and same(kept, load_weights(back.path))
    assert {path.name: path.read_bytes() for path in back.path.parent.iterdir() if path.is_file()} == held
    versions.remove(version.key)
    (waiting,) = (tmp_path / "models").rglob("*.safetensors")
    month_ago_s = time.time() - 31 * 24 * 3600
    os.utime(waiting, (month_ago_s, month_ago_s))
    versions.forget()
    assert not [path for path in (tmp_path / "models").rglob("*") if path.is_file() and path.name != "active.json"]
    with pytest.raises(DigitPadError, match="stays deleted"):
        versions.restore(version.key)


@pytest.mark.parametrize("damage", [lambda held: held[: len(held) // 2], lambda held: b"", lambda held: b"x" * 500])
def test_a_broken_file_is_named_and_skipped(tmp_path, damage):
    versions = Versions(tmp_path)
    good, bad = versions.add(net(), {}), versions.add(net(), {})
    versions.activate(bad.key)
    bad.path.write_bytes(damage(bad.path.read_bytes()))
    assert [version.key for version in versions.list()] == [SHIPPED, good.key]
    (complaint,) = versions.complaints()
    assert str(bad.path) in complaint
    assert active_weights(tmp_path) == shipped_weights()
    with pytest.raises(DigitPadError):
        versions.activate(bad.key)


@pytest.mark.parametrize("text", ["", "[]", '{"active": "../../etc/passwd"}', '{"active": 3}', '{"active": "gone"}'])
def test_a_choice_that_makes_no_sense_is_the_shipped_version(tmp_path, text):
    versions = Versions(tmp_path)
    versions.add(net(), {})
    (tmp_path / "models" / "active.json").write_text(text)
    assert versions.active.shipped


def test_export_and_import_give_the_same_network(tmp_path):
    here, there = Versions(tmp_path / "here"), Versions(tmp_path / "there")
    kept = net()
    version = here.add(kept, {"parent": "DigitPad"}, "Travels")
    here.export(version.key, tmp_path / "out.safetensors")
    here.export(version.key, tmp_path / "out.onnx")
    brought = there.bring(tmp_path / "out.safetensors")
    assert same(kept, load_weights(brought.path))
    assert (brought.name, brought.parent) == ("Travels", "DigitPad")
    assert (tmp_path / "out.onnx").stat().st_size > 100_000
    with pytest.raises(DigitPadError, match=r"\.safetensors or \.onnx"):
        here.export(SHIPPED, tmp_path / "out.pt")


def test_what_is_no_network_is_not_taken_in(tmp_path):
    versions = Versions(tmp_path / "data")
    strange = tmp_path / "strange.safetensors"
    for content in (b"", b"not weights", json.dumps({"a": 1}).encode()):
        strange.write_bytes(content)
        with pytest.raises(DigitPadError, match="strange"):
            versions.bring(strange)
    huge = tmp_path / "huge.safetensors"
    with huge.open("wb") as file:
        file.truncate(2**33)
    with pytest.raises(DigitPadError, match="too large"):
        versions.bring(huge)
    with pytest.raises(DigitPadError, match="does not exist"):
        versions.bring(tmp_path / "gone.safetensors")
    poisoned = net()
    poisoned.tensors["output.bias"][:] = float("nan")
    save_weights(tmp_path / "nan.safetensors", poisoned, {})
    with pytest.raises(DigitPadError, match="not numbers"):
        versions.bring(tmp_path / "nan.safetensors")
    assert len(versions.list()) == 1 and not (tmp_path / "data").exists()


def test_a_version_that_cannot_be_written_leaves_nothing(tmp_path):
    (tmp_path / "models").write_text("a file where the folder should be")
    with pytest.raises(DigitPadError, match="could not be written"):
        Versions(tmp_path).add(net(), {})
    assert [path.name for path in tmp_path.iterdir()] == ["models"]


def test_a_full_disk_leaves_nothing_behind(tmp_path):
    """With a limit on the size of files, as the system calls a full disk."""
    program = (
        "import resource, sys; from pathlib import Path; from digitpad.errors import DigitPadError\n"
        "from digitpad.learning.nets.lenet import LeNet5; from digitpad.learning.nets.storage import weights_of\n"
        "from digitpad.learning.registry.versions import Versions\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "try:\n    Versions(Path(sys.argv[1])).add(weights_of(LeNet5()), {})\n"
        "except DigitPadError as error:\n    print('said:', error)\n"
    )
    pytest.importorskip("resource")
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, timeout=120)
    assert done.stdout.startswith("said:") and "could not be written" in done.stdout, done.stderr
    assert not [path for path in Path(tmp_path, "models").iterdir() if path.suffix != ".json"]
    assert [version.key for version in Versions(tmp_path).list()] == [SHIPPED]


def test_a_retraining_killed_while_it_saves_leaves_the_active_version_whole(tmp_path):
    versions = Versions(tmp_path)
    version = versions.add(net(), {})
    versions.activate(version.key)
    before = version.path.read_bytes()
    program = (
        "import sys; from pathlib import Path; from digitpad.learning.nets.lenet import LeNet5\n"
        "from digitpad.learning.nets.storage import weights_of\n"
        "from digitpad.learning.registry.versions import Versions\nversions = Versions(Path(sys.argv[1]))\n"
        "print('on', flush=True)\n"
        "while True:\n    versions.activate(versions.add(weights_of(LeNet5()), {}).key)\n"
        "    versions.activate(sys.argv[2])\n"
    )
    for pause in (0.05, 0.21, 0.4):
        child = subprocess.Popen([sys.executable, "-c", program, str(tmp_path), version.key], stdout=subprocess.PIPE)
        assert child.stdout is not None and child.stdout.readline() == b"on\n"
        try:
            child.wait(pause)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        child.stdout.close()
        assert version.path.read_bytes() == before
        assert load_weights(active_weights(tmp_path))
        assert not versions.complaints()


def test_the_last_retraining_is_known_from_the_cards(tmp_path):
    versions = Versions(tmp_path)
    assert versions.retrained_at == ""
    versions.add(net(), {}, "Brought")
    assert versions.retrained_at == ""
    assert versions.add(net(), {"samples": 3}, "Mine").created_at == versions.retrained_at
