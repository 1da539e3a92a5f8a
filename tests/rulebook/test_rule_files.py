"""Files that cannot be used are refused with a sentence that names file and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.rulebook.book import RulebookError
from tracker.rulebook.files import chain, layer
from tracker.rulebook.keys import CHOICES

PLACE = """
name = "某区"
layer = "district"
[limits.sign]
value = 1
unit = "workdays"
event = "assigned"
source = "某区办理办法第五条"
[choices.office_check]
value = true
source = "某区办理办法第九条"
[reminders]
source = "某区办理办法第十条"
before = [5]
late_every = 3
visits = [10]
soon = 2
"""
CLASSES = """
[classes]
source = "某区办理办法第八条"
A = ["done", "adopted", "partly_done"]
B = ["under_way", "planned_dated", "planned"]
C = ["not_now", "not_feasible", "reference", "beyond_level"]
"""
LAPSE = '[limits.lapse]\nvalue = 2\nunit = "workdays"\nevent = "reminded"\nsource = "办法第三条"\n'


@pytest.fixture
def reading(tmp_path: Path):
    """Return a function that reads a place's file."""

    def read(place: str = PLACE):
        (tmp_path / "place.toml").write_text(place, encoding="utf-8")
        layer.cache_clear()
        return layer("place", tmp_path)

    yield read
    layer.cache_clear()


def test_a_file_gives_its_values_with_whose_they_are(reading):
    found = reading(PLACE + CLASSES)
    assert (found.name, found.kind) == ("某区", "district")
    assert [(one.key, one.source.whose) for one in found.values] == [
        ("sign", "某区"),
        ("office_check", "某区"),
        ("reminders", "某区"),
        ("classes", "某区"),
    ]


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("name = ", "place.toml 格式不对："),
        (PLACE.replace('"district"', '"village"'), "place.toml 的 layer 不能用："),
        (PLACE + LAPSE.replace("value = 2\n", ""), "place.toml 的 lapse 缺少 value。"),
        (PLACE + LAPSE.replace("value = 2", "value = 0"), "place.toml 的 lapse 缺少 value。"),
        (PLACE + LAPSE.replace("value = 2", "value = 401"), "place.toml 的 lapse 不能是"),
        (PLACE + LAPSE.replace('source = "办法第三条"\n', ""), "place.toml 的 lapse 缺少 source。"),
        (PLACE + LAPSE.replace("办法第三条", "惯例"), "place.toml 的 lapse 没有写明条款"),
        (PLACE + LAPSE.replace("s.lapse", "s.publish"), "place.toml 的 publish 不是可以定"),
        (PLACE + LAPSE.replace("reminded", "assigned"), "place.toml 的 lapse 不能是"),
        (PLACE + LAPSE.replace("workdays", "quarters"), "place.toml 的 lapse 不能是"),
        (PLACE + LAPSE.replace("workdays", "weeks"), "place.toml 的 lapse 不能用："),
        (PLACE + LAPSE.replace("value = 2", 'value = "两"'), "place.toml 的 lapse 不能用："),
        (PLACE + LAPSE + 'valid_from = "某日"\n', "place.toml 的 lapse 的 valid_from 应写成"),
        (PLACE.replace("办法第九条", "惯例"), "place.toml 的 office_check 没有写明条款"),
        (PLACE.replace("value = true\n", ""), "place.toml 的 office_check 缺少 value。"),
        (
            PLACE.replace("value = true", "value = 1"),
            "place.toml 的 office_check 只能是 False、True",
        ),
        (PLACE.replace("office_check", "who_rates"), "place.toml 的 who_rates 不是可以选的事项。"),
        (PLACE.replace("办法第十条", "惯例"), "place.toml 的 reminders 没有写明条款"),
        (PLACE.replace("soon = 2", ""), "place.toml 的 reminders 缺少 'soon'。"),
        (
            PLACE + CLASSES.replace('"done", ', ""),
            "place.toml 的类别表应把每种办理结果恰好列一次。",
        ),
        (PLACE + CLASSES.replace('"done"', '"solved"'), "place.toml 的类别表不能用："),
        (PLACE + CLASSES.replace("C =", "E ="), "place.toml 的类别表不能用："),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_sentence(reading, place, words):
    with pytest.raises(RulebookError) as refusal:
        reading(place)
    assert str(refusal.value).startswith(words)


@pytest.mark.parametrize("code", ["elsewhere", "../default", "places/shanghai", ""])
def test_a_file_that_is_missing_is_named(code):
    with pytest.raises(RulebookError, match=r"没有规则文件 .*\.toml。"):
        layer(code)


def test_a_place_that_lies_under_itself_is_refused(reading, tmp_path):
    reading(PLACE.replace('layer = "district"', 'layer = "district"\nunder = "place"'))
    with pytest.raises(RulebookError, match="绕回了自己"):
        chain("place", tmp_path)


def test_a_place_comes_with_those_above_it():
    assert chain("haishu") == ("zhejiang", "ningbo", "haishu")
    assert chain("") == ()


@pytest.mark.parametrize("key", CHOICES)
def test_each_value_that_is_offered_has_words_and_is_taken(reading, key):
    spec = CHOICES[key]
    assert spec.before in [value for value, _words in spec.offered]
    for value, words in spec.offered:
        text = str(value).lower() if isinstance(value, bool) else repr(value).replace("'", '"')
        entry = f'[choices.{key}]\nvalue = {text}\nsource = "办法第一条"\n'
        (found,) = reading(f'name = "某区"\nlayer = "district"\n{entry}').values
        assert (found.what, spec.words(found.what)) == (value, words)
