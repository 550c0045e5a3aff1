"""What a failed model call means for the user, as a `ModelError`.

Enters: an exception of the OpenAI client or of LangChain. Leaves: a Vietnamese sentence that says what to do. The
server's own words are left out: some repeat the key or the question.
"""

import math
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from rag.errors import ModelError

_CUT = {
    "length": "Câu trả lời của mô hình bị cắt vì quá dài. Bạn hỏi lại hẹp hơn giúp.",
    "content_filter": "Mô hình dừng giữa chừng vì bộ lọc nội dung của máy chủ. Bạn thử hỏi cách khác.",
}
_UNREADABLE = (
    "Máy chủ mô hình trả lời sai định dạng. Nếu lặp lại, kiểm tra OPENAI_BASE_URL có trỏ tới "
    "máy chủ tương thích OpenAI không."
)
_RATE_CODES = frozenset({"rate_limit_exceeded", "rate_limit_error"})


def cut(finish: str | None) -> ModelError:
    """A reply that ended before it was complete, for the reason `finish` where the server gave one."""
    message = _CUT.get(finish or "", "Câu trả lời của mô hình bị ngắt giữa chừng. Bạn hỏi lại giúp.")
    return ModelError(message, retryable=True)


def empty() -> ModelError:
    """A complete reply without a word."""
    return ModelError("Mô hình trả lời rỗng. Bạn hỏi lại giúp.", retryable=True)


def wants_tool() -> ModelError:
    """A reply that calls a function instead of answering."""
    return ModelError(
        "Mô hình đòi gọi công cụ thay vì trả lời. Hãy chọn mô hình trò chuyện khác qua CHAT_MODEL.", retryable=False
    )


def explain(error: Exception, model: str) -> ModelError:
    """What `error`, raised by a call of the model named `model`, means.

    An error that is already a `ModelError` comes back as it is.
    """
    import openai

    if isinstance(error, ModelError):
        return error
    if isinstance(error, TimeoutError | openai.APITimeoutError):
        explained = ModelError("Mô hình không trả lời kịp. Bạn thử lại sau ít phút.", retryable=True)
    elif isinstance(error, OSError | openai.APIConnectionError):
        explained = ModelError(
            "Không kết nối được tới máy chủ mô hình. Kiểm tra mạng và OPENAI_BASE_URL.", retryable=True
        )
    elif isinstance(error, openai.APIError):
        headers = error.response.headers if isinstance(error, openai.APIStatusError) else {}
        explained = _refusal(getattr(error, "status_code", None), error.code, headers, model)
    else:
        explained = ModelError(_UNREADABLE, retryable=True)
    # For the log: the kind of failure without the server's words.
    explained.add_note(
        " ".join(str(part) for part in (type(error).__name__, getattr(error, "status_code", "")) if part)
    )
    return explained


def _refusal(status: int | None, code: str | None, headers: Mapping[str, str], model: str) -> ModelError:
    """An error that the server reported. `status` is None where it came inside a stream."""
    if code == "insufficient_quota":
        return ModelError("Tài khoản mô hình đã hết hạn mức. Nạp thêm tiền hoặc đổi OPENAI_API_KEY.", retryable=False)
    if status == 429 or code in _RATE_CODES:
        wait = retry_after(headers)
        when = "ít phút" if wait is None else f"{max(1, round(wait))} giây"
        return ModelError(
            f"Máy chủ mô hình đang giới hạn số lượt hỏi. Bạn thử lại sau {when}.", retryable=True, retry_after=wait
        )
    if status == 401:
        return ModelError("Máy chủ mô hình không nhận khóa truy cập. Kiểm tra OPENAI_API_KEY.", retryable=False)
    if status == 403:
        return ModelError(
            f"Khóa truy cập không có quyền dùng mô hình “{model}”. Kiểm tra quyền của khóa hoặc đổi CHAT_MODEL.",
            retryable=False,
        )
    if status == 404:
        return ModelError(
            f"Máy chủ không có mô hình “{model}”. Kiểm tra CHAT_MODEL và OPENAI_BASE_URL.", retryable=False
        )
    if status is None or status >= 500 or status in (408, 409):
        where = "" if status is None else f" (mã {status})"
        return ModelError(
            f"Máy chủ mô hình đang gặp lỗi{where}. Bạn thử lại sau ít phút.",
            retryable=True,
            retry_after=retry_after(headers),
        )
    if code == "context_length_exceeded":
        return ModelError(
            f"Câu hỏi và các đoạn trích dài quá mức mô hình “{model}” đọc được. Hãy chọn mô hình khác qua CHAT_MODEL.",
            retryable=False,
        )
    return ModelError(
        f"Máy chủ mô hình không chấp nhận yêu cầu (mã {status}). Kiểm tra CHAT_MODEL và OPENAI_BASE_URL.",
        retryable=False,
    )


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait as the server asks, from a number or an HTTP date; None where it does not say.

    Source: RFC 9110, section 10.2.3.
    """
    value = headers.get("retry-after")
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(value).timestamp() - time.time()
        except ValueError:
            return None
    return max(0.0, seconds) if math.isfinite(seconds) else None  # "nan" and "inf" are floats too
