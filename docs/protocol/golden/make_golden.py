#!/usr/bin/env python3
"""Writes the golden files beside this script, from protocol.md and the .avsc files alone.

A second implementation of the protocol, in Python's standard library and independent of the Java code: Avro
binary and JSON encoding, parsing canonical form, CRC-64-AVRO, CRC-32C, Kafka's murmur2 partitioner. The Java
tests read what it writes, so that the two check one another.

    python3 make_golden.py            writes the files
    python3 make_golden.py --check    writes nothing; exit code 1 if a file is not what would be written
"""

import hashlib
import hmac
import json
import math
import pathlib
import struct
import sys

import masked_vectors

HERE = pathlib.Path(__file__).resolve().parent
SCHEMA_DIR = HERE.parents[2] / "schemas" / "src" / "main" / "avro"
# A file comes after those whose named types it uses.
SCHEMA_FILES = ("ModelUpdate", "PayloadChunk", "RoundMembers", "PartialSum", "GlobalModelHead", "RoundResult",
                "Rejection", "FederationState", "Evaluation", "VersionEvaluation", "SettingsChange",
                "RollbackCommand", "ModelProposal", "MaskedUpdate", "SealedSeed", "SeedReceipt",
                "UnmaskRequest", "MaskSum", "HelperKey", "Revocation")
PRIMITIVES = {"null", "boolean", "int", "long", "float", "double", "bytes", "string"}
HEX_BYTES_PER_LINE = 32
FLOAT16_MAX = 65504.0
INT8_BLOCK = 256


class Schemas:
    """The schemas of the .avsc files, with the named types that they share."""

    def __init__(self, directory):
        self.named = {}
        self.roots = {}
        for name in SCHEMA_FILES:
            schema = json.loads((directory / f"{name}.avsc").read_text(encoding="utf-8"))
            self._collect(schema, "")
            self.roots[name] = schema

    def _collect(self, schema, namespace):
        if isinstance(schema, list):
            for branch in schema:
                self._collect(branch, namespace)
        elif isinstance(schema, dict):
            kind = schema["type"]
            if kind in ("record", "enum", "fixed"):
                namespace = schema.get("namespace", namespace)
                schema["fullname"] = f"{namespace}.{schema['name']}"
                self.named[schema["fullname"]] = schema
            for field in schema.get("fields", ()):
                self._collect(field["type"], namespace)
            for part in ("items", "values"):
                if part in schema:
                    self._collect(schema[part], namespace)

    def resolve(self, schema):
        """Gives the definition that a name stands for; anything else as it is."""
        if isinstance(schema, str) and schema not in PRIMITIVES:
            matches = [full for full in self.named if full == schema or full.endswith("." + schema)]
            if len(matches) != 1:
                raise ValueError(f"{schema} must name one type, names {matches}")
            return self.named[matches[0]]
        return schema

    def canonical(self, schema, seen):
        """Avro 1.12, "Parsing Canonical Form": a named type in full once, then by its full name."""
        schema = self.resolve(schema)
        if isinstance(schema, str):
            return json.dumps(schema)
        kind = schema["type"]
        if kind == "array":
            return '{"type":"array","items":' + self.canonical(schema["items"], seen) + "}"
        if kind == "map":
            return '{"type":"map","values":' + self.canonical(schema["values"], seen) + "}"
        if kind in PRIMITIVES:
            return json.dumps(kind)
        full = json.dumps(schema["fullname"])
        if schema["fullname"] in seen:
            return full
        seen.add(schema["fullname"])
        rest = self._canonical_rest(schema, kind, seen)
        return '{"name":' + full + ',"type":' + json.dumps(kind) + rest + "}"

    def _canonical_rest(self, schema, kind, seen):
        if kind == "enum":
            return ',"symbols":[' + ",".join(json.dumps(symbol) for symbol in schema["symbols"]) + "]"
        if kind == "fixed":
            return f',"size":{schema["size"]}'
        fields = []
        for field in schema["fields"]:
            field_type = self.canonical(field["type"], seen)
            fields.append('{"name":' + json.dumps(field["name"]) + ',"type":' + field_type + "}")
        return ',"fields":[' + ",".join(fields) + "]"

    def fingerprint(self, name):
        """The 8 bytes that follow C3 01 in a record of this schema."""
        text = self.canonical(self.roots[name], set())
        return struct.pack("<Q", crc64_avro(text.encode("utf-8")))


def crc64_avro(data):
    empty = 0xC15D213AA4D7A795
    fingerprint = empty
    for byte in data:
        fingerprint ^= byte
        for _ in range(8):
            fingerprint = (fingerprint >> 1) ^ (empty if fingerprint & 1 else 0)
    return fingerprint


def encode_long(value):
    """Zig-zag, then 7 bits a byte, lowest first; the top bit says that more follow."""
    zigzag = (value << 1) ^ (value >> 63)
    zigzag &= (1 << 64) - 1
    out = bytearray()
    while zigzag > 0x7F:
        out.append(zigzag & 0x7F | 0x80)
        zigzag >>= 7
    out.append(zigzag)
    return bytes(out)


def encode_bytes(value):
    return encode_long(len(value)) + value


def encode_string(value):
    return encode_bytes(value.encode("utf-8"))


def encode(schemas, schema, value):
    schema = schemas.resolve(schema)
    kind = schema if isinstance(schema, str) else schema["type"]
    if kind in ("int", "long"):
        return encode_long(value)
    if kind == "boolean":
        return b"\x01" if value else b"\x00"
    if kind == "double":
        return struct.pack("<d", value)
    if kind == "string":
        return encode_string(value)
    if kind == "bytes":
        return encode_bytes(value)
    if kind == "fixed":
        assert len(value) == schema["size"]
        return value
    if kind == "enum":
        return encode_long(schema["symbols"].index(value))
    if kind == "array":
        return encode_block([encode(schemas, schema["items"], item) for item in value])
    if kind == "map":
        return encode_block([encode_string(key) + encode(schemas, schema["values"], item)
                             for key, item in value.items()])
    if kind == "record":
        assert set(value) == {field["name"] for field in schema["fields"]}, sorted(value)
        return b"".join(encode(schemas, field["type"], value[field["name"]]) for field in schema["fields"])
    raise ValueError(f"no encoding for {schema}")


def encode_block(items):
    """One block of all items, then the empty block that ends an array or a map."""
    return (encode_long(len(items)) + b"".join(items) if items else b"") + encode_long(0)


def to_json(schemas, schema, value):
    """Avro's JSON encoding: bytes and fixed as text of the characters U+0000 to U+00FF."""
    schema = schemas.resolve(schema)
    kind = schema if isinstance(schema, str) else schema["type"]
    if kind in ("bytes", "fixed"):
        return value.decode("latin-1")
    if kind == "array":
        return [to_json(schemas, schema["items"], item) for item in value]
    if kind == "map":
        return {key: to_json(schemas, schema["values"], item) for key, item in value.items()}
    if kind == "record":
        fields = schema["fields"]
        return {field["name"]: to_json(schemas, field["type"], value[field["name"]]) for field in fields}
    return value


def framed(schemas, name, value):
    """A whole record value: marker, fingerprint, body."""
    return b"\xc3\x01" + schemas.fingerprint(name) + encode(schemas, schemas.roots[name], value)


def crc32c(data):
    """CRC-32C (Castagnoli) as the signed 32-bit number that stands in a record."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    crc ^= 0xFFFFFFFF
    return crc - (1 << 32) if crc & 0x80000000 else crc


def layout_text(tensors):
    return "".join(f"{name}\t{order}\t{','.join(map(str, shape))}\n" for name, order, shape in tensors)


def layout_fingerprint(tensors):
    return hashlib.sha256(layout_text(tensors).encode("utf-8")).hexdigest()


def parameter_count(tensors):
    return sum(math.prod(shape) for _, _, shape in tensors)


def float32(values):
    return struct.pack(f"<{len(values)}f", *values)


def float64(values):
    return struct.pack(f"<{len(values)}d", *values)


def rounded32(value):
    return struct.unpack("<f", struct.pack("<f", value))[0]


def float16(values):
    """Rounds to nearest, ties to even; what is beyond the greatest finite value becomes that value."""
    return struct.pack(f"<{len(values)}e", *(max(-FLOAT16_MAX, min(FLOAT16_MAX, value)) for value in values))


def read_float16(payload):
    return struct.unpack(f"<{len(payload) // 2}e", payload)


def int8(values):
    """Rounds to the nearest step of each block's scale, ties to even."""
    out = bytearray()
    for start in range(0, len(values), INT8_BLOCK):
        block = values[start:start + INT8_BLOCK]
        greatest = max(abs(value) for value in block)
        scale = rounded32(greatest / 127)
        if scale * 127 < greatest:
            (bits,) = struct.unpack("<I", struct.pack("<f", scale))
            (scale,) = struct.unpack("<f", struct.pack("<I", bits + 1))
        out += struct.pack("<f", scale)
        out += struct.pack(f"<{len(block)}b", *(round(value / scale) if scale else 0 for value in block))
    return bytes(out)


def read_int8(payload):
    values = []
    for start in range(0, len(payload), 4 + INT8_BLOCK):
        (scale,) = struct.unpack_from("<f", payload, start)
        steps = payload[start + 4:start + 4 + INT8_BLOCK]
        values += [rounded32(scale * step) for step in struct.unpack(f"<{len(steps)}b", steps)]
    return values


def encode_varint(value):
    """Like encode_long, without the zig-zag."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def top_k(values, fraction):
    """The greatest magnitudes, of equal ones the first; zeros never."""
    order = sorted(range(len(values)), key=lambda i: (-abs(values[i]), i))
    kept = sorted(i for i in order[:math.ceil(fraction * len(values))] if values[i] != 0)
    gaps = [index - before - 1 for before, index in zip([-1] + kept, kept)]
    return sparse(len(kept), gaps, [values[i] for i in kept])


def sparse(count, gaps, values):
    return struct.pack("<I", count) + b"".join(encode_varint(gap) for gap in gaps) + float32(values)


def read_top_k(payload, length):
    (count,) = struct.unpack_from("<I", payload)
    values, at, index = [0.0] * length, 4, -1
    for kept in struct.unpack(f"<{count}f", payload[len(payload) - 4 * count:]):
        gap = shift = 0
        while payload[at] & 0x80:
            gap |= (payload[at] & 0x7F) << shift
            at, shift = at + 1, shift + 7
        index += (gap | payload[at] << shift) + 1
        values[index] = kept
        at += 1
    return values


def murmur2(data):
    """Kafka's default partitioner hashes the key with this: MurmurHash2, 32 bits, seed 0x9747b28c."""
    mask = 0xFFFFFFFF
    h = (0x9747B28C ^ len(data)) & mask
    whole = len(data) & ~3
    for i in range(0, whole, 4):
        k = int.from_bytes(data[i:i + 4], "little") * 0x5BD1E995 & mask
        k = (k ^ k >> 24) * 0x5BD1E995 & mask
        h = h * 0x5BD1E995 & mask ^ k
    if whole < len(data):
        h = (h ^ int.from_bytes(data[whole:], "little")) * 0x5BD1E995 & mask
    h = (h ^ h >> 13) * 0x5BD1E995 & mask
    return h ^ h >> 15


def partition_of(key, partitions):
    return (murmur2(key.encode("utf-8")) & 0x7FFFFFFF) % partitions


def client_id(secret, federation):
    return hmac.new(secret, federation.encode("utf-8"), hashlib.sha256).digest()[:16].hex()


FEDERATION = "digits"
SECRET = bytes(range(32))
CLIENT = client_id(SECRET, FEDERATION)
OTHER_CLIENT = client_id(bytes(range(32, 64)), FEDERATION)
LAYOUT = (("0_W", "F", (2, 3)), ("0_b", "C", (3,)), ("temperature", "C", ()))
UPDATE_ID = "0b54a1f2-6f0d-4c7e-9a53-2f7f0d1c8e11"
OTHER_UPDATE_ID = "6c1d2f30-93f7-4a4e-8b0a-5d9c4e7a2b10"
DELTA = (0.5, -0.25, 0.125, 1.0, -1.5, 0.0, 2.0, -0.0, 0.0009765625, 3.0)
OTHER_DELTA = (-0.5, 0.25, 1.0, -1.0, 0.5, 0.75, -2.0, 0.5, 0.0, 1.0)
TOP_K_FRACTION = 0.3
PARAMETERS = (0.25, -0.75, 1.125, 0.5, -2.5, 0.0625, 1.5, 0.0, -1.0, 4.0)
EXAMPLES = 600
CAP = 500
MODEL_CREATED_AT = 1795348805250
SETTINGS = "federation: digits\nround:\n  goal: 2\n"
COMMAND_ID = "apply-5f2c"


def model_update(**changed):
    payload = float32(DELTA)
    first = payload[:24]
    update = {
        "updateId": UPDATE_ID, "clientId": CLIENT, "baseVersion": 6,
        "layoutFingerprint": layout_fingerprint(LAYOUT), "exampleCount": EXAMPLES, "encoding": "FLOAT32",
        "parameterCount": len(DELTA), "payloadBytes": len(payload), "chunkCount": 2,
        "payloadDigest": hashlib.sha256(payload).digest(),
        "deltaL2Norm": math.sqrt(math.fsum(x * x for x in DELTA)), "metrics": {"loss": 0.3125},
        "payloadCrc32c": crc32c(first), "payload": first,
    }
    return {**update, **changed}


def payload_chunk(**changed):
    second = float32(DELTA)[24:]
    chunk = {"payloadId": UPDATE_ID, "index": 1, "payloadCrc32c": crc32c(second), "payload": second}
    return {**chunk, **changed}


def whole_update(payload, **changed):
    """An update that fits in its one record."""
    digest = hashlib.sha256(payload).digest()
    return model_update(**{"payloadBytes": len(payload), "chunkCount": 1, "payload": payload,
                           "payloadDigest": digest, "payloadCrc32c": crc32c(payload), **changed})


def member(update_id, client, base_version, staleness):
    return {"updateId": update_id, "clientId": client, "baseVersion": base_version, "staleness": staleness,
            "exampleCount": EXAMPLES, "aggregationWeight": CAP * (1 + staleness) ** -0.5, "payloadBytes": 40,
            "partition": 2, "partialSequence": 41}


# Staleness 0 and 3: the factors (1 + 0)^-0.5 and (1 + 3)^-0.5 are exactly 1 and 0.5.
MEMBERS = [member(UPDATE_ID, CLIENT, 6, 0), member(OTHER_UPDATE_ID, OTHER_CLIENT, 3, 3)]


def round_members():
    return {"version": 7, "index": 0, "members": MEMBERS}


def partial_sum():
    weights = [one["aggregationWeight"] for one in MEMBERS]
    payload = float64([weights[0] * a + weights[1] * b for a, b in zip(DELTA, OTHER_DELTA)])
    return {
        "partialId": "2-41", "partition": 2, "sequence": 41, "layoutFingerprint": layout_fingerprint(LAYOUT),
        "parameterCount": len(DELTA), "exampleCount": 2 * EXAMPLES, "cappedExampleCount": 2 * CAP,
        "aggregationWeight": sum(weights), "members": MEMBERS,
        "metrics": {"loss": {"weightedSum": EXAMPLES * (0.3125 + 0.4375), "exampleCount": 2 * EXAMPLES}},
        "encoding": "FLOAT64", "maskedHeader": b"", "payloadBytes": len(payload), "chunkCount": 1,
        "payloadDigest": hashlib.sha256(payload).digest(), "payloadCrc32c": crc32c(payload),
        "payload": payload,
    }


def global_model_head():
    payload = float32(PARAMETERS)
    return {
        "version": 7,
        "layout": [{"name": name, "shape": list(shape), "order": order} for name, order, shape in LAYOUT],
        "layoutFingerprint": layout_fingerprint(LAYOUT), "parameterCount": len(PARAMETERS),
        "encoding": "FLOAT32", "payloadBytes": len(payload), "chunkCount": 1,
        "payloadDigest": hashlib.sha256(payload).digest(),
        "definition": {"format": "example-text", "text": "dense 2 → 3, bias, temperature"},
        "provenance": {"baseVersion": 6, "strategy": "FedAvg", "settings": {"round.goal": "2"},
                       "updateCount": 2, "exampleCount": 2 * EXAMPLES, "codeVersion": "0.1.0",
                       "createdAtMs": MODEL_CREATED_AT},
    }


def model_chunk():
    payload = float32(PARAMETERS)
    return {"payloadId": "7", "index": 0, "payloadCrc32c": crc32c(payload), "payload": payload}


def round_result():
    return {
        "version": 7, "baseVersion": 6, "closeReason": "GOAL", "updateCount": 2, "clientCount": 2,
        "partialCount": 1, "exampleCount": 2 * EXAMPLES, "aggregationWeight": 750.0,
        "staleness": {"0": 1, "3": 1}, "metrics": {"loss": 0.375}, "updateBytes": 80, "modelBytes": 40,
        "stepL2Norm": 1.75,
        "openedAtMs": MODEL_CREATED_AT - 5000, "firstUpdateAtMs": MODEL_CREATED_AT - 1200,
        "closedAtMs": MODEL_CREATED_AT, "aggregationMs": 3.5, "extensions": 0, "memberRecords": 1,
        "strategy": "FedAvg",
        "layoutFingerprint": layout_fingerprint(LAYOUT), "parameterCount": len(PARAMETERS),
        "settings": SETTINGS, "commandId": "", "rolledBackTo": -1, "discardedUpdateCount": 0, "note": "",
        "privacy": {"epsilon": 3.75, "privacyDelta": 1e-5}, "closedPartials": {"0": 12, "2": 41},
    }


def rejection():
    return {
        "reason": "STALE_VERSION", "detail": "baseVersion must be at least 31, was 6", "clientId": CLIENT,
        "updateId": UPDATE_ID, "baseVersion": 6, "topic": f"fl.{FEDERATION}.updates", "partition": 2,
        "offset": 917, "rejectedAtMs": MODEL_CREATED_AT + 60000,
    }


def federation_state():
    return {"version": 7, "mode": "SYNC", "samplingRate": 0.25, "isStopped": False, "stopReason": "",
            "writtenAtMs": MODEL_CREATED_AT}


def evaluation():
    return {"version": 7, "clientId": CLIENT, "exampleCount": 100, "metrics": {"accuracy": 0.875}}


def version_evaluation():
    spread = {"mean": 0.8125, "standardDeviation": 0.0625, "reportCount": 5}
    return {"version": 7, "reportCount": 5, "groupSize": 6, "exampleCount": 480,
            "metrics": {"accuracy": spread}, "isBad": False,
            "evaluatedAtMs": MODEL_CREATED_AT + 900}


def settings_change():
    return {"commandId": COMMAND_ID, "settings": SETTINGS, "issuedBy": "operator",
            "issuedAtMs": MODEL_CREATED_AT}


def rollback_command():
    return {"commandId": "rollback-1a", "toVersion": 5, "reason": "accuracy fell from 0.875 to 0.5",
            "issuedBy": "guard", "issuedAtMs": MODEL_CREATED_AT}


def model_proposal():
    payload = float32(PARAMETERS)
    return {
        "commandId": "publish-77", "layoutFingerprint": layout_fingerprint(LAYOUT),
        "parameterCount": len(PARAMETERS), "reason": "retrained centrally", "issuedBy": "operator",
        "issuedAtMs": MODEL_CREATED_AT, "encoding": "FLOAT32", "payloadBytes": len(payload), "chunkCount": 1,
        "payloadDigest": hashlib.sha256(payload).digest(), "payloadCrc32c": crc32c(payload),
        "payload": payload,
    }


GOLDEN = {
    "ModelUpdate": model_update, "PayloadChunk": payload_chunk, "PartialSum": partial_sum,
    "GlobalModelHead": global_model_head, "RoundResult": round_result, "RoundMembers": round_members,
    "Rejection": rejection, "FederationState": federation_state, "Evaluation": evaluation,
    "VersionEvaluation": version_evaluation, "SettingsChange": settings_change,
    "RollbackCommand": rollback_command, "ModelProposal": model_proposal,
    **masked_vectors.records(crc32c),
}


def update_in_blocks(schemas, update):
    """The same record, its map in two blocks, one of them with its length in bytes: Avro allows both."""
    out = bytearray(b"\xc3\x01" + schemas.fingerprint("ModelUpdate"))
    for field in schemas.roots["ModelUpdate"]["fields"]:
        if field["name"] != "metrics":
            out += encode(schemas, field["type"], update[field["name"]])
            continue
        (first, a), (second, b) = update["metrics"].items()
        entry = encode_string(second) + struct.pack("<d", b)
        out += encode_long(1) + encode_string(first) + struct.pack("<d", a)
        out += encode_long(-1) + encode_long(len(entry)) + entry + encode_long(0)
    return bytes(out)


def updates_in_other_encodings():
    payloads = {"float16": float16(DELTA), "int8": int8(DELTA), "top_k": top_k(DELTA, TOP_K_FRACTION)}
    return {name: whole_update(payload, encoding=name.upper()) for name, payload in payloads.items()}


def good_records(schemas):
    """Records that a reader must accept beside the seven; an encoder need not write these very bytes."""
    two_metrics = model_update(metrics={"loss": 0.3125, "accuracy": 0.875})
    one_record = whole_update(float32(DELTA))
    return {
        "good_model_chunk": ("PayloadChunk", model_chunk(), framed(schemas, "PayloadChunk", model_chunk())),
        "good_update_in_one_record": ("ModelUpdate", one_record, framed(schemas, "ModelUpdate", one_record)),
        **{f"good_update_{name}": ("ModelUpdate", update, framed(schemas, "ModelUpdate", update))
           for name, update in updates_in_other_encodings().items()},
        "good_metrics_in_two_blocks": ("ModelUpdate", two_metrics, update_in_blocks(schemas, two_metrics)),
    }


def with_field(schemas, name, value, field_name, replacement):
    """A record with the encoding of one field replaced by other bytes."""
    out = bytearray(b"\xc3\x01" + schemas.fingerprint(name))
    for field in schemas.roots[name]["fields"]:
        good = encode(schemas, field["type"], value[field["name"]])
        out += replacement if field["name"] == field_name else good
    return bytes(out)


def bad_framings(schemas):
    """Values that are no record: refused as UNDECODABLE."""
    good = framed(schemas, "ModelUpdate", model_update())

    def update(field, replacement):
        return with_field(schemas, "ModelUpdate", model_update(), field, replacement)

    return {
        "empty": (b"", "no bytes at all"),
        "header_too_short": (good[:9], "a header has 10 bytes"),
        "header_only": (good[:10], "no body"),
        "marker_version": (b"\xc3\x02" + good[2:], "the second marker byte must be 01"),
        "confluent_framing": (b"\0\0\0\0\x07" + good[10:], "an id is not read without a registry"),
        "fingerprint_unknown": (good[:2] + bytes([good[2] ^ 1]) + good[3:], "one bit is wrong"),
        "fingerprint_big_endian": (good[:2] + good[9:1:-1] + good[10:], "the fingerprint is little-endian"),
        "last_byte_missing": (good[:-1], "the payload ends one byte early"),
        "byte_left_over": (good + b"\x00", "one byte more than the record"),
        "two_records": (good + good, "one value holds one record"),
        "string_length_negative": (update("updateId", encode_long(-1)), "a length is at least 0"),
        "string_length_beyond": (update("updateId", encode_long(2 ** 31 - 9)), "2 GiB of text are not there"),
        "string_length_huge": (update("updateId", encode_long(2 ** 62)), "2^62 bytes of text are not there"),
        "bytes_length_negative": (update("payload", encode_long(-40)), "a length is at least 0"),
        "bytes_length_beyond": (update("payload", encode_long(2 ** 30) + bytes(8)), "8 bytes of 1 GiB"),
        "bytes_length_huge": (update("payload", encode_long(2 ** 40) + bytes(8)), "8 bytes of 1 TiB"),
        "varint_too_long": (update("baseVersion", b"\xff" * 10 + b"\x01"), "a long has at most 10 bytes"),
        "int_too_big": (update("chunkCount", encode_long(2 ** 40)), "an int has at most 32 bits"),
        "enum_out_of_range": (update("encoding", encode_long(6)), "there are six encodings, 0 to 5"),
        "enum_negative": (update("encoding", encode_long(-1)), "there are six encodings, 0 to 5"),
        "map_count_beyond": (update("metrics", encode_long(2 ** 31 - 9)), "2^31 metrics are not there"),
        "map_count_huge": (update("metrics", encode_long(2 ** 60)), "2^60 metrics are not there"),
        "map_count_least": (update("metrics", encode_long(-(2 ** 63)) + encode_long(8)), "2^63 metrics"),
        "array_count_beyond": (
            with_field(schemas, "RoundMembers", round_members(), "members", encode_long(2 ** 31 - 9)),
            "2^31 members are not there"),
        "array_without_end": (
            with_field(schemas, "RoundMembers", round_members(), "members", encode_block([])[:-1]),
            "an array ends with an empty block"),
    }


def bad_payloads(schemas):
    """Well-formed records whose payload is not what the manifest says: (record, flaw, why)."""
    payload = float32(DELTA)
    one_short = payload[:-4]
    other = hashlib.sha256(b"other").digest()
    records = {
        "crc": (whole_update(payload, payloadCrc32c=crc32c(payload) ^ 1), "DIGEST", "one bit is wrong"),
        "digest": (whole_update(payload, payloadDigest=other), "DIGEST", "SHA-256 of something else"),
        "length_below": (whole_update(payload, payloadBytes=44), "LENGTH", "40 bytes of 44"),
        "length_above": (whole_update(payload, payloadBytes=36), "EXCESS", "40 bytes of 36"),
        "parameters": (whole_update(one_short), "LENGTH", "9 values of 10 parameters"),
    }
    for name, (encoding, payload, flaw, why) in bad_encodings().items():
        records[name] = (whole_update(payload, encoding=encoding), flaw, why)
    return {name: (framed(schemas, "ModelUpdate", value), flaw, why)
            for name, (value, flaw, why) in records.items()}


def bad_encodings():
    """Payloads of 10 parameters with matching digest and length: (encoding, payload, flaw, why)."""
    half, step = float16(DELTA), int8(DELTA)
    ones = [1.0, 1.0]

    def scale(value):
        return struct.pack("<f", value) + step[4:]

    return {
        "float16_length": ("FLOAT16", half[:-1], "LENGTH", "19 bytes of 20"),
        "float16_infinite": ("FLOAT16", half[:2] + b"\x00\xfc" + half[4:], "NON_FINITE", "value 1 is -inf"),
        "float16_nan": ("FLOAT16", half[:-2] + b"\x01\x7c", "NON_FINITE", "the last value is a NaN"),
        "int8_length_below": ("INT8", step[:-1], "LENGTH", "13 bytes of 14"),
        "int8_length_above": ("INT8", step + b"\0", "LENGTH", "15 bytes of 14"),
        "int8_scale_nan": ("INT8", scale(math.nan), "NON_FINITE", "the scale is a NaN"),
        "int8_scale_infinite": ("INT8", scale(math.inf), "NON_FINITE", "the scale is infinite"),
        "int8_scale_negative": ("INT8", scale(-1.0), "MALFORMED", "a scale is at least 0"),
        "int8_scale_too_great": ("INT8", scale(2.0 ** 121), "MALFORMED", "128 times 2^121 is no binary32"),
        "top_k_empty": ("TOP_K", b"", "LENGTH", "the count is not there"),
        "top_k_count_beyond": ("TOP_K", sparse(11, [0] * 11, [1.0] * 11), "MALFORMED", "11 of 10 values"),
        "top_k_count_huge": ("TOP_K", sparse(2 ** 32 - 1, [0, 0], ones), "MALFORMED", "2^32 - 1 of 10"),
        "top_k_count_above": ("TOP_K", sparse(3, [0, 0], ones), "LENGTH", "2 of 3 values are there"),
        "top_k_count_below": ("TOP_K", sparse(1, [0, 0], ones), "LENGTH", "2 values and not 1"),
        "top_k_byte_left_over": ("TOP_K", sparse(2, [0, 0], ones) + b"\0", "LENGTH", "one byte too many"),
        "top_k_index_beyond": ("TOP_K", sparse(2, [8, 1], ones), "MALFORMED", "index 10 of 10 parameters"),
        "top_k_index_huge": ("TOP_K", sparse(2, [8, 2 ** 32 - 1], ones), "MALFORMED", "index 2^32 + 8"),
        "top_k_gap_padded": ("TOP_K", struct.pack("<I", 1) + b"\x80\x00" + float32([1.0]), "MALFORMED",
                             "80 00 is not the shortest form of 0"),
        "top_k_gap_too_long": ("TOP_K", struct.pack("<I", 1) + b"\xff" * 5 + b"\x01" + float32([1.0]),
                               "MALFORMED", "a gap has at most 5 bytes"),
        "top_k_gap_without_end": ("TOP_K", struct.pack("<I", 1) + b"\x85" + float32([1.0]), "LENGTH",
                                  "the gap runs into the values"),
        "top_k_value_nan": ("TOP_K", sparse(2, [0, 0], [1.0, math.nan]), "NON_FINITE", "value 1 is a NaN"),
        "top_k_value_infinite": ("TOP_K", sparse(2, [0, 3], [1.0, math.inf]), "NON_FINITE", "value 4 is inf"),
    }


def float_vectors(width):
    """Bit patterns as numbers, from the highest bit down, and the payload that they make."""
    patterns = {
        32: ["3f800000", "bf800000", "00000000", "80000000", "3dcccccd", "00000001", "007fffff", "7f7fffff",
             "7f800000", "ff800000", "7fc00000", "7fc12345"],
        64: ["3ff0000000000000", "bff0000000000000", "0000000000000000", "8000000000000000",
             "3fb999999999999a", "0000000000000001", "000fffffffffffff", "7fefffffffffffff",
             "c00921fb54442d18"],
    }[width]
    payload = b"".join(int(bits, 16).to_bytes(width // 8, "little") for bits in patterns)
    return {"bits": patterns, "payload": payload.hex()}


def uneven_values(count):
    """Values of very different sizes, from the generator of Numerical Recipes, each exact in binary32."""
    state, values = 1, []
    for _ in range(count):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        values.append(rounded32((state / 2 ** 31 - 1) * 2.0 ** -(state >> 8 & 15)))
    return values


def float16_values():
    """Each way of rounding: exact, up, down, ties, subnormal, to zero, beyond the greatest."""
    return [1.0, -2.0, 0.0, -0.0, rounded32(0.1), 65504.0, 65519.0, 65520.0, -1e9, 2.0 ** -14, -(2.0 ** -24),
            2.0 ** -25, rounded32(1.0001 * 2 ** -25), 3 * 2.0 ** -25, 2.0 ** -14 - 2.0 ** -25, 1 + 2.0 ** -11,
            1 + 3 * 2.0 ** -11, rounded32(1e-7), rounded32(-3.1e-5), 2047.5, 2.0 ** -149]


def encoding_vector(values, payload, read):
    """Values as FLOAT32 payload, what is written for them, and, as FLOAT32 payload again, what is read."""
    return {"values": float32(values).hex(), "payload": payload.hex(), "read": float32(read).hex()}


def encoding_vectors():
    half, uneven = float16_values(), uneven_values(300)
    halves, steps, kept = float16(half), int8(uneven), top_k(uneven, 0.02)
    return {
        "float16": encoding_vector(half, halves, read_float16(halves)),
        "int8": encoding_vector(uneven, steps, read_int8(steps)),
        "topK": {"fraction": 0.02, **encoding_vector(uneven, kept, read_top_k(kept, len(uneven)))},
    }


def layout_vectors():
    flat = (("parameters", "C", (54314,)),)
    not_ascii = (("Gewicht–é😀", "F", (5, 5, 1, 20)), ("a b", "C", (1,)))
    return [layout_vector(tensors) for tensors in (LAYOUT, flat, not_ascii)]


def layout_vector(tensors):
    names = [{"name": name, "order": order, "shape": list(shape)} for name, order, shape in tensors]
    return {"tensors": names, "text": layout_text(tensors), "parameterCount": parameter_count(tensors),
            "fingerprint": layout_fingerprint(tensors)}


def vectors(schemas):
    data = [b"", b"123456789", bytes(32), bytes(range(256)), float32(DELTA)]
    keys = [CLIENT, OTHER_CLIENT, "a", "ab", "abc", "client-1"]
    secrets = [(SECRET, FEDERATION), (SECRET, "other"), (bytes(range(32, 64)), FEDERATION)]
    return {
        "schemaFingerprints": {name: schemas.fingerprint(name).hex() for name in SCHEMA_FILES},
        "float32": float_vectors(32),
        "float64": float_vectors(64),
        **encoding_vectors(),
        "layouts": layout_vectors(),
        "crc32c": [{"bytes": one.hex(), "crc32c": crc32c(one)} for one in data],
        "sha256": [{"bytes": one.hex(), "sha256": hashlib.sha256(one).hexdigest()} for one in data],
        "partitions": [{"key": key, "partitions": count, "partition": partition_of(key, count)}
                       for key in keys for count in (1, 3, 8)],
        "clientIds": [{"secret": secret.hex(), "federation": name, "clientId": client_id(secret, name)}
                      for secret, name in secrets],
    }


def hex_text(data):
    lines = (data[i:i + HEX_BYTES_PER_LINE].hex() for i in range(0, len(data), HEX_BYTES_PER_LINE))
    return "".join(line + "\n" for line in lines) or "\n"


def json_text(value):
    return json.dumps(value, indent=2) + "\n"


def make_files():
    schemas = Schemas(SCHEMA_DIR)
    files = {"vectors.json": json_text(vectors(schemas)), "masked.json": json_text(masked_vectors.vectors())}
    for name, make in GOLDEN.items():
        files[f"{name}.hex"] = hex_text(framed(schemas, name, make()))
        files[f"{name}.json"] = json_text(to_json(schemas, schemas.roots[name], make()))
    good = good_records(schemas)
    for name, (record, value, data) in good.items():
        files[f"{name}.hex"] = hex_text(data)
        files[f"{name}.json"] = json_text(to_json(schemas, schemas.roots[record], value))
    framings = bad_framings(schemas)
    payloads = bad_payloads(schemas)
    for name, (data, _) in framings.items():
        files[f"bad_framing_{name}.hex"] = hex_text(data)
    for name, (data, _, _) in payloads.items():
        files[f"bad_payload_{name}.hex"] = hex_text(data)
    files["index.json"] = json_text({
        "good": {name: record for name, (record, _, _) in good.items()},
        "badFraming": {f"bad_framing_{name}": why for name, (_, why) in framings.items()},
        "badPayload": {f"bad_payload_{name}": {"flaw": flaw, "why": why}
                       for name, (_, flaw, why) in payloads.items()},
    })
    return files


def main(arguments):
    files = make_files()
    if arguments == ["--check"]:
        there = {path.name: path.read_text(encoding="utf-8") for path in HERE.iterdir()
                 if path.suffix in (".hex", ".json")}
        wrong = sorted(name for name in files.keys() | there.keys() if files.get(name) != there.get(name))
        print("\n".join(f"{name} is not what make_golden.py writes" for name in wrong) or "all as written")
        return 1 if wrong else 0
    for name, text in files.items():
        (HERE / name).write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(files)} files written")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
