"""The routes of the application, for tests that visit all of them."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import BaseConverter, IntegerConverter, Rule

UNKNOWN = 999_999


def views(app: Flask) -> list[Rule]:
    """Return every route but the static files."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def permission_of(app: Flask, rule: Rule):
    """Return the permission that a route names, None where it names none."""
    return getattr(app.view_functions[rule.endpoint], "permission", None)


def numbers_of(rule: Rule) -> list[str]:
    """Return the arguments of a route that are numbers of objects."""
    return [n for n in rule.arguments if isinstance(rule._converters[n], IntegerConverter)]


def _value(converter: BaseConverter, number: int) -> object:
    """Return a value of the kind that the route takes, of no object that exists."""
    return number if isinstance(converter, IntegerConverter) else "nothing"


def address(app: Flask, rule: Rule, number: int = UNKNOWN) -> str:
    """Return an address of the route, with objects that do not exist."""
    values = {name: _value(rule._converters[name], number) for name in rule.arguments}
    with app.test_request_context():
        return app.url_for(rule.endpoint, **values)
