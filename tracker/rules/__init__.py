"""The rules of this office: what holds and whose it is, decided by two persons."""
