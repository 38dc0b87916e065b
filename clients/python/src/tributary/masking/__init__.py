"""Masked updates: protocol-masked.md. Numbers under a mask, its seed sealed to the mask helper, keys and certificates."""
