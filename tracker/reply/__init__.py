"""The reply (答复函): letter, lifecycle, delivery, commitments (承诺事项)."""
