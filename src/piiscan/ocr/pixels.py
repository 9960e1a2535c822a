"""The pixels of a picture of any mode, as a person would see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    Pixels: TypeAlias = NDArray[np.uint8]

__all__ = ["rgb"]


def rgb(image: Image) -> Pixels:
    """The pixels of any mode as a person would see them: 8 bits a channel, what is transparent on a plain ground.

    The ground is white under dark and black under light content, so that neither disappears.
    """
    import numpy as np
    import PIL.Image

    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        values = np.asarray(image, dtype=np.float64)
        low, high = float(values.min()), float(values.max())
        grey = ((values - low) * (255 / (high - low or 1))).astype(np.uint8)
        return np.stack([grey] * 3, axis=-1)
    if image.mode in ("LA", "La", "PA", "RGBA", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA")
        values = np.asarray(image, dtype=np.float32)
        alpha = values[:, :, 3]
        light = float((values[:, :, :3].mean(axis=2) * alpha).sum()) > 128 * float(alpha.sum())
        ground = PIL.Image.new("RGBA", image.size, (0, 0, 0, 255) if light else (255, 255, 255, 255))
        image = PIL.Image.alpha_composite(ground, image)
    return np.asarray(image.convert("RGB"))
