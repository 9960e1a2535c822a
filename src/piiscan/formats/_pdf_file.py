"""Opens a PDF and reads what stands in it: passwords, limits, streams, and values of any type for any key."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

from piiscan.errors import Damaged, Encrypted, LimitExceeded, PiiscanError
from piiscan.reading import Reading

if TYPE_CHECKING:
    import pikepdf

__all__ = [
    "content",
    "decoded",
    "filters",
    "guarded",
    "inherited",
    "mended",
    "number",
    "opened",
    "resources",
    "saved",
    "word",
]

_LZW = 1 << 18
"""Bytes of LZW that may be unpacked: one of them can become 2,700, and qpdf has no limit for it."""
_MOST = (1 << 32) - 1
_ABOVE = 64
"""Levels of a page tree that are looked at for an inherited attribute."""
_MENDED = ("reconstruct", "error decoding", "expected endstream", "attempting to recover")


@contextmanager
def guarded(path: str) -> Iterator[None]:
    """Turns what pikepdf, pdfium and Python raise on a malformed file into `Damaged`.

    Both libraries hand out objects of any type for any key, so a hostile file can raise any of these.
    """
    import pikepdf

    try:
        yield
    except PiiscanError:
        raise
    except (
        pikepdf.PikepdfError,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        RuntimeError,
        ArithmeticError,
        EOFError,
    ) as error:
        raise Damaged(f"is a broken PDF ({type(error).__name__})", path) from None


def opened(data: bytes, path: str, reading: Reading) -> pikepdf.Pdf:
    """The file, open for pikepdf, not encrypted.

    Raises:
        Encrypted: neither the empty password nor one of the reading's fits, or the method is not known.
        Damaged: it is no PDF, or broken beyond repair.
    """
    with guarded(path):
        return _opened(data, path, reading)


def _opened(data: bytes, path: str, reading: Reading) -> pikepdf.Pdf:
    import pikepdf

    most = min(reading.limits.part, _MOST)
    pikepdf.settings.set_qpdf_limits(
        parser_max_errors=0,
        flate_max_memory=most,
        png_max_memory=most,
        run_length_max_memory=most,
        tiff_max_memory=most,
    )
    for password in ("", *reading.passwords):
        reading.tick(path)
        try:
            return pikepdf.open(BytesIO(data), password=password, suppress_warnings=True)
        except pikepdf.PasswordError:
            continue
        except pikepdf.PdfError as error:
            if "ncrypt" in str(error):
                raise Encrypted("uses an encryption that is not supported", path) from None
            raise
    raise Encrypted("needs a password", path)


def mended(pdf: pikepdf.Pdf) -> bool:
    """Whether qpdf had to guess at something, so that a part of the file may be missing."""
    return any(sign in str(warning) for warning in pdf.get_warnings() for sign in _MENDED)


def saved(pdf: pikepdf.Pdf) -> bytes:
    """The bytes of a PDF as it stands in memory, nothing packed anew."""
    import pikepdf

    out = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pdf.save(
            out,
            static_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            fix_metadata_version=False,
            encryption=False,
        )
    return out.getvalue()


def decoded(stream: Any, path: str, reading: Reading) -> bytes:
    """The unpacked bytes of a stream, charged to the budget.

    Raises:
        LimitExceeded: it unpacks to more than the budget allows.
    """
    import pikepdf

    if "/LZWDecode" in filters(stream) and len(stream.read_raw_bytes()) > _LZW:
        raise LimitExceeded("produced", path)
    try:
        data: bytes = stream.read_bytes()
    except (pikepdf.QpdfRuntimeError, pikepdf.DataDecodingError) as error:
        if "limit exceeded" in str(error):
            raise LimitExceeded("produced", path) from None
        raise
    reading.produced(len(data), path)
    return data


def content(page: Any, path: str, reading: Reading) -> bytes:
    """The joined content streams of a page, unpacked."""
    import pikepdf

    found = page.get("/Contents")
    if isinstance(found, pikepdf.Array):
        return b"\n".join(decoded(part, path, reading) for part in found if isinstance(part, pikepdf.Stream))
    return decoded(found, path, reading) if isinstance(found, pikepdf.Stream) else b""


def inherited(page: Any, key: str) -> Any:
    """An attribute of a page, its own or that of a node above it; None where there is none."""
    import pikepdf

    node = page
    for _ in range(_ABOVE):
        if not isinstance(node, pikepdf.Dictionary):
            return None
        if key in node:
            return node[key]
        node = node.get("/Parent")
    return None


def resources(page: Any) -> Any:
    """The resources of a page, never missing."""
    import pikepdf

    found = inherited(page, "/Resources")
    return found if isinstance(found, pikepdf.Dictionary) else pikepdf.Dictionary()


def number(value: Any, default: float = 0.0) -> float:
    """A number of a PDF as a float; the default for anything else."""
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return default


def instructions(owner: Any, operators: str = "") -> list[Any]:
    """The content stream of a page or a form, parsed.

    Arguments:
        owner: the page, form, pattern or glyph.
        operators: only these, separated by blanks; all where empty.
    """
    import pikepdf

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return list(pikepdf.parse_content_stream(owner, operators))


def word(found: Any) -> str:
    """A name with its slash, whatever bytes it is made of; empty for anything that is no name."""
    import pikepdf

    return bytes(found).decode("utf-8", "surrogateescape") if isinstance(found, pikepdf.Name) else ""


def filters(stream: Any) -> list[str]:
    """The names of the filters of a stream, in the order in which they are undone."""
    import pikepdf

    found = stream.get("/Filter")
    return [word(item) for item in found] if isinstance(found, pikepdf.Array) else [word(found)] if found else []
