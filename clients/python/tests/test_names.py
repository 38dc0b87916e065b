"""Names of topics, and the prefix that an environment may set."""

from __future__ import annotations

import pytest

from tributary.errors import TributaryError
from tributary.log.names import VARIABLE, name_of


def test_should_begin_with_fl_when_no_prefix_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert name_of("digits", "model") == "fl.digits.model"


def test_should_begin_with_the_prefix_when_one_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "acme.ml_fl.")
    assert name_of("digits", "updates") == "acme.ml_fl.digits.updates"


@pytest.mark.parametrize("prefix", ["acme/ml.", "acme ml.", "ä.", "a\n", "p" * 101])
def test_should_refuse_a_prefix_when_kafka_allows_no_such_name(monkeypatch: pytest.MonkeyPatch, prefix: str) -> None:
    monkeypatch.setenv(VARIABLE, prefix)
    with pytest.raises(TributaryError, match="TRIBUTARY_TOPIC_PREFIX must be 1 to 100 characters"):
        name_of("digits", "model")
