import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.raster import Raster
from devices.simulator.picture import decode_png


def picture(colours: int, height: int, width: int, seed: int = 1) -> Raster:
    """Exactly so many colours, where the picture is large enough for them."""
    chance = np.random.default_rng(seed)
    numbers = chance.choice(1 << 24, colours, replace=False)
    palette = np.stack([numbers >> 16, numbers >> 8 & 255, numbers & 255], axis=1).astype(np.uint8)
    indices = chance.integers(0, colours, height * width)
    indices[:colours] = np.arange(min(colours, height * width))
    return Raster(palette[indices.reshape(height, width)])


@pytest.mark.parametrize(
    ("colours", "bits", "kind"),
    [
        (1, 1, 3),
        (2, 1, 3),
        (3, 2, 3),
        (4, 2, 3),
        (5, 4, 3),
        (16, 4, 3),
        (17, 8, 3),
        (256, 8, 3),
        (257, 8, 2),
        (900, 8, 2),
    ],
)
def test_a_picture_travels_as_png_in_as_few_bits_as_it_needs(colours: int, bits: int, kind: int) -> None:
    sent = picture(colours, 31, 37)
    data = sent.png()
    assert (data[24], data[25]) == (bits, kind)
    assert decode_png(data) == sent


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 300), st.integers(0, 10))
def test_any_picture_comes_back_as_it_was(height: int, width: int, colours: int, seed: int) -> None:
    sent = picture(min(colours, height * width), height, width, seed)
    got = decode_png(sent.png())
    assert got == sent
    assert got.digest() == sent.digest()


def test_equal_pictures_have_equal_bytes() -> None:
    assert picture(20, 10, 10).png() == picture(20, 10, 10).png()


def test_size_is_part_of_the_digest() -> None:
    wide, tall = (Raster(np.zeros(shape, np.uint8)) for shape in ((2, 3, 3), (3, 2, 3)))
    assert wide.digest() != tall.digest()
    assert wide != tall


def test_a_picture_cannot_be_written_and_has_the_right_shape() -> None:
    one = picture(2, 4, 4)
    with pytest.raises(ValueError, match="read-only"):
        one.pixels[0, 0] = 1
    for wrong in (np.zeros((4, 4), np.uint8), np.zeros((4, 4, 4), np.uint8), np.zeros((4, 4, 3), np.float64)):
        with pytest.raises(ValueError, match="a raster is"):
            Raster(wrong)
    assert one != "a picture"
    assert hash(one) == hash(picture(2, 4, 4))
