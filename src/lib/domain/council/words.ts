/** What pages and minutes call things of a council. */
import type { Attendance, CouncilRole, ItemOutcome } from './types.ts';

export const councilRoleNames: Record<CouncilRole, string> = {
  chair: 'Chủ tịch Hội đồng',
  'vice-chair': 'Phó Chủ tịch Hội đồng',
  standing: 'Ủy viên thường trực',
  member: 'Ủy viên',
  secretary: 'Thư ký Hội đồng',
};

export const attendanceNames: Record<Attendance, string> = {
  present: 'Có mặt',
  absent: 'Vắng mặt',
  written: 'Vắng, có ý kiến bằng văn bản',
};

export const replyNames = {
  comes: 'Tôi sẽ dự họp',
  absent: 'Tôi vắng mặt',
  written: 'Tôi vắng mặt và gửi ý kiến bằng văn bản',
} as const;

export type Reply = keyof typeof replyNames;

/** The same, as others read it. */
export const repliedNames: Record<Reply, string> = {
  comes: 'Sẽ dự họp',
  absent: 'Báo vắng',
  written: 'Báo vắng, gửi ý kiến bằng văn bản',
};

export const outcomeNames: Record<ItemOutcome, string> = {
  forward: 'Thông qua, chuyển bước tiếp theo',
  back: 'Trả về bước trước',
  unit: 'Trả về đơn vị đề nghị',
  decline: 'Không thông qua',
  hold: 'Để lại phiên họp sau',
};

export const wayNames = {
  device: 'Phiếu điện tử',
  slip: 'Phiếu rút',
  written: 'Bằng văn bản',
} as const;
