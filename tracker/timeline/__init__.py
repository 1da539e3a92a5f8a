"""What people see of the past: the history of a case (办理日志)."""
