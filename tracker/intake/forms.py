"""Forms of the upload of lists."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from tracker.kernel.fields import Form
from tracker.kernel.given import NO_REASON
from tracker.kernel.sheets import ACCEPT, FORMATS


class UploadForm(Form):
    """A list."""

    file = FileField(
        f"清单（{FORMATS}）",
        [FileRequired("请选择清单文件。")],
        description="标题行里写明第几届第几次会议；要有编号、标题、领衔代表（提案人）三列",
        render_kw={"accept": ACCEPT},
    )


class UndoForm(Form):
    """Why a list is taken back."""

    reason = TextAreaField(
        "撤销理由", [DataRequired(NO_REASON), Length(max=500)], description="如“选错了届次”"
    )
