"""人大、政协: the two bodies, their terms, sessions, batches and groups."""
