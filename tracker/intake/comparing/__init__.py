"""Judging rows: what a list would do to what is registered."""
