"""The filter of log records: nothing personal passes it, nothing breaks on it."""

from __future__ import annotations

import io
import json
import logging
import logging.config
import logging.handlers
import queue
import subprocess
import sys
from collections import UserDict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import piiscan
from piiscan.config import Config
from piiscan.errors import ConfigError
from piiscan.logs import RedactingFilter

BSN, MAIL = "123456782", "jan@voorbeeld.nl"
FILTER = RedactingFilter()
WITHHELD = "[log record withheld: it could not be redacted]"


class Shown(logging.Handler):
    """Keeps what an ordinary handler writes, and the records."""

    def __init__(self, layout: str = "%(message)s") -> None:
        super().__init__()
        self.setFormatter(logging.Formatter(layout))
        self.lines: list[str] = []
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))
        self.records.append(record)


@pytest.fixture
def log() -> Iterator[logging.Logger]:
    logger = logging.Logger("proef", logging.DEBUG)
    yield logger
    for handler in logger.handlers:
        handler.close()


@pytest.fixture
def shown(log: logging.Logger) -> Shown:
    handler = Shown()
    handler.addFilter(FILTER)
    log.addHandler(handler)
    return handler


@pytest.mark.parametrize(
    ("message", "args", "line"),
    [
        ("klant %s belde", (MAIL,), "klant [E-MAIL] belde"),
        ("BSN %s", (BSN,), "BSN [BSN]"),
        ("BSN %d", (int(BSN),), "BSN [BSN]"),
        ("BSN %-12s|", (BSN,), "BSN [BSN]   |"),
        ("%(bsn)s van klant %(n)d", ({"bsn": BSN, "n": 7},), "[BSN] van klant 7"),
        (f"mail naar {MAIL}, 100% zeker", (), "mail naar [E-MAIL], 100% zeker"),
        (f"mail naar {MAIL}, %d%% zeker", (100,), "mail naar [E-MAIL], 100% zeker"),
        ("%s en %s", (["a", MAIL], {"bsn": BSN}), "['a', '[E-MAIL]'] en {'bsn': '[BSN]'}"),
        ("%r", (MAIL,), "'[E-MAIL]'"),
        (f"BSN {BSN} opgezocht, %s gevonden", (BSN,), "BSN [BSN] opgezocht, [BSN] gevonden"),
        (ValueError(f"geen klant met BSN {BSN}"), (), "geen klant met BSN [BSN]"),
        ({"bsn": int(BSN)}, (), "{'bsn': [BSN]}"),
        ("order %d is betaald", (999989169,), "order 999989169 is betaald"),
        ("niets %s", ("bijzonders",), "niets bijzonders"),
        ("", (), ""),
    ],
)
def test_a_message_is_redacted(
    log: logging.Logger, shown: Shown, message: Any, args: tuple[Any, ...], line: str
) -> None:
    log.info(message, *args)
    assert shown.lines == [line]
    assert BSN not in str(vars(shown.records[0]))
    assert MAIL not in str(vars(shown.records[0]))


def test_template_and_arguments_stay_where_they_can(log: logging.Logger, shown: Shown) -> None:
    log.info('%s - "%s %s" %d', "client", "GET", f"/klant?mail={MAIL}", 200)
    log.info("BSN %d", int(BSN))
    log.info("niets %s", "bijzonders")
    kept, whole, clean = shown.records
    assert (kept.msg, kept.args) == ('%s - "%s %s" %d', ("client", "GET", "/klant?mail=[E-MAIL]", 200))
    assert (whole.msg, whole.args) == ("BSN [BSN]", None)
    assert (clean.msg, clean.args) == ("niets %s", ("bijzonders",))


def test_a_key_that_the_template_leaves_out_is_redacted_too(log: logging.Logger, shown: Shown) -> None:
    log.info("klant %(n)d", {"n": 7, "bsn": BSN})
    assert shown.lines == ["klant 7"]
    assert shown.records[0].args == {"n": 7, "bsn": "[BSN]"}


def test_a_traceback_is_redacted_and_the_exception_goes(log: logging.Logger, shown: Shown) -> None:
    try:
        raise ValueError(f"geen klant met BSN {BSN}")
    except ValueError:
        log.exception("fout bij %s", BSN)
    assert "ValueError: geen klant met BSN [BSN]" in shown.lines[0]
    assert shown.lines[0].startswith("fout bij [BSN]\nTraceback")
    assert shown.records[0].exc_info is None
    assert BSN not in str(vars(shown.records[0]))


def test_a_clean_traceback_stays_as_text_without_the_frames(log: logging.Logger, shown: Shown) -> None:
    secret = BSN  # noqa: F841 - a local variable, which a handler could show
    try:
        raise KeyError("sleutel")
    except KeyError:
        log.exception("fout")
    assert shown.lines[0].endswith("KeyError: 'sleutel'")
    assert shown.records[0].exc_info is None


def test_a_cached_traceback_is_redacted(log: logging.Logger, shown: Shown) -> None:
    record = log.makeRecord("proef", logging.ERROR, __file__, 1, "fout", (), None)
    record.exc_text = f"ValueError: BSN {BSN}"
    log.handle(record)
    assert shown.lines == ["fout\nValueError: BSN [BSN]"]


def test_a_stack_is_redacted(log: logging.Logger, shown: Shown) -> None:
    record = log.makeRecord("proef", logging.ERROR, __file__, 1, "fout", (), None, sinfo=f"File x\n  zoek('{MAIL}')")
    log.handle(record)
    assert shown.lines == ["fout\nFile x\n  zoek('[E-MAIL]')"]
    log.info("stapel", stack_info=True)
    assert "test_a_stack_is_redacted" in shown.lines[1]


def test_extra_fields_are_redacted_under_their_names(log: logging.Logger, shown: Shown) -> None:
    deep = {"adres": {"mail": [MAIL, 3, None]}, "paar": (BSN, True), MAIL: 1}
    log.info("klant", extra={"bsn": BSN, "klant_bsn": int(BSN), "diep": deep, "n": 12, "raw": MAIL.encode()})
    record: Any = shown.records[0]
    assert (record.bsn, record.klant_bsn, record.n) == ("[BSN]", "[BSN]", 12)
    assert record.diep == {"adres": {"mail": ["[E-MAIL]", 3, None]}, "paar": ("[BSN]", True), "[E-MAIL]": 1}
    assert MAIL not in str(record.raw)


def test_what_is_found_in_one_field_is_cut_from_all(log: logging.Logger, shown: Shown) -> None:
    log.info("opgezocht: %s", BSN, extra={"bsn": BSN})
    assert shown.lines == ["opgezocht: [BSN]"]


def test_objects_are_judged_by_what_they_print(log: logging.Logger, shown: Shown) -> None:
    class Klant:
        def __init__(self, name: str) -> None:
            self.name = name

        def __str__(self) -> str:
            return self.name

    safe = Klant("geen")
    log.info("klant", extra={"dader": Klant(f"mail {MAIL}"), "ander": safe, "set": {MAIL}, "dict": UserDict(bsn=BSN)})
    record: Any = shown.records[0]
    assert record.dader == "mail [E-MAIL]"
    assert record.ander is safe
    assert record.set == {"[E-MAIL]"}
    assert record.dict == {"bsn": "[BSN]"}


def test_a_structure_that_holds_itself_ends(log: logging.Logger, shown: Shown) -> None:
    ring: dict[str, Any] = {"bsn": BSN}
    ring["zelf"] = ring
    log.info("kring", extra={"ring": ring})
    record: Any = shown.records[0]
    assert record.ring == {"bsn": "[BSN]", "zelf": "[...]"}


def test_names_of_loggers_threads_and_fields_are_redacted(shown: Shown) -> None:
    log = logging.Logger(f"klant {MAIL}", logging.DEBUG)
    log.addHandler(shown)
    log.info("x", extra={MAIL: 1})
    assert shown.records[0].name == "klant [E-MAIL]"
    assert "[E-MAIL]" in vars(shown.records[0])
    assert MAIL not in str(vars(shown.records[0]))


def test_a_second_filter_changes_nothing(log: logging.Logger, shown: Shown) -> None:
    shown.addFilter(RedactingFilter(style="mask"))
    log.info("BSN %s van %s", BSN, MAIL)
    assert shown.lines == ["BSN [BSN] van [E-MAIL]"]


class TestItFailsClosed:
    class Broken:
        def __str__(self) -> str:
            raise RuntimeError(BSN)

    @pytest.mark.parametrize(
        ("message", "args", "extra"),
        [
            ("BSN %s %s", (BSN,), {}),
            (f"BSN {BSN} %d", ("x",), {}),
            ("BSN %s", (Broken(),), {}),
            (f"BSN {BSN}", (), {"klant": Broken(), "mail": MAIL}),
            (f"BSN {BSN}", (), {"klant": {MAIL: [Broken()]}}),
        ],
        ids=["too few", "wrong kind", "argument", "field", "deep"],
    )
    def test_what_cannot_be_redacted_is_withheld(
        self, log: logging.Logger, shown: Shown, message: str, args: tuple[Any, ...], extra: dict[str, Any]
    ) -> None:
        log.info(message, *args, extra=extra)
        assert shown.lines == [WITHHELD]
        fields = vars(shown.records[0])
        assert BSN not in str(fields)
        assert MAIL not in str(fields)
        assert not extra.keys() & fields.keys()
        assert (fields["lineno"] > 0, fields["levelname"]) == (True, "INFO")

    def test_a_recogniser_that_fails_withholds(
        self, log: logging.Logger, shown: Shown, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def failing(*_: Any, **__: Any) -> Any:
            raise MemoryError

        monkeypatch.setattr(FILTER, "_matches", failing)
        log.info("BSN %s", BSN, extra={"bsn": BSN})
        assert shown.lines == [WITHHELD]
        assert BSN not in str(vars(shown.records[0]))

    def test_an_interrupt_is_not_swallowed(self, log: logging.Logger, shown: Shown) -> None:
        class Interrupting:
            def __str__(self) -> str:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            log.info("%s", Interrupting())
        assert shown.lines == []

    def test_an_endless_structure_is_withheld(self, log: logging.Logger, shown: Shown) -> None:
        deep: list[Any] = [BSN]
        for _ in range(5000):
            deep = [deep]
        log.info("diep", extra={"diep": deep})
        assert shown.lines == [WITHHELD]

    def test_a_bad_configuration_is_told_at_once(self) -> None:
        with pytest.raises(ConfigError):
            RedactingFilter(style="onbekend")


class TestWhereItStands:
    def test_on_a_logger_every_handler_gets_the_redacted_record(self, log: logging.Logger) -> None:
        first, second = Shown(), Shown("%(levelname)s %(message)s")
        log.addHandler(first)
        log.addHandler(second)
        log.addFilter(FILTER)
        log.warning("BSN %s", BSN)
        assert (first.lines, second.lines) == (["BSN [BSN]"], ["WARNING BSN [BSN]"])

    def test_on_a_handler_it_covers_the_loggers_below(self) -> None:
        parent = logging.getLogger("proef_ouder")
        handler = Shown()
        handler.addFilter(FILTER)
        parent.addHandler(handler)
        try:
            logging.getLogger("proef_ouder.kind").error("BSN %s", BSN)
        finally:
            parent.removeHandler(handler)
        assert handler.lines == ["BSN [BSN]"]

    def test_after_a_formatter_that_cached_the_message(self, log: logging.Logger, shown: Shown) -> None:
        log.handlers.insert(0, logging.StreamHandler(io.StringIO()))
        log.info("BSN %s", BSN)
        assert vars(shown.records[0])["message"] == "BSN [BSN]"

    def test_with_a_queue(self, log: logging.Logger) -> None:
        waiting: queue.Queue[Any] = queue.Queue()
        handler, end = logging.handlers.QueueHandler(waiting), Shown()
        handler.addFilter(FILTER)
        log.addHandler(handler)
        listener = logging.handlers.QueueListener(waiting, end)
        listener.start()
        try:
            raise ValueError(f"BSN {BSN}")
        except ValueError:
            log.exception("BSN %s", BSN, extra={"mail": MAIL})
        listener.stop()
        assert end.lines[0].startswith("BSN [BSN]\nTraceback")
        assert BSN not in end.lines[0] + str(vars(end.records[0]))
        assert vars(end.records[0])["mail"] == "[E-MAIL]"

    def test_by_a_dictionary(self) -> None:
        logging.config.dictConfig(
            {
                "version": 1,
                "disable_existing_loggers": False,
                "filters": {"avg": {"()": "piiscan.logs.RedactingFilter", "style": "block"}},
                "handlers": {"proef": {"()": Shown, "filters": ["avg"]}},
                "loggers": {"proef_dict": {"handlers": ["proef"], "level": "INFO", "propagate": False}},
            }
        )
        log = logging.getLogger("proef_dict")
        log.info("BSN %s", BSN)
        handler = log.handlers.pop()
        assert isinstance(handler, Shown)
        assert handler.lines == ["BSN █████████"]

    def test_before_a_formatter_that_writes_json(self, log: logging.Logger, shown: Shown) -> None:
        class Json(logging.Formatter):
            def format(self, record: logging.LogRecord) -> str:
                return json.dumps({**vars(record), "message": record.getMessage()}, default=str)

        shown.setFormatter(Json())
        try:
            raise ValueError(MAIL)
        except ValueError:
            log.exception("BSN %s", BSN, extra={"bsn": int(BSN)})
        assert BSN not in shown.lines[0]
        assert MAIL not in shown.lines[0]
        assert json.loads(shown.lines[0])["message"] == "BSN [BSN]"

    def test_with_records_of_another_style(self, log: logging.Logger, shown: Shown) -> None:
        class Braces(logging.LogRecord):
            def getMessage(self) -> str:
                return str(self.msg).format(*self.args) if isinstance(self.args, tuple) and self.args else str(self.msg)

        log.handle(Braces("proef", logging.INFO, "x.py", 1, "BSN {} van {{klant}} {}", (BSN, 7), None))
        assert shown.lines == ["BSN [BSN] van {klant} 7"]

    def test_in_many_threads(self, log: logging.Logger, shown: Shown) -> None:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda n: log.info("klant %d: %s", n, MAIL, extra={"bsn": BSN}), range(200)))
        assert sorted(shown.lines) == sorted(f"klant {n}: [E-MAIL]" for n in range(200))
        assert all(vars(record)["bsn"] == "[BSN]" for record in shown.records)


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=30), st.lists(st.one_of(st.text(max_size=20), st.integers(), st.none(), st.floats()), max_size=4)
)
def test_no_value_passes_whatever_stands_around_it(noise: str, args: list[Any]) -> None:
    log, handler = logging.Logger("proef", logging.DEBUG), Shown()
    handler.addFilter(FILTER)
    log.addHandler(handler)
    log.info(f"{noise.replace('%', '%%')}\nBSN: {BSN}\n" + "%s " * len(args), *args, extra={"meer": [*args, MAIL]})
    log.info("%s\nBSN: %s\n", noise, BSN)
    for line, record in zip(handler.lines, handler.records, strict=True):
        assert BSN not in line + str(vars(record))
        assert MAIL not in str(vars(record))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="abcdefgh %{}'\"\n", max_size=30), st.lists(st.booleans() | st.text("xyz "), max_size=3))
def test_what_is_clean_comes_out_as_it_went_in(text: str, args: list[Any]) -> None:
    record = logging.LogRecord(
        "proef", logging.INFO, "x.py", 1, text.replace("%", "%%") + "%s" * len(args), tuple(args), None
    )
    record.meer = args  # type: ignore[attr-defined]
    before = dict(vars(record))
    if record.args:
        assert FILTER.filter(record)
        assert vars(record) == before


def test_it_is_a_public_name_that_costs_nothing_until_used() -> None:
    assert piiscan.RedactingFilter is RedactingFilter
    code = "import piiscan, sys; print('logging' in sys.modules or 'piiscan.scan' in sys.modules)"
    out = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert out.stdout == "False\n"


def test_the_configuration_decides_what_is_cut() -> None:
    record = logging.LogRecord("proef", logging.INFO, "x.py", 1, "BSN %s, %s", (BSN, MAIL), None)
    RedactingFilter(Config.fast(entities=frozenset({"NL_BSN"})), style="mask").filter(record)
    assert record.getMessage() == f"BSN *******82, {MAIL}"
