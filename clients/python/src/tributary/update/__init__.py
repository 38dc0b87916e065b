"""What a client sends: the delta of a training, its encoding, and the records that carry it."""
