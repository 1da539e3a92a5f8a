"""承办单位 handling units."""
