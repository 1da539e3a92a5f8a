"""Limits and choices that differ by place, as data with their sources."""
