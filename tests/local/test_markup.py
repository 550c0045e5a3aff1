"""HTML and MarkdownV2 as Telegram's own parser reads them."""

from html import escape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local.errors import ApiError
from bot.local.markup import html, markdown, wording
from bot.local.markup.nesting import nested
from bot.local.markup.render import as_html
from bot.local.markup.units import cut, length
from bot.local.parameters import Parameters
from bot.local.people import User

TAGS = ("<b>", "</b>", "<i>", "</i>", "<code>", "</code>", '<a href="http://a.vn">', "</a>", "<blockquote expandable>")
PIECES = st.sampled_from([*TAGS, "</blockquote>", "<", ">", "&", "&lt;", "&#128512;", "😀", "ạ", "\n", " ", "x", '"'])
MARKS = st.sampled_from(["*", "_", "__", "~", "||", "`", "```", "[a](b.vn)", "\\", ">", "\n>", ".", "x", "😀", "!["])


def read(text: str, mode: str) -> tuple[str, list[dict[str, Any]]]:
    words, _ = wording.read(Parameters({"text": text, "parse_mode": mode}), "text", "entities", {7: User(7, "An")})
    return words


def pieces(text: str, mode: str = "HTML") -> list[tuple[str, str]]:
    plain, entities = read(text, mode)
    return [(entity["type"], cut(plain, entity["offset"], entity["length"])) for entity in entities]


def refusal(text: str, mode: str) -> str:
    with pytest.raises(ApiError) as caught:
        read(text, mode)
    return str(caught.value).removeprefix("Bad Request: can't parse entities: ")


@pytest.mark.parametrize(
    ("source", "description"),
    [
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("họp <hop>", 'Unsupported start tag "hop" at byte offset 6'),
        ("<Phòng>", 'Unsupported start tag "phòng" at byte offset 0'),
        ("{0}<{x}>", 'Unsupported start tag "{x}" at byte offset 3'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a href=b_c>x</a>", "Unexpected end of name token at byte offset 8"),
        ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<br>", 'Unsupported start tag "br" at byte offset 0'),
    ],
)
def test_faulty_html_is_refused_at_its_byte(source: str, description: str) -> None:
    assert refusal(source, "HTML") == description


def test_html_becomes_entities_counted_in_utf_16() -> None:
    assert read("😀<b>ạ</b><i>b</i>", "html") == (
        "😀ạb",
        [{"type": "bold", "offset": 2, "length": 1}, {"type": "italic", "offset": 3, "length": 1}],
    )
    assert pieces("<blockquote expandable>x &amp; &lt;y&gt; &#39; &quot; &nbsp;</blockquote>") == [
        ("expandable_blockquote", "x & <y> ' \" &nbsp;")
    ]
    assert pieces('<pre><code class="language-sql">x</code></pre>') == [("pre", "x")]
    assert read('<pre><code class="language-sql">x</code></pre>', "HTML")[1][0]["language"] == "sql"
    assert pieces('<STRONG>a</STRONG><span class="tg-spoiler">b</span><s>c</s><ins>d</ins>') == [
        ("bold", "a"),
        ("spoiler", "b"),
        ("strikethrough", "c"),
        ("underline", "d"),
    ]


def test_links_are_completed_and_those_that_lead_nowhere_are_only_words() -> None:
    assert read('<a href="Example.VN/x?a=1&amp;b=2">x</a>', "HTML")[1][0]["url"] == "http://example.vn/x?a=1&b=2"
    assert read("<a>example.vn</a>", "HTML")[1][0]["url"] == "http://example.vn/"
    assert pieces('<a href="khong-co">x</a>') == []
    assert read('<a href="tg://user?id=7">An</a>', "HTML")[1][0]["user"]["first_name"] == "An"
    assert pieces('<a href="tg://user?id=8">ai?</a>') == [], "somebody whom the bot has never met"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<b>a<code>b</code>c</b>", [("bold", "a"), ("code", "b"), ("bold", "c")]),
        ('<code>a<b>b</b><a href="x.vn">c</a></code>', [("code", "abc")]),
        ('<a href="x.vn">a<code>b</code></a>', [("text_link", "ab")]),
        ("<blockquote>a<code>b</code></blockquote>", [("blockquote", "ab"), ("code", "b")]),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", [("blockquote", "ab")]),
        ('<a href="x.vn">a<blockquote>b</blockquote></a>', [("blockquote", "b")]),
        ("<b>a<i>b</i>c</b>", [("bold", "a"), ("bold", "bc"), ("italic", "b")]),
        ('<b>a<a href="x.vn">b</a>c</b>', [("bold", "a"), ("text_link", "b"), ("bold", "b"), ("bold", "c")]),
        ("<b>a<b>b</b></b><b>c</b>", [("bold", "abc")]),
    ],
)
def test_what_may_not_nest_is_cut_as_telegram_cuts_it(source: str, expected: list[tuple[str, str]]) -> None:
    assert pieces(source) == expected


def test_white_space_at_the_ends_and_control_characters_go() -> None:
    assert read("\n  <b> a\tb\x07</b>\r\n", "HTML") == ("a b", [{"type": "bold", "offset": 0, "length": 3}])
    assert read("a\u202eb<b>\u2028c</b>", "HTML") == ("abc", [{"type": "bold", "offset": 2, "length": 1}])


@pytest.mark.parametrize(
    ("source", "description"),
    [
        ("a.b", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("a\n>b!", "Character '!' is reserved and must be escaped with the preceding '\\'"),
        ("ạ *b", "Can't find end of Bold entity at byte offset 4"),
        ("```sql\nx", "Can't find end of PreCode entity at byte offset 0"),
        ("[a](b.vn", "Can't find end of a URL at byte offset 4"),
        (">*a\nb", "Can't find end of Bold entity at byte offset 1"),
        ("x>", "Character '>' is reserved and must be escaped with the preceding '\\'"),
        ("![x](b.vn)", "Invalid tg://emoji or tg://time URL specified"),
        ("![x]", "The entity must contain a tg://emoji or tg://time URL"),
    ],
)
def test_faulty_markdown_is_refused(source: str, description: str) -> None:
    assert refusal(source, "MarkdownV2") == description


def test_quotes_of_markdown_begin_a_line_and_may_end_folded() -> None:
    assert pieces(">a\n>>b||\nc", "MarkdownV2") == [("expandable_blockquote", "a\nb\n")]
    assert pieces("*\n>a\n*x", "MarkdownV2") == [("blockquote", "a\n"), ("bold", "a\n")]


def test_markdown_becomes_entities() -> None:
    source = "*a* _b_ __c__ ~d~ ||e|| `f.` [g](h.vn) 5\\.\n>q1\n>q2\nz\n```sql\ni!```"
    assert pieces(source, "MarkdownV2") == [
        ("bold", "a"),
        ("italic", "b"),
        ("underline", "c"),
        ("strikethrough", "d"),
        ("spoiler", "e"),
        ("code", "f."),
        ("text_link", "g"),
        ("blockquote", "q1\nq2\n"),
        ("pre", "i!"),
    ]


@given(st.text())
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    plain, entities = html.parse(f"<b>{escape(text)}</b>")
    assert plain == text
    assert entities == ([{"type": "bold", "offset": 0, "length": length(text)}] if text else [])


@given(st.lists(PIECES).map("".join), st.lists(MARKS).map("".join))
def test_any_source_is_parsed_or_refused_and_entities_lie_within_the_text(marked: str, lines: str) -> None:
    for parse, source in ((html.parse, marked), (markdown.parse, lines)):
        try:
            text, entities = parse(source)
        except ApiError as error:
            assert str(error).startswith("Bad Request: can't parse entities: ")
            continue
        for entity in nested(entities):
            assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= length(text)
        text, entities = wording.trimmed(text, nested(entities))
        again, same = html.parse(as_html(text, entities))
        assert (again, nested(same)) == (text, nested(entities)), "what is shown reads the same"
