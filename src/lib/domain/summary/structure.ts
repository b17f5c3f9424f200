/** The proposed structure of a report, and its first words: sentences around figures, for the officer to go on with. */
import { fold } from '../kernel/text.ts';
import { formatDate } from '../kernel/time.ts';
import { periodName } from '../movement/periods.ts';
import type { MovementProgramme } from '../movement/types.ts';
import type { SummaryOccasion } from './occasions.ts';
import { type FigureBook, referenceTo } from './references.ts';
import type { SummaryBody, SummaryHead } from './types.ts';

export interface SectionPlan {
  id: string;
  level: 1 | 2;
  title: string;
  /** what belongs there */
  hint: string;
  /** ids of what the system puts beneath the words */
  tables: string[];
  plots: string[];
}

type Structured = Pick<MovementProgramme, 'contents'>;

/** I. course, II. results by content, III. indicators, IV. examples, V. shortcomings, VI. proposals. */
export function sectionsOf(doc: Structured): SectionPlan[] {
  const chapter = (id: string, title: string, hint: string, more: Partial<SectionPlan> = {}): SectionPlan => ({
    id,
    level: 1,
    title,
    hint,
    tables: [],
    plots: [],
    ...more,
  });
  return [
    chapter(
      'trien-khai',
      'I. Tình hình triển khai',
      'Chỉ đạo, kế hoạch, tuyên truyền, kiểm tra; đơn vị nộp đúng hạn, muộn.',
      {
        tables: ['nop'],
        plots: ['nop'],
      },
    ),
    chapter('ket-qua', 'II. Kết quả theo từng nội dung thi đua', 'Đánh giá chung trước khi đi vào từng nội dung.'),
    ...doc.contents.map((line) => ({
      ...chapter(`noi-dung.${line.id}`, `${line.label} ${line.title}`, 'Kết quả của toàn phong trào ở nội dung này.'),
      level: 2 as const,
    })),
    chapter('chi-tieu', 'III. Kết quả thực hiện các chỉ tiêu', 'Nhận xét bảng và biểu đồ bên dưới.', {
      tables: ['chi-tieu'],
      plots: ['chi-tieu', 'xu-huong'],
    }),
    chapter('dien-hinh', 'IV. Điển hình, cách làm hay', 'Chọn điển hình đã công bố để đưa vào báo cáo.'),
    chapter('ton-tai', 'V. Tồn tại, khó khăn, nguyên nhân', 'Từ ý kiến các đơn vị và kết quả kiểm tra.'),
    chapter('kien-nghi', 'VI. Kiến nghị, phương hướng', 'Kiến nghị của các đơn vị; phương hướng kỳ tới.'),
  ];
}

const places: [string, RegExp][] = [
  ['ton-tai', /kho khan|ton tai|han che|vuong mac|nguyen nhan/],
  ['kien-nghi', /kien nghi|de xuat|phuong huong/],
  ['dien-hinh', /dien hinh|mo hinh|cach lam hay/],
  ['ket-qua', /ket qua|khen thuong/],
];

/** Under which section a section of the units' own reports is offered, by what it is called; nothing is lost: the rest goes to I. */
export function placeOf(title: string): string {
  const text = fold(title);
  return places.find(([, pattern]) => pattern.test(text))?.[0] ?? 'trien-khai';
}

const lowerFirst = (text: string): string => text.charAt(0).toLocaleLowerCase('vi') + text.slice(1);

/** What a report says about itself: "Kết quả thực hiện phong trào …, năm 2025". */
export function titleOf(
  doc: Pick<MovementProgramme, 'name'>,
  { occasion, period }: Pick<SummaryOccasion, 'occasion' | 'period'>,
): string {
  const words = { yearly: 'Kết quả thực hiện', 'mid-term': 'Sơ kết', final: 'Tổng kết' };
  return `${words[occasion]} ${lowerFirst(doc.name)}, ${occasion === 'yearly' ? '' : 'tính đến hết '}${periodName(period)}`;
}

type Issuing = Pick<MovementProgramme, 'province' | 'documents' | 'name'>;

/** Heading and foot as they are proposed. */
export function proposedHead(
  doc: Issuing,
  names: { parent: string; issuer: string; commune: boolean },
  what: Pick<SummaryOccasion, 'occasion' | 'period'>,
): SummaryHead {
  const basis = doc.documents
    .filter((one) => one.number)
    .map(
      (one) =>
        `Căn cứ ${one.title} (số ${one.number}${one.date ? ` ngày ${formatDate(one.date)}` : ''}) của ${one.issuer};`,
    );
  return {
    parent: names.parent,
    issuer: names.issuer,
    place: doc.province,
    to: '',
    basis: basis.join('\n'),
    opening: `${names.issuer} báo cáo ${lowerFirst(titleOf(doc, what))} như sau:`,
    closing: `Trên đây là báo cáo ${lowerFirst(titleOf(doc, what))}, ${names.issuer} trân trọng báo cáo./.`,
    receivers: [
      ...(names.parent ? [`${names.parent};`] : []),
      'Các cơ quan, đơn vị tham gia phong trào;',
      'Lưu: VT.',
    ].join('\n'),
    capacity: 'Thủ trưởng đơn vị',
    signer: '',
  };
}

/** The first words of each section. A sentence whose figure is not there is left out. */
export function proposedSections(doc: Structured, figures: FigureBook): SummaryBody['sections'] {
  const sentence = (text: string, ...ids: string[]): string[] =>
    ids.every((id) => figures.has(id))
      ? [ids.reduce((words, id, i) => words.replace(`$${i + 1}`, referenceTo(id)), text)]
      : [];
  const handed = (kind: string, noun: string): string[] => {
    const of = (part: string) => `${kind}.tat-ca.${part}`;
    return sentence(
      `Về ${noun}: trong $1 lượt phải nộp có $2 lượt nộp đúng hạn, $3 lượt nộp muộn, $4 lượt quá hạn chưa nộp; $5 lượt được miễn; đã chấp nhận $6.`,
      ...['phai-nop', 'dung-han', 'muon', 'chua-nop', 'mien', 'chap-nhan'].map(of),
    );
  };
  const texts: Record<string, string[]> = {
    'trien-khai': [
      ...handed('ke-hoach', 'kế hoạch triển khai'),
      ...handed('bao-cao', 'báo cáo'),
      ...handed('so-lieu', 'số liệu'),
      ...sentence(
        'Đã tiến hành $1 cuộc kiểm tra; ghi nhận $2 nội dung cần khắc phục, còn $3 nội dung chưa xong.',
        'kiem-tra.cuoc',
        'kiem-tra.ton-tai',
        'kiem-tra.con-mo',
      ),
    ],
    'ket-qua': [
      ...sentence('Báo cáo này tổng hợp từ $1 báo cáo đã được chấp nhận của các đơn vị.', 'bao-cao.tat-ca.chap-nhan'),
      ...(figures.has('bao-cao.tat-ca.chap-nhan') ? [] : ['Kết quả được tổng hợp từ số liệu của các đơn vị.']),
    ],
    'chi-tieu': [
      ...sentence(
        'Trong $1 chỉ tiêu: $2 chỉ tiêu đạt, vượt hoặc đạt sớm; $3 đúng tiến độ; $4 chậm hoặc chưa đạt; $5 có số liệu, chưa đánh giá được; $6 chưa có số liệu chính thức.',
        'chi-tieu.tong',
        'chi-tieu.dat',
        'chi-tieu.dung-tien-do',
        'chi-tieu.cham',
        'chi-tieu.chua-danh-gia',
        'chi-tieu.chua-co',
      ),
    ],
    'dien-hinh': [
      ...sentence(
        'Đã công bố $1 điển hình, cách làm hay; $2 lượt đơn vị khác áp dụng đã được xác nhận.',
        'dien-hinh.tong',
        'dien-hinh.nhan-rong',
      ),
    ],
    'ton-tai': [
      ...sentence('Có $1 chỉ tiêu chậm tiến độ hoặc chưa đạt.', 'chi-tieu.cham'),
      ...sentence('Còn $1 lượt báo cáo quá hạn chưa nộp (danh sách tại phụ lục).', 'bao-cao.tat-ca.chua-nop'),
    ],
    'kien-nghi': ['Tiếp tục thực hiện các nội dung, chỉ tiêu của phong trào; đôn đốc các đơn vị còn chậm.'],
  };
  for (const { id } of doc.contents)
    texts[`noi-dung.${id}`] = sentence('$1 đơn vị báo cáo kết quả ở nội dung này.', `noi-dung.${id}.don-vi`);
  return Object.fromEntries(
    sectionsOf(doc).map(({ id }) => [id, { text: (texts[id] ?? []).join('\n'), picks: [], version: 1 }]),
  );
}
