"""What an act may answer besides success; the sentence is shown to the person as it is."""

from __future__ import annotations

from collections.abc import Sequence


class Refused(Exception):  # noqa: N818 (the word of the trade; shown as an answer)
    """The act is not allowed in the present state (answer 409).

    The message says which rule refused and what to do, in Chinese.
    """

    status = 409


class Invalid(Refused):
    """A value that a person typed cannot be used; `field` names the form field."""

    status = 422

    def __init__(self, field: str, message: str) -> None:
        """Keep the field beside the sentence."""
        super().__init__(message)
        self.field = field


class Misaddressed(Refused):
    """The system was opened by an address that is not its own."""

    status = 400


class SentTwice(Refused):
    """The same person just entered the same."""

    def __init__(self) -> None:
        """Use the one sentence for all records."""
        super().__init__("刚才已登记过同样的内容，请刷新页面查看。")


class Stale(Refused):
    """Somebody else changed the record since the page was shown."""

    def __init__(self, changes: Sequence[object] = ()) -> None:
        """Say what happened where that is known, else the one sentence for all records."""
        if changes:
            told = "；".join(map(str, changes))
            super().__init__(f"您打开页面以后这里有了变动：{told}。这次没有办，请核对后再办。")
        else:
            super().__init__("该内容已被他人处理，这次没有办。请刷新页面，核对后再办。")


class Taken(Refused):
    """What the page showed is no longer this person's to do, by an act that happened since."""

    def __init__(self, change: object) -> None:
        """Say what happened; there is nothing to do again."""
        told = f"您打开页面以后：{change}，您不能再办了。"
        super().__init__(f"{told}这次没有办；填写的内容如有用，请先复制。")
