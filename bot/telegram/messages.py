"""Every sentence that a person reads in Telegram, in Vietnamese. Templates are filled with `str.format`."""

from typing import Final

# The frame: start, errors, limits

SOMETHING_WRONG: Final = "Có lỗi khi xử lý tin nhắn (mã {incident}). Bạn thử lại giúp."

ADMINS_ONLY: Final = "Lệnh này chỉ dành cho quản trị viên."
TOKEN_REFUSED: Final = (
    "Telegram không nhận TELEGRAM_BOT_TOKEN: hãy kiểm tra token ở @BotFather (và TELEGRAM_API_URL nếu có đặt)."
)
NO_CONNECTION: Final = "Chưa kết nối được Telegram; hãy kiểm tra mạng, TELEGRAM_PROXY và TELEGRAM_API_URL. Bot sẽ tự thử lại cho đến khi được."
CONNECTION_LOST: Final = "Mất kết nối tới Telegram; bot đang tự thử lại."
CONNECTION_BACK: Final = "Đã kết nối được Telegram."
CONFLICT: Final = "Có một bot khác đang chạy với cùng token; bot sẽ đợi nó dừng trong một phút."
CONFLICT_GIVEN_UP: Final = (
    "Có một bot khác đang chạy với cùng token nên bot này dừng. Hãy tắt bot kia, hoặc xin token khác ở @BotFather."
)
WEBHOOK_NOT_LISTENING: Final = (
    "Không mở được cổng {port} trên {host} (TELEGRAM_WEBHOOK_LISTEN): cổng đã có nơi dùng hoặc không được phép."
)
WEBHOOK_NOT_SET: Final = "Telegram chưa nhận địa chỉ TELEGRAM_WEBHOOK_URL; bot sẽ tự thử lại. Địa chỉ cần là https, cổng 443, 80, 88 hoặc 8443."
WEBHOOK_TAKEN: Final = "Có nơi khác đã đổi địa chỉ webhook của bot, có lẽ một bot khác đang chạy với cùng token; đã đặt lại TELEGRAM_WEBHOOK_URL."
WEBHOOK_NOT_REACHED: Final = "Telegram không gọi được TELEGRAM_WEBHOOK_URL; hãy kiểm tra tên miền, chứng chỉ và reverse proxy trước TELEGRAM_WEBHOOK_LISTEN."

# The people and the group of `giaoban bot --local`
TRIAL_PEOPLE: Final = ("Bình (quản trị)", "Lan")
TRIAL_GROUP: Final = "Văn phòng"

# What the menu offers, by command; without a line here a command is not offered
COMMANDS: Final = {
    "hoi": "hỏi một câu",
    "moi": "sang chuyện mới",
    "hop": "các cuộc họp",
    "viec": "các việc đã giao",
    "han": "việc đến hạn và quá hạn",
    "nhacviec": "nhắc việc hằng ngày và trước hạn",
    "toi": "cho bot biết bạn là ai trong biên bản",
    "tailieu": "kho tài liệu",
    "reindex": "lập lại chỉ mục",
    "nguoidung": "người dùng: duyệt, phạm vi, quản trị",
    "nhom": "các nhóm và phạm vi của từng nhóm",
    "thongke": "thống kê câu hỏi, chi phí, chỉ mục",
    "khongtraloi": "những câu chưa trả lời được",
    "nhatky": "nhật ký quản trị",
    "trogiup": "cách dùng",
}

# Asking

START: Final = (
    "Xin chào. Bạn cứ gõ câu hỏi về các cuộc họp, có dấu hay không dấu đều được: ai chủ trì, giao việc gì cho ai, hạn bao "
    "giờ. Mỗi câu trả lời kèm câu trích nguyên văn."
)
START_EXAMPLES: Final = "Ví dụ:"
EXAMPLES: Final = (
    "Tháng này có những cuộc họp nào?",
    "Tuần này có việc gì đến hạn?",
    "Có việc nào quá hạn không?",
)
START_GROUP: Final = "Trong nhóm này, hãy nhắc tên bot, trả lời tin của bot hoặc dùng /hoi để hỏi."
HELP: Final = (
    "Cách dùng",
    "Gõ câu hỏi bất kỳ. Muốn hỏi tiếp thì cứ hỏi tiếp; trả lời một câu cũ của bot để quay lại chuyện đó.",
    "Sửa câu hỏi đã gửi thì bot trả lời lại ngay tại chỗ.",
    "Trong nhóm: nhắc tên bot, trả lời tin của bot hoặc dùng lệnh hỏi.",
)
HELP_COMMANDS: Final = "Lệnh"
HELP_LINE: Final = "/{command} – {meaning}"
UNKNOWN_COMMAND: Final = "Không có lệnh này. Gõ /trogiup để xem các lệnh, hoặc gõ thẳng câu hỏi."
ASK_WHAT: Final = "Bạn muốn hỏi gì? Hãy viết câu hỏi ngay sau lệnh hoặc sau tên bot."
NEW_CONVERSATION: Final = "Đã sang chuyện mới. Bạn hỏi đi."
ASKED_BY_BUTTON: Final = "❓ {question}"
HEARD: Final = "🎙 “{text}”"
NO_VOICE: Final = "Bot chưa nghe được tin thoại: quản trị viên cần đặt OPENAI_API_KEY. Bạn gõ câu hỏi giúp."
VOICE_TOO_LONG: Final = "Tin thoại quá dài. Bạn nói ngắn trong {minutes} phút hoặc gõ câu hỏi giúp."
VOICE_UNHEARD: Final = "Không nghe ra lời trong tin thoại. Bạn nói lại hoặc gõ câu hỏi giúp."
VOICE_FAILED: Final = "Chưa chuyển được tin thoại thành chữ. Bạn thử lại sau giây lát hoặc gõ câu hỏi giúp."
VOICE_MONEY: Final = "Mức chi của hôm nay đã hết nên bot chưa nghe được tin thoại. Bạn gõ câu hỏi giúp."
THINKING: Final = "Đang tìm trong tài liệu…"
VERBATIM: Final = "Tài liệu ghi:"
QUOTED: Final = "“{quote}”"
QUOTED_NUMBER: Final = "{number}. “{quote}”"
QUOTED_FROM: Final = "{number}. “{quote}” — {source}"
QUOTED_FROM_PLAIN: Final = "“{quote}” — {source}"
MORE_QUOTES: Final = "… và {count} câu trích nữa, xem ở nút bên dưới."
SOURCE: Final = "📄 {source}"
SOURCE_HELD: Final = "họp ngày {day}"
SOURCE_NUMBER: Final = "số {number}"
SHOW_SOURCE: Final = "Xem nguồn"
GOOD: Final = "👍"
BAD: Final = "👎"

FOLLOW_CHAIR: Final = ("Ai chủ trì?", "Ai chủ trì cuộc họp ngày {day}: {title}?")
FOLLOW_TASKS: Final = ("Các việc đã giao", "{title} ngày {day} giao những việc gì?")
FOLLOW_DEADLINE: Final = ("Hạn bao giờ?", "Hạn của việc “{task}” là ngày nào?")
FOLLOW_OWNER: Final = ("Giao cho ai?", "Việc “{task}” giao cho ai?")
FOLLOW_NEXT: Final = "Phiên sau · {day}"
FOLLOW_BEFORE: Final = "Phiên trước · {day}"

BUTTON_GONE: Final = "Nút này không còn dùng được."
BUTTON_USED: Final = "Nút này đã được dùng."
BUTTON_OF_OTHERS: Final = "Nút này dành cho người khác."
BUTTON_NOT_ALLOWED: Final = "Bạn không có quyền dùng nút này."

SOURCE_POSITION: Final = "Nguồn {number}/{count}"
SOURCE_GONE: Final = "Tài liệu này không còn, hoặc bạn không còn quyền xem."
SOURCE_CHANGED: Final = "Tài liệu đã được cập nhật; câu trích không còn nguyên văn như cũ."
SOURCE_BEFORE: Final = "▴ Đoạn trên"
SOURCE_AFTER: Final = "▾ Đoạn dưới"
PREVIOUS: Final = "◂ Trước"
NEXT: Final = "Sau ▸"
PAGE_OF: Final = "{number}/{count}"

THANKS: Final = "Cảm ơn bạn."
THANKS_NOTED: Final = "Đã ghi nhận, cảm ơn bạn."
WHAT_WAS_WRONG: Final = "Câu trả lời chưa đúng ở đâu? Chọn một ý, hoặc trả lời tin này bằng vài chữ."
WRONG: Final = {
    "owner": "Sai người, đơn vị",
    "deadline": "Sai hạn, ngày",
    "meeting": "Nhầm cuộc họp",
    "incomplete": "Còn thiếu",
    "invented": "Không có trong tài liệu",
    "other": "Ý khác",
}
WRONG_IN_WORDS: Final = "Bạn trả lời tin này bằng vài chữ giúp: chưa đúng ở đâu?"


# Meetings and tasks

MEETINGS_TITLE: Final = "{count} cuộc họp"
MEETINGS_NONE: Final = "Không có cuộc họp nào như vậy."
MEETINGS_LINE: Final = "{number}. {day} · {title}"
MEETINGS_CHAIR: Final = "   Chủ trì: {chair} · {tasks}"
MEETINGS_NO_CHAIR: Final = "   {tasks}"
NO_DAY: Final = "không rõ ngày"
FILTERED: Final = "Lọc: {filters}"
FILTER_MONTH: Final = "Tháng"
FILTER_BODY: Final = "Cơ quan"
FILTER_CHAIR: Final = "Chủ trì"
FILTER_OWNER: Final = "Đơn vị, người được giao"
FILTER_MENU: Final = "{name} ▾"
FILTER_CHOOSE: Final = "Chọn: {name}"
FILTER_ALL: Final = "Tất cả"
FILTER_CLEAR: Final = "Bỏ lọc"
MONTH: Final = "{month}/{year}"
BACK_TO_LIST: Final = "◂ Danh sách"
MEETING_DAY: Final = "Ngày họp: {day}"
MEETING_DAY_TIME: Final = "Ngày họp: {day}, {time}"
MEETING_PLACE: Final = "Nơi họp: {place}"
MEETING_ONLINE: Final = "trực tuyến"
MEETING_BODY: Final = "Cơ quan: {body}"
MEETING_CHAIRS: Final = "Chủ trì: {chairs}"
MEETING_SECRETARY: Final = "Thư ký: {name}"
MEETING_PRESENT: Final = "Dự họp ({count}): {names}"
MEETING_ABSENT: Final = "Vắng ({count}): {names}"
MEETING_DECISIONS: Final = "Quyết định ({count})"
MEETING_TASKS: Final = "Việc đã giao ({count})"
MEETING_TASK: Final = "{number}. {owner}: {task}"
MEETING_TASK_DUE: Final = "{number}. {owner}: {task} · hạn: {due}"
MEETING_ITEM: Final = "{number}. {text}"
MEETING_NEXT: Final = "Cuộc họp tới: {what}"
MEETING_SHOW_TASKS: Final = "Các việc, đánh dấu xong"

TASKS_VIEWS: Final = {
    "all": "Tất cả",
    "mine": "Của tôi",
    "owner": "Theo người",
    "week": "Tuần này",
    "overdue": "Quá hạn",
}
TASKS_TITLES: Final = {
    "all": "{count} việc đã giao",
    "mine": "{count} việc của bạn",
    "owner": "{count} việc giao cho {owner}",
    "week": "{count} việc đến hạn tuần {first}–{last}",
    "overdue": "{count} việc quá hạn tính đến {today}",
    "meeting": "{count} việc giao tại cuộc họp",
}
TASKS_DONE_COUNT: Final = ", đã xong {count}"
TASKS_NONE: Final = {
    "all": "Tài liệu chưa nêu việc nào.",
    "mine": "Bạn không có việc nào.",
    "owner": "Không có việc nào giao cho {owner}.",
    "week": "Tuần {first}–{last} không có việc nào đến hạn.",
    "overdue": "Không có việc nào quá hạn tính đến {today}.",
    "meeting": "Cuộc họp không giao việc nào.",
}
TASKS_NO_NAME: Final = (
    "Bạn chưa gắn tên hay đơn vị nào với tài khoản, nên chưa rõ việc nào là của bạn. Gõ /toi để cho bot biết."
)
TASK_LINE: Final = "{number}. {due} · {owner}: {task}"
TASK_DONE_LINE: Final = "{number}. ✅ {due} · {owner}: {task}"
TASK_NO_DEADLINE: Final = "không nêu hạn"
TASK_LATE: Final = "⚠️ {due}"
TASK_SUPPORTING: Final = "phối hợp: {names}"
TASK_SOURCE: Final = "“{quote}” — {source}"
TASK_TICK: Final = "✔ {number}"
TASK_UNTICK: Final = "↩ {number}"
TASK_TAKE_BACK: Final = "↩ Bỏ dấu vừa đánh"
TASK_TICKED: Final = "Đã đánh dấu xong việc {number}."
TASK_UNTICKED: Final = "Đã bỏ dấu xong của việc {number}."
TASK_GONE: Final = "Việc này không còn trong tài liệu."
EXPORT_ICS: Final = "Xuất .ics"
EXPORT_XLSX: Final = "Xuất Excel"
EXPORT_NAME: Final = "viec-{day}"
EXPORT_CAPTION: Final = "{count} việc"
EXPORT_CAPTION_ICS: Final = "{count} việc có ngày hạn"
EXPORT_NOTHING: Final = "Không có việc nào để xuất."

# Documents

DOCUMENT_STAGES: Final = {
    "waiting": "chờ tới lượt",
    "fetch": "tải tệp về",
    "read": "đọc và rút thông tin",
    "cut": "tách đoạn, lập chỉ mục",
    "write": "ghi chỉ mục",
}
DOCUMENT_READING: Final = "Đang đọc {name}…"
DOCUMENTS_READING: Final = "Đang đọc {count} tài liệu…"
DOCUMENT_BAR: Final = "{bar} {done}/{total} · {stage}"
DOCUMENT_DONE: Final = "✅ Đã lập chỉ mục {title} ({chunks} đoạn, {seconds})"
DOCUMENT_UPDATED: Final = "✅ Đã cập nhật {title} ({chunks} đoạn, {seconds})"
DOCUMENT_UNCHANGED: Final = "Tài liệu {title} đã có trong phạm vi {scope}, không có gì thay đổi."
DOCUMENT_REREAD: Final = "Đã đọc lại {title}: không có gì thay đổi."
DOCUMENT_RESTORED: Final = "✅ Đã khôi phục {title}."
DOCUMENT_CONFIRMED: Final = "👍 Đã xác nhận {title}."
DOCUMENT_FAILED: Final = "Không đọc được {name}: {reason}"
DOCUMENT_SHOWN: Final = "📄 {title}"
DOCUMENT_HELD: Final = "Họp ngày {day}"
DOCUMENT_CHAIRS: Final = "Chủ trì: {names}"
DOCUMENT_TASKS: Final = "{count} việc, {due} có hạn"
DOCUMENT_NO_TASKS: Final = "không giao việc nào"
DOCUMENT_NO_MEETING: Final = "Không thấy đây là biên bản họp; nội dung vẫn tìm và hỏi được."
DOCUMENT_CORRECTED: Final = "✏️ Đã đính chính {count} mục"
DOCUMENT_UNCLEAR: Final = "⚠️ Chưa rõ: {points}"
DOCUMENT_UNCLEAR_MORE: Final = "và {count} điểm nữa"
UNCLEAR_DATE: Final = "ngày họp"
UNCLEAR_CHAIR: Final = "người chủ trì"
UNCLEAR_OWNER: Final = "việc {number} giao cho ai"
UNCLEAR_DUE: Final = "hạn “{text}” (việc {number})"
DOCUMENT_LOST: Final = "⚠️ Nội dung đã thay đổi nên các đính chính cũ không còn hiệu lực; hãy xem lại."
DOCUMENT_TWIN: Final = "⚠️ Phạm vi này đã có tài liệu khác cùng tên {name}."
DOCUMENTS_DONE: Final = "✅ Đã lập chỉ mục {count} tài liệu"
DOCUMENTS_LINE: Final = "{number}. {title}"
DOCUMENTS_FAILED_LINE: Final = "✗ {name}: {reason}"
DOCUMENT_GONE: Final = "Tài liệu này không còn trong kho."
DOCUMENT_UNDONE: Final = "Đã hoàn tác: {title} không còn trong kho."
DOCUMENT_REPLACED: Final = "Đã xóa bản cũ của {title}: {removed}."
DOCUMENT_REPLACED_NONE: Final = "Bản cũ của {title} không còn trong kho từ trước."
DOCUMENT_MOVED: Final = "Đã chuyển {title} sang phạm vi {scope}."
DOCUMENT_STALE_ADMIN: Final = "người gửi không còn quyền quản trị"
DOCUMENT_INTERRUPTED: Final = "chương trình đã dừng nhiều lần khi đọc tệp này; tệp có thể bị hỏng. Hãy gửi bản khác."
DOCUMENT_NOT_FETCHED: Final = "không tải được tệp từ Telegram; hãy gửi lại."
DOCUMENT_BUG: Final = "có lỗi ngoài dự kiến (mã {incident})"
DOCUMENT_TOO_BIG: Final = (
    "Không tải được {name}: tệp nặng {size} MB, mà Telegram chỉ cho bot tải tệp đến 20 MB. Hãy tách nhỏ tệp, gửi bản Word"
    " hay PDF đã nén, gửi địa chỉ của tệp trên mạng, hoặc chạy giaoban index trên máy chủ."
)
DOCUMENT_PICTURE: Final = "Ảnh không có chữ để đọc. Hãy gửi bản Word hoặc PDF xuất từ Word, hay chạy nhận dạng chữ (OCR) trước rồi gửi kết quả."
DOCUMENTS_FOR_ADMINS: Final = "Chỉ quản trị viên mới gửi được tài liệu. Bạn cứ gõ câu hỏi."
BUTTON_RIGHT: Final = "Đúng rồi"
BUTTON_OPEN: Final = "Xem tài liệu"
BUTTON_FIX: Final = "Sửa"
BUTTON_SCOPE: Final = "Phạm vi: {scope} ▾"
BUTTON_UNDO: Final = "Hoàn tác"
BUTTON_REPLACE: Final = "Thay bản cũ"
BUTTON_BACK: Final = "◂ Quay lại"
BUTTON_NEVER_MIND: Final = "Thôi"
BUTTON_OTHER_SCOPE: Final = "Phạm vi khác…"
SCOPE_CHOOSE: Final = "Chọn phạm vi cho tài liệu này."
SCOPE_TYPE: Final = "Gõ tên phạm vi mới cho {title}."

FIX_CHOOSE: Final = "Sửa mục nào?"
FIX_CHOOSE_TASK: Final = "Sửa việc nào?"
FIX_FIELDS: Final = {
    "title": "Tên",
    "date": "Ngày họp",
    "time": "Giờ họp",
    "place": "Nơi họp",
    "chair": "Chủ trì",
    "owner": "Giao cho",
    "task": "Nội dung việc",
    "deadline": "Hạn",
}
FIX_TASKS: Final = "Các việc ▸"
FIX_TASK: Final = "Việc {number}: {task}"
FIX_VALUE: Final = "{field}: {value}"
FIX_TASK_LINE: Final = "{number}. {task}"
FIX_TYPE: Final = "{field}: gõ giá trị đúng."
FIX_TYPE_TASK: Final = "Việc {number} · {field}: gõ giá trị đúng."
FIX_NOW: Final = "Đang là: {value}"
FIX_NOTHING: Final = "chưa có"
FIX_HINTS: Final = {
    "title": "",
    "date": "Ví dụ: 2/7/2024. Gõ dấu - nếu tài liệu không nêu.",
    "time": "Ví dụ: 8 giờ 30. Gõ dấu - nếu tài liệu không nêu.",
    "place": "Gõ dấu - nếu tài liệu không nêu.",
    "chair": "Ví dụ: Nguyễn Văn A, Chủ tịch UBND huyện. Nhiều người thì cách nhau bằng dấu chấm phẩy; gõ dấu - nếu không có.",
    "owner": "Gõ dấu - nếu chưa giao cho ai.",
    "task": "",
    "deadline": "Ví dụ: 30/6/2024 hoặc cuối quý III. Gõ dấu - nếu không có hạn.",
}
FIX_DONE: Final = "✏️ Đã sửa. {field}: {value}"
FIX_DONE_TASK: Final = "✏️ Đã sửa việc {number}. {field}: {value}"
FIX_EMPTY: Final = "không nêu"
FIX_DROPPED: Final = "Thôi, không sửa nữa."

SHELF_TITLE: Final = "Tài liệu ({count})"
SHELF_FOUND: Final = "Tài liệu có “{words}” ({count})"
SHELF_NONE: Final = "Chưa có tài liệu nào. Gửi tệp, địa chỉ trang web hoặc chuyển tiếp văn bản vào đây để lập chỉ mục."
SHELF_NOT_FOUND: Final = "Không có tài liệu nào mang “{words}”."
SHELF_LINE: Final = "{number}. {title}"
SHELF_SEARCH: Final = "Tìm: gõ /tailieu kèm vài từ của tên."
SHELF_FILE: Final = "Tệp: {name} · phạm vi {scope} · {chunks} đoạn"
SHELF_RECORD: Final = "Dữ kiện"
SHELF_CHUNKS: Final = "Các đoạn"
SHELF_ORIGINAL: Final = "Tải bản gốc"
SHELF_REREAD: Final = "Đọc lại"
SHELF_REMOVE: Final = "Xóa"
SHELF_LIST: Final = "◂ Danh sách"
SHELF_SURE: Final = "Xóa {title} khỏi kho? Câu trả lời, cuộc họp và việc lấy từ tài liệu này sẽ không còn."
SHELF_REMOVED: Final = "Đã xóa {title}."
SHELF_NO_ORIGINAL: Final = "Không còn bản gốc để tải."
SHELF_ADDRESS: Final = "Bản gốc ở {link}."
SHELF_CHUNK: Final = "Đoạn {number}/{count} · {title}"
SHELF_NO_RECORD: Final = "Tài liệu này chưa có dữ kiện nào."

REINDEX_CHOOSE: Final = "{documents} tài liệu, {chunks} đoạn. Lập lại chỉ mục thế nào?"
REINDEX_CHANGED: Final = "Chỉ tài liệu thay đổi"
REINDEX_ALL: Final = "Lập lại tất cả"
REINDEX_STOP: Final = "Dừng"
REINDEX_RUNNING: Final = {
    "changed": "Đang xem tài liệu nào thay đổi…",
    "all": "Đang lập lại toàn bộ chỉ mục; chỉ mục cũ vẫn phục vụ.",
    "again": "Đang đọc lại {name}…",
}
REINDEX_STAGES: Final = {"read": "đọc", "embed": "tạo véc-tơ", "write": "ghi chỉ mục", "verify": "kiểm tra chỉ mục"}
REINDEX_DONE: Final = "✅ Xong sau {seconds}: {added}{updated} cập nhật, {unchanged} giữ nguyên, {failed} lỗi."
REINDEX_ADDED: Final = "{count} thêm, "
REINDEX_STOPPED: Final = "⏹ Đã dừng sau {seconds}: {updated} cập nhật, {unchanged} giữ nguyên. Phần còn lại như cũ."
REINDEX_FAILED: Final = "Không lập lại được chỉ mục: {reason}"
REINDEX_LOST: Final = "⚠️ Nội dung mới, đính chính cũ không còn: {titles}"
REINDEX_BUSY: Final = "Đang lập lại chỉ mục. Hãy đợi xong, hoặc bấm Dừng ở tin báo tiến độ, rồi làm lại."
REINDEX_NOT_STARTED: Final = "Đã thôi, chưa chạy."

# People and groups

ACCESS_STRANGER: Final = "Bạn chưa có quyền hỏi."
ACCESS_ASK: Final = "Xin quyền truy cập"
ACCESS_ASKED: Final = "Đã gửi yêu cầu tới quản trị viên. Khi được duyệt, bạn sẽ nhận được tin ở đây."
ACCESS_WAITING: Final = "Yêu cầu của bạn đang chờ quản trị viên duyệt."
ACCESS_DENIED: Final = "Bạn không được cấp quyền ở đây; hãy liên hệ trực tiếp với quản trị viên nếu cần."
ACCESS_NO_SCOPE: Final = "Bạn đã được cho phép nhưng chưa được xem phạm vi tài liệu nào; hãy nhờ quản trị viên mở thêm."
ACCESS_ALREADY: Final = "Bạn đã có quyền hỏi, cứ gõ câu hỏi."
ACCESS_NO_ADMIN: Final = "Bot chưa có quản trị viên nên chưa thể xin quyền."
ACCESS_NOT_A_PERSON: Final = (
    "Giao Ban chỉ trả lời khi bạn viết bằng tài khoản của chính mình, không ẩn danh và không thay mặt một kênh."
)
ACCESS_REQUEST: Final = "{name} xin quyền truy cập."
ACCESS_GRANTED: Final = (
    "Quản trị viên đã cho phép bạn hỏi. Phạm vi: {scopes}. Cứ gõ câu hỏi, có dấu hay không dấu đều được."
)
ACCESS_REFUSED: Final = "Quản trị viên không duyệt yêu cầu của bạn."
ACCESS_NOW_ADMIN: Final = "Bạn đã được đặt làm quản trị viên của Giao Ban."
QUOTA_SPENT: Final = "Hôm nay bạn đã hỏi đủ {count} câu. Mời bạn hỏi tiếp vào ngày mai."
MONEY_SPENT: Final = "Trả lời nhanh, không dùng mô hình: mức chi của hôm nay đã hết."

PAIRING_DONE: Final = "Bạn là quản trị viên đầu tiên của Giao Ban. Gửi tài liệu vào đây để lập chỉ mục; gõ /nguoidung để duyệt người dùng."
PAIRING_CONSOLE: Final = "Chưa có quản trị viên. Hãy nhắn cho bot trong Telegram: /start {code}"

PEOPLE_TITLE: Final = "Người dùng"
PEOPLE_STATUS: Final = {
    "waiting": "Chờ duyệt",
    "allowed": "Được hỏi",
    "denied": "Đã từ chối",
    "admin": "Quản trị",
    "stranger": "Chưa xin quyền",
}
PEOPLE_COUNT: Final = "{label}: {count}"
PEOPLE_USAGE: Final = "Mã người dùng là một dãy số, ví dụ: {example}"
PEOPLE_UNNAMED: Final = "Người dùng {id}"
PEOPLE_ID: Final = "Mã: {id}"
PEOPLE_STANDING: Final = "Trạng thái: {status}"
PEOPLE_ASKED_AT: Final = "Xin quyền lúc {at}"
PEOPLE_DECIDED: Final = "{by} quyết định lúc {at}"
PEOPLE_SCOPES: Final = "Phạm vi: {scopes}"
PEOPLE_ALL_SCOPES: Final = "tất cả"
PEOPLE_NO_SCOPES: Final = "chưa có"
PEOPLE_SET_ADMIN: Final = "Quản trị viên theo cấu hình (TELEGRAM_ADMIN_IDS); muốn bỏ thì sửa ở đó."
PEOPLE_DO: Final = {
    "allow": "Cho phép",
    "deny": "Từ chối",
    "revoke": "Thu hồi quyền",
    "promote": "Đặt làm quản trị",
    "demote": "Thôi làm quản trị",
    "forget": "Xóa khỏi danh sách",
}
PEOPLE_ALLOW_DEFAULT: Final = "Cho phép (phạm vi {scope})"
PEOPLE_BACK: Final = "◂ Danh sách"
PEOPLE_SURE: Final = {
    "revoke": "Thu hồi quyền của {name}? Người này sẽ không hỏi được nữa, kể cả trong các nhóm.",
    "promote": "Đặt {name} làm quản trị? Người này sẽ xem và thay đổi được mọi thứ.",
    "demote": "Bỏ quyền quản trị của {name}? Người này chỉ còn được hỏi trong phạm vi đã cấp.",
    "forget": "Xóa {name} khỏi danh sách? Người này có thể xin quyền lại từ đầu.",
}
SURE_YES: Final = "Đúng vậy"
SURE_NO: Final = "Thôi"
PEOPLE_ALREADY: Final = "Việc này đã được quyết định trước đó."
PEOPLE_LAST_ADMIN: Final = "Không thể bỏ quản trị viên cuối cùng."
PEOPLE_SAVED: Final = "Đã lưu."

GROUPS_TITLE: Final = "Nhóm"
GROUPS_NONE: Final = "Chưa có nhóm nào. Thêm bot vào nhóm bằng nút dưới đây, rồi chọn phạm vi mà nhóm được hỏi."
GROUPS_LINE: Final = "{title}: {scopes}"
GROUPS_ADD: Final = "Thêm bot vào một nhóm"
GROUP_UNNAMED: Final = "Nhóm {id}"
GROUP_CHOOSE: Final = "Chọn những phạm vi mà nhóm được hỏi. Ai hỏi trong nhóm cũng chỉ thấy các phạm vi này."
GROUP_LEAVE: Final = "Rời nhóm"
GROUP_SURE: Final = "Rời nhóm {title}? Các phạm vi đã gắn sẽ bị gỡ."
GROUP_LEFT: Final = "Đã rời nhóm {title}."
GROUP_UNKNOWN: Final = "Giao Ban chỉ phục vụ nhóm do quản trị viên của mình thêm vào, nên xin phép rời nhóm này."
GROUP_UNBOUND: Final = "Nhóm này chưa được gắn phạm vi tài liệu nào. Quản trị viên của Giao Ban hãy chọn phạm vi trong cuộc trò chuyện riêng."
GROUP_BOUND: Final = "Nhóm được hỏi trong phạm vi: {scopes}. Nhắc tên bot hoặc trả lời tin của bot để hỏi."

ACTIONS: Final = {
    "pair": "nhận quyền quản trị đầu tiên",
    "allow": "cho phép",
    "deny": "từ chối",
    "revoke": "thu hồi quyền",
    "scopes": "đổi phạm vi của",
    "promote": "đặt làm quản trị",
    "demote": "bỏ quyền quản trị của",
    "forget": "xóa khỏi danh sách",
    "group_add": "thêm bot vào nhóm",
    "group_scopes": "đổi phạm vi của nhóm",
    "group_leave": "cho bot rời nhóm",
    "group_gone": "bot không còn trong nhóm",
    "group_refused": "rời nhóm lạ",
    "index": "lập chỉ mục",
    "reindex": "lập lại chỉ mục",
    "remove": "xóa tài liệu",
    "restore": "khôi phục tài liệu",
    "move": "chuyển phạm vi tài liệu",
    "correct": "sửa dữ kiện",
    "bind": "xác nhận tên của người dùng",
    "unbind": "không xác nhận tên của người dùng",
    "remind": "đổi nhắc việc của nhóm",
}
JOURNAL_TITLE: Final = "Nhật ký quản trị ({count})"
JOURNAL_NONE: Final = "Nhật ký còn trống."
JOURNAL_LINE: Final = "{at} · {actor}: {action} {subject}"
JOURNAL_DETAIL: Final = "({detail})"
JOURNAL_PROGRAM: Final = "Giao Ban"
PAGE: Final = "Trang {number}/{count}"
PAGE_BEFORE: Final = "◂ Trước"
PAGE_AFTER: Final = "Sau ▸"

FIGURES_TITLE: Final = "Thống kê {days} ngày ({first}–{last})"
FIGURES_DAYS: Final = "{days} ngày"
FIGURES_NONE: Final = "Chưa có câu hỏi nào."
FIGURES_QUESTIONS: Final = "Câu hỏi: {count} của {people} người, trả lời được {share}"
FIGURES_LATENCY: Final = "Thời gian trả lời: trung vị {median}, p95 {p95}"
FIGURES_TOKENS: Final = "Token: {entering} vào, {leaving} ra; chi phí khoảng {money} USD (bảng giá ngày {priced})"
FIGURES_DAY: Final = "{day} · {count} câu · {share} · {median} · {tokens} token · {money} USD"
FIGURES_BY_DAY: Final = "Theo ngày"
FIGURES_MODELS: Final = "Cách trả lời: {models}"
FIGURES_MODEL: Final = "{name} {count} câu"
FIGURES_UNPRICED: Final = "Không có giá của {models}; chi phí tạm tính theo giá cao."
FIGURES_EMBEDDED: Final = "quy tắc có sẵn"
FIGURES_INDEX: Final = "Chỉ mục: {health}; {documents} tài liệu, {chunks} đoạn, {meetings} cuộc họp, {tasks} việc"
FIGURES_HEALTH: Final = {
    "empty": "chưa có tài liệu",
    "sound": "tốt",
    "unfinished": "đang lập hoặc lần trước chưa xong",
    "rebuild": "mô hình vector đã đổi, cần lập lại toàn bộ",
    "unreachable": "không kết nối được máy chủ Chroma",
}
FIGURES_SPENT: Final = "Hôm nay đã chi {spent} trên {limit} USD."

UNANSWERED_TITLE: Final = "Câu chưa trả lời được, {days} ngày qua ({count})"
UNANSWERED_NONE: Final = "Trong {days} ngày qua không có câu nào bị bỏ lỡ."
UNANSWERED_LINE: Final = "{number}. {text}"
UNANSWERED_TIMES: Final = "{count} lần, gần nhất {day}"
UNANSWERED_BAD: Final = "👎 {count}"
UNANSWERED_MISSING: Final = "không có trong tài liệu"

# Reminders

WEEKDAYS: Final = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")

DUE_LINE: Final = "{number}. {when} · {owner}: {task}"
DUE_LINE_TODAY: Final = "{number}. {owner}: {task}"
DUE_CORRECTED: Final = "(đã đính chính)"
DUE_MORE: Final = "… và {count} việc nữa."
DUE_TODAY: Final = "hôm nay"
DUE_LEFT: Final = "còn {count} ngày"
DUE_PAST: Final = "quá {count} ngày"

DIGEST_HEAD: Final = "🔔 {day}: {what}."
DIGEST_NOTHING: Final = "không có việc đến hạn"
DIGEST_COUNT_DUE: Final = "{count} việc đến hạn hôm nay"
DIGEST_COUNT_OVERDUE: Final = "{count} việc vừa quá hạn"
DIGEST_COUNT_AHEAD: Final = "{count} việc sắp đến hạn"
DIGEST_DUE: Final = "Hôm nay"
DIGEST_OVERDUE: Final = "Vừa quá hạn"
DIGEST_AHEAD: Final = "Sắp đến hạn"
DIGEST_COMING: Final = "Trong {count} ngày tới"
DIGEST_MORE: Final = "… và {count} việc nữa trong những ngày tới."
DIGEST_OLDER: Final = "Ngoài ra có {count} việc đã quá hạn từ trước."
DIGEST_LATE: Final = "⏰ Gửi muộn: tin này lẽ ra đến lúc {at} ngày {day}."
DIGEST_MISSED: Final = "Tin của ngày {days} cũng chưa gửi được nên gộp vào đây."
DIGEST_MISSED_ONLY: Final = "⏰ Gửi muộn: tin của ngày {days} chưa gửi được nên gộp vào đây."
DIGEST_OPEN: Final = "Mở danh sách, đánh dấu xong"

DUE_VIEWS: Final = {"today": "Hôm nay", "week": "Tuần này", "overdue": "Quá hạn"}
DUE_TITLES: Final = {"today": "{day}", "week": "Tuần {first}–{last}", "overdue": "Quá hạn"}
DUE_COUNTS: Final = {"today": "{count} việc đến hạn", "week": "{count} việc đến hạn", "overdue": "{count} việc"}
DUE_NONE: Final = {"today": "không có việc đến hạn", "week": "không có việc đến hạn", "overdue": "không có việc nào"}
DUE_HEAD: Final = "{title}: {what}."
DUE_WHEN: Final = "{day} ({left})"
DUE_SINCE: Final = "⚠️ Quá hạn từ {day} · {owner}: {task}"
DUE_MORE_OVERDUE: Final = "… và {count} việc quá hạn nữa."
DUE_WHOSE: Final = "Việc của bạn: {names}"
DUE_MINE: Final = "Việc của tôi"
DUE_ALL: Final = "Việc của mọi người"
DUE_UNDO: Final = "↩ Chưa xong: {task}"
DUE_GONE: Final = "Việc này không còn trong tài liệu."
DUE_TICKED: Final = "Đã đánh dấu xong."
DUE_UNTICKED: Final = "Đã bỏ dấu xong."

REMIND_TITLE: Final = "🔔 Nhắc việc cho bạn"
REMIND_TITLE_GROUP: Final = "🔔 Nhắc việc cho nhóm {title}"
REMIND_OFF: Final = "Nhắc việc đang tắt."
REMIND_WHAT: Final = (
    "Khi bật, bot tự gửi danh sách việc đến hạn mỗi ngày vào giờ bạn chọn, và báo trước khi một việc sắp đến hạn. "
    "Việc đã đánh dấu xong không được nhắc nữa."
)
REMIND_START: Final = "Bật nhắc việc"
REMIND_DAILY_IS: Final = "Danh sách hằng ngày: {state}"
REMIND_BEFORE_IS: Final = "Báo trước hạn: {days}"
REMIND_AT_IS: Final = "Giờ gửi: {at}"
REMIND_WHOSE_IS: Final = "Nhắc: {whose}"
REMIND_EMPTY_IS: Final = "Ngày trống: {what}"
REMIND_EMPTY_MEANS: Final = "Ngày trống là ngày không có việc đến hạn và không có việc vừa quá hạn."
REMIND_NEXT: Final = "Lần tới: {at}, {day}"
REMIND_ON: Final = "có"
REMIND_NO: Final = "không"
REMIND_DAYS: Final = "{count} ngày"
REMIND_MINE: Final = "việc của tôi"
REMIND_EVERYBODY: Final = "việc của mọi người"
REMIND_SEND: Final = "vẫn gửi"
REMIND_NOT_SEND: Final = "không gửi"
REMIND_DAILY_ON: Final = "Bật danh sách hằng ngày"
REMIND_DAILY_OFF: Final = "Tắt danh sách hằng ngày"
REMIND_AT: Final = "Giờ: {at} ▾"
REMIND_BEFORE: Final = "Báo trước: {days} ▾"
REMIND_TO_MINE: Final = "Chỉ nhắc việc của tôi"
REMIND_TO_EVERYBODY: Final = "Nhắc việc của mọi người"
REMIND_EMPTY_ON: Final = "Ngày trống vẫn gửi"
REMIND_EMPTY_OFF: Final = "Ngày trống không gửi"
REMIND_STOP: Final = "Tắt nhắc việc"
REMIND_GROUPS: Final = "Nhắc việc cho nhóm ▾"
REMIND_BACK: Final = "◂ Quay lại"
REMIND_CHOOSE_AT: Final = "Bạn muốn nhận tin lúc mấy giờ (giờ Việt Nam)?"
REMIND_CHOOSE_BEFORE: Final = "Báo trước hạn bao nhiêu ngày?"
REMIND_CHOOSE_GROUP: Final = "Nhắc việc cho nhóm nào? Nhóm chỉ được nhắc việc trong phạm vi đã gắn cho nhóm."
REMIND_GROUP_HOW: Final = (
    "Quản trị viên của Giao Ban đổi nhắc việc của nhóm bằng lệnh /nhacviec trong cuộc trò chuyện riêng với bot."
)
REMIND_SAVED: Final = "Đã lưu."
REMIND_SUMMARY: Final = "hằng ngày: {state}, báo trước: {days}, lúc {at}"

OWN_HEAD: Final = "Bạn có **{count} việc {title}** ({names}):"
OWN_NONE: Final = "Bạn **không có việc nào {title}** ({names})."
OWN_ON: Final = "đến hạn ngày {last}"
OWN_BETWEEN: Final = "đến hạn từ {first} đến {last}"
OWN_OVERDUE: Final = "đã quá hạn"
OWN_OPEN: Final = "chưa xong"
OWN_STANDALONE: Final = "Việc {title} của {names}"
NO_NAME: Final = "Chưa rõ việc nào là của bạn: hãy nhắn riêng cho bot lệnh /toi để gắn tên hoặc đơn vị của bạn."
MINE_TITLE: Final = "Bạn là:"
MINE_NOBODY: Final = "Bạn chưa gắn tên hay đơn vị nào, nên bot chưa biết việc nào là của bạn."
MINE_IS: Final = "✅ {name}"
MINE_WAITS: Final = "⏳ {name} (chờ quản trị viên xác nhận)"
MINE_CHOOSE: Final = (
    "Bạn là ai, hay đại diện cho đơn vị nào trong biên bản? Chọn bên dưới, hoặc gõ /toi kèm tên để tìm tên khác."
)
MINE_TYPE: Final = "Gõ /toi kèm tên hoặc đơn vị của bạn, đúng như biên bản viết."
MINE_DROP: Final = "Bỏ: {name}"
MINE_DROPPED: Final = "Đã bỏ."
MINE_TOO_MANY: Final = "Bạn đã gắn đủ số tên cho phép; hãy bỏ bớt một tên trước."
MINE_ASKED: Final = "Đã gửi tới quản trị viên để xác nhận."
MINE_CONFIRMED_SELF: Final = "Đã gắn."
MINE_REQUEST: Final = "{who} xin được coi việc giao cho {name} là việc của mình."
MINE_YES: Final = "Đúng"
MINE_NO: Final = "Không phải"
MINE_CONFIRMED: Final = "✅ Đã xác nhận."
MINE_REFUSED: Final = "✖️ Không xác nhận."
MINE_TAKE_BACK: Final = "Gỡ xác nhận"
MINE_YOURS: Final = "Quản trị viên đã xác nhận: việc giao cho {name} từ nay là việc của bạn. Gõ /han để xem việc đến hạn, /nhacviec để được nhắc."
MINE_NOT_YOURS: Final = "Việc giao cho {name} không được tính là việc của bạn (quản trị viên không xác nhận)."
