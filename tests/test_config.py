"""The configuration: everything that is wrong is an error that names the file and the key, before a scan starts."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piiscan.allow import Allow, AllowList
from piiscan.categories import ENTITIES
from piiscan.config import Config, Limits, OwnPattern, Threshold
from piiscan.errors import ConfigError
from piiscan.own import CHECKS
from piiscan.scan import Scanner
from piiscan.trial import recognizers_for

ROOT = Path(__file__).parents[1]


@pytest.fixture
def toml(tmp_path: Path):
    def write(text: str) -> Path:
        path = tmp_path / "piiscan.toml"
        path.write_text(text)
        return path

    return write


X = "[[patterns]]\nentity = 'X'\n"
WRONG = [
    ("min_score = 'a lot'", "min_score: is no number"),
    ("min_score = true", "min_score: is no number"),
    ("min_score = 1.01", "min_score: is not between 0 and 1"),
    ("redact_score = -0.1", "redact_score: is not between 0 and 1"),
    ("redact_score = nan", "redact_score: is not between 0 and 1"),
    ("min_scoer = 0.5", "min_scoer: unknown key; is min_score meant?"),
    ("profile = 'quick'", "profile: is neither fast nor full"),
    ("profile = 1", "profile: is no text"),
    ("profile = ''", "profile: is empty"),
    ("ocr = 'sometimes'", "ocr: is none of"),
    ("packs = 'acme'", "packs: is no list"),
    ("packs = ['']", "packs: holds an empty text"),
    ("packs = [1]", "packs: is no list of texts"),
    ("passwords = 'geheim'", "passwords: is no list"),
    ("entities = []", "entities: is empty"),
    ("entities = 'NL_BSN'", "entities: is no table"),
    ("entities = ['NL_BNS']", "entities: no entity is called NL_BNS; is NL_BSN meant?"),
    ("[entities]\nNL_BSN = 2", "entities.NL_BSN: is not between 0 and 1"),
    ("[entities]\nNL_BSN = 'x'", "entities.NL_BSN: is no number"),
    ("[entities]\nNL_BNS = 0.5", "entities: no entity is called NL_BNS"),
    ("[entities]\nNL_BSN = {score = 0.5}", "entities.NL_BSN.score: unknown key"),
    ("[entities]\nNL_BSN = {min_score = 5}", "entities.NL_BSN.min_score: is not between 0 and 1"),
    ("[entities]\nonly = []", "entities: is empty"),
    ("[entities]\nolny = ['NL_BSN']", "entities.olny: unknown key; is only meant?"),
    ("limits = 3", "limits: is no table"),
    ("[limits]\ndepht = 3", "limits.depht: unknown key; is depth meant?"),
    ("[limits]\ndepth = 0", "limits.depth: is no whole number above zero"),
    ("[limits]\ndepth = 1.5", "limits.depth: is no whole number above zero"),
    ("[limits]\nseconds = 'long'", "limits.seconds: is no number above zero"),
    ("[limits]\nseconds = nan", "limits.seconds: is no number above zero"),
    ("patterns = 3", "patterns: is no list"),
    ("patterns = [3]", "patterns[1]: is no table"),
    ("[[patterns]]\nregex = 'a'", "patterns[1].entity: is no name of an entity"),
    ("[[patterns]]\nentity = 'mine'\nregex = 'a'", "patterns[1].entity: is no name of an entity"),
    ("[[patterns]]\nentity = 'X'", "patterns[1].regex: give either this or digits"),
    (X + "regex = ''", "patterns[1].regex: is empty"),
    (X + "regex = '  '", "patterns[1].regex: is empty"),
    (X + "regex = 5", "patterns[1].regex: is no text"),
    (X + "regex = '[0-9]*'", "patterns[1].regex: the pattern matches the empty string"),
    (X + "regex = '(?:ab)?'", "patterns[1].regex: the pattern matches the empty string"),
    (X + "regex = '\\b'", "patterns[1].regex: the pattern matches the empty string"),
    (X + "regex = '(a)\\1'", "patterns[1].regex: no linear pattern"),
    (X + "regex = '(?<=a)b'", "patterns[1].regex: no linear pattern"),
    (X + "regex = '[0-9'", "patterns[1].regex: no linear pattern"),
    (X + "regex = '\\Qa.b\\E'", "patterns[1].regex: no linear pattern"),
    (X + "regex = 'a{2000}'", "patterns[1].regex: no linear pattern"),
    (X + "regex = '€[0-9]'", "patterns[1].regex: holds characters beyond Latin-1"),
    (X + "regex = 'ab'\ndigits = [8]", "patterns[1].regex: give either this or digits, not both"),
    (X + "regex = 'ab'\ngroups = [[2, 2]]", "patterns[1].groups: belongs to digits"),
    (X + "digits = 8", "patterns[1].digits: is no list"),
    (X + "digits = ['8']", "patterns[1].digits: holds something that is no whole number"),
    (X + "digits = [true]", "patterns[1].digits: holds something that is no whole number"),
    (X + "digits = [2]", "patterns[1].digits: a number has 3 to 30 digits"),
    (X + "digits = [99]", "patterns[1].digits: a number has 3 to 30 digits"),
    (X + "digits = [8]\ngroups = [[4, 5]]", "patterns[1].groups: a grouping has two groups"),
    (X + "digits = [8]\ngroups = [8]", "patterns[1].groups: is no list of lists"),
    (X + "digits = [8]\nseparators = '#'", "patterns[1].separators: has to be out of"),
    (X + "digits = [8]\ncheck = 'eleven'", "patterns[1].check: there is none of this name"),
    (X + "regex = 'ab'\ncategory = 'geheim'", "patterns[1].category: there is none of this name"),
    ("[[patterns]]\nentity = 'NL_BSN'\nregex = 'ab'\ncategory = 'naam'", "patterns[1].category: NL_BSN belongs to"),
    (X + "regex = 'ab'\ncontext = 'nr'", "patterns[1].context: is no list"),
    (X + "regex = 'ab'\ncontext = ['.']", "patterns[1].context: holds a word without letters"),
    (X + "regex = 'ab'\ncontext = ['№ 1']", "patterns[1].context: holds letters beyond Latin-1"),
    (X + "regex = 'ab'\nexample = ['ab']", "patterns[1].example: unknown key; is examples meant?"),
    (X + "regex = 'ab'\n[[patterns]]\nentity = 'Y'", "patterns[2].regex: give either"),
    (X + "regex = 'ab'\nwhere = 'x'", "patterns[1].where: unknown key"),
    (
        X + "regex = 'ab'\ncategory = 'naam'\n"
        + X + "regex = 'cd'\ncategory = 'geslacht'",
        "patterns[2].category: X has another one above",
    ),
    (X + "regex = 'ab'\n" + X + "regex = 'ab'", "patterns: one of them stands"),
    ("allow = 'NL91'", "allow: is no list"),
    ("allow = ['--']", "allow.values: holds a value without letters and digits"),
    ("[allow]\nvalue = ['1']", "allow.value: unknown key; is values meant?"),
    ("[allow]\nIBAN = ['1']", "allow: no entity is called IBAN; is IBAN_CODE meant?"),
    ("[allow]\nIBAN_CODE = '1'", "allow.IBAN_CODE: is no list"),
    ("[allow]\nregexes = ['.*']", "allow.regexes: the pattern matches the empty string"),
    ("[allow]\nregexes = ['(']", "allow.regexes: no linear pattern"),
    ("[allow]\ndomains = ['voorbeeld.nl']", "allow.mailboxes: domains and mailboxes need each other"),
    ("[allow]\nmailboxes = ['info']", "allow.mailboxes: domains and mailboxes need each other"),
    ("[allow]\ndomains = ['info@a.nl']\nmailboxes = ['info']", "allow.domains: holds something that is no domain"),
    ("[allow]\ndomains = ['a.nl']\nmailboxes = ['info@a.nl']", "allow.mailboxes: only what stands before the @"),
    ("[allow]\nredact = 'yes'", "allow.redact: is neither true nor false"),
    ("= 3", "is no TOML at line 1"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), WRONG, ids=[told for _, told in WRONG])
def test_what_is_wrong_is_told_with_the_file_and_the_key(toml, text: str, told: str) -> None:
    path = toml(text)
    with pytest.raises(ConfigError) as caught:
        Config.load(path)
    assert str(caught.value).startswith(f"{path}: {told}"), str(caught.value)


def test_a_file_that_is_missing_or_no_text_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        Config.load(tmp_path / "nergens.toml")
    (tmp_path / "x.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="cannot be read"):
        Config.load(tmp_path / "x.toml")


def test_a_broken_file_does_not_quote_its_passwords(toml) -> None:
    with pytest.raises(ConfigError) as caught:
        Config.load(toml("passwords = ['hunter2' 'geheim99']"))
    assert "hunter2" not in str(caught.value)
    assert "geheim99" not in str(caught.value)


def test_every_key_of_the_example_is_read() -> None:
    path = ROOT / "examples" / "piiscan.toml"
    config = Config.load(path)
    Scanner(config)
    recognizers_for(config)
    assert config.threshold("NL_KENTEKEN") == 0.7
    assert (config.threshold("PHONE_NUMBER"), config.threshold("PHONE_NUMBER", redact=True)) == (0.6, 0.1)
    assert (config.threshold("NL_BSN"), config.threshold("NL_KENTEKEN", redact=True)) == (0.5, 0.2)
    assert config.category("PATIENTNUMMER") == "bijzondere en strafrechtelijke gegevens"
    assert (config.category("NL_BSN"), config.category("IETS")) == ("burgerservicenummer", "overig")
    text = path.read_text()
    for key in (
        "profile",
        "ocr",
        "packs",
        "passwords",
        "min_score",
        "redact_score",
        "entities",
        "patterns",
        "allow",
        "limits",
    ):
        assert key in text
    for key in ("regex", "digits", "groups", "separators", "check", "context", "negative_context", "category"):
        assert f"\n{key} = " in text


def test_plain_data_gives_the_same_configuration() -> None:
    for config in (
        Config.load(ROOT / "examples" / "piiscan.toml"),
        Config.fast(entities=frozenset({"NL_BSN"}), allow=frozenset({"123456782"}), passwords=("a b",)),
        Config(thresholds=(Threshold("NL_BSN", 0.3), Threshold("NL_KVK", None, 0.9)), limits=Limits(depth=3)),
        Config(patterns=(OwnPattern("X", digits=(9,), separators="", ignore_case=True),)),
        Config(
            allow=Allow(frozenset({("", "1"), ("NL_BSN", "2")}), ("a+",), frozenset({"a.nl"}), frozenset({"*"}), True)
        ),
    ):
        again = Config.from_dict(json.loads(json.dumps(config.to_dict())))
        assert again == config
        assert hash(again) == hash(config)


@pytest.mark.parametrize(
    "wrong",
    [
        {"min_score": "0.5"}, {"redact_score": None}, {"min_score": 2}, {"entities": frozenset()},
        {"entities": "NL_BSN"}, {"entities": {"BESTAAT_NIET"}}, {"ocr": "x"}, {"profile": ""},
        {"allow": frozenset({" "})},
        {"thresholds": (Threshold("NL_BSN", 0.1), Threshold("NL_BSN", 0.2))},
        {"thresholds": (Threshold("NIETS", 0.1),)},
    ],
)  # fmt: skip
def test_code_is_held_to_the_same(wrong) -> None:
    with pytest.raises(ConfigError):
        Scanner(Config(**wrong))


def test_a_scan_that_could_find_nothing_does_not_start() -> None:
    with pytest.raises(ConfigError, match="entities: nothing that is installed looks for PERSON"):
        Scanner(Config.fast(entities=frozenset({"PERSON"})))
    with pytest.raises(ConfigError, match="no entity is called GEEN_NAAM"):
        Config.fast(packs=("acme",), entities=frozenset({"GEEN_NAAM"})).require({"NL_BSN"})


@given(st.dictionaries(st.text(max_size=12), st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3), max_leaves=8,
), max_size=4))  # fmt: skip
def test_anything_else_is_an_error_of_ours(data) -> None:
    try:
        Config.from_dict(data)
    except ConfigError as error:
        assert error.reason


KEYS = ["profile", "entities", "min_score", "redact_score", "ocr", "allow", "patterns", "packs", "passwords", "limits"]
INNER = ["entity", "regex", "digits", "groups", "check", "values", "NL_BSN", "only", "depth", "x"]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["", "fast", "NL_BSN", "[0-9]{4}", "("]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(INNER), inner, max_size=4),
    max_leaves=10,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=5))
def test_known_keys_with_any_value_are_an_error_of_ours_or_work(data) -> None:
    try:
        config = Config.from_dict(data)
    except ConfigError:
        return
    assert Config.from_dict(json.loads(json.dumps(config.to_dict()))) == config


class TestOwnPatterns:
    @pytest.mark.parametrize(
        ("pattern", "text", "values"),
        [
            (OwnPattern("KLANT", r"K-(?P<value>[0-9]{5})"), "zie K-12345, K-123456 en XK-12345", ["12345"]),
            (OwnPattern("KLANT", "kl[0-9]{4}", ignore_case=True), "KL1234 kl5678", ["KL1234", "kl5678"]),
            (OwnPattern("KLANT", "KL[0-9]{4}", ("klant",)), "klant KL1234. Onderdeel KL5678 is op.", ["KL1234"]),
            (OwnPattern("KLANT", digits=(10,), groups=((4, 3, 3),)), "1234-567-890 en 1234567890", 2),
            (OwnPattern("KLANT", digits=(8,), check="elfproef"), "12345672 12345678", ["12345672"]),
            (OwnPattern("KLANT", digits=(9,), check="elfproef-bank"), "123456789 123456782", ["123456789"]),
            (OwnPattern("KLANT", digits=(11,), check="luhn"), "79927398713 79927398710", ["79927398713"]),
            (OwnPattern("KLANT", "KL[0-9]{8}", check="mod97"), "KL12345614 KL12345600", ["KL12345614"]),
            (OwnPattern("NL_PERSONEELSNUMMER", r"VB[0-9]{5}"), "bij VB10342 gemeld", ["VB10342"]),
            (OwnPattern("KLANT", digits=(9,), context=("klant",), negative_context=("kamer",)), "kamer 123456789", []),
        ],
        ids=range(10),
    )
    def test_find_what_they_say(self, pattern: OwnPattern, text: str, values) -> None:
        config = Config.fast(patterns=(pattern,), entities=frozenset({pattern.entity}))
        found = [finding.value for finding in Scanner(config).scan_text(text)]
        assert found == values if isinstance(values, list) else len(found) == values

    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({"examples": ("K-1234",)}, r"patterns.examples\[1\]: KLANT is not found in it"),
            ({"examples": ("K-12345", "niets")}, r"patterns.examples\[2\]: KLANT is not found in it"),
            ({"counterexamples": ("K-12345",)}, r"patterns.counterexamples\[1\]: KLANT is found in it"),
        ],
    )
    def test_an_example_that_fails_is_an_error_before_a_scan(self, changes, told: str) -> None:
        with pytest.raises(ConfigError, match=told):
            recognizers_for(Config.fast(patterns=(OwnPattern("KLANT", "K-[0-9]{5}", **changes),)))

    def test_an_example_names_the_file_and_not_itself(self, toml) -> None:
        path = toml(X + "regex = 'AB[0-9]{4}'\nexamples = ['Jan Jansen']")
        with pytest.raises(ConfigError) as caught:
            recognizers_for(Config.load(path))
        assert str(caught.value).startswith(f"{path}: patterns[1].examples[1]: ")
        assert "Jansen" not in str(caught.value)

    def test_examples_do_not_depend_on_how_sure_a_scan_has_to_be(self) -> None:
        pattern = OwnPattern("KLANT", "K-[0-9]{5}", examples=("K-12345",))
        recognizers_for(Config.fast(patterns=(pattern,), min_score=0.99))
        with pytest.raises(ConfigError, match="is not found in it"):
            recognizers_for(Config.fast(patterns=(pattern,), thresholds=(Threshold("KLANT", 0.99),)))

    @given(st.text("0123456789", min_size=3, max_size=16), st.sampled_from(["elfproef", "elfproef-bank", "luhn"]))
    def test_the_sums_of_the_engine_are_those_of_the_check(self, digits: str, name: str) -> None:
        check = CHECKS[name]
        for longest in (len(digits), 16):
            assert check.checksum(longest).holds(digits) == check.holds(digits) or not digits.strip("0")

    @pytest.mark.parametrize("length", range(3, 31))
    def test_a_number_of_any_length_is_found(self, length: int) -> None:
        numbers = random.Random(length)
        for check in ("", "elfproef", "elfproef-bank", "luhn"):
            holds = CHECKS[check].holds if check else bool
            value = next(v for _ in range(999) if holds(v := str(numbers.randrange(10 ** (length - 1), 10**length))))
            pattern = OwnPattern("KLANT", digits=(length,), check=check)
            scanner = Scanner(Config.fast(patterns=(pattern,), entities=frozenset({"KLANT"})))
            for text in ("{}", "zie {}, en dan", "eerst\n{}\nen dan", "nr.: {};"):
                assert [finding.value for finding in scanner.scan_text(text.format(value))] == [value]

    @given(st.text(max_size=40), st.sampled_from(sorted(CHECKS)))
    def test_a_check_takes_any_text(self, text: str, name: str) -> None:
        assert CHECKS[name].holds(text) in (True, False)


class TestAllow:
    LIST = AllowList(
        Allow(
            values=frozenset({
                ("", "999990019"), ("IBAN_CODE", "NL86 INGB 0002 4455 88"), ("PHONE_NUMBER", "020 123 45 67"),
                ("PHONE_NUMBER", "+31 (0)6 12345678"),
            }),
            regexes=("TEST-[0-9]{4}",),
            domains=frozenset({"Voorbeeld.nl"}),
            mailboxes=frozenset({"info@", "Administratie"}),
        )
    )  # fmt: skip

    @pytest.mark.parametrize(
        ("entity", "value", "allowed"),
        [
            ("IBAN_CODE", "nl86ingb0002445588", True),
            ("IBAN_CODE", "NL86-INGB-0002-4455-88", True),
            ("IBAN_CODE", "ＮＬ86 INGB 0002 4455 88", True),
            ("IBAN_CODE", "NL91ABNA0417164300", False),
            ("NL_BANKREKENING", "NL86INGB0002445588", False),
            ("NL_BSN", "9999.90.019", True),
            ("NL_KVK", "999990019", True),
            ("NL_BSN", "99999001", False),
            ("PHONE_NUMBER", "+31 20 1234567", True),
            ("PHONE_NUMBER", "0031201234567", True),
            ("PHONE_NUMBER", "(020) 123-4567", True),
            ("PHONE_NUMBER", "+31 (0)20 123 45 67", True),
            ("PHONE_NUMBER", "06 12345678", True),
            ("PHONE_NUMBER", "+32 20 1234567", False),
            ("NL_KLANTNUMMER", "0201234567", False),
            ("NL_KLANTNUMMER", "TEST-1234", True),
            ("NL_KLANTNUMMER", "XTEST-1234", False),
            ("NL_KLANTNUMMER", "TEST-12345", False),
            ("EMAIL_ADDRESS", "INFO@voorbeeld.NL", True),
            ("EMAIL_ADDRESS", "administratie@voorbeeld.nl", True),
            ("EMAIL_ADDRESS", "s.dewit@voorbeeld.nl", False),
            ("EMAIL_ADDRESS", "info@anders.nl", False),
            ("EMAIL_ADDRESS", "info@sub.voorbeeld.nl", False),
            ("EMAIL_ADDRESS", "x.info@voorbeeld.nl", False),
            ("EMAIL_ADDRESS", "", False),
        ],
    )
    def test_compares_without_blanks_case_and_separators(self, entity: str, value: str, allowed: bool) -> None:
        assert self.LIST.has(entity, value) == allowed

    def test_a_star_stands_for_all_mailboxes(self) -> None:
        allowed = AllowList(Allow(domains=frozenset({"a.nl"}), mailboxes=frozenset({"*"})))
        assert allowed.has("EMAIL_ADDRESS", "wie.dan.ook@a.nl")
        assert not allowed.has("EMAIL_ADDRESS", "wie@b.nl")

    def test_an_allowed_value_is_not_reported_and_frees_no_weaker_reading(self) -> None:
        config = Config.fast(allow=Allow(values=frozenset({("IBAN_CODE", "NL86INGB0002445588")})))
        found = Scanner(config).scan_text("rekening NL86 INGB 0002 4455 88 en NL91ABNA0417164300")
        assert [finding.value for finding in found] == ["NL91ABNA0417164300"]

    def test_nothing_is_allowed_by_default(self) -> None:
        allowed = AllowList(Allow())
        assert not allowed
        assert not any(allowed.has(entity, "123456782") for entity in ENTITIES)

    @given(st.text(max_size=30), st.sampled_from(sorted(ENTITIES)))
    def test_takes_any_value(self, value: str, entity: str) -> None:
        assert self.LIST.has(entity, value) in (True, False)

    @pytest.mark.parametrize("redact", [False, True])
    def test_a_redaction_cuts_what_is_allowed_unless_told_otherwise(self, redact: bool) -> None:
        from piiscan.redact import Redactor

        allow = Allow(values=frozenset({("NL_BSN", "123456782")}), redact=redact)
        text = "BSN 123456782, BSN 111222333"
        done = Redactor(Config.fast(allow=allow)).redact_text(text)
        assert done.text == ("BSN 123456782, BSN [BSN]" if redact else "BSN [BSN], BSN [BSN]")
        assert [finding.value for finding in Scanner(Config.fast(allow=allow)).scan_text(text)] == ["111222333"]
