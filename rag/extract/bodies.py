"""How the names of bodies, roles and groups begin, and which words inside of them are no verbs.

Tables only; `owners` reads phrases with them.
"""

import re

from rag.extract.rule import Rule, rule
from rag.language.names import ROLE_HEAD
from rag.language.text import CAPITALS, SMALLS

# The first words of a body's name, any case. Those in the second table say little alone.
_HEADS = """
công an, quân sự, văn phòng, vp, nhà thầu, chủ đầu tư, điện lực, viễn thông, bưu điện, kế toán trưởng, kế toán, thủ quỹ, thư ký, thủ kho, văn thư, thanh tra, y tế thôn,
nhà trường, bệnh viện, đoàn thanh niên, chi đoàn, liên đội, tổng phụ trách, huyện đoàn, tỉnh đoàn, thành đoàn, xã đoàn, phường đoàn, công đoàn, mặt trận tổ quốc, mặt trận, mttq, tư vấn giám sát, tư vấn thiết kế, đơn vị tư vấn, tư vấn, liên danh,
tổ bảo vệ, đội bảo vệ, bảo vệ, lễ tân, kỹ thuật, hành chính, kinh doanh, marketing, sale, nhân sự, ban nhân sự, cs, it, dev, qa, ban cán sự, ban phụ huynh, hội phụ huynh, ban đại diện, ban liên lạc, ban chỉ đạo, ban tổ chức, ban kiểm phiếu, ban tuyên giáo, ban dân vận, ban kinh tế, ban văn hóa, ban giám sát,
ubnd, hđnd, ubmttq, ubmttqvn, bqlda, bql, bqt, bks, hđqt, hđtv, bgh, bch, btv, btc, bcđ, tvgs, cđt, cấp ủy, cấp uỷ, chi ủy, chi uỷ, chi bộ, đảng bộ, đảng ủy, đảng uỷ, huyện ủy, huyện uỷ, tỉnh ủy, tỉnh uỷ, thành ủy, thành uỷ, thị ủy, ban giám hiệu, ban giám đốc, ban quản trị, ban quản lý, ban kiểm soát, ban chấp hành, ban thường vụ, ban lãnh đạo, ban điều hành, thường trực, gvcn, giáo viên chủ nhiệm, trạm y tế,
phụ huynh, cư dân, chủ hộ, xã đội, phường đội, dân quân, bộ đội, cảnh sát, kiểm lâm, phòng khám, nhà máy, xí nghiệp, hợp tác xã, htx, kho bạc nhà nước, kho bạc, bhxh, thuế, sở, xã, phường, đặc khu, huyện, thị trấn, thôn, bản, ấp, buôn, làng, khóm, trường, phòng, p., k., đội, ban, tổ, trung tâm, công ty, hội, đài, báo, khoa, chi nhánh, phòng giao dịch, pgd, p.gd,
ủy ban nhân dân, uỷ ban nhân dân, ủy ban, uỷ ban, hội đồng, bộ phận, nhóm, team, khối, lớp, tổ trưởng, nhóm trưởng, đội trưởng, hạt, cục, chi cục, tổng cục, vụ, bộ, viện, tòa án, toà án, viện kiểm sát, ngân hàng, cty, tổng công ty, tập đoàn, đoàn, liên đoàn, chi hội, tổ dân phố, khu phố, khu dân cư, khu, tt, ca, cơ quan, đơn vị, liên minh, bảo hiểm xã hội, bảo hiểm,
cửa hàng, kho, xưởng, phân xưởng, ban chỉ huy, bộ chỉ huy, chỉ huy trưởng, chỉ huy công trường, giám sát, phân hiệu, bên, phía, hiệp hội, câu lạc bộ, clb, ca trực, kíp, cảng vụ, biên phòng, đồn, đồn biên phòng, hải quan, trạm, quỹ tín dụng, quỹ khuyến học, nhà văn hóa, thư viện, trại, lâm trường, nông trường, điện máy, cụm, mỏ, thanh niên, phụ nữ, nông dân, cựu chiến binh, người cao tuổi, hậu cần, tài vụ, văn thư, tổ hợp tác, ngành, cấp
"""
_LITTLE = """
sở, phòng, p., ban, tổ, đội, đoàn, trung tâm, vụ, cục, chi cục, hội đồng, hội, bộ phận, bộ, viện, khoa, nhóm, trạm, ủy ban, uỷ ban, công ty, đơn vị, cơ quan, tư vấn, khối, kíp, bên, phía, chi nhánh, các, lãnh đạo,
người, liên danh, cán bộ, nhân viên, ngành, cấp, những, mỗi, từng, cụm, ca, trưởng, phó, tổ trưởng tổ, báo, đài, trường, khu, trại, quỹ, câu lạc bộ
"""
# These begin like a body and are none.
NO_BODY: tuple[Rule, ...] = (
    rule("a verb or an event", r"(?:tổ chức|ban hành|báo cáo|báo (?:giá|lại|tôi|cho)|phòng(?:,| ngừa| chống| trừ| khi| vệ)|hội (?:nghị|thảo|họp|trường|ý)|đoàn kết|bộ (?:máy|tiêu chí|hồ sơ|icon|tài liệu|câu hỏi)|bên cạnh|trường hợp|xã hội|bản (?:đồ|vẽ|tin|ghi|cam kết|thân|sao|in)|khoa học|khối lượng|lớp (?:học|tập huấn|bồi dưỡng)|đội (?:ngũ|hình)|vụ (?:việc|án|mùa|xuân|đông|hè)|sở (?:hữu|dĩ|thích)|ban (?:đầu|đêm|ngày|công|tháng|tuần|quý)|viện (?:trợ|phí)|đài (?:thọ)|đơn vị (?:tính|nào)|kho (?:hàng|tàng)|thuế (?:suất|đất|giá)|hội chợ|giám sát (?:việc|chặt|quá)|kỹ thuật (?:số|mới)|ngành nghề|cấp (?:phép|giấy|phát|thêm|bách|thiết|nước|điện|đổi|bổ)|khu vực|nhóm (?:việc|nhiệm vụ|giải pháp)|y tế dự|tổ hợp|đoàn (?:xe|khách)|bảo vệ (?:rừng|môi|an|trẻ|công)|ca (?:mổ|bệnh|nặng|tử)|chi nhánh sông|thư ký (?:ghi|đọc)|bộ (?:quy|thủ)|hành chính công|tt \d|cs \w+ \w+ muốn)(?!\w)", "Tổ chức đối thoại với dân", "Tổ bảo vệ trực đêm"),
)  # fmt: skip
_GROUPS = (
    r"(?:các|mỗi|từng|tất cả(?: các)?|toàn bộ|toàn thể|toàn|những|đại diện|lãnh đạo|đội ngũ|cán bộ|công chức|viên chức|nhân viên|đảng viên"
    r"|hội viên|đoàn viên|thành viên|thủ trưởng|người đứng đầu|cả (?:team|nhóm|tổ|lớp|phòng|nhà|đội|khoa|hai|ba)|mọi người|ai cũng|mn|anh em|chị em"
    r"|bà con|giáo viên|học sinh|bác sĩ|điều dưỡng|hộ dân|chủ nhà|trưởng (?:các )?(?:thôn|bản|ấp|khu|phòng|khoa|ban|ca|nhóm|bộ phận)"
    r"|bí thư (?:các )?(?:chi bộ|đoàn)|chủ tịch (?:ubnd )?(?:các )?(?:xã|phường|huyện)|nhà nào|hộ nào|bên nào|lớp nào|gia đình nào|anh em|nhà thầu|(?:hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|\d+) (?:xã|thôn|phường|đơn vị|tổ|đội|hộ|huyện|bản|ấp|khu|trường|khoa|phòng|sở|chi bộ|nhà thầu))"
)
_ROLES = rf"(?:{ROLE_HEAD}|hiệu trưởng|hiệu phó|trưởng (?!thành)[{SMALLS}]+|phó [{SMALLS}]+|quản đốc|tổ phó|lớp trưởng|bí thư|chủ tịch|giám đốc|kế toán|thủ quỹ|thư ký)"


def _items(table: str) -> list[str]:
    return sorted(
        {" ".join(word.split()) for word in table.replace("\n", " ").split(",") if word.strip()}, key=len, reverse=True
    )


_NO_BODY = NO_BODY[0].pattern.pattern
# These are common words unless a proper name follows: "Vụ Pháp chế", "vụ sản phụ".
_PROPER_ONLY = frozenset(("vụ", "bộ", "cục", "viện", "đài", "báo", "cấp", "làng", "mỏ"))


def _head(words: str) -> str:
    return rf"{words}(?=\s(?-i:[{CAPITALS}]))" if words in _PROPER_ONLY else re.escape(words)


START = re.compile(
    rf"(?!{_NO_BODY})(?:(?P<many>{_GROUPS})|(?P<role>{_ROLES})|(?P<head>{'|'.join(map(_head, _items(_HEADS)))}))(?!\w)",
    re.IGNORECASE,
)
NEEDS_NAME = re.compile(rf"(?:{'|'.join(map(re.escape, _items(_LITTLE)))})", re.IGNORECASE)
# Inside the name of a body these words are no verbs. Searched at the end of the words up to and with the verb.
IN_NAMES = re.compile(
    r"(?:(?:kế hoạch|nghiên cứu|văn phòng|hành chính|phòng|vụ|ban)(?: -)?\s+tổng hợp|(?:đầu tư|quản lý|trật tự|giám sát|vật liệu|công ty|trách nhiệm|thi công|hạ tầng|đô thị|và|công trình|sở)\s+xây dựng"
    r"|(?:dự án|và|tư vấn|nhà|quản lý|hoạch|khuyến khích)\s+đầu tư|(?:hành chính|ban|nhà|hội đồng)\s+quản trị|tiếp nhận|trả kết quả|(?:đơn vị|nhà thầu|công ty|ban|chỉ huy|bộ phận|đội|tổ)\s+thi công"
    r"|(?:đơn vị|tư vấn|đoàn|tổ|ban|bộ phận|phòng|hội đồng|đội|phụ trách|cán bộ|công chức|nhân viên|trưởng)\s+(?:giám sát|thiết kế|kiểm tra|vận hành|tổ chức|thẩm định|quản lý|thực hiện|bảo trì|kiểm phiếu|bầu cử|phục vụ|bảo vệ|chỉ đạo|kiểm kê|tiếp dân|truyền thông|tuyên truyền|kiểm soát|bán|mua|kiểm định|thu|theo dõi|chăm sóc|vệ sinh|tư vấn|điều hành|dự án)"
    r"|(?:đất đai|phòng|văn phòng|chi nhánh|trung tâm|cơ quan)\s+(?:đăng ký|điều hành|xúc tiến|kiểm soát|huấn luyện|đào tạo|bồi dưỡng)|hệ thống thông tin|(?:văn hóa|văn hoá|công nghệ|văn thể|trung tâm|an toàn)(?: và| -|,)? thông tin"
    r"|(?:thể thao|lao động|giáo dục|y tế|khoa học|văn hóa|thông tin)\s+(?:và|-)\s+(?:truyền thông|đào tạo)|thường trực|(?:các|mọi|từng|hai|nhiều)\s+cấp|khoa\s+(?:nội|ngoại)\s+tổng hợp|(?:trường|tiểu|trung|đại|khoa|văn|mầm|toán|dạy|sinh|ngoại|y)\s+học|và đào tạo|và thông tin|và truyền thông|bảo vệ (?:rừng|dân phố|môi trường|thực vật)|kiểm soát bệnh tật|kiểm tra đảng|phòng (?:tổ chức|kiểm nghiệm)|\w+ đất|chăm sóc khách|hỗ trợ (?:khách|kỹ)|(?:quan hệ|dịch vụ|chăm sóc) khách|chỉ đạo chuyển đổi|chuyển đổi số)$",
    re.IGNORECASE,
)
PART_OF_ROLE = re.compile(
    r"(?:báo cáo|tuyên truyền|hướng dẫn|huấn luyện|kiểm soát|cộng tác|kiểm tra|đào tạo|giáo dục|giám sát|vận động|cấp dưỡng)\s+viên|tổng hợp(?=\s*,?\s*(?:tham mưu|chủ trì))|chuyển đổi số|quản lý dự án|phục vụ hành chính|quản lý (?:đất|tòa|toà|đô thị|chợ|rừng)|phát triển (?:quỹ|nông|đô thị|du lịch|kinh)|bảo vệ (?:rừng|thực vật|môi trường)|đăng ký đất|hỗ trợ (?:nông|doanh|khách)|xúc tiến|chăm sóc (?:khách|sức)"
)
# The end of a name written in capitals: nothing but capitals and words of places.
PROPER_TAIL = re.compile(
    rf"(?:\s+(?:[{CAPITALS}][{CAPITALS}{SMALLS}]*|[-–&]|và(?=\s[{CAPITALS}])|xã|huyện|tỉnh|phường|thị trấn|quận|thành phố|khu vực|trung ương|nhà nước|số \d+|\d+|[A-Z]\d*))+"
)

TABLE = (NO_BODY,)
