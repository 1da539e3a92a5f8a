"""Form of the upload."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired

from tracker.kernel.fields import Form


class UploadForm(Form):
    """A list."""

    file = FileField(
        "清单（.xlsx）",
        [FileRequired("请选择清单文件。")],
        description="标题行里写明第几届第几次会议；要有编号、标题、领衔代表（提案人）三列",
    )
