"""The schemas of the records, as they stand in ``schemas/src/main/avro``, and their fingerprints."""

from __future__ import annotations

import functools
import importlib.resources
import json
from typing import Any

import avro.name
import avro.schema

# A schema comes after those whose named types it uses. The bytes stand behind C3 01 on the wire.
FINGERPRINTS = {
    name: bytes.fromhex(fingerprint)
    for name, fingerprint in {
        "ModelUpdate": "2fb71e4c5ef3a081",
        "PayloadChunk": "d2523dc6fd67f94c",
        "RoundMembers": "3e3e6ba968bfc215",
        "PartialSum": "90450af97de87085",
        "GlobalModelHead": "ad5a9dada84bbf48",
        "RoundResult": "66a0d4425bdd6c4b",
        "Rejection": "0e4e3e6b68a84736",
        "FederationState": "184c74c7e7542301",
        "Evaluation": "0defb76ab88151c7",
        "VersionEvaluation": "3f572a1978b5f54a",
        "SettingsChange": "cedb581ad6b7d4d9",
        "RollbackCommand": "3d8994fc3d518a95",
        "ModelProposal": "b424f704ef00f797",
        "MaskedUpdate": "ba60ea21081d325c",
        "SealedSeed": "cff2a51dc98e0081",
        "SeedReceipt": "e5c98e9209c5b30f",
        "UnmaskRequest": "5e696cc62dae5e1c",
        "MaskSum": "8a95cdc6a29da285",
        "HelperKey": "c4caf81d3a873149",
        "Revocation": "ad67938eaf17c674",
    }.items()
}


def schema_of(name: str) -> Any:
    """Gives Avro's schema of a record of the protocol; KeyError for a name that is none."""
    return _schemas()[name]


@functools.cache
def _schemas() -> dict[str, Any]:
    directory = importlib.resources.files("tributary.wire") / "avsc"
    names = avro.name.Names()
    schemas = {}
    for name in FINGERPRINTS:
        text = (directory / f"{name}.avsc").read_text(encoding="utf-8")
        schemas[name] = avro.schema.make_avsc_object(json.loads(text), names)
    return schemas
