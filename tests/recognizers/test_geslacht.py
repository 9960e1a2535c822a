"""The sex of a person where a form, a table or a tick says so, and nowhere else."""

from __future__ import annotations

import pytest

import piiscan


def found(text: str, label: str = "") -> list[str]:
    return [finding.value for finding in piiscan.scan_text(text, label=label) if finding.entity == "GENDER"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Geslacht (m/v): v", "v"),
        ("M/V: V", "V"),
        ("Geslacht\nVrouw", "Vrouw"),
        ("Geslacht/Sex/Sexe M/M", "M/M"),
        ("Sekse: vrouw", "vrouw"),
        ('"gender":"F"', "F"),
        ("<geslacht>V</geslacht>", "V"),
        ("Geslacht: [ ] man [x] vrouw", "vrouw"),
        ("( ) dhr (x) mevr", "mevr"),
        ("Geslacht: ☐ man ☒ vrouw", "☒ vrouw"),
        ("Geslacht: non-binair", "non-binair"),
        ("T. Visser (v), geb. 14-08-1957", "v"),
        ("Pat. m, 67 jr, bekend met DM2", "m"),
        ("Naam Kevin Oude Lohuis Man 18-08-1998", "Man"),
        ("Geslacht kind: jongen", "jongen"),
        ("Betreft: P. Groothuis, man, geb 09-01-1949", "man"),
        ("Verdachte: man, geb. 19-10-1996", "man"),
        ("Partner: J. Smit, geb. 23-10-1986, vrouw\n", "vrouw"),
        ("W.A. Roelofsen, geboren 23 mei 1947 (m), te Goes", "m"),
        ("Intake: cliënt (M, geboren op 02-11-1970)", "M"),
        ("19-03-2010, meisje, groep 8", "meisje"),
        ("Cliëntnr G-30118 / v / 12-06-1994", "v"),
        ("Pt 12-10-1944 m, pijn op de borst", "m"),
    ],
)
def test_a_label_a_tick_or_an_age_makes_it_a_sex(text, value):
    assert found(text) == [value]


@pytest.mark.parametrize(("cell", "label"), [("v", "m/v"), ("man", "sekse"), ("F", "gender"), ("dhr", "aanhef")])
def test_a_cell_counts_under_its_head(cell, label):
    assert found(cell, label) == [cell]
    assert found(cell, "maat") == []


@pytest.mark.parametrize(
    "text",
    [
        "Wij zoeken een monteur m/v/x voor 32 uur",
        "Geslacht: man/vrouw/anders (doorhalen wat niet van toepassing is)",
        "Geslacht: M □ V □",
        "Geslacht: ☐ man ☐ vrouw",
        "Geslacht: O man O vrouw O anders",
        "Geslacht: man of vrouw",
        "Discriminatie op grond van geslacht is verboden; man en vrouw zijn gelijk.",
        "[x] mannelijk rijm",
        "[x] akkoord",
        "Geachte heer/mevrouw,",
        "verdeling m/v: 40/60",
        "lengte 3 m, breedte 2 m, maat M",
        "Het geslacht Van Oranje",
        "op naam van mijn vrouw, 16-02-1958 geboren",
        "geslacht: zie paspoort, lengte 1,68 m",
        "Op 12-03-2024 man aangehouden",
        "T-shirt;M;12-03-2024;geleverd",
        "De vergadering van 12-03-2024, m.n. punt 3",
    ],
)
def test_a_choice_or_a_word_is_left(text):
    assert found(text) == []
