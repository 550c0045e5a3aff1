import html
import re
import unicodedata

import pytest

from rag.load.page import parse_html
from rag.load.reasons import Unreadable

_DROPPED = re.compile(r"<!--.*?-->|<(script|style|noscript|template)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_JOINING = re.compile(r"</?(?:a|b|em|i|span|strong|sub|sup|u)\b[^>]*>", re.IGNORECASE)


def folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def stripped(source: str) -> str:
    """The page without tags: inline ones join, others part words; white space folded."""
    return folded(html.unescape(re.sub(r"<[^>]*>", " ", _JOINING.sub("", _DROPPED.sub(" ", source)))))


def parsed(body: str, head: str = "") -> tuple[str, str]:
    return parse_html(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), {})


def text_of(body: str) -> str:
    return parsed(body)[1]


MINUTES_PAGE = """
<div id="topbar"><a href="/">Trang chủ</a> | <a href="/lien-he">Liên hệ</a></div>
<div class="header-wrap"><img src="logo.png" alt="Logo"><span>Cổng thông tin huyện Bình Lâm</span></div>
<div class="main-menu"><ul><li><a href="/1">Giới thiệu</a></li><li><a href="/2">Tin tức</a></li><li><a href="/3">Văn bản</a></li></ul></div>
<div class="breadcrumb"><a href="/">Trang chủ</a> » <a href="/tin">Tin tức</a></div>
<div class="col-left"><div class="detail">
  <h1 class="title">Kết luận giao ban <em>tháng 6</em></h1>
  <div class="date">Thứ Ba, 04/06/2024, 16:30</div>
  <div class="share-box"><a href="#">Facebook</a> <a href="#">Zalo</a></div>
  <div class="sapo"><b>Sáng 4/6, UBND huyện họp giao ban.</b></div>
  <div>Đồng chí <strong>Nguyễn Thị Ngọc&nbsp;Ánh</strong>, Phó Chủ tịch&#32;UBND huyện, chủ trì.<br>Dự họp có 12 đơn vị.</div>
  <p>Diện tích 12 m<sup>2</sup>, xem <a href="/vb">Thông báo 58/TB-UBND</a>.</p>
  <table border="1">
    <tr><th>TT</th><th>Việc</th><th>Đơn vị</th><th>Hạn</th></tr>
    <tr><td>1</td><td><p>Rà soát hồ sơ</p><p>đất đai</p></td><td>Phòng Tài nguyên</td><td>15/6</td></tr>
    <tr><td>2</td><td>Báo cáo</td><td></td><td>Trước 20/6</td></tr>
  </table>
  <ul><li>Việc thứ nhất giao Phòng Nội vụ.</li><li>Việc thứ hai giao <a href="/x">Phòng Y tế</a>.</li></ul>
  <h4>Tin liên quan</h4>
  <ul><li><a href="/a">Giao ban tháng 5 do ông Trần Văn Bé chủ trì</a></li><li><a href="/b">Khởi công cầu Bến Đò</a></li></ul>
</div></div>
<div class="col-right sidebar"><h3>Xem nhiều</h3><ul><li><a href="/c">Lịch cắt điện</a></li><li><a href="/d">Thời tiết</a></li></ul></div>
<div id="footer"><p>Bản quyền thuộc UBND huyện Bình Lâm. Điện thoại: 0200 555 0100.</p></div>
<script>var lua = "Không phải nội dung";</script>
"""


def test_page_of_minutes_keeps_every_sentence_and_loses_the_site() -> None:
    title, text = parsed(MINUTES_PAGE, "<title>Kết luận giao ban tháng 6 | Huyện Bình Lâm</title>")
    assert title == "Kết luận giao ban tháng 6"
    assert text.split("\n") == [
        "Kết luận giao ban tháng 6",
        "",
        "Thứ Ba, 04/06/2024, 16:30",
        "Sáng 4/6, UBND huyện họp giao ban.",
        "Đồng chí Nguyễn Thị Ngọc\u00a0Ánh, Phó Chủ tịch UBND huyện, chủ trì.",
        "Dự họp có 12 đơn vị.",
        "",
        "Diện tích 12 m2, xem Thông báo 58/TB-UBND.",
        "",
        "TT\tViệc\tĐơn vị\tHạn",
        "1\tRà soát hồ sơ đất đai\tPhòng Tài nguyên\t15/6",
        "2\tBáo cáo\t\tTrước 20/6",
        "",
        "Việc thứ nhất giao Phòng Nội vụ.",
        "Việc thứ hai giao Phòng Y tế.",
    ]


def test_every_line_stands_verbatim_in_the_page_without_its_tags() -> None:
    page = stripped(MINUTES_PAGE)
    for line in text_of(MINUTES_PAGE).split("\n"):
        assert folded(line) in page


def test_page_laid_out_by_a_table_is_no_table() -> None:
    body = (
        "<form id='aspnetForm'><table><tr><td><table><tr><td><h1>Họp giao ban</h1></td></tr></table></td></tr>"
        "<tr><td><p>Ông A chủ trì.</p><p>Bà B dự.</p></td></tr></table></form>"
    )
    assert text_of(body).split() == "Họp giao ban Ông A chủ trì. Bà B dự.".split()
    assert "\t" not in text_of(body)


def test_data_table_in_a_page_laid_out_by_a_table_is_one() -> None:
    body = "<table><tr><td>Đầu trang<table><tr><td>Việc</td><td>Hạn</td></tr><tr><td>A</td><td>5/6</td></tr></table></td></tr></table>"
    assert text_of(body) == "Đầu trang\n\nViệc\tHạn\nA\t5/6"


def test_header_footer_and_aside_of_an_article_stay() -> None:
    body = (
        "<header><a href='/'>Cổng</a></header><article><header><h1>Họp xã</h1><p>Sáng 5/6.</p></header>"
        "<p>Ông A chủ trì.</p><aside>“Làm đến nơi đến chốn.”</aside><footer>Nguyễn Thị Ghi</footer></article>"
        "<aside>Tin khác</aside><footer>Bản quyền</footer>"
    )
    lines = [line for line in text_of(body).split("\n") if line]
    assert lines == ["Họp xã", "Sáng 5/6.", "Ông A chủ trì.", "“Làm đến nơi đến chốn.”", "Nguyễn Thị Ghi"]


def test_article_in_an_element_named_like_clutter_stays() -> None:
    body = "<div class='menu'><a href='/'>Trang chủ</a></div><div class='related-content'><h1>Họp</h1><p>Ông A chủ trì cuộc họp.</p></div>"
    assert text_of(body) == "Họp\n\nÔng A chủ trì cuộc họp."


def test_list_of_assignments_with_some_links_stays() -> None:
    body = (
        "<ul>"
        + "".join(f"<li>Giao <a href='/{n}'>Phòng số {n}</a> lập kế hoạch tháng.</li>" for n in range(5))
        + "</ul>"
    )
    assert text_of(body).count("lập kế hoạch") == 5


def test_hidden_text_is_not_read() -> None:
    assert text_of("<p>Thấy</p><p hidden>Ẩn</p><div style='display: none'>Ẩn</div><noscript>Ẩn</noscript>") == "Thấy"


def test_preformatted_text_keeps_its_lines() -> None:
    assert text_of("<pre>Dòng 1\n  Dòng 2</pre>") == "Dòng 1\nDòng 2"


def test_title_is_found_where_there_is_no_headline() -> None:
    assert parsed("<p>a</p>", "<title>Họp xã | Báo Lũng</title>")[0] == "Họp xã"
    assert parsed("<p>a</p>", '<meta property="og:title" content="Họp xã"><title>Báo</title>')[0] == "Họp xã"
    assert parsed("<p>Dòng đầu</p>")[0] == "Dòng đầu"
    assert len(parsed(f"<h1>{'dài ' * 100}</h1>")[0]) <= 200


def test_site_name_as_headline_does_not_become_the_title() -> None:
    body = "<header><h1>Cổng Bình Lâm</h1></header><main><h1>Họp giao ban</h1><p>Ông A chủ trì cuộc họp sáng nay.</p></main>"
    assert parsed(body, "<title>Họp giao ban - Cổng Bình Lâm</title>")[0] == "Họp giao ban"


@pytest.mark.parametrize("charset", ["windows-1258", "utf-8", "iso-8859-1"])
def test_declared_encoding_does_not_mislead(charset: str) -> None:
    page = f"<html><head><meta charset='{charset}'></head><body><p>Họp giao ban ở xã Lũng Khê</p></body></html>"
    assert parse_html(page.encode(), {})[1] == "Họp giao ban ở xã Lũng Khê"


def test_external_entities_are_not_read() -> None:
    page = b'<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/passwd">]><html><body><p>A &e; b'
    assert "root:" not in parse_html(page, {})[1]


def test_deep_nesting_is_read_or_refused_without_harm() -> None:
    page = "<div>" * 50_000 + "Họp" + "</div>" * 50_000
    try:
        assert "Họp" in text_of(page)
    except Unreadable as unreadable:
        assert unreadable.reason


NEWS_PAGE = """
<div class="top"><span>Thứ Tư, 5/6/2024</span><a href="/rss">RSS</a><a href="/en">English</a></div>
<section class="section top-header"><ul><li><a href='/t'>Thời sự</a></li><li><a href='/t'>Kinh tế</a></li><li><a href='/t'>Thể thao</a></li></ul></section>
<section class="section page-detail top-detail"><div class="sidebar-1">
<div class="header-content"><ul class="breadcrumb"><li><a href='/t'>Thời sự</a></li></ul><span class="date">Thứ Tư, 5/6/2024, 10:00</span></div>
<h1>Chủ tịch xã Lũng Mây chủ trì giao ban</h1><p class="description">UBND xã họp giao ban tháng 6, giao 3 việc.</p>
<div class="detail"><p>Sáng 5/6, ông Bùi Văn Khoát, Chủ tịch UBND xã, chủ trì cuộc họp giao ban tháng 6.</p>
<p>Ông giao <a href="/x">Văn phòng</a> rà soát hồ sơ đất đai, báo cáo trước ngày 15/6.</p>
<p><a href="/y">>> Xem thêm: ông Trần Văn Bé chủ trì giao ban huyện</a></p>
<ul><li><a href="/1">Xã bàn việc chống bão</a></li><li><a href="/2">Hội thảo về cây chè</a></li></ul></div>
<div class="tags"><h4>Từ khóa:</h4><a href='/t'>giao ban</a>, <a href='/t'>Lũng Mây</a></div>
<div id="box_comment"><p>Bạn đọc: xã bàn kỹ việc này là phải.</p></div></div>
<div class="sidebar-2"><h3>Đọc nhiều</h3><article><h3><a href='/t'>Ông Trần Văn Bé chủ trì giao ban huyện</a></h3><p><a href='/t'>Huyện giao 5 việc.</a></p></article></div>
</section><div class="footer"><p>Cơ quan chủ quản: Tỉnh ủy Vân Sơn. Tổng biên tập: Mạc Đình Thử.</p></div>
"""


def test_article_of_a_newspaper_is_read_without_its_neighbours() -> None:
    assert [line for line in text_of(NEWS_PAGE).split("\n") if line] == [
        "Thứ Tư, 5/6/2024, 10:00",
        "Chủ tịch xã Lũng Mây chủ trì giao ban",
        "UBND xã họp giao ban tháng 6, giao 3 việc.",
        "Sáng 5/6, ông Bùi Văn Khoát, Chủ tịch UBND xã, chủ trì cuộc họp giao ban tháng 6.",
        "Ông giao Văn phòng rà soát hồ sơ đất đai, báo cáo trước ngày 15/6.",
    ]


def test_heading_of_a_part_stays_though_its_class_says_header() -> None:
    body = "<h1>Họp</h1><div class='section-header'>Phân công</div><p>Ông A lo việc nước, bà B lo việc điện.</p>"
    assert "Phân công" in text_of(body)


def test_bookmarks_are_no_links() -> None:
    body = "<p>" + " ".join(f"<a name='_Toc{n}'>Mục {n} giao Phòng {n}.</a>" for n in range(5)) + "</p>"
    assert text_of(f"<div>{body}</div><p>Hết.</p>").count("giao") == 5
