"""The golden files of the protocol, as Python values."""

import json
import pathlib
from typing import Any

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]
DIRECTORY = REPOSITORY / "docs" / "protocol" / "golden"


def read_json(name: str) -> Any:
    return json.loads((DIRECTORY / f"{name}.json").read_text(encoding="utf-8"))


def read_hex(name: str) -> bytes:
    return bytes.fromhex((DIRECTORY / f"{name}.hex").read_text(encoding="utf-8"))


def as_json(value: Any) -> Any:
    """A record as Avro's JSON encoding writes it: bytes as text of the characters U+0000 to U+00FF."""
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value


INDEX = read_json("index")
VECTORS = read_json("vectors")
