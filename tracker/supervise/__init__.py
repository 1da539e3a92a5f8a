"""催办 督办 跟踪 重新办理 办结: what follows, until nothing is left to follow."""
