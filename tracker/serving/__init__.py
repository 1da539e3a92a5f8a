"""Serving the pages: gunicorn, how it is set, its worker, and the processes beside it."""
