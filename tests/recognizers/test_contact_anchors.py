"""What contact and person data declare for the first stage: an anchor in every match, within reach; a true limit."""

from __future__ import annotations

import functools
import random
import re
import re._compiler as compiler
import re._parser as parser

import pytest

from nl_recognizers import credential, email, geboortedatum, geslacht, ip, mac, socialprofile, telefoon
from piiscan.recognizer import Pattern, Recognizer

MODULES = (credential, email, geboortedatum, geslacht, ip, mac, socialprofile, telefoon)
NAMES = {module: module.__name__.rpartition(".")[2] for module in MODULES}


def found_by_words(recognizer: Recognizer, form: Pattern) -> bool:
    most = recognizer.prior + recognizer.check_weight + form.prior + recognizer.adjust_limit
    return not form.labelled and (recognizer.label_required or most < 0)


FORMS = [
    pytest.param(module.RECOGNIZER, form, id=f"{NAMES[module]}-{number}")
    for module in MODULES
    for number, form in enumerate(module.RECOGNIZER.forms)
    if isinstance(form, Pattern) and form.anchor and not found_by_words(module.RECOGNIZER, form)
]


def compiled(form: Pattern, regex: str) -> re.Pattern[str]:
    return re.compile(regex, re.ASCII | re.IGNORECASE * form.ignore_case)


@functools.cache
def members(node: tuple) -> list[str]:
    """The Latin characters of a class."""
    state = parser.State()
    pattern = compiler.compile(parser.SubPattern(state, [node]))
    return [character for character in map(chr, range(256)) if pattern.fullmatch(character)]


def written(tree, dice: random.Random) -> str:
    """A random text that a parsed pattern matches."""
    return "".join(written_node(str(kind), (kind, value), dice) for kind, value in tree)


def written_node(name: str, node: tuple, dice: random.Random) -> str:
    value = node[1]
    if name == "LITERAL":
        return chr(value)
    if name in ("MAX_REPEAT", "MIN_REPEAT"):
        low, high, tree = value
        most = min(int(high), dice.choice([low, low + 1, low + 8, 60]))
        return "".join(written(tree, dice) for _ in range(dice.randint(low, max(low, most))))
    if name == "BRANCH":
        return written(dice.choice(value[1]), dice)
    if name == "SUBPATTERN":
        return written(value[3], dice)
    return "" if name == "AT" else dice.choice(members((node[0], freeze(value))))


def freeze(value):
    return tuple(value) if isinstance(value, list) else value


def is_free(form: Pattern, text: str, start: int, end: int) -> bool:
    left = form.left and re.match(f"[{form.left}]", text[start - 1 : start])
    right = form.right and re.match(f"[{form.right}]", text[end : end + 1])
    return not left and not right


def in_reach(form: Pattern, anchor: re.Pattern[str], text: str, start: int, end: int) -> bool:
    hits = filter(None, (anchor.match(text, position) for position in range(start, min(end, start + form.reach + 1))))
    return any(end - hit.end() <= form.reach for hit in hits)


@pytest.mark.parametrize(("recognizer", "form"), FORMS)
def test_every_match_holds_an_anchor_within_reach(recognizer, form):
    dice = random.Random(17)
    pattern, anchor = compiled(form, form.regex), compiled(form, form.anchor)
    tree = parser.parse(form.regex, re.IGNORECASE * form.ignore_case)
    seen = 0
    for _ in range(4000):
        text = (
            dice.choice(["", " ", "zie (", "x=", "\n", "2", "é", "_", "-"])
            + written(tree, dice)
            + dice.choice(["", " 1", ".", ", x"])
        )
        for match in pattern.finditer(text):
            value = re.sub(r"[ \t]*\r?\n\s*", " ", match["value"] if "value" in pattern.groupindex else match[0])
            # bare digits are found as such
            if value and not value.isdigit() and recognizer.check(value) and is_free(form, text, *match.span()):
                seen += 1
                assert in_reach(form, anchor, text, *match.span()), repr(match[0])
        if seen >= 150:
            break
    assert seen >= 20


@pytest.mark.parametrize("module", MODULES, ids=NAMES.get)
def test_adjust_keeps_its_limit(module):
    recognizer = module.RECOGNIZER
    dice = random.Random(18)
    limit = 0.0
    for form in recognizer.forms if recognizer.adjust else ():
        tree = parser.parse(form.regex, re.IGNORECASE) if isinstance(form, Pattern) else None
        for _ in range(300):
            text = written(tree, dice) if tree else "".join(dice.choices("0123456789", k=dice.choice(form.lengths)))
            limit = max(limit, sum(weight for _, weight in recognizer.adjust(text)))
    assert limit <= recognizer.adjust_limit
