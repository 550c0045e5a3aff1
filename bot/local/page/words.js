// What the page says beyond what stands in index.html.

export const WORDS = {
  bot: "bot",
  typing: "đang nhập…",
  you: "Bạn",
  youAre: (name) => `bạn đang là ${name}`,
  members: (names) => names.join(", "),
  placeholder: "Tin nhắn",
  placeholderGroup: (bot) => `Nhắc @${bot} để hỏi`,
  caption: "Thêm lời cho tệp",
  noMessages: "Chưa có tin nhắn",
  emptyPrivate: ["Trò chuyện với bot như trong Telegram", "Bấm Bắt đầu, rồi gõ câu hỏi, bấm nút dưới câu trả lời hoặc gửi tệp."],
  emptyGroup: (bot) => [
    "Nhóm có bot",
    `Như trong Telegram, bot chỉ nhận lệnh, tin có nhắc @${bot} và tin trả lời nó. Chọn người viết ở góc trên.`,
  ],
  botGone: "bot không còn trong nhóm",
  today: "Hôm nay",
  yesterday: "Hôm qua",
  editing: "Sửa tin nhắn",
  replying: (name) => `Trả lời ${name}`,
  forwarded: (name) => `Chuyển tiếp từ ${name}`,
  deleted: "Tin nhắn đã xóa",
  unfold: "Xem cả đoạn trích",
  fold: "Thu gọn đoạn trích",
  reveal: "Xem chữ bị che",
  remove: (name) => `Bỏ ${name}`,
  failed: "Chưa gửi được. Bạn thử lại giúp.",
  tooLarge: "Tệp quá lớn: mỗi lần gửi được tối đa 50 MB.",
  emptyFile: (name) => `${name} là tệp rỗng hoặc thư mục nên không gửi được.`,
  service: {
    new_chat_members: "Nhóm có thành viên mới",
    left_chat_member: "Một thành viên đã rời nhóm",
    forum_topic_created: "Chủ đề mới",
    forum_topic_edited: "Chủ đề đã đổi",
    migrate_to_chat_id: "Nhóm đã thành siêu nhóm",
    migrate_from_chat_id: "Nhóm đã thành siêu nhóm",
    group_chat_created: "Nhóm được lập",
  },
};

const UNITS = ["B", "KB", "MB", "GB"];

export function size(bytes) {
  let unit = 0;
  let number = bytes;
  while (number >= 1024 && unit < UNITS.length - 1) {
    number /= 1024;
    unit += 1;
  }
  return `${number.toLocaleString("vi", { maximumFractionDigits: unit ? 1 : 0 })} ${UNITS[unit]}`;
}

export function hour(date) {
  return new Date(date).toLocaleTimeString("vi", { hour: "2-digit", minute: "2-digit", hour12: false });
}

export function day(date) {
  const then = new Date(date).toDateString();
  const now = new Date();
  if (then === now.toDateString()) return WORDS.today;
  now.setDate(now.getDate() - 1);
  if (then === now.toDateString()) return WORDS.yesterday;
  return new Date(date).toLocaleDateString("vi", { day: "numeric", month: "long", year: "numeric" });
}
