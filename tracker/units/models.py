"""Tables of handling units."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.kernel.db import Model, related
from tracker.units.names import LONGEST_ALIAS, LONGEST_SHORT_NAME


class Unit(Model):
    """A handling unit (承办单位): the unit itself, never an inner section."""

    __tablename__ = "unit"
    __table_args__ = {"comment": "承办单位"}

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    name: Mapped[str] = mapped_column(String(80), unique=True, comment="全称")
    short_name: Mapped[str] = mapped_column(String(LONGEST_SHORT_NAME), comment="简称")
    online: Mapped[bool] = mapped_column(comment="是否上网办理")
    active: Mapped[bool] = mapped_column(comment="是否在用")
    phone: Mapped[str] = mapped_column(String(20), comment="联系电话")
    names: Mapped[str] = mapped_column(Text, default="", comment="各名称（供查找）")
    version: Mapped[int] = mapped_column(comment="版本")

    aliases: Mapped[list[UnitAlias]] = related(
        cascade="all, delete-orphan", order_by="UnitAlias.alias"
    )
    __mapper_args__ = {"version_id_col": version}


class UnitAlias(Model):
    """Another name under which lists mention a unit."""

    __tablename__ = "unit_alias"
    __table_args__ = {"comment": "承办单位别名"}

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    unit_id: Mapped[int] = mapped_column(
        ForeignKey("unit.id", ondelete="CASCADE"), index=True, comment="承办单位"
    )
    alias: Mapped[str] = mapped_column(String(LONGEST_ALIAS), unique=True, comment="别名")
