"""A client that is enrolled in a masked federation, and the mask helper's key that it seals to."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tributary.errors import TributaryError
from tributary.masking.canonical import Certificate, canonical, sha256
from tributary.masking.keys import is_signed, pinned_key, public_bytes, read_certificate, read_client_key
from tributary.masking.settings import PrivacySettings


@dataclass(frozen=True)
class Masking:
    """What a client needs to take part in a masked federation.

    ``key``          file of the client's key, as ``tributary keys client`` writes it
    ``certificate``  file of its certificate, as ``tributary keys enrol`` writes it
    ``helper_root``  the mask helper's root key, pinned: 64 hexadecimal digits, never learnt from a topic
    ``settings``     the privacy settings that all parties have
    """

    key: str | os.PathLike[str]
    certificate: str | os.PathLike[str]
    helper_root: str
    settings: PrivacySettings


@dataclass(frozen=True)
class Enrolled:
    """A client's key and certificate, which belong to each other, and the root that it trusts."""

    federation: str
    key: Ed25519PrivateKey
    certificate: Certificate
    helper_root: bytes
    settings: PrivacySettings

    @classmethod
    def load(cls, masking: Masking, federation: str, client_id: str) -> Enrolled:
        """Reads the files, and refuses a certificate of another key, client or federation, or one that is over."""
        key, certificate = read_client_key(Path(masking.key)), read_certificate(Path(masking.certificate))
        for name, must, was in (("federation", federation, certificate.federation),
                                ("client id", client_id, certificate.client_id),
                                ("public key", public_bytes(key).hex(), certificate.public_key.hex())):
            if must != was:
                raise TributaryError(f"{name} of certificate {masking.certificate} must be {must}, was {was};"
                                     " enrol this client with: tributary keys enrol")
        if certificate.expires_at_ms <= time.time() * 1000:
            raise TributaryError(f"certificate {masking.certificate} must not be over, ended at"
                                 f" {certificate.expires_at_ms} ms; enrol this client anew")
        return cls(federation, key, certificate, pinned_key(masking.helper_root), masking.settings)

    def is_good(self, helper_key: Any, now_ms: float) -> bool:
        """Says whether a HelperKey record is the pinned helper's, not over, and of the same settings."""
        signed = canonical("tributary/helper-key/1", self.federation, helper_key["epoch"], helper_key["publicKey"],
                           helper_key["settingsFingerprint"], helper_key["createdAtMs"], helper_key["expiresAtMs"])
        return (helper_key["rootKey"] == self.helper_root and helper_key["expiresAtMs"] > now_ms
                and helper_key["settingsFingerprint"] == self.settings.fingerprint(self.federation)
                and helper_key["keyId"] == key_id(helper_key["publicKey"])
                and is_signed(self.helper_root, helper_key["signature"], signed))


def key_id(public_key: bytes) -> str:
    """The name of an epoch key."""
    return sha256(public_key)[:8].hex()
