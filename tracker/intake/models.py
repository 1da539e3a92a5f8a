"""Tables of the import: lists that went in, what their rows said, how columns are taken."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.accounts.models import Account
from tracker.cases.models import Case
from tracker.kernel.db import Model, UTCDateTime, related


class ImportedList(Model):
    """One list that went in; `last_entry` is the last line of the history that it wrote."""

    __tablename__ = "imported_list"
    __table_args__ = (
        CheckConstraint("(undone_at IS NULL) = (undo_reason = '')", name="undone"),
        {"comment": "导入的清单"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    file: Mapped[str] = mapped_column(String(120), comment="文件名")
    digest: Mapped[str] = mapped_column(String(64), comment="文件摘要（SHA-256）")
    at: Mapped[datetime] = mapped_column(UTCDateTime, comment="导入时刻")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="导入账号")
    registered: Mapped[int] = mapped_column(default=0, comment="新登记件数")
    changed: Mapped[int] = mapped_column(default=0, comment="更正件数")
    last_entry: Mapped[int] = mapped_column(default=0, comment="导入时最后一条办理日志")
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime, comment="撤销时刻")
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="撤销账号")
    undo_reason: Mapped[str] = mapped_column(Text, default="", comment="撤销理由")
    version: Mapped[int] = mapped_column(comment="版本")

    account: Mapped[Account | None] = related(foreign_keys="ImportedList.account_id")
    __mapper_args__ = {"version_id_col": version}


class ImportedRow(Model):
    """One row that went in: all that it said, and what the case was before where it changed one."""

    __tablename__ = "imported_row"
    __table_args__ = {"comment": "导入清单的行"}

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    list_id: Mapped[int] = mapped_column(ForeignKey("imported_list.id"), index=True, comment="清单")
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True, comment="件")
    sheet: Mapped[str] = mapped_column(String(120), comment="工作表")
    row: Mapped[int] = mapped_column(comment="行号")
    new: Mapped[bool] = mapped_column(comment="新登记（否则为更正）")
    cells: Mapped[str] = mapped_column(Text, comment="这一行的各栏（JSON）")
    before: Mapped[str] = mapped_column(
        Text, default="", comment="更正以前的登记（JSON），新登记的为空"
    )

    case: Mapped[Case] = related()
    list: Mapped[ImportedList] = related()


class ListLayout(Model):
    """How the columns of lists with certain headings are taken, as a clerk said it."""

    __tablename__ = "list_layout"
    __table_args__ = {"comment": "清单各列的对应"}

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    signature: Mapped[str] = mapped_column(String(64), unique=True, comment="表头的特征（SHA-256）")
    fields: Mapped[str] = mapped_column(Text, comment="各列的内容（JSON）")
    file: Mapped[str] = mapped_column(String(120), comment="最近一份清单的文件名")
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime, comment="保存时刻")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="保存账号")
