"""One gate: every route names its permission, the viewer is fixed before the view runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar, cast

from flask import abort, g, redirect, request, url_for
from werkzeug.wrappers import Response

from tracker.permissions import Permission, allowed
from tracker.roles import Role
from tracker.terms import BodyType

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Viewer:
    """The person behind a request."""

    account_id: int
    login: str
    name: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    unit_id: int | None = None
    unit_name: str = ""
    deputy_id: int | None = None
    body_type: BodyType | None = None
    must_change_password: bool = False
    session_id: int | None = None

    @property
    def place(self) -> str:
        """Unit, or the roles in words."""
        return self.unit_name or "、".join(sorted(role.label for role in self.roles))

    def is_one_of(self, *roles: Role) -> bool:
        """Whether the viewer holds one of the roles."""
        return not self.roles.isdisjoint(roles)

    def may(self, permission: Permission) -> bool:
        """Whether one of the viewer's roles has the permission on some object."""
        return allowed(permission, self.roles)


def viewer() -> Viewer:
    """Return the person behind the request; only behind @requires."""
    person = current()
    if person is None:
        abort(403)
    return person


def current() -> Viewer | None:
    """Return the person behind the request, None for the anonymous."""
    return cast("Viewer | None", g.get("viewer"))


@contextmanager
def acting(person: Viewer) -> Iterator[None]:
    """Let a person act outside a request: demonstration data, commands, tests."""
    before = g.get("viewer")
    g.viewer = person
    try:
        yield
    finally:
        g.viewer = before


def requires(permission: Permission) -> Callable[[View], View]:
    """Let only roles with the permission pass: anonymous 302 to the log-in, no right 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def gated(*args: Any, **kwargs: Any) -> Any:
            refusal = _refusal(permission)
            return view(*args, **kwargs) if refusal is None else refusal

        gated.permission = permission  # type: ignore[attr-defined]
        return cast("View", gated)

    return decorate


def public(permission: Permission) -> Callable[[View], View]:
    """Name the permission of a route that the anonymous may use."""

    def decorate(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return decorate


def _refusal(permission: Permission) -> Response | None:
    """Return the redirect for the anonymous or the unfinished; 403 for who may not."""
    person = current()
    if person is None:
        target = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("accounts.log_in", next=target))
    if waits_for_password(person, permission):
        return redirect(url_for("accounts.change_password"))
    if not person.may(permission):
        abort(403)
    return None


def waits_for_password(person: Viewer, permission: Permission) -> bool:
    """Whether somebody has to change the password before doing this."""
    return person.must_change_password and permission not in _WITHOUT_OWN_PASSWORD


_WITHOUT_OWN_PASSWORD = (Permission.AUTH_LOGOUT, Permission.AUTH_CHANGE_OWN_PASSWORD)
