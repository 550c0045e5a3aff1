"""People and their roles."""

import pytest

from rag.language.names import people, role_of


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("đồng chí Bạch Thị Sim - Phó Chủ tịch UBND xã chủ trì", "Bạch Thị Sim", "Phó Chủ tịch UBND xã"),
        ("Giám đốc Ban QLDA Đinh Văn Khoa báo cáo", "Đinh Văn Khoa", "Giám đốc Ban QLDA"),
        ("BSCKII Ngô Thu Lành, Giám đốc Bệnh viện, chủ trì", "Ngô Thu Lành", "Giám đốc Bệnh viện"),
        ("chị Nga cầm trịch", "Nga", ""),
        ("ông Giàng A Lử dự", "Giàng A Lử", ""),
        ("đồng chí Phan Anh Tuấn chủ trì", "Phan Anh Tuấn", ""),
        ("tổng cục trưởng Tổng cục Thuế Bạch Văn Cần", "Bạch Văn Cần", "tổng cục trưởng Tổng cục Thuế"),
        ("bà H'Bia Niê phát biểu", "H'Bia Niê", ""),
    ],
)
def test_a_name_is_found_with_its_role(text: str, name: str, role: str) -> None:
    (person,) = people(text)
    assert person.name == name
    assert role_of(text, person) == role


@pytest.mark.parametrize(
    "text", ["Sở Nông nghiệp báo cáo", "huyện Lam Sơn họp", "Ban Quản lý dự án trình", "tỉnh Đông Giang"]
)
def test_bodies_and_places_are_no_people(text: str) -> None:
    assert people(text) == []
