"""The form that takes in a list."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired

from tracker.kernel.fields import Form
from tracker.kernel.sheets import ACCEPT, FORMATS


class ListForm(Form):
    """A workbook with a list of units, deputies or accounts."""

    book = FileField(
        "填好的表格",
        [FileRequired("请选择填好的表格文件。")],
        description=f"{FORMATS} 文件，先下载模板填写",
        render_kw={"accept": ACCEPT},
    )
