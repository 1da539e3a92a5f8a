"""Measuring: many cases made quickly, and the figures that `make bench` prints."""
