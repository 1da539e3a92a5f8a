"""The office's own values: the holiday calendar; its pages stand in `assign`."""
