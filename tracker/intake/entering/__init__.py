"""Entering what was ticked: all of it, or nothing."""
