"""The lists that systems in use print, with what is to come of each; the rows are invented."""

from __future__ import annotations

from collections.abc import Callable

from openpyxl import Workbook

from tests.intake import layouts
from tests.intake.ugly.corpus import SUGGESTIONS, saved, ugly

SECOND = "政协提案 10-2"


def put(make: Callable[[], Workbook], *lines: str, said: tuple[str, ...] = ()) -> None:
    """Put a layout into the corpus."""

    def file() -> bytes:
        return saved(make().active)

    file.__name__ = f"layout_{make.__name__}"
    ugly(*lines, said=said)(file)


put(
    layouts.catalogue,
    SUGGESTIONS,
    "new 4 015 关于校门口停车的建议 张三 主=区教育局",
    "new 5 016 关于社区门诊的建议 李四 主=区卫生健康局 注=重点",
)
put(
    layouts.key_suggestions,
    SUGGESTIONS,
    "new 4 028 关于老旧小区电路的建议 王小明 主=区住建局",
    "new 5 003 关于校车的建议 买买提·艾力 主=区教育局",
)
put(
    layouts.screen_list,
    SUGGESTIONS,
    "new 3 7 关于增设公交站的建议 陈建国等5人 主=区交通运输局 限=2026-06-30",
)
put(
    layouts.transfer,
    SECOND,
    "new 3 12 关于托育的提案 李明、王强 主=区教育局 会=区财政局、区人社局 收=2026-01-10 文=正文一"
    " 类=科技教育 级=A",
    "new 4 13 关于营商环境的提案 区工商业联合会 主=区发改局 集体",
)
put(
    layouts.export,
    SECOND,
    "new 3 021 关于河道保洁的提案 赵敏、钱进、孙立、周全 文=正文 类=城建环保 闭会",
    said=("没有对应栏目、随件保存的列：提案者意向主办单位",),
)
put(
    layouts.fifth_row,
    SECOND,
    "new 6 31 关于养老的提案 甲一、乙二 主=区民政局",
    "new 7 32 关于调解的提案 丙三、丁四、戊五 主=区司法局、区信访局",
)
put(
    layouts.query_ledger,
    SECOND,
    "new 3 B(2020)79 关于菜场改造的提案 吴芳 交=2026-02-24 类=城建环保",
)
put(
    layouts.search_list,
    SUGGESTIONS,
    "new 2 第五号 关于路灯的建议 郑和平 主=区城管局 会=区财政局、区住建局 评=satisfied",
)
