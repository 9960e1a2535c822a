"""Identity documents of people who do not exist, drawn by ourselves, in every state in which a copy arrives.

Nothing in them is real: the drawings follow public facts (what stands on which side, in which format) and no State's
design; the faces are ellipses and shade; the people, numbers and codes come from chance, with right check digits. Where
things stand is our own choice for each style and jitters for each specimen: it is not read from
``piiscan.idcopy.layouts``, so that a measure made with one is not a measure of itself.

Three splits, by seed and by model. ``train`` is for training models, ``dev`` for looking, tuning and choosing; ``test``
is for the final figures: **nobody looks at its pictures or tunes on its seeds**, but for those from 900 000 up, which
are there to see that the drawings are sound. Only ``test`` has the countries marked ``unseen`` in `words`, the styles 4
and 5 with their fonts, the refugee passport, the 2012 permit and the smaller visa, headscarves, curls, and the lightest
and darkest skins.

::

    from tests.specimens import made, specimens
    one = made("dev", 7)                                  # a Specimen: .image .marks .documents .conditions
    one = made("dev", 7, model="nl passport 2021 front", condition="glare")
    for one in specimens("train", 200, condition="clean"): ...
    python -m tests.specimens OUT --split dev --count 60 [--condition clean] [--model nl] [--as pdf]
"""

from __future__ import annotations

from tests.specimens.drawing import MODELS, SPLITS
from tests.specimens.making import CONDITIONS, made, specimens
from tests.specimens.truth import ALLOWED, HIDDEN, Document, Mark, Specimen

__all__ = ["ALLOWED", "CONDITIONS", "HIDDEN", "MODELS", "SPLITS", "Document", "Mark", "Specimen", "made", "specimens"]
