"""The outbox: telling someone is a row in the same transaction as the act."""
