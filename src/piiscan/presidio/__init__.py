"""Both directions of Presidio: our recognisers as its classes (`ours`), its recognisers as our detectors (`theirs`)."""

from piiscan.presidio.ours import class_names, recognizer_class, register
from piiscan.presidio.theirs import PresidioDetector

__all__ = ["PresidioDetector", "class_names", "recognizer_class", "register"]
