"""Why a document cannot be read, in the words that its owner sees: what is wrong, then what to do.

Each reason follows the document's name and a colon, so it begins with a small letter.
"""


class Unreadable(Exception):  # noqa: N818 - it is the state of a document, raised and caught inside `rag.load` only
    """One document cannot be read. `reason` is a Vietnamese sentence; the door turns this into a `DocumentError`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


# The file itself
MISSING = "không tìm thấy tệp. Hãy kiểm tra lại đường dẫn."
BAD_NAME = "tên tệp có ký tự không đọc được. Hãy đổi tên tệp (chữ, số, gạch nối) rồi thử lại."
BROKEN_LINK = "đây là liên kết trỏ tới một tệp không còn nữa. Hãy gửi tệp gốc."
FORBIDDEN = "không có quyền đọc tệp. Hãy cấp quyền đọc cho người chạy Giao Ban."
FOLDER = "đây là thư mục. Hãy chỉ rõ từng tệp, hoặc dùng lệnh lập chỉ mục cho cả thư mục."
NOT_A_FILE = (
    "đây không phải tệp thông thường (thiết bị, ống dẫn hoặc socket). Hãy chép nội dung ra một tệp rồi gửi lại."
)
DISK = "ổ đĩa báo lỗi khi đọc tệp. Hãy chép tệp sang nơi khác rồi thử lại."
EMPTY = "tệp rỗng. Hãy kiểm tra lại tệp gốc rồi gửi lại."
NO_TEXT = "tệp không có chữ nào. Hãy kiểm tra lại nội dung rồi gửi lại."
CHANGED = "tệp thay đổi trong lúc đang đọc. Hãy đợi ghi xong rồi thử lại."

# What is in it
BINARY = "nội dung không phải văn bản. Hãy gửi tệp .docx, .pdf, .txt, .md hoặc .html."
UNKNOWN_ENCODING = "không nhận ra bảng mã chữ. Hãy mở tệp và lưu lại với bảng mã Unicode (UTF-8)."
PROTECTED = "tệp được đặt mật khẩu. Hãy bỏ mật khẩu rồi gửi lại."
LOCKED_PDF = "tệp PDF bị khóa bằng mã hóa. Hãy mở bằng trình duyệt, in ra một PDF mới rồi gửi lại."
MACROS = "tệp Word có macro (.docm). Hãy mở bằng Word rồi lưu lại dạng .docx, không kèm macro."
OLD_WORD = "đây là tệp Word đời cũ (.doc). Hãy mở bằng Word rồi lưu lại dạng .docx."
OLD_OFFICE = "đây là tệp Office đời cũ. Hãy lưu lại dạng .docx hoặc xuất ra PDF."
BROKEN_ZIP = "tệp Word bị hỏng hoặc tải về chưa đủ. Hãy mở bằng Word, lưu lại dạng .docx rồi gửi lại."
BROKEN_PDF = "tệp PDF bị hỏng hoặc tải về chưa đủ. Hãy xuất lại PDF rồi gửi lại."
BROKEN_HTML = "trang HTML bị hỏng. Hãy lưu lại trang từ trình duyệt, hoặc chép nội dung vào tệp .docx."
ZIP_BOMB = "tệp nén phình ra quá lớn so với dung lượng nên không mở để giữ an toàn. Hãy lưu lại bằng Word rồi gửi lại."
UNSAFE_XML = "tệp chứa khai báo XML không an toàn (thực thể). Hãy mở bằng Word rồi lưu lại dạng .docx."
SCANNED = (
    "tệp chỉ có ảnh quét, không có chữ. Hãy gửi bản Word hoặc PDF xuất từ Word, hay chạy nhận dạng chữ (OCR) trước."
)
NO_LETTERS = "phông chữ trong PDF không cho biết đó là chữ gì. Hãy xuất lại PDF từ Word, hoặc gửi bản Word."
NO_PAGES = "tệp PDF không có trang nào. Hãy xuất lại PDF rồi gửi lại."

# What it took to read it
TOO_SLOW = "đọc tệp quá lâu nên đã dừng. Hãy chia nhỏ tài liệu, hoặc lưu lại dạng .docx hay .txt."
TOO_HUNGRY = "đọc tệp tốn quá nhiều bộ nhớ nên đã dừng. Hãy chia nhỏ tài liệu, hoặc bỏ bớt hình ảnh."
CRASHED = "trình đọc dừng đột ngột khi mở tệp, có thể tệp bị hỏng. Hãy lưu lại tệp từ chương trình gốc rồi gửi lại."

# The web
BAD_URL = "địa chỉ web không hợp lệ. Hãy chép nguyên địa chỉ từ trình duyệt."
SCHEME = "chỉ đọc được địa chỉ bắt đầu bằng http:// hoặc https://."
CREDENTIALS = "địa chỉ có kèm tên đăng nhập hoặc mật khẩu. Hãy bỏ phần đó ra khỏi địa chỉ."
PRIVATE_ADDRESS = "địa chỉ này nằm trong mạng nội bộ nên không được phép đọc. Hãy tải trang về rồi gửi tệp."
PORT = "địa chỉ dùng cổng lạ nên không được phép đọc. Hãy tải trang về rồi gửi tệp."
NO_SUCH_HOST = "không tìm thấy máy chủ của địa chỉ này. Hãy kiểm tra lại tên miền và kết nối mạng."
NO_CONNECTION = "không kết nối được tới máy chủ. Hãy thử lại sau."
TLS = "chứng chỉ bảo mật của trang không hợp lệ. Hãy tải trang về bằng trình duyệt rồi gửi tệp."
WEB_TOO_SLOW = "trang web trả lời quá chậm nên đã dừng. Hãy thử lại sau, hoặc tải trang về rồi gửi tệp."
BROKEN_REPLY = "máy chủ trả lời sai quy cách hoặc ngắt giữa chừng. Hãy thử lại sau."
REDIRECTS = "trang chuyển hướng quá nhiều lần. Hãy mở bằng trình duyệt rồi chép địa chỉ cuối cùng."
NOT_FOUND = "trang không tồn tại (lỗi 404). Hãy kiểm tra lại địa chỉ."
LOGIN = "trang đòi đăng nhập hoặc từ chối truy cập. Hãy tải trang về bằng trình duyệt rồi gửi tệp."
BUSY = "trang đang từ chối vì có quá nhiều yêu cầu. Hãy thử lại sau ít phút."
SERVER_ERROR = "máy chủ của trang đang gặp lỗi. Hãy thử lại sau."
EMPTY_PAGE = "trang trả về nội dung rỗng. Hãy tải trang về bằng trình duyệt rồi gửi tệp."
NO_ARTICLE = "trang không có chữ nào đọc được (có thể nội dung do JavaScript tạo ra). Hãy lưu trang về rồi gửi tệp."

READABLE = ".docx, .pdf, .txt, .md và .html"


def megabytes(size: int) -> str:
    """A size as Vietnamese writes it: "20 MB", "1,5 MB"."""
    return f"{size / 1024 / 1024:.1f}".removesuffix(".0").replace(".", ",") + " MB"


def too_large(limit: int) -> str:
    """For a source of more than `limit` bytes."""
    return f"tệp lớn hơn mức cho phép ({megabytes(limit)}). Hãy chia nhỏ tài liệu hoặc bỏ bớt hình ảnh."


def too_long(limit: int) -> str:
    """For a text of more than `limit` characters."""
    shown = f"{limit:,}".replace(",", ".")
    return f"tài liệu dài hơn mức cho phép ({shown} ký tự). Hãy chia thành nhiều tệp."


def wrong_suffix(suffix: str, found: str, advice: str) -> str:
    """For a file whose content, `found`, is not what its suffix says."""
    return f"tệp mang đuôi {suffix} nhưng bên trong là {found}. {advice}"


def unsupported(suffix: str) -> str:
    """For a suffix that is not read."""
    advice = {
        ".doc": OLD_WORD,
        ".docm": MACROS,
        ".rtf": "chưa đọc được tệp .rtf. Hãy mở bằng Word rồi lưu lại dạng .docx.",
        ".odt": "chưa đọc được tệp .odt. Hãy lưu lại dạng .docx.",
        ".zip": "chưa đọc được tệp nén. Hãy giải nén rồi gửi từng tệp.",
    }
    if suffix in advice:
        return advice[suffix]
    if suffix in (".xls", ".xlsx", ".ppt", ".pptx"):
        return f"chưa đọc được tệp {suffix}. Hãy xuất ra PDF hoặc chép nội dung vào tệp .docx."
    if suffix in (".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".heic", ".bmp"):
        return "chưa đọc được tệp ảnh. Hãy chạy nhận dạng chữ (OCR) rồi gửi bản Word hoặc PDF có chữ."
    if suffix in (".mp3", ".m4a", ".wav", ".mp4", ".mov", ".avi"):
        return "chưa đọc được tệp âm thanh hay phim. Hãy gửi bản gỡ băng dạng .docx hoặc .txt."
    shown = f"tệp {suffix}" if suffix else "tệp không có đuôi"
    return f"chưa đọc được {shown}. Các loại đọc được: {READABLE}."


def http_status(status: int) -> str:
    """For a reply that is no page."""
    if status in (404, 410):
        return NOT_FOUND
    if status in (401, 402, 403, 407, 451):
        return LOGIN
    if status == 429:
        return BUSY
    if status >= 500:
        return SERVER_ERROR
    return f"máy chủ không trả về trang (mã {status}). Hãy kiểm tra lại địa chỉ."


def content_type(kind: str) -> str:
    """For a reply of a type that is not read. `kind` is shown only if it looks like a media type."""
    shown = f" ({kind})" if kind and len(kind) < 60 and all(c.isalnum() or c in "/.+-" for c in kind) else ""
    return f"địa chỉ này không phải trang web hay tài liệu đọc được{shown}. Hãy gửi địa chỉ của bài viết hoặc gửi tệp."
