"""Engines: ONNX Runtime and torch answer alike, on digits and on what is none, whatever the network."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import onnxruntime
import pytest
import torch
from numpy.typing import NDArray

from digitpad.errors import DigitPadError
from digitpad.inference.engine import LARGE, SplitEngine, open_engine
from digitpad.inference.gpu import devices, find_device, gpus
from digitpad.inference.ink.ink_onnx import HEIGHTS, INK, ink_onnx
from digitpad.inference.network import OUTPUTS, Network, softmax
from digitpad.inference.onnx_engine import OnnxEngine
from digitpad.inference.onnx_graph import FLOAT, UINT8, Graph, lenet_model
from digitpad.inference.onnx_reader import read_model
from digitpad.inference.rows.rows_onnx import COLUMNS, rows_onnx
from digitpad.inference.torch_engine import OPERATORS, TorchEngine
from digitpad.inference.weights import Weights, load_weights, read_arrays
from digitpad.learning.data.datasets import mnist
from digitpad.learning.nets.lenet import LeNet5
from digitpad.learning.nets.storage import load_lenet, weights_of
from digitpad.learning.registry.versions import shipped_weights
from digitpad.paths import bundled
from digitpad.records import Floats
from tests.support.data import DATA, needs_data
from tests.support.glyphs import hostile_glyphs

EQUAL = 1e-5  # in probability


@torch.inference_mode()
def by_torch(net: LeNet5, glyphs: NDArray[np.uint8]) -> tuple[Floats, Floats]:
    """Logits and features of the module that is trained."""
    features = torch.cat([net.features(part) for part in torch.from_numpy(glyphs).split(1000)])
    return net.decide(features).numpy(), features.numpy()


def assert_alike(net: LeNet5, glyphs: NDArray[np.uint8]) -> None:
    model = lenet_model(weights_of(net))
    expected = softmax(by_torch(net, glyphs)[0])
    for engine in (OnnxEngine(model, OUTPUTS), TorchEngine(model, OUTPUTS, "cpu")):
        assert np.abs(softmax(engine.predict(glyphs)[0]) - expected).max() < EQUAL, engine


def trained(variant: str) -> LeNet5:
    """A network whose weights and norms have moved a little, as by retraining."""
    torch.manual_seed(3)
    net = LeNet5("classic" if variant == "classic" else "modern").train()
    optimizer = torch.optim.SGD(net.parameters(), 0.05)
    for _ in range(5):
        glyphs, labels = torch.randint(0, 256, (64, 28, 28), dtype=torch.uint8), torch.randint(0, 11, (64,))
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(net(glyphs), labels).backward()
        optimizer.step()
    return net.eval()


def test_hostile_glyphs_are_answered_as_torch_does():
    glyphs = hostile_glyphs()
    assert len(glyphs) == 10_000 and glyphs[7_500].max() == 0 and glyphs[7_501].min() == 255
    assert_alike(load_lenet(shipped_weights()), glyphs)


@needs_data
def test_all_of_mnists_test_images_are_answered_as_torch_does():
    assert_alike(load_lenet(shipped_weights()), mnist(DATA, train=False)[0])


@pytest.mark.parametrize("variant", ["modern", "classic"])
def test_other_networks_are_answered_as_torch_does(variant):
    assert_alike(trained(variant), hostile_glyphs(1000))


def test_features_are_those_of_f6():
    net, glyphs = load_lenet(shipped_weights()), hostile_glyphs(400)
    _, features = Network.load(shipped_weights(), "cpu").engine.predict(glyphs)
    assert features.shape == (400, 84)
    assert np.allclose(features, by_torch(net, glyphs)[1], atol=1e-3, rtol=1e-4)


@pytest.mark.parametrize("count", [0, 1, 127, 128, 129, 1000])
def test_the_size_of_a_batch_changes_nothing(count):
    network, glyphs = Network.load(shipped_weights(), "cpu"), hostile_glyphs(1000)
    found = network.classify(glyphs[:count])
    assert found.shape == (count, 11)
    singly = [network.classify(glyph[None])[0] for glyph in glyphs[: min(count, 20)]]
    assert np.allclose(found[:20], np.reshape(singly, (-1, 11)), atol=EQUAL)


def every_operator() -> bytes:
    """A model with each operator that the torch engine knows, fed by (N, 4, 6, 6) float."""
    graph = Graph("operators")
    random = np.random.default_rng(2)
    kernel, bias = random.normal(size=(4, 2, 3, 3)).astype(np.float32), random.normal(size=4).astype(np.float32)
    x = graph.add("Cast", [graph.input("x", UINT8, ["N", 4, 6, 6])], to=FLOAT)
    x = graph.add("Mul", [x, graph.constant("scale", np.array(1 / 255, np.float32))])
    weights = [graph.constant("kernel", kernel), graph.constant("bias", bias)]
    x = graph.add("Conv", [x, *weights], pads=[2, 2, 2, 2], dilations=[2, 2], group=2)
    x = graph.add("Concat", [graph.add("Sigmoid", [x]), graph.add("Relu", [x])], axis=1)  # (N, 8, 6, 6)
    x = graph.add("DepthToSpace", [x], blocksize=2, mode="CRD")  # (N, 2, 12, 12)
    x = graph.add("Resize", [x, "", graph.constant("scales", np.float32([1, 1, 2, 1]))])  # (N, 2, 24, 12)
    x = graph.add("AveragePool", [x], kernel_shape=[2, 1], strides=[2, 1])  # (N, 2, 12, 12)
    x = graph.add("Pad", [x, graph.constant("sides", np.array([0, 0, 1, 0, 0, 0, 2, 3]))])  # (N, 2, 15, 15)
    x = graph.add("MaxPool", [x], kernel_shape=[3, 2], strides=[2, 1])  # (N, 2, 7, 14)
    x = graph.add("AveragePool", [graph.add("Tanh", [x])], kernel_shape=[7, 1], strides=[7, 1])  # (N, 2, 1, 14)
    x = graph.add("Squeeze", [x, graph.constant("height", np.array([2]))])
    x = graph.add("Transpose", [x], perm=[0, 2, 1])  # (N, 14, 2)
    x = graph.add("Unsqueeze", [graph.add("LogSoftmax", [x], axis=-1), graph.constant("last", np.array([3]))])
    x = graph.add("Flatten", [x])
    columns = [random.normal(size=(5, 28)).astype(np.float32), random.normal(size=5).astype(np.float32)]
    x = graph.add("Gemm", [x, graph.constant("b", columns[0]), graph.constant("c", columns[1])], transB=1)
    x = graph.add("Add", [x, graph.constant("more", np.float32([0.5, 0, 0, 0, -0.5]))])
    graph.add("Softmax", [x], output="y", axis=1)
    return graph.model({"y": ["N", 5]})


def test_each_operator_does_the_same_in_both_engines():
    model = every_operator()
    assert {node.operator for node in read_model(model).nodes} == OPERATORS.keys()
    batch = np.random.default_rng(4).integers(0, 256, (7, 4, 6, 6), np.uint8)
    (first,), (second,) = (
        engine.predict(batch) for engine in (OnnxEngine(model, ["y"]), TorchEngine(model, ["y"], "cpu"))
    )
    assert np.abs(first - second).max() < EQUAL and first.std() > 0.01


@pytest.mark.parametrize("network", ["ink", "rows"])
def test_every_shipped_network_gives_the_same_in_both_engines(network):
    weights = read_arrays(bundled("models", f"{network}.safetensors"))
    if network == "ink":
        model, outputs, shape = ink_onnx(weights), (INK, HEIGHTS), (1, 3, 48, 64)
    else:
        model, outputs, shape = rows_onnx(weights), (COLUMNS,), (2, 32, 90)
    batch = np.random.default_rng(5).normal(size=shape).astype(np.float32)
    pairs = zip(
        OnnxEngine(model, outputs).predict(batch), TorchEngine(model, outputs, "cpu").predict(batch), strict=True
    )
    assert all(np.abs(first - second).max() < 1e-4 and first.std() > 0 for first, second in pairs)


def test_an_operator_that_torch_does_not_know_is_named():
    graph = Graph("odd")
    graph.add("Erf", [graph.input("x", FLOAT, ["N"])], output="y")
    with pytest.raises(DigitPadError, match="Erf"):
        TorchEngine(graph.model({"y": ["N"]}), ["y"], "cpu")


@pytest.mark.parametrize("data", [b"", b"no model", b"\x3a\x05abcde", bytes(100)])
def test_what_is_no_model_is_refused(data):
    with pytest.raises(ValueError):
        read_model(data)


class Counting:
    """Counts what it is given."""

    device, device_name = "cuda", "Test card"

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def predict(self, batch: NDArray[np.uint8]) -> tuple[Floats, ...]:
        self.sizes.append(len(batch))
        return (np.zeros((len(batch), 11), np.float32), np.zeros((len(batch), 84), np.float32))


def test_only_large_batches_go_to_the_graphics_card():
    cpu, gpu = Counting(), Counting()
    both = SplitEngine(cpu, gpu)
    for count in (1, LARGE - 1, LARGE, 5 * LARGE):
        both.predict(np.zeros((count, 28, 28), np.uint8))
    assert (cpu.sizes, gpu.sizes) == ([1, LARGE - 1], [LARGE, 5 * LARGE])
    assert (both.device, both.device_name) == ("cuda", "Test card")


def test_no_session_has_more_threads_than_cores_nor_lets_them_spin(monkeypatch):
    options = []
    whole = onnxruntime.InferenceSession

    def watched(model, given, **more):
        options.append(given)
        return whole(model, given, **more)

    monkeypatch.setattr(onnxruntime, "InferenceSession", watched)
    monkeypatch.setattr("digitpad.inference.onnx_engine.usable_cores", lambda: 1)
    OnnxEngine(lenet_model(load_weights(shipped_weights())), OUTPUTS)
    (given,) = options
    assert given.intra_op_num_threads == given.inter_op_num_threads == 1
    assert given.get_session_config_entry("session.intra_op.allow_spinning") == "0"


def test_devices_mean_what_they_say(monkeypatch):
    monkeypatch.setattr("digitpad.inference.gpu.gpus", lambda: ())
    assert find_device("auto") == find_device("cpu") == "cpu"
    for name in ("cuda", "mps"):
        with pytest.raises(DigitPadError, match=f"no {name.upper()} device; choose --device cpu"):
            find_device(name)
    with pytest.raises(DigitPadError, match="tpu"):
        find_device("tpu")
    assert devices()[0][0] == "CPU"


DRIVER = r"""
#include <string.h>
int cuInit(unsigned flags) { return 0; }
int cuDeviceGetCount(int *count) { *count = 2; return 0; }
int cuDeviceGetName(char *name, int size, int card) { strcpy(name, card ? "Second" : "First"); return 0; }
int cuDeviceTotalMem_v2(unsigned long *size, int card) { *size = 8UL << 30; return 0; }
"""


def test_cards_are_found_by_the_driver_alone(tmp_path):
    source, library = tmp_path / "driver.c", tmp_path / "libcuda.so.1"
    source.write_text(DRIVER)
    try:
        subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("no C compiler")
    assert [(gpu.kind, gpu.name, gpu.memory_gb) for gpu in gpus(str(library))] == [
        ("cuda", "First", 8.0),
        ("cuda", "Second", 8.0),
    ]
    assert gpus(str(tmp_path / "nothing.so")) == ()


def in_fresh_process(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


WITHOUT_RUNTIME = """
import sys
sys.modules["onnxruntime"] = None  # as where it cannot be imported
from digitpad import Recognizer
import numpy as np
recognizer = Recognizer.load()
glyphs = np.zeros((3, 28, 28), np.uint8)
glyphs[:, 4:24, 13:16] = 255
print(recognizer.classify(glyphs)[0].tolist(), recognizer.device_name, "torch" in sys.modules)
"""
WITHOUT_BOTH = """
import sys
sys.modules["onnxruntime"] = sys.modules["torch"] = None
from digitpad import Recognizer
from digitpad.errors import DigitPadError
try:
    Recognizer.load()
except DigitPadError as error:
    print(error)
"""


def test_torch_reads_where_the_runtime_cannot_be_imported():
    assert in_fresh_process(WITHOUT_RUNTIME) == "[1, 1, 1] CPU True"


def test_without_either_a_sentence_says_what_to_install():
    assert in_fresh_process(WITHOUT_BOTH).endswith("install onnxruntime again.")


IDLE = """
import os, time
os.environ.pop("OMP_NUM_THREADS", None)
import digitpad.cli
import numpy as np
from digitpad import Recognizer
recognizer = Recognizer.load(device="cpu")
for _ in range(5):
    recognizer.classify(np.full((1000, 28, 28), 90, np.uint8))
begun = time.process_time()
time.sleep(1)
print(time.process_time() - begun)
"""


def test_the_program_takes_no_processor_once_it_has_read():
    assert float(in_fresh_process(IDLE)) < 0.02  # s; NumPy's own threads would spin for 0.06 to 0.09


def test_half_precision_is_read():
    weights = load_weights(shipped_weights())
    halves = Weights(weights.variant, {name: array.astype(np.float16) for name, array in weights.tensors.items()})
    glyphs = hostile_glyphs(100)
    (logits, _), (expected, _) = (open_engine(lenet_model(each), OUTPUTS).predict(glyphs) for each in (halves, weights))
    assert np.abs(softmax(logits) - softmax(expected)).max() < 0.05
