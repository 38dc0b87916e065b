"""How numbers become bytes: protocol.md, section 5. Each encoding is a function that writes and one that reads."""

from tributary.codecs.encoding import MODEL_ENCODINGS, UPDATE_ENCODINGS, decode

__all__ = ["MODEL_ENCODINGS", "UPDATE_ENCODINGS", "decode"]
