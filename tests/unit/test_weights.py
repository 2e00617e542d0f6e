"""Weights on disk: whole, named when they are not, never unpickled."""

import pickle

import pytest
import torch
from safetensors.torch import save_file

from digitpad import Recognizer
from digitpad.errors import DigitPadError
from digitpad.inference.weights import load_card, read_metadata
from digitpad.learning.nets.lenet import LeNet5
from digitpad.learning.nets.storage import load_lenet, load_network, save_network
from digitpad.learning.nets.teacher import Teacher


@pytest.mark.parametrize("variant", ["modern", "classic"])
def test_what_is_saved_is_loaded(tmp_path, variant):
    net = LeNet5(variant).eval()
    save_network(tmp_path / "w.safetensors", net, {"name": "mine"})
    loaded = load_lenet(tmp_path / "w.safetensors")
    glyphs = torch.rand(4, 28, 28)
    assert loaded.variant == variant
    assert torch.equal(loaded(glyphs), net(glyphs))
    assert load_card(tmp_path / "w.safetensors") == {"name": "mine"}


def test_a_teacher_is_loaded_to_teach_and_refused_for_reading(tmp_path):
    path, teacher = tmp_path / "teacher.safetensors", Teacher().eval()
    save_network(path, teacher, {})
    glyphs = torch.rand(4, 28, 28)
    assert torch.equal(load_network(path)(glyphs), teacher(glyphs))
    with pytest.raises(DigitPadError, match="only helps to train"):
        Recognizer.load(path)


def test_a_missing_card_is_an_empty_card(tmp_path):
    assert load_card(tmp_path / "w.safetensors") == {}


def spoil_nothing(path):
    path.unlink()


def spoil_half(path):
    path.write_bytes(path.read_bytes()[:5000])


def spoil_empty(path):
    path.write_bytes(b"")


def spoil_foreign(path):
    save_file({"layer.weight": torch.zeros(3)}, path)


def spoil_shape(path):
    save_file({**LeNet5().state_dict(), "c1.weight": torch.tensor(1.0)}, path)


def spoil_numbers(path):
    tensors = LeNet5().state_dict()
    tensors["c1.weight"][0] = float("nan")
    save_file(tensors, path)


def spoil_newer(path):
    save_file(LeNet5().state_dict(), path, {"variant": "modern", "format": "3"})


def spoil_format(path):
    save_file(LeNet5().state_dict(), path, {"variant": "modern", "format": "x" * 500})


def spoil_type(path):
    save_file({name: tensor.to(torch.int32) for name, tensor in LeNet5().state_dict().items()}, path)


def spoil_unknown_type(path):
    save_file({name: tensor.to(torch.float8_e4m3fn) for name, tensor in LeNet5().state_dict().items()}, path)


def spoil_variance(path):
    tensors = LeNet5().state_dict()
    tensors["n3.running_var"][2] = -1.0
    save_file(tensors, path)


def spoil_extra(path):
    save_file({**LeNet5().state_dict(), "c7.weight": torch.zeros(3)}, path)


def spoil_one_less(path):
    tensors = LeNet5().state_dict()
    del tensors["f6.bias"]
    save_file(tensors, path)


class Trap:
    def __reduce__(self):
        return (pytest.fail, ("the weights were unpickled",))


def spoil_pickle(path):
    path.write_bytes(pickle.dumps(Trap()))


@pytest.mark.parametrize(
    "spoil",
    [
        *(spoil_nothing, spoil_half, spoil_empty, spoil_foreign, spoil_shape, spoil_numbers, spoil_pickle),
        *(spoil_newer, spoil_format, spoil_type, spoil_unknown_type, spoil_variance, spoil_extra, spoil_one_less),
    ],
)
def test_what_is_not_whole_is_refused_by_name(tmp_path, spoil):
    path = tmp_path / "broken weights.safetensors"
    save_network(path, LeNet5(), {})
    spoil(path)
    with pytest.raises(DigitPadError, match=r"broken weights\.safetensors"):
        Recognizer.load(path)


def test_weights_of_a_newer_program_say_so(tmp_path):
    path = tmp_path / "newer.safetensors"
    spoil_newer(path)
    with pytest.raises(DigitPadError, match="newer DigitPad"):
        Recognizer.load(path)


def test_what_is_written_names_its_format(tmp_path):
    save_network(tmp_path / "w.safetensors", LeNet5(), {})
    assert read_metadata(tmp_path / "w.safetensors") == {"variant": "modern", "format": "1"}


def test_missing_shipped_weights_are_named(monkeypatch, tmp_path):
    monkeypatch.setattr("digitpad.recognizer.bundled", lambda folder, name: tmp_path / name)
    with pytest.raises(DigitPadError, match=r"lenet5\.safetensors does not exist"):
        Recognizer.load()


def test_a_folder_is_refused_by_name(tmp_path):
    with pytest.raises(DigitPadError, match=tmp_path.name):
        Recognizer.load(tmp_path)


def test_a_device_that_is_not_there_is_refused():
    with pytest.raises(DigitPadError, match="tpu"):
        Recognizer.load(device="tpu")
