"""``python -m tributary``: the command line."""
