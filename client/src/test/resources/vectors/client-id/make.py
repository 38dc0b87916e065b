#!/usr/bin/env python3
"""Writes good.csv: secret (hex), federation, pseudonym. Made in another language than the code that it checks."""
import hashlib
import hmac
import pathlib

CASES = [
    (bytes(range(32)), "digits"),
    (bytes(range(32)), "letters"),
    (bytes([255] * 16), "digits"),
    (bytes(range(200)), "a" * 63),  # longer than HMAC's block: the key is hashed first
]

lines = ["secret,federation,client id"]
for secret, federation in CASES:
    code = hmac.new(secret, federation.encode("utf-8"), hashlib.sha256).digest()
    lines.append(f"{secret.hex()},{federation},{code[:16].hex()}")
pathlib.Path(__file__).with_name("good.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
