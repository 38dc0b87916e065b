#!/usr/bin/env python3
"""The masked protocol in plain Python, from protocol-masked.md alone: canonical bytes, HKDF, AES-256-CTR, HPKE
and Ed25519. A second implementation to check the first by, and slow; nothing here hides timing, so it is no
library for keys that matter.

make_golden.py writes masked.json with it.
"""

import hashlib
import hmac
import struct

P = 2 ** 255 - 19


def canonical(label, *fields):
    """A text or bytes after the length in 4 bytes, a number in 8, all big-endian; the label is the first text."""
    out = bytearray()
    for field in (label, *fields):
        if isinstance(field, int):
            out += struct.pack(">q", field)
        else:
            data = field.encode("utf-8") if isinstance(field, str) else bytes(field)
            out += struct.pack(">I", len(data)) + data
    return bytes(out)


def double_bits(value):
    return struct.unpack(">q", struct.pack(">d", value))[0]


def sha256(data):
    return hashlib.sha256(data).digest()


# HKDF-SHA256 (RFC 5869)

def hkdf_extract(salt, secret):
    return hmac.new(salt or bytes(32), secret, hashlib.sha256).digest()


def hkdf_expand(key, info, length):
    out, block, counter = b"", b"", 1
    while len(out) < length:
        block = hmac.new(key, block + info + bytes([counter]), hashlib.sha256).digest()
        out, counter = out + block, counter + 1
    return out[:length]


# AES-256 (FIPS 197), its counter mode and GCM (SP 800-38D)

def _sbox():
    box, p, q = [0] * 256, 1, 1
    while True:
        p = p ^ (p << 1) & 0xFF ^ (0x1B if p & 0x80 else 0)
        q ^= q << 1
        q ^= q << 2
        q = (q ^ q << 4) & 0xFF
        q ^= 0x09 if q & 0x80 else 0
        rotated = q
        for shift in (1, 2, 3, 4):
            rotated ^= (q << shift | q >> 8 - shift) & 0xFF
        box[p] = rotated ^ 0x63
        if p == 1:
            break
    box[0] = 0x63
    return bytes(box)


SBOX = _sbox()


def _doubled(byte):
    return byte << 1 & 0xFF ^ (0x1B if byte & 0x80 else 0)


def aes256_round_keys(key):
    words, rcon = [key[i:i + 4] for i in range(0, 32, 4)], 1
    for i in range(8, 60):
        word = words[-1]
        if i % 8 == 0:
            word = bytes(SBOX[b] for b in word[1:] + word[:1])
            word = bytes([word[0] ^ rcon]) + word[1:]
            rcon = _doubled(rcon)
        elif i % 8 == 4:
            word = bytes(SBOX[b] for b in word)
        words.append(bytes(a ^ b for a, b in zip(word, words[i - 8])))
    return [b"".join(words[i:i + 4]) for i in range(0, 60, 4)]


def aes256_block(round_keys, block):
    state = [a ^ b for a, b in zip(block, round_keys[0])]
    for number, key in enumerate(round_keys[1:], 1):
        state = [SBOX[state[(i + 4 * (i % 4)) % 16]] for i in range(16)]
        if number < 14:
            mixed = []
            for column in range(0, 16, 4):
                a = state[column:column + 4]
                mixed += [_doubled(a[i]) ^ _doubled(a[(i + 1) % 4]) ^ a[(i + 1) % 4] ^ a[(i + 2) % 4]
                          ^ a[(i + 3) % 4] for i in range(4)]
            state = mixed
        state = [a ^ b for a, b in zip(state, key)]
    return bytes(state)


def aes256_ctr(key, counter, length):
    keys, out = aes256_round_keys(key), b""
    while len(out) < length:
        out += aes256_block(keys, counter.to_bytes(16, "big"))
        counter += 1
    return out[:length]


def _ghash(h, data):
    h, y = int.from_bytes(h, "big"), 0
    for i in range(0, len(data), 16):
        y ^= int.from_bytes(data[i:i + 16].ljust(16, b"\0"), "big")
        z, v = 0, h
        for bit in range(127, -1, -1):
            z ^= v if y >> bit & 1 else 0
            v = v >> 1 ^ (0xE1 << 120 if v & 1 else 0)
        y = z
    return y.to_bytes(16, "big")


def aes256_gcm_seal(key, nonce, plain, associated=b""):
    keys = aes256_round_keys(key)
    first = int.from_bytes(nonce + b"\0\0\0\1", "big")
    stream = aes256_ctr(key, first + 1, len(plain))
    cipher = bytes(a ^ b for a, b in zip(plain, stream))
    padded = associated.ljust(-(-len(associated) // 16) * 16, b"\0") + cipher.ljust(
        -(-len(cipher) // 16) * 16, b"\0")
    tag = _ghash(aes256_block(keys, bytes(16)), padded + struct.pack(">QQ", len(associated) * 8, len(cipher) * 8))
    return cipher + bytes(a ^ b for a, b in zip(tag, aes256_block(keys, first.to_bytes(16, "big"))))


# X25519 (RFC 7748)

def x25519(scalar, u=(9).to_bytes(32, "little")):
    k = int.from_bytes(scalar, "little") & ~7 & (1 << 255) - 1 | 1 << 254
    x1 = int.from_bytes(u, "little") & (1 << 255) - 1
    x2, z2, x3, z3, swap = 1, 0, x1, 1, 0
    for t in range(254, -1, -1):
        bit = k >> t & 1
        if swap ^ bit:
            x2, x3, z2, z3 = x3, x2, z3, z2
        swap = bit
        a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
        aa, bb, da, cb = a * a, b * b, d * a, c * b
        e = aa - bb
        x3, z3 = (da + cb) ** 2 % P, x1 * (da - cb) ** 2 % P
        x2, z2 = aa * bb % P, e * (aa + 121665 * e) % P
    if swap:
        x2, z2 = x3, z3
    return (x2 * pow(z2, P - 2, P) % P).to_bytes(32, "little")


# HPKE, base mode (RFC 9180): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM

KEM = b"KEM" + struct.pack(">H", 0x0020)
SUITE = b"HPKE" + struct.pack(">HHH", 0x0020, 0x0001, 0x0002)


def _extract(suite, salt, label, secret):
    return hkdf_extract(salt, b"HPKE-v1" + suite + label + secret)


def _expand(suite, key, label, info, length):
    return hkdf_expand(key, struct.pack(">H", length) + b"HPKE-v1" + suite + label + info, length)


def hpke_seal(public_key, info, plain, ephemeral):
    """Encapsulated key, then ciphertext and tag; the ephemeral private key is given, so that bytes repeat."""
    encapsulated = x25519(ephemeral)
    secret = _extract(KEM, b"", b"eae_prk", x25519(ephemeral, public_key))
    shared = _expand(KEM, secret, b"shared_secret", encapsulated + public_key, 32)
    context = b"\0" + _extract(SUITE, b"", b"psk_id_hash", b"") + _extract(SUITE, b"", b"info_hash", info)
    secret = _extract(SUITE, shared, b"secret", b"")
    key = _expand(SUITE, secret, b"key", context, 32)
    return encapsulated + aes256_gcm_seal(key, _expand(SUITE, secret, b"base_nonce", context, 12), plain)


# Ed25519 (RFC 8032)

ORDER = 2 ** 252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
BASE_Y = 4 * pow(5, P - 2, P) % P


def _base_x():
    square = (BASE_Y * BASE_Y - 1) * pow(D * BASE_Y * BASE_Y + 1, P - 2, P)
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
    return P - x if x & 1 else x


BASE = (_base_x(), BASE_Y)


def _add(p, q):
    (x1, y1), (x2, y2) = p, q
    k = D * x1 * x2 * y1 * y2 % P
    return ((x1 * y2 + x2 * y1) * pow(1 + k, P - 2, P) % P, (y1 * y2 + x1 * x2) * pow(1 - k, P - 2, P) % P)


def _multiplied(scalar, point):
    result = (0, 1)
    while scalar:
        if scalar & 1:
            result = _add(result, point)
        point, scalar = _add(point, point), scalar >> 1
    return result


def _encoded(point):
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def _expanded(private):
    digest = hashlib.sha512(private).digest()
    return int.from_bytes(digest[:32], "little") & ~7 & (1 << 255) - 1 | 1 << 254, digest[32:]


def ed25519_public(private):
    scalar, _ = _expanded(private)
    return _encoded(_multiplied(scalar & (1 << 255) - 1, BASE))


def ed25519_sign(private, message):
    scalar, prefix = _expanded(private)
    scalar &= (1 << 255) - 1
    public = _encoded(_multiplied(scalar, BASE))
    r = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % ORDER
    commitment = _encoded(_multiplied(r, BASE))
    k = int.from_bytes(hashlib.sha512(commitment + public + message).digest(), "little") % ORDER
    return commitment + ((r + k * scalar) % ORDER).to_bytes(32, "little")


# The protocol

HEADER_FIELDS = ("federation", "purpose", "baseVersion", "settingsFingerprint", "layoutFingerprint", "wordCount",
                 "wordBits", "updateId", "chunkCount", "helperKeyId", "expiresAtMs")


def header_prefix(header):
    return canonical("tributary/masked/1", *(header[name] for name in HEADER_FIELDS))


def header_bytes(header, payload_digest):
    return header_prefix(header) + struct.pack(">I", 32) + payload_digest


def mask_key(seed, header):
    return hkdf_expand(hkdf_extract(b"", seed), b"tributary/mask/1" + sha256(header_prefix(header)), 32)


def mask_words(seed, header):
    """AES-256-CTR from counter 0, read as little-endian words."""
    return unpacked(header["wordBits"], aes256_ctr(mask_key(seed, header), 0,
                                                   header["wordCount"] * header["wordBits"] // 8))


def unpacked(bits, data):
    return list(struct.unpack(f"<{len(data) * 8 // bits}{'H' if bits == 16 else 'I'}", data))


def packed(bits, words):
    return struct.pack(f"<{len(words)}{'H' if bits == 16 else 'I'}", *(word % 2 ** bits for word in words))


def masked_payload(seed, header, quantised):
    return packed(header["wordBits"], [q + m for q, m in zip(quantised, mask_words(seed, header))])


def key_id(public_key):
    return sha256(public_key)[:8].hex()


def certificate(authority, federation, serial, client, public_key, expires_at_ms):
    fields = ("tributary/certificate/1", federation, serial, client, public_key, expires_at_ms)
    return canonical(*fields, ed25519_sign(authority, canonical(*fields)))


def envelope(seed, client_private, header_digest, certificate_bytes):
    signature = ed25519_sign(client_private, canonical("tributary/seed/1", header_digest))
    return canonical("tributary/seed-envelope/1", seed, signature, certificate_bytes)


def list_digest(federation, purpose, version, members):
    ordered = sorted(members, key=lambda member: (member[1], member[0], member[2]))
    fields = [field for member in ordered for field in member]
    return sha256(canonical("tributary/members/1", federation, purpose, version, len(ordered), *fields))


def helper_key_bytes(federation, record):
    return canonical("tributary/helper-key/1", federation, record["epoch"], record["publicKey"],
                     record["settingsFingerprint"], record["createdAtMs"], record["expiresAtMs"])


def mask_sum_bytes(federation, record):
    return canonical("tributary/mask-sum/1", federation, record["requestId"], record["listDigest"],
                     record["verdict"].lower(), record["reason"], len(record["weights"]), *record["weights"],
                     double_bits(record["noiseScale"]), record["wordCount"], record["wordBits"],
                     record["payloadDigest"])


def revocation_bytes(federation, record):
    return canonical("tributary/revocation/1", federation, record["serial"], record["clientId"],
                     record["revokedAtMs"])
