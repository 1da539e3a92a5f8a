"""The laws of the house, each kept by a test."""
