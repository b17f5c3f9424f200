import { publishNews, saveNews } from '#lib/server/publication/news.ts';
import { at, type World } from './world.ts';

interface Piece {
  when: string;
  title: string;
  summary: string;
  body: string;
}

const pieces: Piece[] = [
  {
    when: '2026-02-12 08:00:00',
    title: 'Phát động Cuộc thi “Ý tưởng số - Lan tỏa sức mạnh số” năm 2026',
    summary:
      'Mọi người sống, học tập, làm việc trên địa bàn tỉnh đều có thể dự thi. Nhận bài từ 01/3 đến hết 30/6/2026.',
    body: `Cuộc thi về chuyển đổi số tỉnh Sơn La năm 2026 chính thức được phát động.

## Ai dự thi được?
Cán bộ, đảng viên, công chức, viên chức, người lao động, học sinh, sinh viên, lực lượng vũ trang và Nhân dân trên địa bàn tỉnh, dự thi một mình hoặc theo nhóm.

## Cần chuẩn bị gì?
- Phiếu đăng ký, điền ngay trên trang này.
- Một video giới thiệu dài không quá 10 phút.
- Một bản thuyết minh.

Mỗi đồng tác giả phải đóng góp từ 30% trở lên.`,
  },
  {
    when: '2026-03-01 07:00:00',
    title: 'Bắt đầu nhận bài dự thi',
    summary: 'Hệ thống mở nhận bài từ 0 giờ ngày 01/3/2026. Tác giả có thể sửa bài cho đến khi hết hạn.',
    body: `Từ hôm nay, tác giả lập tài khoản, tạo bài và nộp bài trực tuyến. Chưa xong thì lưu nháp, hôm sau làm tiếp.

Tác giả thuộc một cơ quan, đơn vị, địa phương chọn nơi sơ loại là đơn vị mình; đầu mối của đơn vị sẽ gửi bài về tỉnh.`,
  },
  {
    when: '2026-04-22 09:00:00',
    title: 'Năm lưu ý để hồ sơ không bị trả lại',
    summary: 'Video quá dài, thiếu xác nhận của đồng tác giả là hai lỗi hay gặp nhất trong gần hai tháng nhận bài.',
    body: `Tổ Thư ký tổng hợp những lỗi hay gặp:

1. Video dài quá 10 phút.
2. Đồng tác giả chưa mở thư để xác nhận.
3. Tổng tỷ lệ đóng góp chưa đủ 100%.
4. Bản thuyết minh ghi tên tác giả, trong khi vòng Sơ khảo chấm ẩn danh.
5. Tóm tắt ngắn hơn 150 từ.

Danh sách việc còn thiếu hiện ngay trong trang của từng bài, hãy xem trước khi nộp.`,
  },
  {
    when: '2026-06-20 08:30:00',
    title: 'Còn mười ngày nhận bài',
    summary: 'Cổng nhận bài đóng lúc 23:59:59 ngày 30/6/2026 theo giờ máy chủ. Hãy nộp sớm để tránh giờ cao điểm.',
    body: `Những ngày cuối luôn có nhiều người nộp cùng lúc. Tác giả nên nộp sớm; nộp rồi vẫn sửa và nộp lại được đến khi hết hạn.

Các đơn vị hoàn thành sơ loại và gửi bài về tỉnh trước khi hết hạn.`,
  },
  {
    when: '2026-07-02 10:00:00',
    title: 'Kết thúc nhận bài, bước vào vòng Sơ khảo',
    summary: 'Cảm ơn các tác giả. Ban Giám khảo chấm ẩn danh từ nay đến hết tháng 7.',
    body: `Cổng nhận bài đã đóng. Tổ Thư ký đang kiểm tra điều kiện của các bài đến sát giờ cuối; Ban Giám khảo chấm Sơ khảo trong tháng 7.

Tác giả tra cứu bài của mình bằng mã số trên biên nhận.`,
  },
];

/** News of the season, written and published by the secretariat. */
export function planNews(world: World): void {
  for (const { when, ...piece } of pieces) world.agenda.at(at(when), () => postNews(world, piece));
}

/** Writes a piece of news and publishes it. */
export async function postNews(world: World, piece: Omit<Piece, 'when'>): Promise<void> {
  const ctx = await world.as(world.people.get('secretary')!);
  const newsId = await saveNews(ctx, { programmeId: world.programmeId, ...piece });
  await publishNews(ctx, { programmeId: world.programmeId, newsId });
}
