"""Names of a federation's topics and ids: protocol.md, section 2."""

from __future__ import annotations

import os
import re

from tributary.errors import TributaryError

STANDARD_PREFIX = "fl."
VARIABLE = "TRIBUTARY_TOPIC_PREFIX"
_LEGAL = re.compile(r"[A-Za-z0-9._-]{1,100}")


def name_of(federation: str, noun: str) -> str:
    """Gives the name of a federation's topic, such as ``fl.digits.model``.

    The prefix is that of the environment, which all processes of a federation must have alike. Raises TributaryError for
    one that would make an illegal name.
    """
    return f"{_prefix(os.environ.get(VARIABLE, ''))}{federation}.{noun}"


def _prefix(given: str) -> str:
    if not given:
        return STANDARD_PREFIX
    if not _LEGAL.fullmatch(given):
        raise TributaryError(f"{VARIABLE} must be 1 to 100 characters of A-Z, a-z, 0-9, '.', '_' and '-', was '{given}';"
                             " it begins the names of topics, and Kafka allows no others")
    return given
