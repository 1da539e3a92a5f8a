"""Tables of the audit log: plain ids, no foreign keys, never updated."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.kernel import frozen
from tracker.kernel.db import Model, UTCDateTime, db, term_column
from tracker.roles import AuditResult


class AuditEntry(Model):
    """One entry of the chain."""

    __tablename__ = "audit_entry"
    __table_args__ = {"comment": "审计日志（链式，只增不改）"}

    seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(db.Integer, "sqlite"),
        primary_key=True,
        autoincrement=False,
        comment="序号",
    )
    at: Mapped[datetime] = mapped_column(UTCDateTime, comment="时刻（UTC）")
    actor_id: Mapped[int | None] = mapped_column(comment="账号")
    actor_name: Mapped[str] = mapped_column(String(80), comment="当时姓名")
    roles: Mapped[str] = mapped_column(String(40), comment="当时角色")
    ip: Mapped[str] = mapped_column(String(45), comment="来源地址")
    action: Mapped[str] = mapped_column(String(80), comment="事项")
    object_type: Mapped[str] = mapped_column(String(40), comment="对象类型")
    object_id: Mapped[int | None] = mapped_column(comment="对象编号")
    result: Mapped[AuditResult] = term_column(AuditResult, "结果")
    detail: Mapped[str] = mapped_column(Text, comment="内容（JSON，不含电话与密码）")
    request_id: Mapped[str] = mapped_column(String(32), comment="请求号")
    key_id: Mapped[str] = mapped_column(String(16), comment="密钥号")
    previous: Mapped[str] = mapped_column(String(64), comment="上一条摘要")
    digest: Mapped[str] = mapped_column(String(64), unique=True, comment="本条摘要（HMAC）")


frozen.keep(AuditEntry.__table__)


class AuditHead(Model):
    """The last entry's number and digest under the key: a tail cut off is seen."""

    __tablename__ = "audit_head"
    __table_args__ = {"comment": "审计链头"}

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="恒为 1")
    seq: Mapped[int] = mapped_column(comment="最后序号")
    digest: Mapped[str] = mapped_column(String(64), comment="最后摘要")
    seal: Mapped[str] = mapped_column(String(64), comment="链头印记（HMAC）")
