"""代表、委员: deputies and members with their mandates by term."""
