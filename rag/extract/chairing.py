"""How a text says that somebody chairs, and what looks like it and is not: the tables that `chairs` reads with."""

from rag.extract.rule import Rule, rule

MEETING = (
    r"(?:phiên|cuộc|buổi|hội nghị|họp|giao ban|đại hội|kỳ họp|hội thảo|tọa đàm|sinh hoạt|lễ|(?:điểm|đầu) cầu|đầu cầu)"
)
# What may follow "chủ trì" where it means a meeting; a task follows otherwise.
_GOES_ON = rf"(?=\s*(?:[.;)(“\"”–-]|,(?!\s*(?:phối hợp|xây dựng|tham mưu|chịu)|[^.;,]{{0,40}}phối hợp)|$|{MEETING}|(?:tại|ở|và|nhé|nha|nhen|nghe|thay|luôn|ạ|hôm|giúp|giùm|dùm|hộ|ấy|đã|từ|vì|do|toàn bộ|chung|để|trao đổi|nội dung|chương trình|phần|online|trên|sinh|các|thảo luận|một mình|tiếp|suốt|cả|nốt|lần|như|bằng|qua|với|cùng|khi|sáng|chiều|tối|này)(?!\w)))"
# Everyday words for it: what is held, or what is steered.
_IDIOM = r"(?:(?:ngồi|giữ|đảm nhận|đảm nhiệm|nắm|đóng|thủ)\s+(?:ghế|vai|vai trò|chân|phần|quyền|chức)?\s*(?:điều hành|điều khiển|chủ tọa|chủ toạ|chủ trì|host|chủ xị)|cầm (?:mic|míc|micro|cái|lái|trịch|chịch|càng|(?:buổi|cuộc|phiên)(?! [^.;,]{0,20}(?:đi|về|theo)))|đứng (?:ra )?(?:điều hành|chủ trì|cầm)|dẫn (?:dắt )?(?:họp|buổi|cuộc|phiên|chương trình họp)|điều phối (?:cuộc |buổi |phiên )?họp|lead (?:buổi|họp|cuộc|phiên)|chair (?:buổi|họp|cuộc|phiên))"

# A person chairs here. The person stands before the verb unless the row's meaning says otherwise.
CHAIRING: tuple[Rule, ...] = (
    rule("of whom", r"do\s+(?P<who>[^.;\n]{2,160}?)\s*[-–,]?\s*(?:làm )?(?:đồng )?(?:chủ trì|chủ tọa|chủ toạ|điều hành|điều khiển(?=\s+(?:phiên|cuộc|buổi|hội nghị|họp|đại hội))|cầm trịch|cầm chịch|cầm cái|chủ xị)(?!\s*,?\s*(?:phối hợp|xây dựng|thực hiện|tham mưu))", "Hội nghị do đồng chí Tạ Văn Bền chủ trì.", "Đề án do Sở Xây dựng chủ trì xây dựng"),
    rule("under", r"dưới (?:sự|quyền) (?:đồng )?(?:chủ trì|điều hành|điều khiển|chủ tọa|chủ toạ) của\s+(?P<who>[^.;\n]{4,160})", "đặt dưới sự chủ tọa của ông Tạ Văn Bền, Giám đốc", "dưới sự chỉ đạo của ông Bền"),
    rule("after", r"(?<!cơ quan )(?<!đơn vị )(?:đồng\s+)?(?:chủ trì|(?:đoàn )?chủ tọa(?: đoàn)?|(?:đoàn )?chủ toạ(?: đoàn)?|đoàn chủ tịch|điều (?:hành|khiển)(?=\s*:|\s+(?:thay|hội nghị|phiên|cuộc|buổi|đại hội|giao ban))|cầm trịch|cầm mic|cầm cái|host|chaired by)(?:\s+(?:hội nghị|phiên họp|cuộc họp|buổi (?-i:[a-zà-ỹ ]{2,15})|đại hội|cuộc giao ban|giao ban))?(?:\s+(?:tại|ở)\s[^:,.;(]{3,50}(?:\s*\([^()]{2,60}\))?)?(?:\s+(?:gồm\s+)?(?:\d|hai|ba|bốn|năm)\s+(?:người|vị|đồng chí|thành viên))?(?:\s+(?:hôm nay|lần này|kỳ này|bữa nay))?\s*(?:có|là|thuộc về|gồm(?: có)?|:|(?<=by))\s*(?P<who>[^.;\n]{3,200}(?:;[^.;\n]{3,120})*)", "Chủ trì hội nghị là đồng chí Tạ Văn Bền.", "Cơ quan chủ trì: Sở Xây dựng"),
    rule("of whom", r"(?:chủ trì|điều hành|điều khiển|điều phối|chủ tọa|chủ toạ) bởi\s+(?P<who>[^.;\n]{2,160})", "Cuộc họp được điều hành bởi bà Bùi Thị Lụa.", "được tổ chức bởi xã"),
    rule("of whom", rf"{MEETING}[^.;]{{0,40}} do\s+(?P<who>[^.;\n]{{2,120}}?)\s+điều phối", "Cuộc họp do chị Lụa điều phối", "Quỹ do tỉnh điều phối"),
    rule("of whom", rf"^\W*(?:chủ trì|điều hành|điều khiển|chủ tọa|chủ toạ)(?: và [a-zà-ỹ ]{{3,20}})?\s+{MEETING}[^,.;]{{0,60}},\s*(?P<who>(?!phối hợp)[^.;\n]{{4,120}})", "Chủ trì cuộc họp, ông Tạ Văn Bền nhấn mạnh việc thu ngân sách.", "Chủ trì, phối hợp với Sở Xây dựng"),
    rule("of whom", r"(?:chủ trì|điều hành|điều khiển|chủ tọa|chủ toạ|cầm mic|cầm trịch)[^.;]{0,80}(?:giao lại|nhường(?: lại)?|chuyển(?: lại)?)(?: ghế| quyền| mic| micro)?(?: chủ tọa| chủ toạ| điều hành| chủ trì)? cho\s+(?P<who>[^.;\n]{2,80})", "Bà Lụa chủ trì phần đầu, phần hai giao lại cho ông Tạ Văn Bền.", "Ông Bền chủ trì, hồ sơ chuyển về xã"),
    rule("as a title", r"(?<!\w)(?:(?:đồng chí|đ/c|người|ông|bà) chủ trì|chủ (?:tọa|toạ)(?: cuộc họp| hội nghị| phiên họp| kỳ họp)?|người điều hành)\s+(?:là\s+|[-–,]\s*)?(?:(?:ông|bà|anh|chị|đồng chí|đ/c)\s+)?(?P<who>(?-i:(?:[A-ZĐ]\w*\s+){1,3}[A-ZĐÀ-Ỹ]\w*))", "Chủ tọa Tạ Văn Bền tuyên bố lý do.", "Chủ tọa tuyên bố lý do."),
    rule("before", rf"(?:đồng chủ trì|chủ trì|chủ tọa|chủ toạ|cầm trịch|cầm chịch|chủ xị|làm chủ (?:tọa|toạ|trì)|điều khiển)(?!\w){_GOES_ON}", "Đồng chí Tạ Văn Bền chủ trì hội nghị.", "Sở Xây dựng chủ trì, phối hợp với các xã"),
    rule("before", rf"(?<!(?-i:chỉ) đạo, )(?<!(?-i:chỉ) đạo )(?<!công tác )(?<!trong )(?<!lãnh đạo, )(?<!quản lý, )điều hành(?:\s+thay)?(?=\s+(?:tiếp\s+|luôn\s+|nốt\s+)?(?:nội dung |chương trình |phần )?{MEETING}|\s+(?:thay|tiếp|luôn|nốt)|\s*[.,;]|$|\s+(?:ngay )?(?:tại|ở)\s[^.;]{{0,30}}(?:điểm cầu|đầu cầu)|\s+(?:nội dung|phần)\s)", "Ông Tạ Văn Bền điều hành phiên họp.", "Trung tâm Điều hành thông minh"),
    rule("before at a venue", r"(?:điểm cầu|đầu cầu)[^.;]{3,140}?(?P<verb>điều hành)(?=\s+(?:ngay )?(?:tại|ở|từ)\s)", "Ở điểm cầu xã Mường Hoa, ông Tạ Văn Bền điều hành ngay tại nhà văn hóa", "Ông Bền điều hành ngay tại công trường"),
    rule("before", rf"(?<!\w){_IDIOM}(?!\w)", "chị Lụa ngồi ghế điều hành thay", "bà Lụa cầm đơn đến gặp"),
    rule("before", r"(?<!\w)host(?!\w)(?!\s*:)", "Bền host thay chị Lụa", "Hosting đã hết hạn"),
)  # fmt: skip
# Who calls a meeting chairs it where nobody else is said to.
CONVENES: tuple[Rule, ...] = (
    rule("convenes", r"(?<!\w)(?:triệu tập|chủ động tổ chức|mở)\s+(?:cuộc họp|buổi họp|phiên họp|hội nghị|họp|buổi làm việc)", "Giám đốc Tạ Văn Bền triệu tập cuộc họp", "giấy triệu tập của tòa"),
    rule("convenes", r"(?<!\w)(?:làm việc với|đã có buổi làm việc|có buổi làm việc|có cuộc làm việc|có cuộc họp)(?!\w)", "Chủ tịch tỉnh Tạ Văn Bền có buổi làm việc với các sở", "buổi làm việc cuối cùng"),
)  # fmt: skip

# The sentence speaks of another meeting than this one.
ELSEWHERE: tuple[Rule, ...] = (
    rule("earlier", r"trước đó|lần (?:họp )?trước|(?:họp|phiên|kỳ|buổi|hội nghị) trước|tuần trước|tháng trước|năm ngoái|khi đó|hôm nọ|hôm trước|hôm kia|đợt trước|lần rồi|(?:tuần|tháng|hôm|đợt|buổi) rồi|năm trước|lúc ấy|hôm \d|nhắc lại|từng (?:chủ trì|chủ tọa)|thường niên tháng|kể lại", "Lần trước do thầy Bền chủ trì", "Trước hội nghị, ông Bền đón khách"),
    rule("next", r"sẽ (?:chủ trì|điều hành|chủ tọa|host|họp)|(?:buổi|tuần|tháng|kỳ|phiên|lần|cuộc họp|họp) (?:sau|tới|tiếp theo|kế tiếp)|lúc đó|dự kiến", "Buổi sau chị Lụa chủ trì", "Sau buổi họp, ông Bền chủ trì tiếp khách"),
    rule("planned", r"(?<!\w)(?:theo lịch|ban đầu|lẽ ra|đáng lẽ|đúng ra|như thường lệ|mọi (?:khi|lần|tuần|tháng)|thường (?:thì|do|ngày))(?!\w)", "Theo lịch là bà Lụa chủ trì", "Chủ trì theo quy chế"),
    rule("a task", r"(?:giao|yêu cầu|đề nghị|phân công)\s[^.;]{2,90}\s(?:chủ trì|điều hành)|(?:cơ quan|đơn vị|bộ phận|sở|phòng|ban) chủ trì|chủ trì (?:và )?(?:phối hợp|chịu trách nhiệm)|được giao chủ trì", "Giao Sở Xây dựng chủ trì rà soát", "Đồng chí Bền chủ trì và phát biểu"),
)  # fmt: skip

# A chair after the one already named: another part, or the first has gone. Else a later sentence tells of something else.
HANDS_OVER: tuple[Rule, ...] = (
    rule("hands over", r"(?<!\w)(?:tiếp|tiếp tục|nốt|thay|phần|nửa|giao lại|nhường|chuyển lại|rời (?:họp|cuộc|phòng)|về sau|đồng chủ trì|cùng chủ trì|luân phiên|buổi (?:sáng|chiều)|(?:từ|sau) (?:lúc )?\d{1,2}\s?(?:giờ|h|g)|ngày (?:thứ )?(?:hai|2)|đầu giờ|cuối giờ|giải lao|đoàn chủ t\w+|lúc đầu)(?!\w)", "Từ 10 giờ, ông Bền điều hành tiếp", "Ông Bền chủ trì họp tổ đất đai"),
)  # fmt: skip

# "do ... chủ trì" where the words between say why somebody else chairs.
REASON: tuple[Rule, ...] = (
    rule("kept away", r"(?<!\w)(?:đi (?:học|công tác|họp|dự|vắng|khám|chữa|tập huấn|khảo sát|kiểm tra|xa|phép|nước)|đang|bận|vắng|nghỉ (?:phép|ốm|chế độ|hưu|thai)|bị|phải|chưa|không thể|nằm viện|ốm)(?!\w)[^;]*,", "Chủ tịch UBND xã Tạ Văn Bền đi học nghiệp vụ, ông Bùi Lở", "đồng chí Tạ Văn Bền - Trưởng Ban Công tác Mặt trận, bà Lụa"),
)  # fmt: skip

# What the chair of a recorded meeting says first.
OPENING: tuple[Rule, ...] = (
    rule("opens", r"(?:ta|mình|chúng ta|cả nhà|cuộc họp|mọi người|bà con|xin phép|chúng mình|em xin|tôi xin)\s+(?:xin )?(?:bắt đầu|vào việc|họp nhé|khai mạc|họp luôn|đi vào)|bắt đầu (?:họp|cuộc họp|nhé|thôi|luôn)|đủ (?:người|mặt) rồi|chào (?:mọi người|cả nhà|bà con|cả lớp|các (?:anh|chị|bác|thầy|cô|đồng chí|bạn|em))|vào việc luôn", "Rồi, ta bắt đầu họp nhé.", "Tháng sau bắt đầu sửa mái."),
)  # fmt: skip

# Why somebody else chaired.
STAND_IN: tuple[Rule, ...] = (
    rule("by mandate", r"(?:được|theo)\s+(?:ủy|uỷ) quyền|thừa (?:ủy|uỷ) quyền", "được ủy quyền chủ trì", "giấy ủy quyền của hộ dân"),
    rule("instead of", r"(?:chủ trì|điều hành|host|cầm trịch|chủ tọa|chủ toạ)\s+thay|thay(?:\s+(?:mặt|cho))?\s+(?=(?:anh|chị|cô|thầy|ông|bà|đồng chí|đ/c|bác)\s)|(?:họp|hội nghị)\s+thay", "Host: Bền (thay chị Lụa)", "thay thiết bị"),
    rule("the chair was away", r"(?:do|vì)\s[^.;]{4,90}\s(?:đi|bận|vắng|nghỉ|ốm|dự|công tác)|(?:đi công tác|đi họp|bận|nghỉ phép|đang đi|bay)(?:\s[^.;]{0,60})?(?:nên|,)", "Do Chủ tịch đi công tác", "Do mưa lớn nên hoãn"),
)  # fmt: skip

TABLE = (CHAIRING, CONVENES, HANDS_OVER, ELSEWHERE, REASON, STAND_IN, OPENING)
