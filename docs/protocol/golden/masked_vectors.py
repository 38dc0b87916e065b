#!/usr/bin/env python3
"""The golden records and vectors of the masked protocol. Every key in here is published: they are for tests alone."""

import struct

import masked

FEDERATION = "digits"
CLIENT = "3f5a0c9d7e21b486"
SEED = bytes(range(1, 33))
HELPER_PRIVATE = bytes(range(33, 65))
EPHEMERAL = bytes(range(65, 97))
ROOT_PRIVATE = bytes(range(97, 129))
AUTHORITY_PRIVATE = bytes(range(129, 161))
CLIENT_PRIVATE = bytes(range(161, 193))
OTHER_PRIVATE = bytes(range(193, 225))
HELPER_PUBLIC = masked.x25519(HELPER_PRIVATE)
SETTINGS_FINGERPRINT = masked.sha256(b"settings of the golden files")
LAYOUT_FINGERPRINT = masked.sha256(b"layout of the golden files")
SERIAL = "00112233445566778899aabbccddeeff"
CREATED_AT = 1_764_000_000_000
HOUR_MS = 3_600_000
QUANTISED = [0, 1, -1, 1048576, -1048576, 7, -32768, 32767, 2147483647, -2147483648, 12345]
SMALL = [0, 1, -1, 32767, -32768, 655, -656]


def header(**changes):
    return {"federation": FEDERATION, "purpose": "update", "baseVersion": 16,
            "settingsFingerprint": SETTINGS_FINGERPRINT, "layoutFingerprint": LAYOUT_FINGERPRINT,
            "wordCount": len(QUANTISED), "wordBits": 32, "updateId": "u-0001", "chunkCount": 1,
            "helperKeyId": masked.key_id(HELPER_PUBLIC), "expiresAtMs": CREATED_AT + HOUR_MS, **changes}


def certificate(authority=AUTHORITY_PRIVATE, client=CLIENT, private=CLIENT_PRIVATE, federation=FEDERATION):
    return masked.certificate(authority, federation, SERIAL, client, masked.ed25519_public(private),
                              CREATED_AT + 1000 * HOUR_MS)


def payload(head=None, quantised=None):
    return masked.masked_payload(SEED, head or header(), quantised or QUANTISED)


def sealed(plain, info, public_key=HELPER_PUBLIC):
    return masked.hpke_seal(public_key, info, plain, EPHEMERAL)


def good_envelope():
    head = masked.header_bytes(header(), masked.sha256(payload()))
    digest = masked.sha256(head)
    plain = masked.envelope(SEED, CLIENT_PRIVATE, digest, certificate())
    return head, digest, plain, sealed(plain, digest)


def masked_update(checksum):
    head, data = header(), payload()
    return {"updateId": head["updateId"], "clientId": CLIENT, "purpose": "UPDATE",
            "baseVersion": head["baseVersion"], "settingsFingerprint": SETTINGS_FINGERPRINT,
            "layoutFingerprint": LAYOUT_FINGERPRINT, "wordCount": head["wordCount"], "wordBits": 32,
            "helperKeyId": head["helperKeyId"], "expiresAtMs": head["expiresAtMs"], "payloadBytes": len(data),
            "chunkCount": 1, "payloadDigest": masked.sha256(data), "payloadCrc32c": checksum(data),
            "payload": data}


def sealed_seed():
    head, _, _, box = good_envelope()
    return {"updateId": "u-0001", "clientId": CLIENT, "header": head, "sealed": box}


def seed_receipt():
    return {"updateId": "u-0001", "clientId": CLIENT, "headerDigest": good_envelope()[1], "verdict": "GOOD",
            "reason": "", "decidedAtMs": CREATED_AT + 20}


def members():
    return [("u-0001", good_envelope()[1], 16), ("u-0002", masked.sha256(b"header of u-0002"), 16),
            ("u-0003", masked.sha256(b"header of u-0003"), 15)]


def unmask_request():
    return {"requestId": "update/17", "purpose": "UPDATE", "version": 17,
            "members": [{"updateId": update, "headerDigest": digest, "weighedAtVersion": version}
                        for update, digest, version in sorted(members(), key=lambda member: member[1])]}


def mask_sum(checksum):
    data = masked.packed(32, [5 * word for word in masked.mask_words(SEED, header())])
    record = {"requestId": "update/17",
              "listDigest": masked.list_digest(FEDERATION, "update", 17, members()), "verdict": "RELEASED",
              "reason": "", "memberIds": [], "weights": [16, 11, 9], "noiseScale": 0.0,
              "wordCount": len(QUANTISED), "wordBits": 32, "payloadBytes": len(data), "chunkCount": 1,
              "payloadDigest": masked.sha256(data), "payloadCrc32c": checksum(data), "payload": data}
    return {**record, "signature": masked.ed25519_sign(ROOT_PRIVATE, masked.mask_sum_bytes(FEDERATION, record))}


def helper_key():
    record = {"keyId": masked.key_id(HELPER_PUBLIC), "epoch": 1, "publicKey": HELPER_PUBLIC,
              "settingsFingerprint": SETTINGS_FINGERPRINT, "createdAtMs": CREATED_AT,
              "expiresAtMs": CREATED_AT + 192 * HOUR_MS, "rootKey": masked.ed25519_public(ROOT_PRIVATE)}
    return {**record, "signature": masked.ed25519_sign(ROOT_PRIVATE, masked.helper_key_bytes(FEDERATION, record))}


def revocation():
    record = {"serial": SERIAL, "clientId": CLIENT, "revokedAtMs": CREATED_AT + 7}
    signature = masked.ed25519_sign(AUTHORITY_PRIVATE, masked.revocation_bytes(FEDERATION, record))
    return {**record, "signature": signature}


def records(checksum):
    """Makers of the golden records, by name; checksum is CRC-32C."""
    return {"MaskedUpdate": lambda: masked_update(checksum), "SealedSeed": sealed_seed,
            "SeedReceipt": seed_receipt, "UnmaskRequest": unmask_request,
            "MaskSum": lambda: mask_sum(checksum), "HelperKey": helper_key, "Revocation": revocation}


def shown(value):
    return {name: part.hex() if isinstance(part, bytes) else part for name, part in value.items()}


def header_vectors():
    heads = [header(), header(purpose="evaluation", baseVersion=0, wordCount=3, wordBits=16, updateId="a"),
             header(expiresAtMs=2 ** 53 + 1, wordCount=11_700_000, chunkCount=46, updateId="U-" + "9" * 62)]
    digest = masked.sha256(b"payload")
    return [{"header": shown(head), "payloadDigest": digest.hex(), "bytes": masked.header_bytes(head, digest).hex(),
             "prefixDigest": masked.sha256(masked.header_prefix(head)).hex(),
             "digest": masked.sha256(masked.header_bytes(head, digest)).hex()} for head in heads]


def bad_headers():
    digest = masked.sha256(b"payload")
    good = masked.header_bytes(header(), digest)
    made = {
        "empty": b"", "cut_off": good[:-1], "byte_left_over": good + b"\0",
        "other_label": masked.canonical("tributary/masked/2") + good[22:],
        "length_huge": b"\x7f\xff\xff\xff" + good[4:], "length_negative": b"\xff\xff\xff\xff" + good[4:],
        "purpose_unknown": masked.header_bytes(header(purpose="UPDATE"), digest),
        "base_version_negative": masked.header_bytes(header(baseVersion=-1), digest),
        "word_count_zero": masked.header_bytes(header(wordCount=0), digest),
        "word_count_huge": masked.header_bytes(header(wordCount=2 ** 31), digest),
        "word_bits_24": masked.header_bytes(header(wordBits=24), digest),
        "update_id_empty": masked.header_bytes(header(updateId=""), digest),
        "update_id_slash": masked.header_bytes(header(updateId="a/b"), digest),
        "chunk_count_zero": masked.header_bytes(header(chunkCount=0), digest),
        "key_id_upper_case": masked.header_bytes(header(helperKeyId="ABCDEF0123456789"), digest),
        "digest_too_short": masked.header_prefix(header()) + struct.pack(">I", 31) + digest[:31],
        "too_long": masked.header_bytes(header(federation="f" * 2000), digest),
    }
    return [{"why": why, "bytes": data.hex()} for why, data in made.items()]


def mask_vectors():
    out = []
    for head, quantised in ((header(), QUANTISED), (header(wordBits=16, wordCount=len(SMALL)), SMALL)):
        out.append({"seed": SEED.hex(), "header": shown(head), "key": masked.mask_key(SEED, head).hex(),
                    "mask": masked.mask_words(SEED, head), "quantised": quantised,
                    "payload": payload(head, quantised).hex()})
    return out


def sum_vectors():
    out = []
    for bits, quantised in ((32, QUANTISED), (16, SMALL)):
        heads = [header(updateId=f"u-{i}", wordBits=bits, wordCount=len(quantised)) for i in range(3)]
        seeds, weights = [bytes([i]) * 32 for i in (7, 8, 9)], [16, 11, 9]
        masks = [masked.mask_words(seed, head) for seed, head in zip(seeds, heads)]
        total = [sum(w * mask[j] for w, mask in zip(weights, masks)) for j in range(len(quantised))]
        clear = [sum(weights) * q for q in quantised]
        out.append({"wordBits": bits, "weights": weights, "quantised": quantised,
                    "members": [{"seed": seed.hex(), "header": shown(head),
                                 "payload": masked.masked_payload(seed, head, quantised).hex()}
                                for seed, head in zip(seeds, heads)],
                    "maskSum": masked.packed(bits, total).hex(), "clearSum": masked.packed(bits, clear).hex()})
    return out


def envelope_vectors():
    head, digest, plain, box = good_envelope()
    moved = masked.sha256(masked.header_bytes(header(baseVersion=17), masked.sha256(payload())))
    other_helper = masked.x25519(OTHER_PRIVATE)

    def bad(plain_text, info=digest, key=HELPER_PUBLIC):
        return sealed(plain_text, info, key).hex()

    return {
        "helperPrivateKey": HELPER_PRIVATE.hex(), "helperPublicKey": HELPER_PUBLIC.hex(),
        "helperKeyId": masked.key_id(HELPER_PUBLIC), "ephemeralPrivateKey": EPHEMERAL.hex(),
        "authorityPublicKey": masked.ed25519_public(AUTHORITY_PRIVATE).hex(),
        "rootPublicKey": masked.ed25519_public(ROOT_PRIVATE).hex(), "rootPrivateKey": ROOT_PRIVATE.hex(),
        "clientPrivateKey": CLIENT_PRIVATE.hex(), "clientId": CLIENT,
        "header": head.hex(), "headerDigest": digest.hex(), "seed": SEED.hex(), "certificate": certificate().hex(),
        "plain": plain.hex(), "sealed": box.hex(),
        "bad": [
            {"why": "moved to another header", "flaw": "UNOPENABLE", "sealed": bad(plain, moved)},
            {"why": "sealed to another key", "flaw": "UNOPENABLE", "sealed": bad(plain, key=other_helper)},
            {"why": "last bit flipped", "flaw": "UNOPENABLE", "sealed": (box[:-1] + bytes([box[-1] ^ 1])).hex()},
            {"why": "cut off", "flaw": "UNOPENABLE", "sealed": box[:40].hex()},
            {"why": "no envelope inside", "flaw": "MALFORMED", "sealed": bad(b"not an envelope")},
            {"why": "seed of 31 bytes", "flaw": "MALFORMED",
             "sealed": bad(masked.envelope(SEED[:31], CLIENT_PRIVATE, digest, certificate()))},
            {"why": "byte left over", "flaw": "MALFORMED", "sealed": bad(plain + b"\0")},
            {"why": "certificate of another authority", "flaw": "BAD_CERTIFICATE",
             "sealed": bad(masked.envelope(SEED, CLIENT_PRIVATE, digest, certificate(OTHER_PRIVATE)))},
            {"why": "certificate of another federation", "flaw": "BAD_CERTIFICATE",
             "sealed": bad(masked.envelope(SEED, CLIENT_PRIVATE, digest, certificate(federation="other")))},
            {"why": "signed by another client", "flaw": "BAD_SIGNATURE",
             "sealed": bad(masked.envelope(SEED, OTHER_PRIVATE, digest, certificate()))},
            {"why": "signature of another header", "flaw": "BAD_SIGNATURE",
             "sealed": bad(masked.envelope(SEED, CLIENT_PRIVATE, moved, certificate()))},
        ],
    }


def vectors():
    request = unmask_request()
    return {
        "headers": header_vectors(), "badHeaders": bad_headers(), "masks": mask_vectors(), "sums": sum_vectors(),
        "envelope": envelope_vectors(),
        "list": {"federation": FEDERATION, "requestId": request["requestId"],
                 "digest": masked.list_digest(FEDERATION, "update", 17, members()).hex()},
    }
