"""Lists of units, deputies and accounts: read, shown before, taken in."""
