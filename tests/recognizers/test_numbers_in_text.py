"""Numbers as they stand in letters, forms, invoices, logs and tables, and numbers that only look like them.

All are fictitious; those that have a check sum pass it, and so do the order numbers that must not be taken for a BSN.
"""

from __future__ import annotations

import random

import pytest

import piiscan
from nl_recognizers import betalingskenmerk, documentnummer, mrz
from piiscan.checksums import betalingskenmerk as check_digit
from piiscan.checksums import mrz_digit

PASSPORT = "P<NLDDE<BRUIJN<<WILLEKE<LISELOTTE<<<<<<<<<<<\nSPECI20142NLD6503101F2401151999999990<<<<<82"
CARD = "I<NLDSPECI20212<<<<<<<<<<<<<<<\n6503101F3108022NLD<<<<<<<<<<<8\nDE<BRUIJN<<WILLEKE<LISELOTTE<<"
LICENCE = "D1NLD15094962111659VW87Z78NB84"


def found(text: str, entity: str) -> list[str]:
    return [finding.value for finding in piiscan.scan_text(text) if finding.entity == entity]


def told(text: str) -> set[str]:
    """The entities of a text, with those that stand inside another."""
    named = {finding.entity for finding in piiscan.scan_text(text)}
    inside = {e.what.partition(": ")[2] for f in piiscan.scan_text(text) for e in f.evidence if "contains" in e.what}
    return named | inside


@pytest.mark.parametrize(
    ("entity", "text", "value"),
    [
        ("NL_BSN", "Volgens onze gegevens is uw burgerservicenummer bekend. Het is 999915447.", "999915447"),
        ("NL_BSN", "[10:31] Mo: wat is je bsn\n[10:32] Lies: 999915447", "999915447"),
        ("NL_BSN", "Voor de inschrijving het BSN of onderwijsnummer: 999915447", "999915447"),
        ("NL_BSN", "ter attentie van 9999.15.447, afdeling 3", "9999.15.447"),
        ("NL_BSN", "Burgerservicenr.: 9 9 9 9 1 5 4 4 7", "9 9 9 9 1 5 4 4 7"),
        ("NL_BSN", "Mijn sofinummer is 999\u00ad915447.", "999\u00ad915447"),
        ("NL_BSN", "Aanslag 9999.15.447.H.36.01 over 2023", "9999.15.447"),
        ("NL_BSN", "beschikkingsnummer 999915447T520012", "999915447"),
        ("NL_BSN", "naheffing 9999.15.447.F.01.4240", "9999.15.447"),
        ("NL_BSN", "KvK 27124700, BSN 999915447, order 999989169", "999915447"),
        ("NL_RSIN", "Fiscaal nummer van de stichting: 8635.21.721", "8635.21.721"),
        ("NL_BTW", "RSIN 802535860 OB 802535860B01", "802535860B01"),
        ("NL_BTW", "Btw.nr NL\n802535860B01", "NL\n802535860B01"),
        ("NL_BTW", "Omzetbelastingnr. 123456782B01", "123456782B01"),
        ("NL_LOONHEFFINGSNUMMER", "loonheffingsnummer 802535860101", "802535860101"),
        ("NL_LOONHEFFINGSNUMMER", "LH-nummer 802535860\u00a0L\u00a001", "802535860\u00a0L\u00a001"),
        ("NL_KVK", "K.v.K. Utrecht 27124700", "27124700"),
        ("NL_KVK", "kvk.nr.27124700", "27124700"),
        ("NL_VESTIGINGSNUMMER", "vest.nr 000037178598", "000037178598"),
        ("NL_BETALINGSKENMERK", "overmaken o.v.v. 5000056789012345", "5000056789012345"),
        ("NL_BANKREKENING", "rekening 417164300", "417164300"),
        ("NL_BANKREKENING", "ABN AMRO 41.71.64.300", "41.71.64.300"),
        ("IBAN_CODE", "Van rekening NL91ABNA****4300 afgeschreven", "NL91ABNA****4300"),
        ("IBAN_CODE", "pas 012 van NL91 ABNA xxxx xx43 00", "NL91 ABNA xxxx xx43 00"),
        (
            "IBAN_CODE",
            "van NL91 ABNA \u2022\u2022\u2022\u2022 \u2022\u202243 00 af",
            "NL91 ABNA \u2022\u2022\u2022\u2022 \u2022\u202243 00",
        ),
        ("IBAN_CODE", "op de 20 e van BE68 5390 0754 7034.", "BE68 5390 0754 7034"),
        ("CREDIT_CARD", '"card": "4111111111111111"', "4111111111111111"),
        ("NL_KENTEKEN", "kenteken j318xp van mijn broer", "j318xp"),
        ("NL_KENTEKEN", "oldtimer, kenteken 12-34-AB", "12-34-AB"),
        ("NL_RIJBEWIJSNUMMER", "Legitimatiebewijs: rijbewijs\nDocumentnummer: 4910398677", "4910398677"),
        ("NL_RIJBEWIJSNUMMER", "Bij verlies van uw rijbewijs (4910398677) doet u aangifte.", "4910398677"),
        ("NL_DOCUMENTNUMMER", "Paspoort nr.: IGFSYKUW9", "IGFSYKUW9"),
        ("NL_DOCUMENTNUMMER", "Reisdocumentnr BMRTDZB52", "BMRTDZB52"),
        ("NL_POSTCODE", "Afleveren: 1951RR-12", "1951RR"),
        ("NL_POSTCODE", "ik woon op molenweg 4 7387 sm in ede", "7387 sm"),
        ("NL_POSTCODE", "Stationsstraat 9 - 7387\nSM Delft", "7387\nSM"),
        ("NL_POSTCODE", "Kerkstraat 9, 2024 en Haarlem", "2024 en"),
        ("NL_POSTCODE", "Oude Gracht 12 bis\n7387 SM UTRECHT", "7387 SM"),
        ("NL_POSTCODE", "Rijksweg 3, 1200 KG Ede", "1200 KG"),
        ("NL_POSTCODE", "'t Zand 55, 4171KM 's-Hertogenbosch", "4171KM"),
        ("NL_POSTCODE", "Plein 1940 71, 5463 LM Emmen", "5463 LM"),
        ("NL_POSTCODE", "1e Weteringdwarsstraat 209 · 1827EN Den Haag", "1827EN"),
        ("NL_POSTCODE", "woning Dorpsstraat 155 te Zwolle (1139 ER)", "1139 ER"),
        ("NL_BSN", "PID|1||4488^^^ZKH^PI~999915447^^^NLMINBIZA^NNNLD||Visser", "999915447"),
        ("NL_BTW", "Aangiftenummer: 123456782B014060", "123456782B01"),
        ("NL_LOONHEFFINGSNUMMER", "aangiftenummer 802535860L014060", "802535860L01"),
        ("NL_VESTIGINGSNUMMER", "KvK: 27124700 (vestiging 000037178598)", "000037178598"),
        ("NL_ONDERWIJSNUMMER", "het onderwijsnummer van uw kind; wij hebben 101222331 staan", "101222331"),
        ("NL_KLANTNUMMER", "lidnr;naam\n10233;De Boer\n", "10233"),
        ("NL_KLANTNUMMER", "verzekerdennr 301882245", "301882245"),
        ("NL_KLANTNUMMER", "   deelnemernummer          3843-58", "3843-58"),
        ("NL_KVK", "KvK-dossier 27124700, vest.nr 000037178598", "27124700"),
        ("NL_KLANTNUMMER", "Uw deelnemersnummer: 4418 0021", "4418 0021"),
        ("NL_KENTEKEN", "Auto van de zaak HK-310-S staat bij hem thuis", "HK-310-S"),
        ("NL_KENTEKEN", "kenteken: 12ABC3", "12ABC3"),
        ("NL_KENTEKEN", "nummerplaat AB123C", "AB123C"),
        ("NL_KENTEKEN", "kenteken 12-ABC-3", "12-ABC-3"),
        ("NL_RIJBEWIJSNUMMER", "4c. Gemeente Tilburg\n5. 5163829041\n9. AM B", "5163829041"),
        ("NL_RIJBEWIJSNUMMER", "Bas rijdt nu met nr 4712093388 op zijn rijbewijs.", "4712093388"),
        ("NL_RIJBEWIJSNUMMER", "rijbewijs met kenmerk 4488120937", "4488120937"),
    ],
)
def test_is_found(entity: str, text: str, value: str) -> None:
    assert found(text, entity) == [value]


@pytest.mark.parametrize(
    ("entity", "text"),
    [
        ("NL_BSN", "Het pakket 999989169 is verzonden; artikel 999989169."),
        ("NL_BSN", "Onderdeel 4471.20.118.H.36 past niet"),
        ("NL_BSN", "de aanslag vennootschapsbelasting 8025.35.860.V.46.0112"),
        ("NL_BSN", "meterstand 999989169, EAN-code 871699998916999989"),
        ("NL_BSN", "Bijlage bij brief 999989169: overzicht van meldingen 999992624 en 999973964."),
        ("NL_BSN", "2025-03-02 11:20:31 INFO order=999989169 user=4471 status=200 dur=18ms"),
        ("NL_BTW", "partij 802535860B01 op stelling 3"),
        ("NL_LOONHEFFINGSNUMMER", "artikel 802535860101 en 12 L 20 stuks"),
        ("NL_KVK", "Uittreksel KvK d.d. 12032024"),
        ("NL_KVK", "uittreksel van de KvK 20240312"),
        ("NL_BANKREKENING", "een rekening met 417164300 stuks"),
        ("NL_BANKREKENING", "op rekening van de gemeente zijn 417164300 tegels gelegd"),
        ("NL_BETALINGSKENMERK", "transactie 5000056789012345"),
        ("IBAN_CODE", "het is de 20 0412 345 678 op is 12 3456 7890 al 10 2030 4050 6070"),
        ("IBAN_CODE", "NL91...4300 en NL12ABNA34"),
        ("NL_KENTEKEN", "12-AB-34 op stelling; pos. B-12-34; lade C-2-11; rij AA-12; kast F-12-34"),
        ("NL_KENTEKEN", "2-LTR-10, 5-STK-12 en 12-MND-24"),
        ("NL_KENTEKEN", "Garantie voor model XK-250-S"),
        ("NL_KENTEKEN", "covid-19-patiënt, 24-uurs, B-12-tekort, 3-in-1"),
        ("NL_RIJBEWIJSNUMMER", "CBR reserveringsnummer 4373399361"),
        ("NL_RIJBEWIJSNUMMER", "Reserveringsnummer CBR 5518829034"),
        ("NL_AGB", "AGB geldig vanaf 20010826"),
        ("NL_KVK", "KvK: in oprichting, ref 96611790"),
        ("NL_LOONHEFFINGSNUMMER", "Lotcodes in quarantaine: 393148167L49, 499668406L62"),
        ("NL_KENTEKEN", "AB123C en 12ABC3; auto 2 UUR 30; APK 3MEI25"),
        ("NL_KENTEKEN", "Zie tekening NX-090-W"),
        ("NL_KENTEKEN", '{"sku":"GX-40-LT","ean":"8713400012345"}'),
        ("NL_POSTCODE", '{"sku":"1204 AB"}'),
        ("NL_POSTCODE", "hoogte 1200 FT, 1130 AM, 200 1243 ms"),
        ("NL_POSTCODE", "Leverancier: 1001 AB"),
        ("NL_RIJBEWIJSNUMMER", "Verklaring omtrent rijbewijs: afspraak 4373399361"),
        ("NL_DOCUMENTNUMMER", "Uw paspoort verlengen kan bij de balie"),
        ("NL_DOCUMENTNUMMER", "PASPOORT VERLENGEN"),
        ("NL_DOCUMENTNUMMER", "paspoort meenemen! Boekingscode NUMEK4ZJ3"),
        ("NL_DOCUMENTNUMMER", "documentnummer: zie BIJLAGE12"),
        ("NL_POSTCODE", "OVERZICHT 2023, 2024 EN 2025"),
        ("NL_POSTCODE", "vanaf 1 mei 2025 EN daarna"),
        ("NL_POSTCODE", "in 2024 in Den Haag, week 9, 2024 en 2025"),
        ("NL_POSTCODE", "artikel 4411 XK, 1100 KJ, 1000 LM en 2019 NV"),
        ("MRZ", ">>>>>>> branch; a<b<c<d; vector<vector<int>>; List<Map<String,List<X>>>; cat <<'EOT'"),
        ("MRZ", "==== <<< LET OP >>> ==== NAAM<<<< INVULLEN AUB"),
    ],
)
def test_is_left(entity: str, text: str) -> None:
    assert found(text, entity) == []


@pytest.mark.parametrize(
    "text",
    [
        "uw kenmerk 0036000011302270",
        "123456782L01",
        "BTW123456782B01",
        "NL123456782B90",
        PASSPORT,
    ],
)
def test_a_bsn_inside_another_number_is_told(text: str) -> None:
    assert "NL_BSN" in told(text)


@pytest.mark.parametrize("text", ["802535860L01", "NL802535860B01", "NL000099998B57", "kenmerk 5000056789012345", CARD])
def test_where_there_is_no_bsn_inside_none_is_told(text: str) -> None:
    assert "NL_BSN" not in told(text)


def test_a_masked_iban_says_so() -> None:
    (finding,) = piiscan.scan_text("Van NL91ABNA****4300")
    assert "masked" in {evidence.what for evidence in finding.evidence}


# The reference of a payment, as the specification of the tax authority has them.

PERSONS = """
2036000016301110 0036000011302270 1036000015303240 1036000010304121 4036000017000001 6036000017300003 9036000017520034
1036000017830001 1036000017810909 8036000017630001 6036000017610909 4036000012330001 6036000012430001 8036000012530001
1036000012630001 1036000012730001 3036000012830001
""".split()  # noqa: SIM905
OTHERS = """
9253586208001120 6253586368001230 3036000018730001 5036000018830001 7036000019730001 3036000019710002 1036000018530001
""".split()  # noqa: SIM905


@pytest.mark.parametrize("number", PERSONS)
def test_a_reference_of_a_tax_that_persons_owe_holds_its_bsn(number: str) -> None:
    assert betalingskenmerk.bsn_in(number) == "036000012"


@pytest.mark.parametrize("number", OTHERS)
def test_a_reference_of_another_tax_holds_none(number: str) -> None:
    assert betalingskenmerk.is_valid(number)
    assert betalingskenmerk.bsn_in(number) is None


def test_sixteen_random_digits_are_hardly_ever_taken_for_a_reference_with_a_bsn() -> None:
    chance = random.Random(16)
    bodies = ["".join(chance.choices("0123456789", k=15)) for _ in range(20_000)]
    adjust = betalingskenmerk.RECOGNIZER.adjust
    assert adjust
    reported = [body for body in bodies if adjust(f"{check_digit(body)}{body}")]
    assert len(reported) < 0.02 * len(bodies), "of those with a right check digit, which one in ten has"
    assert not found(" ".join(f"{check_digit(body)}{body}" for body in bodies[:3]), "NL_BSN")


# Genuine document numbers are letters and digits at random, words are not.


def test_random_document_numbers_are_not_taken_for_words() -> None:
    chance = random.Random(9)
    letters, rest = "ABCDEFGHIJKLMNPQRSTUVWXYZ", "ABCDEFGHIJKLMNPQRSTUVWXYZ123456789"
    codes = [
        chance.choice("NISB") + chance.choice(letters) + "".join(chance.choices(rest, k=6)) + chance.choice("123456789")
        for _ in range(4000)
    ]
    assert sum(not documentnummer.is_valid(code) for code in codes) < 0.01 * len(codes)


@pytest.mark.parametrize(
    "word",
    [
        "FACTUUR12",
        "BIJLAGE34",
        "VERSIE123",
        "RELEASE01",
        "BATCH2024",
        "ARTIKEL01",
        "PAGINA123",
        "TICKET123",
        "KLANT1234",
    ],
)
def test_words_with_digits_are_no_document_numbers(word: str) -> None:
    assert not documentnummer.is_valid(word)


# A zone as a scanner reads it.

MISREAD = {
    "<": "K\u00ab\u2039",
    "0": "O",
    "O": "0",
    "1": "I",
    "I": "1",
    "8": "B",
    "5": "S",
    "2": "Z",
    "6": "G",
    "G": "6",
}


def damaged(zone: str, chance: random.Random, share: float) -> str:
    """A zone of which a share of the characters is misread, lost (fillers only) or followed by a blank."""
    out = []
    for character in zone:
        luck = chance.random() / share
        if character == "\n" or luck > 1:
            out.append(character)
        elif luck < 0.6:
            out.append(chance.choice(MISREAD.get(character, character)))
        elif luck < 0.8:
            out.append("" if character == "<" else character)
        else:
            out.append(f"{character} ")
    return "".join(out)


@pytest.mark.parametrize("zone", [PASSPORT, CARD, LICENCE], ids=["TD3", "TD1", "licence"])
def test_a_zone_with_one_character_in_fifteen_wrong_is_found(zone: str) -> None:
    chance = random.Random(3)
    written = [damaged(zone, chance, 1 / 15) for _ in range(60)]
    missed = [text for text in written if not found(f"Scan van de achterzijde:\n{text}\nGEMEENTE EDE 2020", "MRZ")]
    assert missed == []


@pytest.mark.parametrize("line", [0, 1])
def test_one_line_of_a_zone_is_found(line: int) -> None:
    assert found(f"Scan\n{PASSPORT.splitlines()[line]}\neinde", "MRZ") == [PASSPORT.splitlines()[line]]


def test_a_licence_with_blanks_gives_its_number_away() -> None:
    body = LICENCE[:-1]
    assert mrz.is_valid(f"{body}{mrz_digit(body)}")
    assert "NL_RIJBEWIJSNUMMER" in told(f"MRZ: {LICENCE[:8]} {LICENCE[8:]}")
