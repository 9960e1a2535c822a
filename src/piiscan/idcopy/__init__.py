"""Identity documents in pictures: what stands on them, and what is missing.

`detect` is what a scan asks; `card.examine` is what covers a copy of a document.
"""

from __future__ import annotations

from piiscan.idcopy.card import examine, is_identity_document
from piiscan.model import Match, Picture, Text
from piiscan.reading import Reading

__all__ = ["detect", "examine", "is_identity_document"]


def detect(picture: Picture, text: Text, path: str, reading: Reading) -> list[Match]:
    """What is seen in a picture rather than read: faces, codes, zones, and whether it is an identity document.

    The numbers on it are left to the recognisers, which see the same text.
    """
    survey = examine(picture, text, path, reading)
    document = is_identity_document(survey)
    # a texture that may be a code counts on a document; elsewhere it is mostly the letters of a logo
    least = 0.0 if document and document.score >= _SURE else _SURE
    seen = [
        Match(thing.entity, (thing.area,), thing.score)
        for thing in survey.found
        if thing.entity in _SEEN and thing.score >= least
    ]
    return [*seen, document] if document else seen


_SURE = 0.5
_SEEN = ("FACE", "MRZ", "BARCODE")
