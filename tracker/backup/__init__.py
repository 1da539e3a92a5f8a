"""Backup and restore: one verified archive of database and attachments."""
