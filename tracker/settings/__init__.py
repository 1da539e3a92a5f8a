"""The office's own values: the holiday calendar."""
