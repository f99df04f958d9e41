"""The server's own log tells where and what kind, never a name or number of a person."""

import io
import logging
import traceback
from pathlib import Path

import pytest
from streamlit import config
from streamlit.error_util import handle_uncaught_app_exception

from stormdesk.errors import BadEvent, StoreBusy
from stormdesk.ui.logs import QuietFormatter, cut_to_sentence, keep_quiet

NAME, PHONE = "张三丰", "13800001111"


def told(fault: Exception) -> str:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(QuietFormatter("%(message)s"))
    log = logging.Logger("t")  # noqa: LOG001  one of its own
    log.addHandler(handler)
    try:
        try:
            {}[PHONE]  # type: ignore[index]
        except KeyError as cause:
            raise fault from cause
    except Exception:
        log.exception("incident 1")
    return stream.getvalue()


def test_places_and_kinds_stand_in_the_log_and_words_of_the_data_do_not() -> None:
    said = told(ValueError(f"Could not convert {NAME}"))
    assert NAME not in said
    assert PHONE not in said
    assert "builtins.ValueError" in said
    assert "builtins.KeyError" in said
    assert said.index("KeyError") < said.index("ValueError")
    assert "test_logs.py" in said


def test_an_error_of_our_own_tells_its_sentence_without_its_values() -> None:
    said = told(BadEvent(reason="", value=NAME))
    assert NAME not in said
    assert BadEvent.sentence in said


def test_every_handler_of_the_process_is_made_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.umask", lambda mask: mask)
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(logging.Formatter("%(levelname)s|%(message)s"))
    logger = logging.getLogger("stormdesk.test_logs")
    logger.addHandler(handler)
    kept = {known: known.formatter for known in logging.getLogger().handlers}
    try:
        keep_quiet()
        assert isinstance(handler.formatter, QuietFormatter)
        assert handler.formatter._fmt == "%(levelname)s|%(message)s"
    finally:
        logger.removeHandler(handler)
        for known, formatter in kept.items():
            known.setFormatter(formatter)


def test_a_fault_of_a_button_is_told_by_the_framework_without_its_words_too(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("os.umask", lambda mask: mask)
    before = config.get_option("logger.enableRich")
    framework = logging.getLogger("streamlit.error_util")
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    framework.addHandler(handler)
    kept = {known: known.formatter for known in (*logging.getLogger().handlers, *framework.handlers)}
    config.set_option("logger.enableRich", value=True)
    try:
        keep_quiet()
        handle_uncaught_app_exception(ValueError(f"Could not convert {NAME} {PHONE}"))
    finally:
        config.set_option("logger.enableRich", value=before)
        framework.removeHandler(handler)
        for known, formatter in kept.items():
            known.setFormatter(formatter)
    printed = capfd.readouterr()
    told_at_all = stream.getvalue() + printed.out + printed.err
    assert "builtins.ValueError" in stream.getvalue()
    assert NAME not in told_at_all
    assert PHONE not in told_at_all


def test_a_start_that_is_refused_tells_its_sentence_alone() -> None:
    try:
        try:
            {}["lock"]  # type: ignore[index]
        except KeyError as cause:
            raise StoreBusy(path=Path("a.duckdb")) from cause
    except StoreBusy as fault:
        sentence, told_by_server = str(fault), traceback.format_exc()
    record = logging.makeLogRecord({"msg": told_by_server})
    assert cut_to_sentence(record)
    assert record.getMessage() == f"stormdesk: {sentence}"
    foreign = logging.makeLogRecord({"msg": told_by_server.replace("stormdesk.errors.", "another.")})
    assert cut_to_sentence(foreign)
    assert "Traceback" in foreign.getMessage()


def test_declaring_a_component_at_the_start_warns_of_nothing() -> None:
    framework = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    missing = logging.makeLogRecord({"msg": "Thread 'MainThread': missing ScriptRunContext! This warning …"})
    assert not framework.filter(missing)
    assert framework.filter(logging.makeLogRecord({"msg": "another warning"}))
