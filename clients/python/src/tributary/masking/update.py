"""A masked update: seed, header, payload, and the records that carry them. protocol-masked.md, section 1."""

from __future__ import annotations

import secrets
import time
import uuid
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tributary.log.names import name_of
from tributary.log.sender import Outgoing
from tributary.masking import hpke
from tributary.masking.canonical import Header, canonical, sha256
from tributary.masking.enrolment import Enrolled
from tributary.masking.mask import SEED_BYTES, masked_payload
from tributary.masking.words import Words
from tributary.model.version import GlobalModel
from tributary.wire import records
from tributary.wire.chunks import Chunk, cut

_CLOCK_MS = 60_000


class MaskedOrigin(NamedTuple):
    """Who sends, the greatest size of a chunk, and the epoch key that is sealed to: a HelperKey that was checked."""

    client_id: str
    chunk_bytes: int
    helper_key: Mapping[str, Any]


class MaskedUpdateRecords:
    """One masked update, which gives the same records however often it is asked for them.

    Seed, mask and words are not kept: an update that must be masked anew is another update.
    """

    def __init__(self, enrolled: Enrolled, origin: MaskedOrigin, model: GlobalModel, words: Words) -> None:
        self.update_id = str(uuid.uuid4())
        self._enrolled = enrolled
        self._origin = origin
        self._header = self._header_of(model, len(words))
        seed = secrets.token_bytes(SEED_BYTES)
        self._chunks = cut(masked_payload(seed, self._header, words), origin.chunk_bytes)
        self._payload_digest = sha256(b"".join(chunk.payload for chunk in self._chunks))
        self._encoded_header = self._header.encoded(self._payload_digest)
        self._sealed = self._seal(seed)
        self.payload_bytes = sum(len(chunk.payload) for chunk in self._chunks)

    def _header_of(self, model: GlobalModel, word_count: int) -> Header:
        settings = self._enrolled.settings
        payload_bytes = word_count * settings.word_bits // 8
        # The clocks of client and mask helper differ a little: what expires later than is allowed is refused.
        lifetime_ms = settings.seed_lifetime_ms - min(_CLOCK_MS, settings.seed_lifetime_ms // 2)
        lifetime_end = int(time.time() * 1000) + lifetime_ms
        return Header(self._enrolled.federation, "update", model.version,
                      settings.fingerprint(self._enrolled.federation), bytes.fromhex(model.layout.fingerprint),
                      word_count, settings.word_bits, self.update_id, -(-payload_bytes // self._origin.chunk_bytes),
                      self._origin.helper_key["keyId"], min(lifetime_end, self._origin.helper_key["expiresAtMs"]))

    def _seal(self, seed: bytes) -> bytes:
        digest = sha256(self._encoded_header)
        signature = self._enrolled.key.sign(canonical("tributary/seed/1", digest))
        envelope = canonical("tributary/seed-envelope/1", seed, signature, self._enrolled.certificate.encoded)
        return hpke.seal(self._origin.helper_key["publicKey"], digest, envelope)

    def __call__(self) -> Iterator[Outgoing]:
        """Gives the records in the order in which they must travel: the seed first, so that its receipt comes early."""
        yield self._outgoing("seeds", records.encode("SealedSeed", {
            "updateId": self.update_id, "clientId": self._origin.client_id, "header": self._encoded_header,
            "sealed": self._sealed}))
        yield self._outgoing("updates", records.encode("MaskedUpdate", self._manifest(self._chunks[0])))
        for index, chunk in enumerate(self._chunks[1:], 1):
            yield self._outgoing("updates", records.encode("PayloadChunk", {
                "payloadId": self.update_id, "index": index, "payloadCrc32c": chunk.crc32c, "payload": chunk.payload}))

    def _manifest(self, first: Chunk) -> dict[str, Any]:
        header = self._header
        return {
            "updateId": self.update_id, "clientId": self._origin.client_id, "purpose": "UPDATE",
            "baseVersion": header.base_version, "settingsFingerprint": header.settings_fingerprint,
            "layoutFingerprint": header.layout_fingerprint, "wordCount": header.word_count,
            "wordBits": header.word_bits, "helperKeyId": header.helper_key_id, "expiresAtMs": header.expires_at_ms,
            "payloadBytes": self.payload_bytes, "chunkCount": len(self._chunks),
            "payloadDigest": self._payload_digest, "payloadCrc32c": first.crc32c, "payload": first.payload,
        }

    def _outgoing(self, noun: str, value: bytes) -> Outgoing:
        return Outgoing(name_of(self._enrolled.federation, noun), self._origin.client_id, value)
