"""Whom unknown names mean: units and proposers."""
