"""Every sentence that a person reads in a front end, in Vietnamese. Templates are filled with `str.format`.

Sentences about a document or a model that cannot be read come from `rag` and are passed on as they are.
"""

from datetime import date
from typing import Final

NAME: Final = "Giao Ban"
YOU: Final = "Bạn"

# Help: the frame around commands, arguments and options
HELP_USAGE: Final = "Cách dùng:"
HELP_COMMANDS: Final = "Lệnh"
HELP_ARGUMENTS: Final = "Tham số"
HELP_OPTIONS: Final = "Tùy chọn"
HELP_OPTION: Final = "Xem hướng dẫn này."
HELP_OPTIONS_METAVAR: Final = "[TÙY CHỌN]"
HELP_COMMAND_METAVAR: Final = "LỆNH [THAM SỐ]..."
HELP_REQUIRED: Final = "bắt buộc"
HELP_HINT: Final = "Xem hướng dẫn: {command} --help"
VERSION_OPTION: Final = "In phiên bản rồi thoát."
VERSION: Final = "Giao Ban {version}"

METAVARS: Final = {
    "sources": "ĐƯỜNG_DẪN...",
    "question": "[CÂU_HỎI]",
    "document_id": "MÃ",
    "set_dir": "THƯ_MỤC",
    "scope": "TÊN",
    "today": "NGÀY",
    "batch": "TỆP",
    "out": "TỆP",
    "show": "MÃ",
    "chair": "TÊN",
    "attendee": "TÊN",
    "owner": "TÊN",
    "body": "CƠ_QUAN",
    "topic": "CHỦ_ĐỀ",
    "date_from": "NGÀY",
    "date_to": "NGÀY",
    "due_from": "NGÀY",
    "due_before": "NGÀY",
    "limit": "SỐ",
    "csv": "TỆP",
    "xlsx": "TỆP",
    "ics": "TỆP",
    "records": "TỆP",
    "report": "TỆP",
}

APP: Final = "Hỏi đáp về các cuộc họp: ai chủ trì, giao việc gì cho ai, hạn bao giờ, kèm câu trích nguyên văn."
INDEX: Final = "Đọc tài liệu và lập chỉ mục; lần sau chỉ xử lý những gì đã thay đổi."
ASK: Final = "Trả lời một câu hỏi, hoặc cả một tệp câu hỏi."
CHAT: Final = "Trò chuyện trong cửa sổ lệnh. Khi không có bàn phím, đọc mỗi dòng một câu hỏi."
DOCUMENTS: Final = "Liệt kê tài liệu, hoặc xem một tài liệu: cuộc họp trong đó và các đoạn."
MEETINGS: Final = "Liệt kê các cuộc họp: ngày, người chủ trì, số việc đã giao."
TASKS: Final = "Liệt kê các việc đã giao: ai làm, hạn bao giờ; xuất ra Excel hoặc lịch."
REMOVE: Final = "Gỡ một tài liệu khỏi chỉ mục (không xóa tệp gốc)."
REINDEX: Final = "Đọc lại các tài liệu đã có, cập nhật những gì thay đổi."
STATUS: Final = "Cho biết có gì trong kho, chỉ mục ra sao, đang dùng mô hình nào."
EVAL: Final = "Chấm điểm trên một bộ câu hỏi mẫu (documents/ và questions.jsonl)."
BOT: Final = "Chạy bot Telegram."

OPT_SOURCES: Final = "Tệp, thư mục hoặc địa chỉ http(s) cần đọc."
OPT_SCOPE_INDEX: Final = "Phạm vi mà tài liệu thuộc về (mặc định: chung)."
OPT_PRUNE: Final = "Gỡ những tài liệu trong các thư mục này mà tệp gốc không còn."
OPT_QUESTION: Final = "Câu hỏi, có dấu hay không dấu đều được."
OPT_SCOPE_ASK: Final = "Chỉ tìm trong phạm vi này (dùng được nhiều lần; mặc định: mọi phạm vi)."
OPT_TODAY: Final = "Coi hôm nay là ngày này, dạng 2024-04-03 hoặc 3/4/2024."
OPT_BATCH: Final = "Trả lời mọi câu trong tệp JSONL (mỗi dòng một cuộc trò chuyện)."
OPT_OUT: Final = "Ghi câu trả lời vào tệp JSONL này (mặc định: in ra màn hình)."
OPT_JSON: Final = "In kết quả dạng JSON cho chương trình đọc."
OPT_SHOW: Final = "Xem một tài liệu: các sự kiện kèm câu trích, rồi các đoạn."
OPT_DOCUMENT_ID: Final = "Mã tài liệu, xem bằng giaoban documents (6 ký tự đầu là đủ)."
OPT_REBUILD: Final = "Dựng lại toàn bộ chỉ mục từ sổ cái, kể cả khi không có gì thay đổi."
OPT_SET_DIR: Final = "Thư mục của bộ câu hỏi."
OPT_FAILURES: Final = "Liệt kê những lượt trả lời chưa đúng."
OPT_REPORT: Final = "Ghi báo cáo HTML vào tệp này (mặc định: bao-cao-<bộ câu hỏi>.html trong thư mục dữ liệu)."
OPT_FROM: Final = "Cuộc họp từ ngày này, dạng 2024-04-03 hoặc 3/4/2024."
OPT_TO: Final = "Cuộc họp đến hết ngày này."
OPT_BODY: Final = "Cuộc họp của cơ quan, đơn vị này."
OPT_CHAIR: Final = "Người chủ trì."
OPT_ATTENDEE: Final = "Người hoặc cơ quan dự họp."
OPT_TOPIC: Final = "Cuộc họp về chuyện này."
OPT_LIMIT: Final = "Chỉ lấy chừng này cuộc họp, mới nhất trước."
OPT_OWNER: Final = "Người hoặc đơn vị được giao."
OPT_DUE_FROM: Final = "Hạn từ ngày này."
OPT_DUE_BEFORE: Final = "Hạn trước hoặc đúng ngày này."
OPT_OVERDUE: Final = "Chỉ những việc đã quá hạn."
OPT_NO_DEADLINE: Final = "Chỉ những việc không nêu hạn."
OPT_CSV: Final = "Ghi vào tệp CSV (mở được bằng Excel)."
OPT_XLSX: Final = "Ghi vào tệp Excel."
OPT_ICS: Final = "Ghi những việc có ngày hạn vào tệp lịch (.ics)."
OPT_LOCAL: Final = "Dùng thử trong trình duyệt, không cần token Telegram."
OPT_RECORDS: Final = "Ghi sự kiện của từng cuộc họp vào tệp JSONL, dạng của records.jsonl."

# Wrong usage
USAGE_NO_SUCH_OPTION: Final = "Không có tùy chọn {option}."
USAGE_NO_SUCH_COMMAND: Final = "Không có lệnh {name}."
USAGE_DID_YOU_MEAN: Final = "Có phải bạn muốn dùng: {names}?"
USAGE_MISSING: Final = "Còn thiếu {name}."
USAGE_MISSING_COMMAND: Final = "Còn thiếu tên lệnh."
USAGE_OPTION_VALUE: Final = "Tùy chọn {option} dùng chưa đúng: hãy xem nó có cần giá trị đi kèm không."
USAGE_BAD_VALUE: Final = "Giá trị của {name} không hợp lệ."
USAGE_EXTRA: Final = "Có tham số thừa. Câu hỏi hay đường dẫn có dấu cách thì đặt trong dấu ngoặc kép."
USAGE_BAD_DAY: Final = "{value} không phải là ngày. Hãy viết dạng 2024-04-03 hoặc 3/4/2024."
USAGE_NO_SUCH_SCOPE: Final = "Không có phạm vi “{scope}”. Các phạm vi đang có: {known}."
NO_SCOPES: Final = "chưa có phạm vi nào"
USAGE_QUESTION_OR_BATCH: Final = "Hãy đưa vào một câu hỏi, hoặc một tệp câu hỏi bằng --batch."
USAGE_QUESTION_AND_BATCH: Final = "Chỉ dùng một trong hai: câu hỏi hoặc --batch."
USAGE_OUT_WITHOUT_BATCH: Final = "--out chỉ dùng cùng với --batch."
USAGE_OUT_IS_BATCH: Final = "--out và --batch là cùng một tệp: câu trả lời sẽ đè lên câu hỏi. Hãy chọn tệp khác."
USAGE_NOT_TEXT: Final = "Câu hỏi có ký tự không đọc được: hãy gõ lại bằng UTF-8."
USAGE_NO_DEADLINE_ALONE: Final = "--no-deadline không dùng cùng với --overdue, --due-from hay --due-before."

# Failures
INCIDENT: Final = "Có lỗi ngoài dự kiến (mã {incident}). Chi tiết kỹ thuật nằm trong {log}."
INCIDENT_UNLOGGED: Final = "Có lỗi ngoài dự kiến (mã {incident}) và không ghi được nhật ký."
OS_ERROR: Final = "Không dùng được {path}: {reason}."
OS_REASONS: Final = {
    "ENOENT": "không tìm thấy",
    "EACCES": "không có quyền truy cập",
    "EPERM": "không có quyền truy cập",
    "EISDIR": "đây là thư mục, cần một tệp",
    "ENOTDIR": "một phần của đường dẫn không phải là thư mục",
    "EEXIST": "đã có tệp cùng tên",
    "ENOSPC": "đĩa đã đầy",
    "EDQUOT": "đã hết phần đĩa được dùng",
    "EFBIG": "tệp quá lớn",
    "EIO": "ổ đĩa hoặc nơi nhận bị lỗi",
    "EBADF": "nơi nhận đã đóng",
    "EROFS": "ổ đĩa chỉ cho đọc",
}
OS_ERROR_WRITING: Final = "Không ghi được kết quả: {reason}."
PART_KEPT: Final = "Những gì đã ghi được nằm trong {path}."
OS_REASON_OTHER: Final = "hệ thống báo lỗi {name}"
CANCELLED: Final = "Đã dừng."

# Settings
SETTINGS_NUMBER: Final = "cần một số"
SETTINGS_WHOLE_NUMBER: Final = "cần một số nguyên"
SETTINGS_RANGE: Final = "cần nằm trong khoảng từ {low} đến {high}"
SETTINGS_WEB_ADDRESS: Final = "cần một địa chỉ bắt đầu bằng http:// hoặc https://"
SETTINGS_DATABASE: Final = "cần một địa chỉ dạng postgresql+psycopg://tên:mật_khẩu@máy/cơ_sở_dữ_liệu"
SETTINGS_TOKEN: Final = "cần token mà @BotFather đã cấp, dạng 123456:ABC…"
SETTINGS_USER_IDS: Final = "cần các mã người dùng Telegram (dãy số), cách nhau bằng dấu phẩy"
SETTINGS_PROXY: Final = "cần một địa chỉ bắt đầu bằng http:// hoặc socks5://"
SETTINGS_WEBHOOK_SECRET: Final = "cần từ 16 đến 256 ký tự A-Z, a-z, 0-9, _ và -"
SETTINGS_WEBHOOK_WITHOUT_SECRET: Final = "là bắt buộc khi đặt TELEGRAM_WEBHOOK_URL"
SETTINGS_LISTEN: Final = "cần địa chỉ và cổng, ví dụ 127.0.0.1:8443"
SETTINGS_OTHER: Final = "giá trị không dùng được"
SETTINGS_WRONG: Final = "Cấu hình chưa đúng (biến môi trường hoặc tệp .env): {details}."
SETTINGS_DETAIL: Final = "{name} {reason}"
SETTINGS_UNREADABLE: Final = "Không đọc được tệp .env: hãy lưu lại tệp này dạng UTF-8."

# Index
STAGES: Final = {
    "read": "đang đọc",
    "embed": "tính vector",
    "write": "ghi chỉ mục",
    "verify": "đối chiếu chỉ mục",
}
STATES: Final = {
    "added": "thêm mới",
    "updated": "cập nhật",
    "unchanged": "giữ nguyên",
    "removed": "gỡ bỏ",
    "failed": "lỗi",
}
INDEX_RATE: Final = "{rate} {unit}/giây"
INDEX_UNITS: Final = {"read": "tệp", "embed": "đoạn", "write": "đoạn", "verify": "đoạn"}
INDEX_REMAINING: Final = "còn {time}"
INDEX_OUTCOME: Final = "{state}: {name} ({chunks} đoạn)"
INDEX_OUTCOME_PLAIN: Final = "{state}: {name}"
INDEX_LOST: Final = "Nội dung đã thay đổi nên các đính chính cũ không còn hiệu lực: {names}"
INDEX_TITLE: Final = "Lập chỉ mục xong sau {seconds}"
INDEX_FAILED_TITLE: Final = "Không đọc được"
INDEX_FILE: Final = "Tệp"
INDEX_REASON: Final = "Lý do"
INDEX_NOTHING: Final = "Không thấy tài liệu nào để đọc."
INDEX_UNKNOWN_REASON: Final = "không rõ lý do"

# Answers
NOT_FOUND_MARK: Final = "Không có trong tài liệu"
CITATION: Final = "▸ “{quote}”"
CITATION_NUMBERED: Final = "▸ [{number}] “{quote}”"
CITATIONS_MORE: Final = "… và {count} câu trích nữa, {rest}"
REST_AS_JSON: Final = "xem đủ bằng --json"
REST_AS_SOURCES: Final = "gõ /nguon để xem hết"
LIST_MORE: Final = "Danh sách đầy đủ: giaoban {command}"
SOURCE: Final = "📄 {parts}"
SOURCE_VERBATIM: Final = "📄 Nguyên văn trong: {parts}"
SOURCE_DAY: Final = "ngày {day}"
TOOK: Final = "{seconds}"
THINKING: Final = "Đang tìm trong tài liệu…"
CUT: Final = "Đã dừng câu trả lời này."

# Chat
CHAT_WELCOME: Final = "{name} đã sẵn sàng với {documents} tài liệu. Gõ câu hỏi, hoặc /trogiup để xem các lệnh."
CHAT_EMPTY: Final = "Chưa có tài liệu nào. Hãy thoát ra và chạy: giaoban index ĐƯỜNG_DẪN"
CHAT_NEW: Final = "Đã bắt đầu cuộc trò chuyện mới."
CHAT_NO_SOURCES: Final = "Chưa có nguồn nào để xem."
CHAT_BYE: Final = "Tạm biệt."
CHAT_UNKNOWN: Final = "Không có lệnh {command}. Gõ /trogiup để xem các lệnh."
CHAT_HELP: Final = (
    ("/moi", "bắt đầu cuộc trò chuyện mới"),
    ("/nguon", "xem nguồn của câu trả lời vừa rồi, kèm đoạn văn quanh câu trích"),
    ("/trogiup", "xem các lệnh này"),
    ("/thoat", "kết thúc (hoặc Ctrl-D)"),
)
CHAT_HELP_CANCEL: Final = "Ctrl-C dừng câu trả lời đang chạy."
SOURCES_TITLE: Final = "Nguồn {number}: {title}"
SOURCES_FILE: Final = "Tệp: {source}"

# Batch
BATCH_BAD_LINE: Final = "{path}, dòng {line}: {reason}."
BATCH_NOT_JSON: Final = "không phải JSON"
BATCH_NOT_CONVERSATION: Final = 'cần một đối tượng có "id" và "turns", mỗi lượt có "question"'
BATCH_BAD_TODAY: Final = '"today" cần một ngày dạng 2024-04-03'
BATCH_NOT_TEXT: Final = "không phải văn bản UTF-8"
BATCH_WRITTEN: Final = "Đã ghi {turns} câu trả lời vào {path} sau {seconds}."
BATCH_FAILED: Final = "{failed} câu không trả lời được vì lỗi."
BATCH_PROGRESS: Final = "Đang trả lời"

# Documents
DOCUMENTS_NONE: Final = "Chưa có tài liệu nào. Hãy chạy: giaoban index ĐƯỜNG_DẪN"
DOCUMENTS_TITLE: Final = "{count} tài liệu"
DOCUMENT_UNKNOWN: Final = "Không có tài liệu mang mã {id}. Xem mã bằng: giaoban documents"
DOCUMENT_PREFIX_SHORT: Final = (
    "Mã {id} quá ngắn để gỡ tài liệu: hãy ghi ít nhất {least} ký tự. Xem mã bằng: giaoban documents"
)
DOCUMENT_AMBIGUOUS: Final = "Có {count} tài liệu mang mã bắt đầu bằng {id}. Hãy ghi mã dài hơn."
DOCUMENT_REMOVED: Final = "Đã gỡ {title} ({name})."
COL_ID: Final = "Mã"
COL_TITLE: Final = "Tiêu đề"
COL_DAY: Final = "Ngày"
COL_FILE: Final = "Tệp"
COL_SCOPE: Final = "Phạm vi"
COL_SOURCE: Final = "Nguồn"
COL_CHUNKS: Final = "Số đoạn"
CHUNK_TITLE: Final = "Đoạn {number} · ký tự {start}–{end} · {tokens} token"

# Meetings and tasks
NONE: Final = "–"
WRITTEN: Final = "Đã ghi {what} vào {path}."
MEETINGS_COUNT: Final = "{count} cuộc họp"
MEETINGS_NEWEST: Final = "{title}, đây là {shown} cuộc mới nhất"
MEETINGS_NONE: Final = "Không có cuộc họp nào như vậy."
TASKS_COUNT: Final = "{count} việc"
TASKS_TITLE: Final = "{title}: {with_deadline} việc có hạn, {late} việc quá hạn tính đến {today}"
TASKS_NONE: Final = "Không có việc nào như vậy."
TASKS_NO_OWNER: Final = "không rõ ai"
TASKS_OF_MEETING: Final = "{count} ({with_deadline})"
COL_MEETING: Final = "Cuộc họp"
COL_CHAIR: Final = "Chủ trì"
COL_TASKS: Final = "Việc\n(có hạn)"
COL_DEADLINE: Final = "Hạn"
COL_OWNER: Final = "Giao cho"
COL_TASK: Final = "Việc"
COL_MEETING_DAY: Final = "Họp ngày"
SHOW_HINT: Final = "Xem câu trích: giaoban documents --show MÃ"
SOURCE_MEETING_DAY: Final = "họp ngày {day}"

# A meeting record
RECORD_TITLE: Final = "Cuộc họp"
RECORD_UNKNOWN: Final = "tài liệu không nêu"
RECORD_DAY: Final = "Ngày họp"
RECORD_TIME: Final = "Bắt đầu"
RECORD_BODY: Final = "Cơ quan"
RECORD_PLACE: Final = "Nơi họp"
RECORD_ONLINE: Final = "trực tuyến"
RECORD_CHAIRS: Final = "Chủ trì"
RECORD_STANDS_IN: Final = "thay {name}"
RECORD_SECRETARY: Final = "Thư ký"
RECORD_ATTENDEES: Final = "Dự họp"
RECORD_ABSENT: Final = "Vắng"
RECORD_TASKS: Final = "Việc đã giao"
RECORD_NO_TASKS: Final = "không có"
RECORD_TASKS_COUNT: Final = "Việc đã giao ({count}, trong đó {with_deadline} có hạn)"
RECORD_DEADLINE: Final = "Hạn: {deadline}"
RECORD_DAY_OF: Final = "{text} ({day})"
RECORD_SUPPORTING: Final = "Phối hợp: {names}"
RECORD_DECISIONS: Final = "Quyết định ({count})"
RECORD_NEXT: Final = "Cuộc họp tới"
RECORD_EARLIER: Final = "Cuộc họp trước"
RECORD_CHAIRED_BY: Final = "{name} chủ trì"

# Files for other programs
EXPORT_MEETINGS: Final = "Cuộc họp"
EXPORT_TASKS: Final = "Việc đã giao"
EXPORT_MEETING_COLUMNS: Final = (
    "Ngày họp",
    "Bắt đầu",
    "Cuộc họp",
    "Cơ quan",
    "Nơi họp",
    "Chủ trì",
    "Thư ký",
    "Dự họp",
    "Vắng",
    "Số việc",
    "Việc có hạn",
    "Quyết định",
    "Tệp",
    "Phạm vi",
    "Mã tài liệu",
)
EXPORT_TASK_COLUMNS: Final = (
    "Ngày hạn",
    "Hạn (nguyên văn)",
    "Giao cho",
    "Người",
    "Phối hợp",
    "Việc",
    "Câu trích",
    "Cuộc họp",
    "Ngày họp",
    "Tệp",
    "Phạm vi",
    "Mã tài liệu",
)
ICS_NAME: Final = "Giao Ban: việc đến hạn"
ICS_SUMMARY: Final = "{owner}: {task}"
ICS_LEFT_OUT: Final = "{count} việc không có ngày hạn nên không vào lịch."

# Status
STATUS_TITLE: Final = "Giao Ban {version}"
STATUS_NONE: Final = "chưa có"
STATUS_HEALTH: Final = {
    "empty": "chưa có tài liệu",
    "sound": "tốt",
    "unfinished": "lần lập chỉ mục trước chưa xong, hãy chạy: giaoban reindex",
    "rebuild": "mô hình vector đã đổi, hãy chạy: giaoban reindex --rebuild",
    "unreachable": "không kết nối được máy chủ Chroma, hãy kiểm tra CHROMA_URL và máy chủ đó",
}
STATUS_OPENAI: Final = "OpenAI"
STATUS_TASKS: Final = "{count}, trong đó {with_deadline} việc có hạn"
STATUS_EMBEDDER: Final = "{name} ({dimension} chiều)"
STATUS_SIZES: Final = {"ledger": "sổ cái", "vectors": "vector", "words": "từ"}
STATUS_ROWS: Final = {
    "data_dir": "Thư mục dữ liệu",
    "documents": "Tài liệu",
    "chunks": "Đoạn",
    "scopes": "Phạm vi",
    "meetings": "Cuộc họp",
    "tasks": "Việc đã giao",
    "health": "Chỉ mục",
    "mind": "Cách trả lời",
    "chat_model": "Mô hình trả lời",
    "embedding_model": "Mô hình vector",
    "embedder": "Vector",
    "base_url": "Máy chủ mô hình",
    "ledger": "Sổ cái",
    "chroma": "Chroma",
    "disk": "Dung lượng",
    "versions": "Phiên bản",
}
MIND_EMBEDDED: Final = "quy tắc có sẵn, không cần mô hình"
MIND_MODEL: Final = "mô hình ngôn ngữ"
LEDGER_SQLITE: Final = "SQLite trong thư mục dữ liệu"
LEDGER_SERVER: Final = "máy chủ cơ sở dữ liệu ({kind})"
CHROMA_LOCAL: Final = "trong thư mục dữ liệu"

# Evaluation
EVAL_NOT_A_SET: Final = "{path} không phải bộ câu hỏi: cần có thư mục documents và tệp questions.jsonl."
EVAL_BAD_SET: Final = (
    "{path}, cuộc trò chuyện {id}: mỗi lượt cần question, kind, style, answerable, answer, facts, forbid, documents."
)
EVAL_NO_TURNS: Final = "Bộ câu hỏi không có lượt nào."
EVAL_UNREADABLE: Final = "Có {count} tài liệu của bộ câu hỏi không đọc được."
EVAL_KIND: Final = "Loại câu hỏi"
EVAL_STYLE: Final = "Cách hỏi"
EVAL_KINDS: Final = {
    "chair": "ai chủ trì",
    "attendee": "ai dự",
    "assignment": "giao việc gì",
    "owner": "giao cho ai",
    "deadline": "thời hạn",
    "date": "ngày họp",
    "place": "nơi họp",
    "decision": "quyết định",
    "number": "con số",
    "content": "nội dung",
    "list": "liệt kê",
    "aggregate": "nhiều tài liệu",
    "unanswerable": "không có trong tài liệu",
    "smalltalk": "chuyện ngoài lề",
}
EVAL_STYLES: Final = {
    "plain": "thường",
    "no_diacritics": "không dấu",
    "typo": "gõ sai",
    "abbreviation": "viết tắt",
    "colloquial": "văn nói",
    "followup": "hỏi tiếp",
}
EVAL_COLUMNS: Final = ("lượt", "đúng", "sai", "tỷ lệ", "trích đúng")
EVAL_OVERALL: Final = "Đúng toàn bộ"
EVAL_ANSWERABLE: Final = "Câu có trong tài liệu"
EVAL_REFUSED: Final = "Từ chối nhầm"
EVAL_REFUSALS: Final = "Từ chối đúng"
EVAL_REFUSALS_CITED: Final = "Từ chối mà vẫn trích dẫn"
EVAL_CITED: Final = "Trích dẫn đúng"
EVAL_NOT_VERBATIM: Final = "Câu trích không nguyên văn"
EVAL_SECONDS: Final = "Giây (trung vị / p95)"
EVAL_LENGTH: Final = "Độ dài câu trả lời (trung vị)"
EVAL_CHARACTERS: Final = "{count} ký tự"
EVAL_SHARE: Final = "{percent} ({part}/{whole})"
EVAL_PART: Final = "{part} trên {whole}"
EVAL_FAILURES: Final = "Những lượt chưa đúng"
EVAL_FAILURE: Final = "{id}/{turn} [{kind}, {style}] {why}"
EVAL_QUESTION: Final = "hỏi: {text}"
EVAL_EXPECTED: Final = "mẫu: {text}"
EVAL_GOT: Final = "đáp: {text}"
EVAL_WHY_MISSING: Final = "không có câu trả lời"
EVAL_WHY_FOUND: Final = "đáng lẽ phải báo là không có trong tài liệu"
EVAL_WHY_REFUSED: Final = "báo là không có, trong khi tài liệu có"
EVAL_WHY_LACKS: Final = "thiếu {fact}"
EVAL_WHY_SAYS: Final = "nói đến {text}"
EVAL_WHY_LONG: Final = "dài {count} ký tự"
EVAL_REPORT: Final = "Báo cáo để xem trong trình duyệt: {path}"

# The report of an evaluation
REPORT_TITLE: Final = "Báo cáo đánh giá: bộ {name}"
REPORT_MADE: Final = "Ngày {day} · {mind}"
REPORT_NO_FAILURES: Final = "Mọi lượt đều đúng."
REPORT_FAILURES: Final = "Những lượt chưa đúng ({count})"
REPORT_TURN: Final = "{id} · lượt {turn}"
REPORT_HISTORY: Final = "Trước đó"
REPORT_QUESTION: Final = "Hỏi"
REPORT_TODAY: Final = "hỏi ngày {day}"
REPORT_UNDERSTOOD: Final = "Hiểu là"
REPORT_EXPECTED: Final = "Mẫu"
REPORT_EXPECTED_IN: Final = "Tài liệu cần trích"
REPORT_GOT: Final = "Đáp"
REPORT_FOUND: Final = {True: "có trong tài liệu", False: "báo là không có trong tài liệu"}
REPORT_CITATIONS: Final = "Trích dẫn"
REPORT_NO_CITATIONS: Final = "không trích dẫn gì"
REPORT_EVIDENCE: Final = "Bằng chứng đã tìm được ({count} đoạn)"
REPORT_NO_EVIDENCE: Final = "không tìm được đoạn nào"
REPORT_FACTS: Final = "Sự kiện đọc được từ các tài liệu"
REPORT_PASSAGE: Final = "{name} · điểm {score}"

# Bot
BOT_NO_TOKEN: Final = (
    "Chưa có TELEGRAM_BOT_TOKEN. Hãy xin token của @BotFather trong Telegram rồi ghi vào tệp .env, "
    "hoặc dùng thử không cần token: giaoban bot --local"
)
BOT_LOCAL: Final = "Dùng thử trong trình duyệt, không cần Telegram: {url}"
BOT_LOCAL_SAMPLES: Final = "Chưa có tài liệu nào: đang đọc các biên bản mẫu để có cái mà hỏi…"
BOT_RUNNING: Final = "Bot @{name} đang chạy. Ctrl-C để dừng."
BOT_STOPPING: Final = "Đang dừng: làm nốt việc dở và gửi nốt tin đang chờ…"
BOT_STOPPED: Final = "Đã dừng. Tin nhắn gửi tới trong lúc dừng sẽ được trả lời khi chạy lại."
NEWER_DATA: Final = (
    "Dữ liệu này do một bản Giao Ban mới hơn tạo ra; hãy cập nhật chương trình hoặc đổi thư mục dữ liệu."
)


def seconds(value: float) -> str:
    """A duration in seconds, with the decimal comma: "0,12 giây", "3,4 giây", "75 giây"."""
    digits = 2 if value < 1 else 1 if value < 60 else 0
    return f"{decimal(value, digits)} giây"


def decimal(value: float, digits: int) -> str:
    """A number with the decimal comma and full stops between the thousands."""
    return f"{value:,.{digits}f}".translate({ord(","): ".", ord("."): ","})


def percent(value: float | None) -> str:
    """A share from 0 to 1 as a percentage with one decimal, or a dash."""
    return "–" if value is None else f"{decimal(100 * value, 1)} %"


def clock(value: float | None) -> str:
    """Remaining time as minutes and seconds."""
    if value is None:
        return "–:––"
    minutes, rest = divmod(round(value), 60)
    return f"{minutes}:{rest:02d}"


def day(value: date | None) -> str:
    """A day as people write it: 3/4/2024."""
    return "" if value is None else f"{value.day}/{value.month}/{value.year}"


def size(value: int) -> str:
    """Bytes as B, kB, MB or GB (powers of 1,000)."""
    number = float(value)
    for unit in ("B", "kB", "MB"):
        if number < 1000:
            return f"{decimal(number, 0 if unit == 'B' or number >= 100 else 1)} {unit}"
        number /= 1000
    return f"{decimal(number, 1)} GB"


# How `rag` words a list: what it counts, that it was cut short, and the command that gives all of it.
LIST_COUNTED: Final = r"\b\d+ (?P<what>cuộc họp|việc(?: đã quá hạn)?)"
LIST_CUT: Final = r"^… và \d+ mục nữa\.$"
LIST_COMMANDS: Final = {"cuộc họp": "meetings", "việc": "tasks", "việc đã quá hạn": "tasks --overdue"}
