"""People who log in: accounts, roles, sessions on the server, activation codes."""
