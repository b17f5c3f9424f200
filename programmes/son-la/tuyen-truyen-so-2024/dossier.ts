import type { Declaration, DossierStage } from '#lib/domain/programme/types.ts';

const GiB = 1024 ** 3;

/** Each promise of III.4 has its own box, so that nobody agrees to one by ticking another. */
const declarations: Declaration[] = [
  {
    id: 'originality',
    text: 'Tôi (chúng tôi) cam đoan tác phẩm dự thi là sản phẩm truyền thông nguyên bản do mình xây dựng.',
    version: 1,
    clause: 'III.4',
    required: true,
  },
  {
    id: 'not-published',
    text: 'Tôi (chúng tôi) cam đoan tác phẩm dự thi chưa được công bố trên các phương tiện thông tin đại chúng và mạng xã hội trước thời điểm tổ chức phát động Cuộc thi.',
    version: 1,
    clause: 'III.4',
    required: true,
  },
  {
    id: 'lawful',
    text: 'Tôi (chúng tôi) cam đoan tác phẩm dự thi không vi phạm quy định của Luật Báo chí, Luật Sở hữu trí tuệ và các quy định khác của pháp luật; nhạc, hình ảnh, tư liệu của người khác được dùng đúng quyền.',
    version: 1,
    clause: 'III.4',
    required: true,
  },
  {
    id: 'consent',
    text: 'Tôi (chúng tôi) đồng ý để Ban Tổ chức sử dụng họ tên, đơn vị, thư điện tử, số điện thoại đã khai để tiếp nhận, chấm và trao giải Cuộc thi.',
    version: 1,
    clause: 'III.1',
    required: true,
  },
];

const submission: DossierStage = {
  id: 'submission',
  periodId: 'intake',
  name: 'Tác phẩm dự thi',
  clause: 'III.4',
  fields: [
    {
      id: 'videoForm',
      type: 'radio',
      label: 'Thể hiện bằng',
      required: true,
      options: [
        { id: 'performance', label: 'Hoạt cảnh' },
        { id: 'sketch', label: 'Tiểu phẩm' },
        { id: 'situation', label: 'Tình huống' },
        { id: 'other', label: 'Cách khác' },
      ],
      clause: 'II.2',
    },
    {
      id: 'summary',
      type: 'textarea',
      label: 'Giới thiệu tác phẩm',
      hint: 'Vài câu để người xem biết video nói về điều gì.',
      required: true,
      maxLength: 1500,
      clause: 'II.2',
    },
    {
      id: 'borrowed',
      type: 'textarea',
      label: 'Nhạc, hình ảnh, tư liệu của người khác có trong video',
      hint: 'Ghi tên, nguồn và vì sao được dùng. Để trống nếu không có.',
      required: false,
      maxLength: 2000,
      clause: 'III.4',
    },
  ],
  files: [
    {
      id: 'video',
      label: 'Video dự thi',
      hint: 'Hình ảnh và âm thanh rõ ràng.',
      required: true,
      accept: ['video'],
      minCount: 1,
      maxCount: 1,
      maxBytes: GiB,
      // "HD hoặc Full HD (MP4)", "từ 4 - 5 phút": how strictly, and whether upright, waits in the questions.
      video: {
        minSeconds: 240,
        maxSeconds: 300,
        toleranceSeconds: 0,
        containers: ['mp4'],
        sizes: [
          { width: 1280, height: 720 },
          { width: 1920, height: 1080 },
        ],
        portrait: false,
      },
      clause: 'III.4',
    },
  ],
  declarations,
};

export const dossier: DossierStage[] = [submission];
