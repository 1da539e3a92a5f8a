"""Texts in bigrams: what is a neighbour, what is not."""

from __future__ import annotations

import pytest

from tracker.cases.grams import asked, grams, lines_of, token, without, words_of


def test_each_character_begins_one_gram_and_none_reaches_over_the_end_of_a_line():
    assert grams("停车难\n\n路灯") == [
        ("停", "车"), ("车", "难"), ("难", ""), ("路", "灯"), ("灯", ""),
    ]  # fmt: skip
    assert grams("") == []


@pytest.mark.parametrize(
    ("word", "pairs"),
    [
        ("车", [("车", "")]),
        ("停车", [("停", "车")]),
        ("停车难", [("停", "车"), ("车", "难")]),
    ],
)
def test_a_word_asks_for_the_grams_that_follow_each_other(word, pairs):
    assert asked(word) == pairs


def test_pieces_are_lines_without_blanks_and_empty_ones_are_no_line():
    assert lines_of(["關於 停車", "", " \n", "Ａ类〔２〕"]) == "关于停车\na类(2)"


def test_words_are_parted_by_blanks_and_asked_for_once():
    assert words_of(" 停車　路灯\n停车 ") == ["停车", "路灯"]


def test_a_name_that_is_cut_out_makes_no_neighbours():
    assert without("请刘桂兰代表来\n刘桂", ["刘 桂蘭", "刘桂", ""]) == "请\n代表来\n\n"


def test_a_token_is_of_letters_and_figures_only():
    assert token(("停", "车")) == "505cx8f66"
    assert token(("𠮷", "")) == "20bb7x"
    assert token(("'", '"')) == "27x22"
