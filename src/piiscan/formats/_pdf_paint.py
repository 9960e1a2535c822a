"""Paints over parts of an image of a PDF: decoded, filled, encoded anew, with nothing of the old one beside it.

Areas are polygons in the unit square of the image (from the bottom left), so that they fit its masks as well, which
often have another size. A mask is made opaque there, else the shape of what was cut would still be in it.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from piiscan.formats._pdf_file import filters
from piiscan.formats._pdf_geometry import Cuts, Matrix, apply, inverse
from piiscan.formats._pdf_look import masks, unit_box
from piiscan.formats._pdf_view import picture
from piiscan.model import Area
from piiscan.reading import Reading

if TYPE_CHECKING:
    import pikepdf
    from PIL.Image import Image

__all__ = ["fill", "from_pixels", "paint", "under"]

_QUALITY = 90
_A_COLOUR = 4
"""Pixels: an image this small is the colour of its mask and shows nothing by itself."""


def under(ctm: Matrix, cuts: Cuts) -> list[Area]:
    """What the boxes of a page cover of an image that is drawn under a matrix."""
    back = inverse(ctm)
    if back is None:
        return []
    seen = unit_box(ctm)
    boxes = [box.padded(0.5) for box in cuts.ink if box.meets(seen)]
    return [tuple(apply(back, corner) for corner in box.area) for box in boxes]


def from_pixels(areas: Sequence[Area], size: tuple[int, int]) -> list[Area]:
    """Areas in pixels from the top left, as areas of the unit square."""
    width, height = size
    return [tuple((x / width, 1 - y / height) for x, y in area) for area in areas]


def paint(pdf: pikepdf.Pdf, stream: Any, areas: Sequence[Area], path: str, reading: Reading) -> Any:
    """A new image in which the areas are solid; the old one stays as it was, for its other uses.

    Raises:
        Damaged: the image cannot be decoded.
    """
    new = _encoded(pdf, stream, areas, path, reading, opaque=False)
    for key in ("/SMask", "/Mask"):
        if any(mask.objgen == getattr(stream.get(key), "objgen", None) for mask in masks(stream)):
            new[key] = _encoded(pdf, stream[key], areas, path, reading, opaque=True)
    return new


def fill(pdf: pikepdf.Pdf, stream: Any, areas: Sequence[Area], path: str, reading: Reading) -> None:
    """Makes the areas solid in every use of the image.

    Raises:
        Damaged: the image cannot be decoded.
    """
    new = paint(pdf, stream, areas, path, reading)
    for key in set(stream.keys()) - {"/Length"}:
        del stream[key]
    for key, value in new.items():
        if key not in ("/Length", "/Filter"):
            stream[key] = value
    stream.write(new.read_raw_bytes(), filter=new.get("/Filter"), type_check=False)


def _encoded(pdf: pikepdf.Pdf, stream: Any, areas: Sequence[Area], path: str, reading: Reading, *, opaque: bool) -> Any:
    from PIL import ImageDraw

    stencil = stream.get("/ImageMask") is True
    image = picture(stream, path, reading).convert("RGB")
    draw = ImageDraw.Draw(image)
    # a stencil paints where it is black, a soft mask is opaque where it is white
    colour = (255, 255, 255) if opaque and not stencil else (0, 0, 0)
    width, height = image.size
    for area in areas if width * height > _A_COLOUR else ():
        corners = [(x * width, (1 - y) * height) for x, y in area]
        draw.polygon(corners, fill=colour, outline=colour, width=2)
    new = encode(pdf, image, stencil=stencil, photo=bool({"/DCTDecode", "/JPXDecode"} & set(filters(stream))))
    if stream.get("/Interpolate") is True:
        new.Interpolate = True
    return new


def encode(pdf: pikepdf.Pdf, image: Image, *, stencil: bool = False, photo: bool = False) -> Any:
    """An image object of these pixels, which keeps few colours exactly and a photograph nearly."""
    import pikepdf
    from PIL import ImageChops
    from PIL.Image import Dither

    red, green, blue = image.convert("RGB").split()
    grey = not ImageChops.difference(red, green).getbbox() and not ImageChops.difference(red, blue).getbbox()
    plain = red if grey else image.convert("RGB")
    two = grey and sum(red.histogram()[1:255]) == 0
    keys: dict[str, Any] = {"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image}
    keys |= {"/Width": image.width, "/Height": image.height, "/BitsPerComponent": 1 if stencil or two else 8}
    if stencil:
        keys["/ImageMask"] = True
    else:
        keys["/ColorSpace"] = pikepdf.Name.DeviceGray if grey else pikepdf.Name.DeviceRGB
    new = pdf.make_stream(b"", pikepdf.Dictionary(keys))
    if photo and not stencil and not two:
        packed = BytesIO()
        plain.save(packed, "JPEG", quality=_QUALITY)
        new.write(packed.getvalue(), filter=pikepdf.Name.DCTDecode, type_check=False)
    else:
        pixels = plain.convert("1", dither=Dither.NONE) if stencil or two else plain
        new.write(zlib.compress(pixels.tobytes(), 6), filter=pikepdf.Name.FlateDecode, type_check=False)
    return new
