"""Which sentences direct, which conclude, which only report: the tables that the readers of tasks share."""

import re

from rag.extract.rule import Rule, rule

# From one of these on, an article or a notice tells what the chair decided.
CONCLUDES: tuple[Rule, ...] = (
    rule("conclusion of the meeting", r"(?:phát biểu )?kết luận (?:hội nghị|phiên họp|cuộc họp|buổi|giao ban|tại|đại hội|chỉ đạo|nội dung|buổi làm việc|kỳ họp|,)|phát biểu kết luận|(?:kết luận|chỉ đạo)(?: như sau)?\s*:|kết luận(?: và (?:giao|phân công)[^:]*| cuộc họp| như sau)+\s*:?$", "Kết luận hội nghị, đồng chí Tạ Văn Bền yêu cầu các xã báo cáo.", "Thực hiện kết luận số 12, xã đã làm đường.", needs="kết luận|chỉ đạo"),
    rule("closing words", r"^(?:kết thúc (?:hội nghị|phiên họp|cuộc họp|buổi)|phát biểu chỉ đạo|chỉ đạo (?:tại )?(?:hội nghị|phiên họp|cuộc họp))", "Phát biểu chỉ đạo tại hội nghị, ông Bền đề nghị", "Sau khi nghe chỉ đạo", needs="kết thúc|chỉ đạo"),
    rule("the chair gives tasks", r"(?:chủ tịch|bí thư|giám đốc|chủ tọa|chủ trì|hiệu trưởng|đồng chí|trưởng ban|tổng giám đốc|thủ tướng|phó [^,.]{2,60})[^.;:]{0,90}(?:yêu cầu|phân công|giao nhiệm vụ|chỉ đạo|giao|đề nghị)(?: rõ| cụ thể)?(?: từng| nhiệm vụ| các nội dung| một số| đầu việc)*[^.]{0,40}:\s*$", "Chủ tịch UBND xã yêu cầu:", "Chủ tịch UBND xã nói:", needs=":"),
    rule("tasks are handed out", r"phân công (?:rõ |cụ thể )?(?:từng|nhiệm vụ|công việc|các thành viên|như sau)", "Đồng chí Bền phân công rõ từng đầu việc.", "Phân công trực Tết đã xong.", needs="phân công"),
    rule("work is divided", r"(?:phân|chia|giao)(?: công)?(?: việc)?(?: cụ thể| rõ)?(?: cho \w+(?: \w+)?)? (?:như sau|thế này)|(?:công việc|việc|nhiệm vụ)[^.;:]{0,40} (?:phân|chia|giao)(?: công)?(?: cụ thể)? như sau|phân công nhé|chia việc nhé", "Công việc tháng 9 cô Lụa phân như sau.", "Phân bón giá như sau", needs="như sau|thế này|nhé"),
    rule("the meeting agreed on", r"(?:hội nghị|cuộc họp|phiên họp|cả nhóm|các thành viên|chi bộ|ban|họp|chúng ta|mình)[^.;]{0,20} (?:(?:đi đến |đã )?thống nhất (?:các nội dung|một số|như sau|phân công|giao|những|để)|đi đến thống nhất)", "Cuộc họp thống nhất một số nội dung sau", "Các ý kiến thống nhất với báo cáo", needs="thống nhất"),
)  # fmt: skip

# A verb that gives a task to whoever is named right after it.
DIRECTIVES: tuple[Rule, ...] = (
    rule("gives", r"(?<!được )(?<!bàn )(?<!chưa )(?<!không )(?<!chẳng )(?<!tham )(?<!vẫn )(?:thống nhất |đồng ý |quyết định |trước mắt |tạm )?giao(?: nhiệm vụ| trách nhiệm| việc)?(?: cụ thể| hẳn| luôn| thẳng| trực tiếp| đích danh| tiếp| thêm)?(?: cho| lại cho)?(?=\s+(?!ban\b(?!\s+(?:quản|chỉ|tổ|giám|kiểm|chấp|thường|dân|tuyên|kinh|văn|phụ|đại|liên|lãnh|điều|nội|bảo|công|ql|an|pháp))|thông\b|dịch\b|lưu\b|tiếp\b|thừa\b|hàng\b|mùa\b|hữu\b|nhận\b|đất\b|rừng\b|nộp\b))", "Giao Phòng Kinh tế lập danh sách", "Sở Giao thông báo cáo", needs="giao"),
    rule("divides work", r"(?<!được )phân công(?: nhiệm vụ)?(?: cho)?(?=\s)", "phân công đồng chí Bền theo dõi", "được phân công từ năm ngoái", needs="phân công"),
    rule("demands", r"(?<!theo )(?<!đáp ứng )(?<!với )(?<!những )(?<!các )(?<!được )(?<!so với )yêu cầu(?: với| đối với)?(?=\s)", "yêu cầu các xã rà soát", "theo yêu cầu của cấp trên", needs="yêu cầu"),
    rule("asks", r"(?<!theo )(?<!hồ sơ )(?<!văn bản )(?<!được )đề nghị(?: với)?(?=\s)", "đề nghị các trường gửi danh sách", "theo đề nghị của xã", needs="đề nghị"),
    rule("directs", r"(?<!ban )(?<!tổ )(?<!đã )(?<!sự )(?<!theo )(?<!lãnh đạo, )(?<!ý kiến )chỉ đạo(?=\s)", "chỉ đạo Công an xã tuần tra", "Ban Chỉ đạo chuyển đổi số", needs="chỉ đạo"),
    rule("gives more time", r"(?<!xin )(?<!đề nghị )(?<!được )(?<!chưa )(?<!không )(?:gia hạn|lùi hạn|giãn hạn)(?: cho)?(?=\s)", "Gia hạn cho Phòng Kinh tế việc rà soát", "anh Bền xin gia hạn cho đội", needs="hạn"),
    rule("orders", r"(?<!\w)(?:ra )?(?:lệnh|chỉ thị|mệnh lệnh) cho(?=\s)", "lệnh cho Đội 2 đưa xuồng tới đê", "bán hàng cho khách", needs="lệnh|chỉ thị"),
    rule("reminds", r"(?<!\w)(?:nhắc(?: nhở)?|thúc|giục|hối|hối thúc|đặt hàng|dặn|quán triệt)(?=\s+(?!lại|đến|tới|về|việc|rằng|thêm))", "Nhắc cả khoa ký chấm công", "Nhắc lại việc cũ", needs="nhắc|thúc|giục|hối|đặt hàng|dặn|quán triệt"),
    rule("asks a person a favour", r"(?<!\w)(?:nhờ(?! (?:vậy|đó|có|sự|thế))|phiền|cử|chỉ định|ủy quyền(?: cho)?|uỷ quyền(?: cho)?)(?=\s)", "nhờ chị Lụa gọi khách", "nhờ vậy việc đã xong", needs="nhờ|phiền|cử|chỉ định|quyền"),
)  # fmt: skip

# Verbs by which only the chair gives tasks; from others they are proposals.
_SOFT = frozenset({"demands", "asks", "directs", "reminds"})

# The sentence tells what somebody said, or what was, not what is to be done.
REPORTS: tuple[Rule, ...] = (
    rule("someone speaks", r"^\W*(?:phát biểu|tham luận|trao đổi|thảo luận|báo cáo|trình bày|giải trình|góp ý)(?: ý kiến)?(?: thảo luận)?(?: tại| từ| ở)? (?:điểm cầu|hội nghị|phiên họp|cuộc họp|buổi)(?! kết luận)", "Phát biểu tại điểm cầu Thanh Khê, bà Lụa cho biết", "Phát biểu kết luận, bà Lụa giao", needs="phát biểu|tham luận|trao đổi|thảo luận|báo cáo|trình bày|giải trình|góp ý"),
    rule("someone says", r"(?<!\w)(?:cho biết|cho rằng|cho hay|phản ánh|nêu thực tế|nêu ý kiến|bày tỏ|kiến nghị|đề xuất|thừa nhận|giải trình|phàn nàn|thắc mắc|đặt câu hỏi|trăn trở|mong muốn|chia sẻ)(?!\w)", "Ông Bền cho biết xã còn 3 hộ", "Biết việc", needs="cho biết|cho rằng|cho hay|phản ánh|nêu |bày tỏ|kiến nghị|đề xuất|thừa nhận|giải trình|phàn nàn|thắc mắc|đặt câu hỏi|trăn trở|mong muốn|chia sẻ"),
    rule("an earlier meeting", r"(?:trước đó|lần họp trước|họp lần trước|kỳ (?:họp )?trước|phiên (?:họp )?trước|cuộc họp trước|tuần trước|tháng trước|hôm trước|nhắc lại|năm ngoái|đã (?:yêu cầu|giao|chỉ đạo|phân công|đề nghị))", "Trước đó, tại cuộc họp ngày 3/2, ông Bền yêu cầu", "Trước ngày 3/2", needs="trước|nhắc lại|năm ngoái|đã "),
    rule("a report's voice", r"^(?:theo (?:báo cáo|kế hoạch|quyết định|ông|bà|đồng chí|thống kê|ngành)|báo cáo (?:của|do|tại|nêu)|thực hiện (?:kết luận|chỉ đạo|nghị quyết|kế hoạch)|qua (?:kiểm tra|rà soát))", "Theo báo cáo của xã, 12 hộ đã nhận tiền.", "Báo cáo kết quả trước 3/2"),
    rule("a coming meeting", r"^\W*(?:cuộc |buổi |phiên |kỳ |lần |hội nghị )(?:họp |sinh hoạt |giao ban )?(?:sau|tới|tiếp theo|thứ \w+ của)|(?<!\w)(?:sẽ )?họp tiếp(?!\w)|^\W*(?:họp lại|lần sau|tuần sau (?:họp|dời))|^\W*(?:theo (?:kế hoạch|lịch),\s*)?(?:(?:cuộc|buổi|phiên|kỳ) (?:họp|giao ban|sinh hoạt)|hội nghị|giao ban|họp|đại hội)[^.;:]{0,60}? (?:dự kiến|sẽ) (?:được )?(?:tổ chức|diễn ra|họp|khai mạc|bắt đầu|vào|ngày)", "Buổi sau họp ngày 3/2, chị Lụa lo nước", "Báo cáo tại kỳ họp sau"),
    rule("left open", r"(?:chưa|không|chẳng) (?:giao|phân(?: công)?|cử) (?:cho )?(?:ai|đơn vị nào|phòng nào|bên nào|người nào|cụ thể)|chưa (?:ai|phòng nào|đơn vị nào|bên nào) (?:phải|được|nhận)|gác lại|để (?:lần|buổi|kỳ|cuộc|dịp) (?:khác|sau)|để (?:bàn )?sau(?!\w)|chưa (?:quyết|bàn|xem xét|chấp nhận|đồng ý|thống nhất|tính tới|được chấp (?:thuận|nhận))|không (?:được )?(?:chấp nhận|chấp thuận|đồng tình)(?!\w)|không được đưa vào kết luận|hôm nay không (?:quyết|bàn)|(?:rồi|mới|sau) tính(?!\w)|tính sau(?!\w)", "Việc mua máy mới để lần sau bàn, chưa giao ai.", "Giao Phòng Kinh tế xem xét", needs="chưa|không|chẳng|gác|để |tính"),
    rule("an opinion", r"^\W*(?:có (?:ý kiến|người|bạn|bác|anh|chị|mẹ|bố|đại biểu|hộ|nhà|thành viên|cử tri|bà con)|một số (?:ý kiến|đại biểu)|nhiều (?:ý kiến|người|đại biểu))(?!\w)", "Có ý kiến đề nghị giao Công an xã chủ trì", "Có văn bản trước 3/2"),
    rule("a quotation", r"^[“\"]", "“Phải làm ngay”, ông Bền nói.", "Mô hình “phòng họp không giấy”"),
)  # fmt: skip

# Behind the task: who does it.
TRAILING: tuple[Rule, ...] = (
    rule("responsible:", r"(?<!\w)(?:người |đơn vị |bộ phận |cá nhân |cơ quan )?(?:phụ trách(?: chính)?|thực hiện|chủ trì|đảm nhận|chịu trách nhiệm|đầu mối|làm|owner|pic|assignee|được giao|in charge)\s*(?:là)?\s*[:：]\s*(?P<who>[^;.|)\]–—\n]+)", "Sửa mái kho. Phụ trách: ông Bền.", "ông Bền phụ trách kho", needs=":|："),
    rule("done by X", r"(?<!\w)(?:do|giao(?: cho)?)\s+(?!chưa|không|đã|đang)(?P<who>[^,;.:()]{2,60}?)\s+(?:phụ trách|đảm nhận|đảm nhiệm|chịu trách nhiệm|chủ trì thực hiện|thực hiện|chủ trì|làm đầu mối|lo)(?!\w)", "Việc in tài liệu do anh Bền phụ trách", "do chưa có người phụ trách", needs="do |giao "),
    rule("arrow to a person", r"\s*(?:=>|->|→|⇒)\s*@?(?P<who>[A-ZĐÀ-Ỵa-z][^,;:()\n–—]{1,40}?)(?=\s*(?:[,;:()–—]|$))", "đặt phòng -> Lụa (3/6)", "tăng từ 3 lên 5", needs=">|→|⇒"),
    rule("moved to", r"chuyển (?:nhiệm vụ|việc|nội dung|phần việc)[^.;]{0,80}\s(?:sang|cho)\s+(?P<who>[^.;,]{3,70})", "Chuyển nhiệm vụ này từ Đội 1 sang Đội 2", "Chuyển hàng sang kho mới", needs="chuyển "),
)  # fmt: skip

# An earlier task whose deadline is moved, or kept: whose it was stands before, else it was told earlier.
MOVES: tuple[Rule, ...] = (
    rule("moved", r"(?<!xin )(?<!đề nghị )(?<!đề xuất )(?<!muốn )(?<!được )(?<!không )(?<!chưa )(?:dời|lùi|gia hạn|giãn|hoãn|cho thêm)(?!\w)", "Chị Lụa cho anh Bền lùi tới 28/3", "anh Bền xin lùi tới 28/3", needs="dời|lùi|hạn|giãn|hoãn|thêm"),
    rule("kept", r"(?<!không )giữ (?:nguyên )?(?:mốc|hạn|thời hạn|ngày|deadline)(?!\w)", "vẫn giữ mốc 25/3", "giữ chìa khóa kho", needs="giữ"),
    rule("given until", r"(?:cho|chốt|nay) (?:lại )?(?:đến|tới)(?!\w)", "nay cho đến 21/11", "đến 21/11", needs="đến|tới"),
)  # fmt: skip

# A clause that only adds to the task before it.
ADDS_DEADLINE = re.compile(
    r"^\W*(?:và\s+|việc này\s+|tất cả\s+|nội dung này\s+|yêu cầu\s+)?(?:(?:thời )?hạn|hoàn thành|xong|hoàn tất|chậm nhất|muộn nhất|thời gian (?:hoàn thành|thực hiện)|trước (?:ngày|\d)|deadline|báo cáo (?:kết quả )?(?:trước|chậm nhất|về)|kết quả báo cáo|báo cáo)",
    re.IGNORECASE,
)
SAME_DEADLINE = re.compile(
    r"c[ùũ]ng (?:hạn|thời hạn|ngày|deadline)(?: đó| này| trên| luôn| ấy| nhé)|(?:hạn|deadline) (?:như trên|tương tự|như vậy)|cũng (?:hạn|ngày) (?:đó|này|ấy)",
    re.IGNORECASE,
)


def is_soft(meaning: str) -> bool:
    """Whether a directive of this meaning is a proposal when no chair speaks."""
    return meaning in _SOFT


TABLE = (CONCLUDES, DIRECTIVES, REPORTS, TRAILING, MOVES)
