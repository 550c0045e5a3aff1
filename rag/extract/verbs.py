"""Words that begin the predicate of a task, and words that show that a sentence reports instead.

Vietnamese marks neither tense nor mood on a verb: the owner of a task ends where one of these begins. Both lists are
lower case and compared as written; add a verb where an owner runs on into its task.
"""

import re
from typing import Any

# One word or phrase each, set apart by commas.
_TASK = """
không để, không được, không uống, không tổ chức, không nhận, không tự ý, không thu, không cho, có nhiệm vụ, có trách nhiệm, cắm, cài, cài đặt, cài xong, cấy, cấy lại, cho chụp, theo nốt, theo sát, đến gặp, đến nhà, đến tận, tới gặp, tới nhà, qua gặp, đi hỏi, hỏi giá, hỏi thăm, lãnh phần, lãnh đạo, ôm, gánh, đứng tên, thu xếp, phục dựng, khôi phục, làm nốt, phúc tra, quyết định, cân nhắc, tách, dò, soi, bắt, truy, mật phục, dựng lại, trông coi, coi sóc, đánh máy, gõ, nhập liệu, dự trù, sắm, kiếm, nấu, rước, quay phim, trang trí, thương lượng, báo cho, lấy báo giá, lên phương án, lắp bổ sung, rà, rà lại, kiểm, kiểm kê, tiêm vét, chốt lại, giữ liên hệ, gặp gỡ, thuê, phát quà, nuôi, cho thuê, chủ trì, phối hợp, đồng chủ trì, làm đầu mối, là đầu mối, đầu mối, chịu trách nhiệm, có trách nhiệm, phụ trách, đảm nhận, đảm nhiệm, theo dõi,
tham mưu, bắt đầu, xây dựng, khảo sát, rà soát, kiểm tra, hoàn thành, hoàn thiện, hoàn tất, khẩn trương, tiếp tục, tập trung, chủ động,
tăng cường, đẩy mạnh, đẩy nhanh, nâng cao, nghiêm túc, nhanh chóng, tích cực, kịp thời, sớm, quyết liệt, thường xuyên,
cần, phải, nhớ, ráng, cố gắng, lo, lo liệu, sẽ, hãy, giúp, đừng, không được, trực tiếp, thay mặt, tạm thời, cùng, cùng với,
được giao, được phân công, được yêu cầu, nhận, xin nhận, nhận trách nhiệm, nhận việc,
báo cáo, trình, gửi, nộp, gởi, chuyển, đề xuất, kiến nghị, xin, có ý kiến, có báo cáo, có phương án, có kế hoạch, có giải pháp, có biện pháp, có văn bản,
tổ chức, triển khai, thực hiện, tiến hành, thi hành, ban hành, công bố, công khai, thông báo, thông tin, niêm yết, đăng tải, đăng ký, đăng, phát hành,
lập, làm, viết, soạn, soạn thảo, dự thảo, biên soạn, chuẩn bị, bố trí, sắp xếp, phân công, giao, cử, mời, chốt, chọn, lựa chọn, duyệt, phê duyệt, thẩm định, thẩm tra,
tổng hợp, thống kê, tập hợp, thu thập, cập nhật, điều tra, xác minh, xác nhận, đối chiếu, giám sát, đôn đốc, hướng dẫn, chỉ đạo, quán triệt, phổ biến,
tuyên truyền, vận động, tập huấn, bồi dưỡng, đào tạo, dạy, mở, khai giảng, ra đề, ra quân, thành lập, kiện toàn, củng cố, duy trì, giữ, đảm bảo, bảo đảm,
sửa, sửa chữa, sửa xong, khắc phục, xử lý, giải quyết, tháo gỡ, gỡ, thay, thay thế, lắp, lắp đặt, lắp lại, lắp thêm, lắp xong, trang bị, mua, mua sắm, đặt, đặt hàng, đặt mua, đấu thầu,
thi công, nghiệm thu, bàn giao, giải ngân, thanh toán, quyết toán, chi trả, chi, thu, thu hồi, đòi, đối soát, cấp, cấp phát, cấp đổi, hỗ trợ, tặng, trao,
di dời, di chuyển, cưỡng chế, giải tỏa, đo đạc, cắm mốc, số hóa, số hoá, nhập, làm sạch, kết nối, liên hệ, liên thông, tích hợp, vận hành, nâng cấp, bảo trì, bảo dưỡng,
đưa, dựng, vẽ, thiết kế, chạy, kiểm thử, test, fix, review, deploy, demo, benchmark, update, check, load, merge, setup, follow, code, release, build, call, confirm, book, note, push, export, import, backup, scan, migrate,
gọi, gọi lại, gọi điện, hỏi, trả lời, phản hồi, giải trình, làm việc, gặp, tiếp, đón, đi, mang, chở, lấy, mượn, thuê, tìm, tìm kiếm, xem, xem xét, nghiên cứu, đánh giá, phân tích, nhận xét,
tuần tra, canh gác, trực, tiêm, tiêm phòng, phun, vệ sinh, dọn, dọn dẹp, quét, sơn, trồng, nạo vét, đào, đắp, vá, trải, đổ, xây, phá dỡ, tháo dỡ, tháo, che chắn, chằng chống, gia cố, cắt, tỉa, chặt,
chấm, coi, in, photo, phân loại, phân luồng, thí điểm, nhân rộng, điều chỉnh, bổ sung, sửa đổi, cắt giảm, tiết kiệm, giảm, tăng, tăng thêm, hạn chế, phấn đấu, bám sát, nắm, nắm chắc, nắm bắt, nắm tình hình, chấn chỉnh, chấm dứt, dừng, ngừng, bỏ,
dành, quan tâm, phát huy, phát động, phát triển, đổi mới, phân bổ, điều phối, điều động, điều hành, quản lý, sử dụng, khai thác, bảo vệ, ứng trực, phòng ngừa, phòng chống, phát hiện, ngăn chặn, đấu tranh, trấn áp, truy bắt,
đối thoại, tiếp dân, lấy ý kiến, lấy lại, lấy, thu thập, thăm hỏi, thăm, viếng, kết nạp, giới thiệu, đề cử, bầu, kê khai, kê lại, kê, đóng, góp, đóng góp, nhắc, nhắc nhở, quản, trông, canh, phát, treo, dán, in ấn, chụp, quay, ghi, ghi âm, ghi nhận, lưu, lưu trữ, sao lưu, tải, quăng, up, ủng hộ, tham gia, tham dự, dự họp, học, ôn, ôn tập, kèm, phụ đạo, khám, điều trị, luân chuyển, tiếp nhận, chăm sóc, rút kinh nghiệm, kiểm điểm, tự kiểm tra, tự, thực hành, chia sẻ, chia, thương thảo, đàm phán, ký, ký kết, nghiệm, bán, chào, giới thiệu, tiếp thị, giao dịch, đổi, hoàn trả, trả, khóa, khoá, mở khóa, điều tiết, tưới, bơm, xả, tích, đóng điện, cấp điện, cấp nước, kéo, nối, đi đo, đo, lập lại, làm lại, làm rõ, làm thủ tục, bám, phân, sớm, đề nghị, yêu cầu, truyền thông, livestream, nhân, ưu tiên, khoanh, tạm dừng, tạm, hủy, huỷ, ngưng, báo, báo lại, nhờ, canh chừng, khơi thông, sàng lọc, cách ly, xét nghiệm, kê đơn, tập, diễn tập, luyện tập, huấn luyện, bốc thăm, rút, tham vấn, tư vấn, biên tập, dịch, tính, tính toán, dự toán, ước tính, dự kiến, đăng bài, phỏng vấn, tuyển, tuyển dụng, bổ nhiệm, ký duyệt, nhắn, nhắn tin, gom, kiểm kê, kiểm đếm, đếm, cân, thử, thử nghiệm, chạy thử, hiệu chỉnh, siết, siết chặt, rào, căng, kẻ, vạch, lau, rửa, thông, khoan, đục, hàn, chống thấm, xúc, chở, vận chuyển, bốc, nhận diện, tuân thủ, chấp hành, cam kết, trả lại, thay đổi, thay mới, cải tạo, cải thiện, lên, đưa vào, hoàn, giãn, lùi, dời, chỉnh, chỉnh lý, chỉnh sửa, chỉnh trang, xác định, xác lập, đấu giá, định giá, thẩm tra, tham khảo, kiểm lại, kiểm soát, khởi công, khánh thành, tổng kết, sơ kết, rút, ra soát, thuyết phục, hòa giải, hoà giải, can thiệp, trợ giúp, tài trợ, quyên góp, vay, cho vay, giải chấp, thế chấp, thẩm duyệt, huy động, cân đối, trích, tạm ứng, ứng, hạch toán, kết chuyển, đối ứng, đánh số, gắn, gắn biển, mắc, thắp, treo, khơi, dẫn, ghép, đặt lịch, hẹn, chốt lịch, gia hạn, nâng, nâng hạng, hạ, mở rộng, thu hẹp, thu gom, phân cấp, ủy quyền, uỷ quyền, tiếp quản, tiếp tục, bàn, bàn bạc, họp, họp lại, trao đổi lại, thảo luận, xin ý kiến, lấy mẫu, khử trùng, tiêu độc, giám định, bóc tách, cưa, sấy, đóng gói, đóng bao, dán nhãn, giao hàng, xuất, xuất kho, nhập kho, kiểm hàng, tra soát, niêm phong, tìm hiểu, đề ra, vạch ra, rà lại, soát, soát lại, dò, đọc, đọc lại, chuyển giao, chuyển đổi, chuyển tiền, tuyên dương, khen thưởng, kỷ luật, xem lại, tra cứu, trao trả, ra thông báo, có thông báo, có công văn, có danh sách, có đề xuất, có hướng dẫn, khảo giá, khảo, dọn vệ sinh, tổng vệ sinh, quét dọn, quét vôi, tổng duyệt, tập dượt, dàn dựng, biểu diễn, thuyết minh, đón tiếp, đưa đón, trực ban, trực chốt, chốt trực, ứng cứu, cứu hộ, sơ tán, neo đậu, kêu gọi, hiệp đồng, lồng ghép, gắn kết, phản biện, xét, xét duyệt, bình xét, bình chọn, bảo lãnh, kiểm định, cấp giấy, cấp phép, định hướng, dẫn dắt, ghi hình, truyền tải, biên chế, tinh giản, bố trí lại, xử phạt, lập biên bản, cảnh báo, giữ nguyên, giữ liên lạc, lên lịch, lên kế hoạch, lên danh sách, lên chương trình, lên phương án, lên mẫu, làm file, soạn file, phụ trách luôn, cùng đi, chốt lại, chỉ đạo, đứng lớp, đứng ra, dán decal, kêu, kêu thợ, order, ship, gọi thợ, đổi lịch, xếp, xếp lịch, lên, bốc xếp, phát quang, tỉa cành, kẻ vẽ, đổ bê tông, lu lèn, thảm nhựa, san gạt, san lấp, đóng cọc, ép cọc, cẩu, tháo, nghiệm thu, hút, thau rửa
"""
# Right after its owner, one of these tells what is or was, not what is to be done.
_REPORT = """
từ chối, gật đầu, lắc đầu, không chịu, phần trăm, xin được, xin phép, xin lùi, xin gia hạn, xin dời, xin ghi nhận, xin rút, xin nghỉ, xin thôi, xin thêm, hứa, bảo, kể, gật, than, la, cười, kêu ca, khen, chê, trách, nhớ lại, gợi ý, đã, đang, vừa, mới, chưa, vẫn, còn, bị, là, thì, cũng, được, có, gồm, thuộc, của, do, tại, ở, cho biết, cho rằng, cho hay, phản ánh, nêu, phát biểu, bày tỏ, trao đổi, đặt câu hỏi, chia sẻ, lưu ý, nhấn mạnh,
khẳng định, đánh giá cao, đánh giá, ghi nhận, biểu dương, thừa nhận, giải trình, tham luận, kể, nói, thống nhất, nhất trí, đồng ý, tán thành, phê bình, thấy, nhận định, kết luận, cảm ơn, chúc mừng, tiếp thu, góp ý, dự, tham dự, chủ tọa, vắng, nghỉ, không, xong, trình bày, đạt, vượt, tăng, giảm, chiếm, phàn nàn, thắc mắc, than, dẫn chứng, cảm ơn, mong muốn, mong, hy vọng, hi vọng, thông báo kết quả, tin tưởng, tiếp tục khẳng định, chia sẻ thêm, cho hay, nhắc lại, giải thích, cho phép, phân tích
"""

TASK_VERBS = frozenset(" ".join(verb.split()) for verb in _TASK.replace("\n", " ").split(",") if verb.strip())
REPORT_WORDS = frozenset(" ".join(word.split()) for word in _REPORT.replace("\n", " ").split(",") if word.strip())


def _trie(items: frozenset[str]) -> str:
    """One pattern for many phrases, longest first: shared beginnings are tried once, which makes it ten times as fast."""
    tree: dict[str, Any] = {}
    for item in items:
        node = tree
        for character in item:
            node = node.setdefault(character, {})
        node[""] = {}
    return _pattern(tree)


def _pattern(node: dict[str, Any]) -> str:
    branches = [re.escape(character) + _pattern(rest) for character, rest in sorted(node.items()) if character]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{joined}|(?!\\w))" if "" in node else joined


TASK_VERB = re.compile(rf"(?<![\w/-])(?:{_trie(TASK_VERBS)})(?![\w])")
REPORT_WORD = re.compile(rf"\s*[,:]?\s*(?:{_trie(REPORT_WORDS)})(?!\w)")
