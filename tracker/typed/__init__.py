"""What a person typed and has not sent: kept by the server, given back, forgotten once sent."""
