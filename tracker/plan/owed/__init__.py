"""The rule of what is owed, from the facts of one case; pure: no day of today, no database."""
