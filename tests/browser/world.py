"""The test district with its cases at every stage, and a person of each role."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, replace
from pathlib import Path

from flask import Flask, current_app

from tests import built, scenes
from tests.browser.stage import PEOPLE, Stage
from tests.browser.stages import STAGES
from tests.house.people import login_name
from tests.reply.letters import DAY
from tests.scenes import START, District
from tracker.accounts.queries import by_login
from tracker.bodies import actions as bodies
from tracker.bodies.models import Body, CongressSession
from tracker.kernel import clock
from tracker.kernel.db import transaction
from tracker.roles import Role
from tracker.terms import Period


@dataclass
class World:
    """The test district, its cases at every stage, and a person of each role."""

    app: Flask
    district: District = field(default_factory=scenes.build)
    made: dict[str, Stage] = field(default_factory=dict)

    def stage(self, name: str) -> Stage:
        """Return the case at a stage."""
        if name not in self.made:
            number = f"{list(STAGES).index(name) + 101}"
            self.made[name] = stage = Stage(self.app, self.district, number=number)
            STAGES[name](stage)
        return self.made[name]

    def login(self, role: Role) -> str:
        """Return the log-in name of a person of the role."""
        key = PEOPLE.get(role, role.value)
        if key not in self.district.logins:
            self.district.logins[key] = login_name(role)
        return self.district.logins[key]

    def account_id(self, login: str) -> int:
        """Return the number of an account; no transaction stays open beside the server's."""
        with transaction():
            return by_login(login).id

    def session(self) -> CongressSession:
        """Return the session of the congress."""
        return self.district.row(CongressSession, "congress_session")

    def batch_id(self) -> int:
        """Return a batch of the session, made at the first call."""
        if "batch" not in self.district.ids:
            with self.district.act("clerk"):
                batch = bodies.save_batch(self.session(), Period.SESSION, "第一批", START, None)
                self.district.ids["batch"] = batch.id
        return self.district.ids["batch"]

    def group_id(self) -> int:
        """Return a delegation, made at the first call."""
        if "group" not in self.district.ids:
            with self.district.act("clerk"):
                group = bodies.save_group(self.district.row(Body, "congress"), "城南代表团")
                self.district.ids["group"] = group.id
        return self.district.ids["group"]

    def copied(self, folder: Path, app: Flask, into: Path) -> World:
        """Return the same world over a copy of its database, in the place of the app's own."""
        district = built.copied(folder, self.district, into)
        made = {
            name: replace(stage, app=app, district=district, rows=copy.copy(stage.rows))
            for name, stage in self.made.items()
        }
        return World(app, district, made)


def build_whole(folder: Path) -> World:
    """Build a world with every stage and every role in a folder."""
    worlds = []

    def fill(district: District) -> None:
        world = World(current_app, district)
        with clock.moved_to(clock.at(DAY)):
            for name in STAGES:
                world.stage(name)
            for role in Role:
                world.login(role)
            world.batch_id()
            world.group_id()
        worlds.append(world)

    built.build_district(folder, fill)
    return worlds[0]
