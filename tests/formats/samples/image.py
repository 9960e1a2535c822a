"""A picture with a secret in every place where one can stand: chunks, XMP, EXIF, behind the end, and its pixels."""

import io
import struct
import zlib

from PIL import Image, ImageDraw, ImageFont

PLACES = 9
"""How often the secret stands in the texts of the sample; it also stands in the pixels and in a thumbnail."""


def sample(secret: str) -> bytes:
    """A PNG, 640 x 200, with the secret drawn in letters of 48 pixels."""
    image = drawn(secret)
    out = io.BytesIO()
    image.save(out, "PNG")
    data = out.getvalue()
    head, rest = data[:33], data[33:]  # the signature and IHDR, then the others
    text = secret.encode()
    chunks = (
        (b"tEXt", b"Author\0BSN " + text),
        (b"zTXt", b"Comment\0\0" + zlib.compress(b"BSN " + text)),
        (b"iTXt", b"Description\0\0\0nl\0Omschrijving\0BSN " + text),
        (b"iTXt", b"Title\0\1\0nl\0Titel\0" + zlib.compress(b"BSN " + text)),
        (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp(secret)),
        (b"eXIf", exif(secret)),
        (b"prVt", b"\0\1\2bsn " + text + b"\0"),
    )
    return head + b"".join(chunk(kind, content) for kind, content in chunks) + rest + b"BSN " + text + b"\n"


def drawn(secret: str) -> Image.Image:
    """The secret in black on white."""
    image = Image.new("RGB", (640, 200), "white")
    ImageDraw.Draw(image).text((40, 70), f"BSN {secret}", fill="black", font=ImageFont.load_default(48))
    return image


def xmp(secret: str) -> bytes:
    """An XMP packet that names a creator."""
    return f"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq>
<rdf:li>BSN {secret}</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>""".encode()


def exif(secret: str) -> bytes:
    """EXIF with an artist, a comment in UTF-16 and a thumbnail that shows the secret."""
    small = io.BytesIO()
    drawn(secret).resize((160, 50)).save(small, "JPEG")
    artist, comment = f"BSN {secret}\0".encode(), b"UNICODE\0" + f"BSN {secret}".encode("utf-16-be")
    # IFD0: Artist, ExifIFD; Exif: UserComment; IFD1: the thumbnail
    ifd0, ifd1, inner = 8, 8 + 2 + 24 + 4, 8 + 2 + 24 + 4 + 2 + 24 + 4
    heap = inner + 2 + 12 + 4
    places = {"artist": heap, "comment": heap + len(artist), "small": heap + len(artist) + len(comment)}
    return b"".join(
        (
            struct.pack(">2sHI", b"MM", 42, ifd0),
            struct.pack(">H", 2),
            struct.pack(">HHII", 0x013B, 2, len(artist), places["artist"]),
            struct.pack(">HHII", 0x8769, 4, 1, inner),
            struct.pack(">I", ifd1),
            struct.pack(">H", 2),
            struct.pack(">HHII", 0x0201, 4, 1, places["small"]),
            struct.pack(">HHII", 0x0202, 4, 1, len(small.getvalue())),
            struct.pack(">I", 0),
            struct.pack(">H", 1),
            struct.pack(">HHII", 0x9286, 7, len(comment), places["comment"]),
            struct.pack(">I", 0),
            artist,
            comment,
            small.getvalue(),
        )
    )


def chunk(kind: bytes, content: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
