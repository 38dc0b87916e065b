"""Frames and reads records: protocol.md, section 3."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import avro.errors
import avro.io

from tributary.errors import UndecodableError
from tributary.wire.schemas import FINGERPRINTS, schema_of

MARKER = b"\xc3\x01"
HEADER_BYTES = 10
_MAX_LONG_BYTES = 10
_NAMES = {fingerprint: name for name, fingerprint in FINGERPRINTS.items()}

Record = Mapping[str, Any]


def encode(name: str, record: Record) -> bytes:
    """Gives the value of a Kafka record: marker, fingerprint, body.

    ``name`` is one of the protocol, such as ``ModelUpdate``; ``record`` has a value for each field of its schema.
    """
    out = io.BytesIO()
    out.write(MARKER)
    out.write(FINGERPRINTS[name])
    avro.io.DatumWriter(schema_of(name)).write(record, avro.io.BinaryEncoder(out))
    return out.getvalue()


def name_of(value: bytes | None) -> str | None:
    """Gives the name of the record that a value says it is, or None if it is none that we know."""
    if value is None or len(value) < HEADER_BYTES or value[:2] != MARKER:
        return None
    return _NAMES.get(value[2:HEADER_BYTES])


def decode(name: str, value: bytes | None) -> Record:
    """Reads a value that must be a record of this name, whole, with nothing after it.

    Nothing is allocated for a length or a count before as many bytes are known to be there.
    Raises UndecodableError for anything else.
    """
    if value is None or name_of(value) != name:
        found = "no value" if value is None else f"{len(value)} bytes, the first {bytes(value[:HEADER_BYTES]).hex()}"
        raise UndecodableError(f"record must be a {name} in single-object encoding, was {found}")
    decoder = _BoundedDecoder(value)
    try:
        record = _StrictReader(schema_of(name)).read(decoder)
    except (avro.errors.AvroException, UnicodeDecodeError) as e:
        raise UndecodableError(f"record must be a {name}, was none: {e}") from e
    if decoder.left():
        raise UndecodableError(f"{name} must end where its value ends, had {decoder.left()} bytes more")
    assert isinstance(record, dict)
    return record


class _BoundedDecoder(avro.io.BinaryDecoder):  # type: ignore[misc]
    """Avro's decoder, which compares each length with what is left and each number with its type's range."""

    def __init__(self, value: bytes) -> None:
        self._body = io.BytesIO(value)
        self._body.seek(HEADER_BYTES)
        self._end = len(value)
        super().__init__(self._body)

    def left(self) -> int:
        return self._end - self._body.tell()

    def read(self, n: int) -> bytes:
        if not 0 <= n <= self.left():
            raise UndecodableError(f"length must be 0 to the {self.left()} bytes that are left, was {n}")
        return self._body.read(n)

    def read_boolean(self) -> bool:
        byte = self.read(1)[0]
        if byte > 1:
            raise UndecodableError(f"boolean must be 0 or 1, was {byte}")
        return byte == 1

    def read_int(self) -> int:
        number = self.read_long()
        if not -(1 << 31) <= number < 1 << 31:
            raise UndecodableError(f"int must have 32 bits, was {number}")
        return number

    def read_long(self) -> int:
        bits = shift = 0
        for _ in range(_MAX_LONG_BYTES):
            byte = self.read(1)[0]
            bits |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        else:
            raise UndecodableError(f"long must have at most {_MAX_LONG_BYTES} bytes, had more")
        if bits >> 64:
            raise UndecodableError("long must have 64 bits, had more")
        return (bits >> 1) ^ -(bits & 1)


class _StrictReader(avro.io.DatumReader):  # type: ignore[misc]
    """Avro's reader, which refuses a negative position of an enum instead of counting it from the end."""

    def read_enum(self, writers_schema: Any, readers_schema: Any, decoder: _BoundedDecoder) -> str:
        position = decoder.read_int()
        if not 0 <= position < len(writers_schema.symbols):
            raise UndecodableError(f"position of a symbol must be below {len(writers_schema.symbols)}, was {position}")
        return str(writers_schema.symbols[position])
