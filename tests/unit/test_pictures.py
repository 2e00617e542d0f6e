"""Any picture file becomes an RGB array, or one sentence that names the file."""

import io
import sys
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from PIL import Image

from digitpad.errors import DigitPadError
from digitpad.vision.picture import pictures
from digitpad.vision.picture.pictures import as_rgb, open_picture, picture_from_bytes, picture_pages

HEIGHT, WIDTH = 30, 40


def ramp() -> np.ndarray:
    return np.tile(np.linspace(0, 255, WIDTH).astype(np.uint8), (HEIGHT, 1))


def saved(image: Image.Image, path, **options):
    image.save(path, **options)
    return path


def jpeg_bytes(**options) -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.random.default_rng(1).integers(0, 255, (200, 200, 3), np.uint8)).save(file, "JPEG", **options)
    return file.getvalue()


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "LA", "P", "CMYK", "YCbCr", "HSV", "LAB", "I", "F", "I;16"])
def test_every_mode_keeps_its_light_and_dark(mode, tmp_path):
    grey = Image.fromarray(ramp())
    if mode == "I;16":
        image = Image.fromarray(ramp().astype(np.uint16) * 257)
    else:
        image = grey.quantize(64) if mode == "P" else grey.convert("RGB" if len(mode) > 1 else "L").convert(mode)
    picture = as_rgb(image)
    assert picture.shape == (HEIGHT, WIDTH, 3)
    assert picture.dtype == np.uint8
    assert np.abs(picture.mean(axis=2) - ramp()).max() < 12


def test_one_bit_is_black_and_white():
    picture = as_rgb(Image.fromarray(ramp() > 127))
    assert set(np.unique(picture)) == {0, 255}


@pytest.mark.parametrize("suffix", [".png", ".tif"])
@pytest.mark.parametrize("white", [4095, 65535])
def test_sixteen_bits_are_scaled_by_their_own_white(suffix, white, tmp_path):
    pixels = (ramp().astype(np.uint32) * white // 255).astype(np.uint16)
    picture = open_picture(saved(Image.fromarray(pixels), tmp_path / f"deep{suffix}"))
    assert np.abs(picture[..., 0].astype(int) - ramp()).max() <= 1


def test_a_cmyk_jpeg_is_not_inverted(tmp_path):
    image = Image.fromarray(ramp()).convert("RGB").convert("CMYK")
    picture = open_picture(saved(image, tmp_path / "print.jpg", quality=95))
    assert picture[:, :3].mean() < 40
    assert picture[:, -3:].mean() > 215


def test_dark_writing_on_nothing_is_laid_on_white():
    rgba = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    rgba[10:20, 18:22, 3] = 255
    picture = as_rgb(rgba)
    assert picture[0, 0].tolist() == [255, 255, 255]
    assert picture[15, 20].tolist() == [0, 0, 0]


def test_white_writing_on_nothing_is_laid_on_black():
    rgba = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    rgba[10:20, 18:22] = 255
    picture = as_rgb(rgba)
    assert picture[0, 0].tolist() == [0, 0, 0]
    assert picture[15, 20].tolist() == [255, 255, 255]


def test_a_palette_with_a_clear_colour_is_laid_on_white(tmp_path):
    image = Image.new("P", (WIDTH, HEIGHT), 0)
    image.putpalette([200, 0, 0, 0, 0, 0])
    image.paste(1, (18, 10, 22, 20))
    picture = open_picture(saved(image, tmp_path / "clear.png", transparency=0))
    assert picture[0, 0].tolist() == [255, 255, 255]
    assert picture[15, 20].tolist() == [0, 0, 0]


def test_a_photo_is_turned_as_its_camera_was_held(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees clockwise to show
    image = Image.fromarray(np.vstack([np.zeros((15, WIDTH), np.uint8), np.full((15, WIDTH), 255, np.uint8)]))
    picture = open_picture(saved(image, tmp_path / "held.jpg", exif=exif))
    assert picture.shape == (WIDTH, HEIGHT, 3)
    assert picture[:, -5:].mean() < 30
    assert picture[:, :5].mean() > 225


def test_an_animation_gives_its_first_frame(tmp_path):
    frames = [Image.new("L", (WIDTH, HEIGHT), grey) for grey in (10, 200, 90)]
    path = saved(frames[0], tmp_path / "moving.gif", save_all=True, append_images=frames[1:])
    assert [int(page.open().mean()) for page in picture_pages(path)] == [10]


def test_a_tiff_gives_every_page_in_order(tmp_path):
    pages = [Image.new("L", (WIDTH + place, HEIGHT), grey) for place, grey in enumerate((10, 200, 90))]
    path = saved(pages[0], tmp_path / "scan.tif", save_all=True, append_images=pages[1:])
    assert [int(page.open().mean()) for page in picture_pages(path)] == [10, 200, 90]


def tiff_of(greys, path):
    pages = [Image.new("L", (WIDTH, HEIGHT), grey) for grey in greys]
    return saved(pages[0], path, save_all=True, append_images=pages[1:])


def test_pages_are_numbered_where_there_are_several(tmp_path):
    assert [page.number for page in picture_pages(tiff_of((10, 200, 90), tmp_path / "scan.tif"))] == [1, 2, 3]
    assert [page.number for page in picture_pages(tiff_of((10,), tmp_path / "one.tif"))] == [None]


def test_a_damaged_page_is_named_and_the_others_are_read(tmp_path):
    path = tmp_path / "scan.tif"
    pages = [Image.fromarray(np.roll(ramp(), place)) for place in range(3)]
    pages[0].save(path, save_all=True, append_images=pages[1:], compression="tiff_lzw")
    data = path.read_bytes()
    with Image.open(path) as image:
        image.seek(1)
        start = image.tag_v2[273][0]
    path.write_bytes(data[:start] + bytes([255] * 40) + data[start + 40 :])
    read, refused = [], []
    for page in picture_pages(path):
        try:
            page.open()
            read.append(page.number)
        except DigitPadError as error:
            refused.append(str(error))
    assert read == [1, 3]
    assert len(refused) == 1 and "scan.tif, page 2, is damaged" in refused[0]


@pytest.mark.parametrize("share", [0.2, 0.4, 0.6, 0.8, 0.95])
def test_a_tiff_cut_short_is_a_sentence_without_warnings(tmp_path, share):
    path = tiff_of((10, 200, 90), tmp_path / "scan.tif")
    data = path.read_bytes()
    path.write_bytes(data[: int(share * len(data))])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        refused = []
        try:
            for page in picture_pages(path):
                try:
                    page.open()
                except DigitPadError as error:
                    refused.append(str(error))
        except DigitPadError as error:
            refused.append(str(error))
    assert refused and all("scan.tif" in sentence for sentence in refused)


def test_pages_beyond_the_most_are_said(tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PAGES", 2)
    pages = picture_pages(tiff_of((10, 200, 90), tmp_path / "scan.tif"))
    assert [next(pages).number, next(pages).number] == [1, 2]
    with pytest.raises(DigitPadError, match="more than 2 pages"):
        next(pages)


def test_values_that_no_picture_has_are_refused_by_the_files_name(tmp_path):
    path = saved(Image.fromarray(np.full((5, 5), -3, np.float32)), tmp_path / "float.tif")
    with pytest.raises(DigitPadError, match=r"float\.tif"):
        open_picture(path)


def test_a_single_pixel_is_a_picture(tmp_path):
    assert open_picture(saved(Image.new("RGB", (1, 1), (1, 2, 3)), tmp_path / "dot.png")).tolist() == [[[1, 2, 3]]]


@pytest.mark.parametrize("suffix", ["jpg", "png"])
def test_a_large_picture_is_shrunk(suffix, tmp_path):
    path = saved(Image.new("RGB", (6000, 4000), (250, 250, 250)), tmp_path / f"large.{suffix}")
    height, width = open_picture(path).shape[:2]
    assert height * width <= 12_100_000
    assert width / height == pytest.approx(1.5, abs=0.01)


@pytest.mark.parametrize("suffix", ["png", "tif"])
def test_a_picture_of_400_megapixels_is_refused_without_decoding_it(suffix, tmp_path):
    path = tmp_path / f"bomb.{suffix}"
    Image.MAX_IMAGE_PIXELS, usual = None, Image.MAX_IMAGE_PIXELS
    try:
        saved(Image.new("1", (20_000, 20_000)), path, **({"compression": "group4"} if suffix == "tif" else {}))
    finally:
        Image.MAX_IMAGE_PIXELS = usual
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(DigitPadError, match=rf"bomb\.{suffix} has too many pixels"):
            open_picture(path)


BROKEN = {
    "text": b"these are words\n",
    "empty": b"",
    "cut short": jpeg_bytes()[:-2000],
    "progressive and cut short": jpeg_bytes(progressive=True)[:-2000],
    "only a header": jpeg_bytes()[:300],
    "a png header": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "null bytes": bytes(500),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_file_is_refused_by_name_in_one_sentence(what, tmp_path):
    path = tmp_path / "broken.png"
    path.write_bytes(BROKEN[what])
    for read in (lambda: open_picture(path), lambda: picture_from_bytes(BROKEN[what], "broken.png")):
        with pytest.raises(DigitPadError, match=r"broken\.png [^.]+\.$"):
            read()


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path):
    with pytest.raises(DigitPadError, match=r"none\.png does not exist"):
        open_picture(tmp_path / "none.png")
    with pytest.raises(DigitPadError, match="is a folder"):
        open_picture(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="no character devices to open")
def test_a_path_through_a_file_is_a_sentence(tmp_path):
    path = saved(Image.new("L", (5, 5)), tmp_path / "file.png")
    with pytest.raises(DigitPadError, match="cannot be opened"):
        open_picture(path / "inside.png")


@given(cut=st.integers(0, len(jpeg_bytes()) - 3), byte=st.integers(0, 255))
@settings(max_examples=60, deadline=None)
def test_no_damage_to_a_file_raises_anything_else(cut, byte):
    damaged = bytearray(jpeg_bytes())
    damaged[cut] = byte
    try:
        assert picture_from_bytes(bytes(damaged), "damaged.jpg").ndim == 3
    except DigitPadError as error:
        assert "damaged.jpg" in str(error)


@pytest.mark.parametrize(
    "array",
    [
        ramp(),
        ramp()[..., None],
        np.repeat(ramp()[..., None], 3, 2),
        ramp().astype(np.int64),
        ramp().astype(np.uint16) * 257,
        ramp().astype(np.float32) / 255,
        ramp().astype(np.float64),
        ramp()[:, ::-1][:, ::-1],
    ],
)
def test_arrays_of_any_usual_kind_are_taken(array):
    assert np.abs(as_rgb(array).astype(int) - ramp()[..., None]).max() <= 1


def test_a_broken_pil_image_is_refused_in_a_sentence():
    with pytest.raises(DigitPadError, match=r"^The picture cannot be decoded.*\.$"):
        as_rgb(Image.open(io.BytesIO(BROKEN["cut short"])))


def test_a_large_array_keeps_its_size():
    assert as_rgb(np.zeros((4000, 4000), np.uint8)).shape == (4000, 4000, 3)


def test_a_boolean_array_is_black_and_white():
    assert np.array_equal(as_rgb(ramp() > 127)[..., 0], (ramp() > 127) * np.uint8(255))


@pytest.mark.parametrize(
    "image",
    [
        "a name",
        None,
        [[1, 2], [3, 4]],
        np.zeros((0, 4), np.uint8),
        Image.new("L", (0, 4)),
        np.zeros(5, np.uint8),
        np.zeros((4, 4, 2), np.uint8),
        np.zeros((2, 4, 4, 3), np.uint8),
        np.zeros((4, 4), complex),
        np.array([["a", "b"]]),
        np.full((4, 4), np.nan),
        np.full((4, 4), np.inf),
        np.full((4, 4), -1),
        np.full((4, 4), 70_000),
    ],
)
def test_what_is_no_picture_is_refused_in_a_sentence(image):
    with pytest.raises(DigitPadError, match=r"^(A|The) picture.*\.$"):
        as_rgb(image)


@given(arrays(st.sampled_from([np.uint8, np.uint16, np.bool_]), array_shapes(min_dims=2, max_dims=2, max_side=9)))
def test_a_grey_array_keeps_its_shape_and_order(array):
    picture = as_rgb(array)
    assert picture.shape == (*array.shape, 3)
    darkest, lightest = np.unravel_index(array.argmin(), array.shape), np.unravel_index(array.argmax(), array.shape)
    assert picture[darkest][0] <= picture[lightest][0]
