import { postNews } from '../news.ts';
import { at, type World } from '../world.ts';

const pieces = [
  {
    when: '2024-06-01 08:00:00',
    title: 'Phát động Cuộc thi tìm hiểu, tuyên truyền về Chuyển đổi số năm 2024',
    summary: 'Dự thi bằng một video từ 4 đến 5 phút. Nhận tác phẩm đến hết 31/7/2024.',
    body: `Cuộc thi dành cho mọi người đang học tập, sinh sống và làm việc trên địa bàn tỉnh, dự thi một mình hoặc theo nhóm.

## Cần chuẩn bị gì?
- Một video từ 4 đến 5 phút, định dạng MP4, HD hoặc Full HD.
- Vài câu giới thiệu tác phẩm.

Mỗi tác giả, mỗi nhóm tác giả gửi không quá 03 tác phẩm.`,
  },
  {
    when: '2024-07-15 08:30:00',
    title: 'Còn nửa tháng nhận tác phẩm',
    summary: 'Các lỗi hay gặp: video quay dọc, ngắn hơn 4 phút, đồng tác giả chưa xác nhận.',
    body: `Ban Tổ chức lưu ý các tác giả:

1. Video quay ngang, dài từ 4 đến 5 phút.
2. Đồng tác giả mở thư để xác nhận và trả lời về việc đăng công khai.
3. Tác giả dưới 16 tuổi ghi người giám hộ; người giám hộ trả lời bằng liên kết trong thư.

Nộp rồi vẫn sửa và nộp lại được đến hết ngày 31/7/2024.`,
  },
];

/** News of the contest until intake closes; what comes of decisions is told by those who make them. */
export function planVideoNews(world: World): void {
  for (const { when, ...piece } of pieces) world.agenda.at(at(when), () => postNews(world, piece));
}
