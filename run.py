"""Start: `python run.py` for development, `run:app` for a WSGI server."""

from __future__ import annotations

import sys

from flask_migrate import upgrade

from config import ConfigError, from_environment
from tracker import create_app

try:
    app = create_app()
except ConfigError as error:
    sys.exit(str(error))

HOST, PORT = "127.0.0.1", 8000


def main() -> None:
    """Bring the database up to date and serve."""
    config = from_environment()
    for name, value in config.masked().items():
        app.logger.info("%s = %s", name, value)
    with app.app_context():
        upgrade()
    sys.stdout.write(f"建议提案办理跟踪系统：http://{HOST}:{PORT}/\n")
    app.run(HOST, PORT, use_reloader=False)


if __name__ == "__main__":
    main()
