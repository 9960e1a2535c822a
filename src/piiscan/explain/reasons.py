"""Why something was not reported, in words."""

from __future__ import annotations

from piiscan.explain.place import Place, Reading
from piiscan.explain.words import Language, addend, number, percent

__all__ = ["formless", "why"]

_FAILED = {
    "elfproef": ("de elfproef klopt niet", "the elfproef does not hold"),
    "elfproef of banks": ("de elfproef voor rekeningen klopt niet", "the elfproef of banks does not hold"),
    "elfproef and prefix": (
        "de elfproef klopt niet, of het begint niet met 00 of 80 tot 89",
        "the elfproef does not hold, or it does not begin with 00 or 80 to 89",
    ),
    "elfproef or mod 97": ("noch de elfproef noch mod 97 klopt", "neither the elfproef nor mod 97 holds"),
    "mod 97": ("mod 97 klopt niet", "mod 97 does not hold"),
    "Luhn": ("de Luhn-proef klopt niet, of geen kaart begint zo", "the Luhn check fails, or no card begins like this"),
    "check digit or length digit": (
        "het controlecijfer of het lengtecijfer klopt niet",
        "the check digit or the length digit is wrong",
    ),
    "prefix 10, remainder 5": (
        "het begint niet met 10, of de elfproef laat geen rest 5",
        "it does not begin with 10, or the elfproef does not leave 5",
    ),
}
_FAILED_OTHER = ("de controle “{what}” klopt niet", "the check “{what}” does not hold")
_INVALID = ("zo geschreven, maar volgens de regels ervan niet geldig", "written like one, but not valid by its rules")
_REASONS = {
    "overlap": ("de lezing als {about} op deze plek gaat voor", "the reading as {about} goes first here"),
    "other": ("de scan ziet dit hier niet", "the scan does not see this here"),
    "allowed": ("staat op de lijst van toegestane waarden", "stands on the list of allowed values"),
    "baseline": ("eerder beoordeeld en afgewezen (baseline)", "looked at and rejected before (baseline)"),
    "unsought": ("hier wordt niet naar gezocht", "is not looked for"),
    "label": ("telt alleen met een label ervoor, en dat staat er niet", "needs a label before it, and there is none"),
    "other label": (
        "het label ervoor is van iets anders: “{about}”",
        "the label before it is of something else: “{about}”",
    ),
    "length": (
        "heeft {count} cijfers; dit soort nummer heeft er {about}",
        "has {count} digits; such a number has {about}",
    ),
}
_ONLY_CUT = ("; in een geschoonde kopie valt het wel weg", "; it is cut from a redacted copy all the same")
_BELOW = (
    "{score} ligt {gap} procentpunt onder de drempel van {threshold}",
    "{score} is {gap} points below the threshold of {threshold}",
)
_MOSTLY = ("; het meest telt ertegen: {addend}", "; what counts most against it: {addend}")
_WOULD = ("; met “{label}” er vlak voor zou het {score} zijn", "; with “{label}” right before it, it would be {score}")
_SUCH_AS = (" (zoals “{label}”)", " (such as “{label}”)")
_TOUCHES = {
    "letter": ("een letter", "a letter"),
    "digit": ("een cijfer", "a digit"),
    "dot": ("een punt", "a dot"),
    "comma": ("een komma", "a comma"),
    "dash": ("een streepje", "a dash"),
    "slash": ("een schuine streep", "a slash"),
    "underscore": ("een laag streepje", "an underscore"),
    "at": ("een apenstaartje", "an @"),
    "percent": ("een procentteken", "a percent sign"),
    "sign": ("een teken", "a sign"),
}
_BORDERS = {
    (True, False): ("er staat {before} direct voor", "{before} stands right before it"),
    (False, True): ("er staat {behind} direct achter", "{behind} stands right behind it"),
    (True, True): (
        "er staat {before} direct voor en {behind} direct achter",
        "{before} stands right before it and {behind} right behind it",
    ),
}
_FORMLESS = {
    "address": (
        "in geen vorm waarnaar wordt gezocht: geen volledig mailadres en geen profiel",
        "written in no form that is looked for: no whole mail address and no profile",
    ),
    "code": (
        "in geen vorm waarnaar wordt gezocht: geen indeling van een kenteken",
        "written in no form that is looked for: no layout of a number plate",
    ),
    "date": (
        "in geen vorm waarnaar wordt gezocht: geen datum die kan bestaan",
        "written in no form that is looked for: no date that can be",
    ),
}
_FORMLESS_OTHER = ("in geen vorm waarnaar wordt gezocht", "written in no form that is looked for")


def why(reading: Reading, lang: Language) -> str:
    """Why a reading is not reported; empty where it is.

    Arguments:
        reading: of a place.
        lang: ``"nl"`` or ``"en"``.
    """
    en = lang == "en"
    special = {"threshold": _below, "check": _failed, "borders": _borders}
    if not reading.reason:
        return ""
    if reading.reason in special:
        return special[reading.reason](reading, lang)
    if reading.reason == "length":
        return _REASONS["length"][en].format(count=reading.about[0], about=_one_of(reading.about[1:], lang))
    said = _REASONS[reading.reason][en].format(about=", ".join(reading.about))
    if reading.reason == "label" and reading.label:
        said += _SUCH_AS[en].format(label=reading.label)
    return said + _ONLY_CUT[en] * (reading.verdict == "redaction")


def formless(place: Place, lang: Language) -> str:
    """What is said of a place that is written in no form that anything looks for."""
    return _FORMLESS.get(place.kind, _FORMLESS_OTHER)[lang == "en"]


def _below(reading: Reading, lang: Language) -> str:
    en = lang == "en"
    score = reading.score or 0.0
    gap = number(100 * (reading.threshold - score), lang)
    said = _BELOW[en].format(score=percent(score, lang), gap=gap, threshold=percent(reading.threshold, lang))
    said += _ONLY_CUT[en] * (reading.verdict == "redaction")
    for what in reading.about:
        weight = next(weight for name, weight in reading.evidence if name == what)
        said += _MOSTLY[en].format(addend=addend(what, weight, lang))
    if reading.with_label is not None:
        said += _WOULD[en].format(label=reading.label, score=percent(reading.with_label, lang))
    return said


def _failed(reading: Reading, lang: Language) -> str:
    if not reading.about:
        return _INVALID[lang == "en"]
    return _FAILED.get(reading.about[0], _FAILED_OTHER)[lang == "en"].format(what=reading.about[0])


def _borders(reading: Reading, lang: Language) -> str:
    en = lang == "en"
    before, behind = (_TOUCHES[what][en] if what else "" for what in reading.about)
    return _BORDERS[bool(before), bool(behind)][en].format(before=before, behind=behind)


def _one_of(words: tuple[str, ...], lang: Language) -> str:
    """``"8 of 9"``."""
    return (" of " if lang == "nl" else " or ").join(filter(None, (", ".join(words[:-1]), words[-1])))
