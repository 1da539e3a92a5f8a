"""Dates by which something is due: how they are counted, and the rows that keep them."""
