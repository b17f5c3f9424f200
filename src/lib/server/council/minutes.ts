/** The minutes of a meeting in administrative form, and the slips for members without a device. */
import { choiceNames } from '#lib/domain/council/count.ts';
import { quorumWords } from '#lib/domain/council/quorum.ts';
import { attendanceNames, councilRoleNames, outcomeNames, wayNames } from '#lib/domain/council/words.ts';
import type { AdministrativePaper, PaperSection, PaperTable } from '#lib/domain/document/types.ts';
import { formatDecimal } from '#lib/domain/kernel/decimal.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { lowerFirst, slugify } from '#lib/domain/kernel/text.ts';
import { formatDateLong, formatTime, isoDateLocal } from '#lib/domain/kernel/time.ts';
import type { Ctx } from '../platform/ctx.ts';
import { administrativeDocx, administrativePdf } from '../platform/documents/index.ts';
import { issuerOf } from '../report/paper.ts';
import { type OpenMeeting, openMeeting } from './open.ts';
import { type MeetingView, meetingView } from './view.ts';

const blank = '……………………………………………………………………………';
const hours = (at: Date): string => `${formatTime(at).replace(':', ' giờ ')} phút`;
const number = (n: number): string => String(n).padStart(2, '0');

function attendanceSection({ roll, quorum, meeting }: MeetingView): PaperSection[] {
  const of = (state: string) => roll.filter((one) => one.state === state);
  const away = roll.filter((one) => one.state !== 'present');
  return [
    {
      level: 1,
      title: 'I. THÀNH PHẦN',
      paragraphs: [
        `Hội đồng có ${number(quorum.members)} thành viên; có mặt ${number(of('present').length)}, gửi ý kiến bằng văn bản ${number(of('written').length)}, vắng mặt ${number(of('absent').length)}.`,
        `Số thành viên tối thiểu để bỏ phiếu: ${number(quorum.needed)} (${quorumWords(quorum.percent)}; ${quorum.source}). Phiên họp ${quorum.reached ? 'đủ' : 'không đủ'} số thành viên.`,
      ],
      tables: [
        {
          columns: [
            { label: 'TT', weight: 0.5 },
            { label: 'Họ và tên', weight: 2 },
            { label: 'Chức vụ', weight: 2.4 },
            { label: 'Trong Hội đồng', weight: 1.8 },
            { label: 'Dự họp', weight: 1.6 },
          ],
          rows: roll.map((one, i) => [
            String(i + 1),
            one.name,
            one.position,
            councilRoleNames[one.role],
            attendanceNames[one.state ?? 'absent'],
          ]),
        },
      ],
    },
    ...(away.some((one) => one.reason)
      ? [
          {
            level: 2 as const,
            title: 'Lý do vắng mặt',
            paragraphs: away.filter((one) => one.reason).map((one) => `- ${one.name}: ${one.reason}.`),
          },
        ]
      : []),
    {
      level: 2,
      title: 'Thư ký và Tổ kiểm phiếu',
      paragraphs: [
        `- Thư ký: ${meeting.secretaryName}.`,
        ...meeting.tellers.map((one) => `- Kiểm phiếu: ${one.name}${one.position ? `, ${one.position}` : ''}.`),
      ],
    },
  ];
}

type Vote = { memberId: string; choices: Record<string, 'yes' | 'no' | 'abstain'>; note: string };

function countTable(view: MeetingView, ballot: MeetingView['ballots'][number]): PaperTable {
  return {
    columns: [
      { label: 'TT', weight: 0.5 },
      { label: 'Đề nghị khen thưởng', weight: 3.2 },
      { label: 'Đồng ý', numeric: true, weight: 0.8 },
      { label: 'Không đồng ý', numeric: true, weight: 0.9 },
      { label: 'Không ý kiến', numeric: true, weight: 0.9 },
      { label: 'Tỷ lệ (%)', numeric: true, weight: 0.9 },
      { label: 'Kết quả', weight: 1 },
    ],
    rows: ballot.result.map((count, i) => {
      const item = view.items.find((one) => one.id === count.dossierId);
      return [
        String(i + 1),
        item ? `${item.name}\n${item.formName}` : '',
        String(count.yes),
        String(count.no),
        String(count.abstain),
        formatDecimal(count.percent),
        count.passed ? 'Đạt' : 'Không đạt',
      ];
    }),
  };
}

/** By which rules the results of a ballot came about, each once. */
const ruleLines = (ballot: MeetingView['ballots'][number]): string[] =>
  [...new Set(ballot.result.map((one) => `${one.rule} (${one.source}${one.verified ? '' : '; cần xác minh'}).`))].map(
    (line) => `- Tỷ lệ: ${lowerFirst(line)}`,
  );

function ballotSections(view: MeetingView, votes: Map<string, Vote[]>): PaperSection[] {
  return view.ballots
    .filter((one) => one.state === 'closed' || one.state === 'cancelled')
    .map((ballot) => {
      const title = `${ballot.no}. ${ballot.title} (${ballot.secret ? 'bỏ phiếu kín' : 'biểu quyết công khai'})`;
      if (ballot.state === 'cancelled')
        return { level: 2, title, paragraphs: [`Lần bỏ phiếu này được hủy. Lý do: ${ballot.cancelReason}`] };
      const ways = Object.entries(wayNames).flatMap(([way, name]) => {
        const n = ballot.voters.filter((one) => one.way === way).length;
        return n > 0
          ? [`${n} ${way === 'device' && !ballot.secret ? 'biểu quyết tại phiên họp' : lowerFirst(name)}`]
          : [];
      });
      const cast = ballot.result[0]?.voted ?? 0;
      const marked = ballot.voters.filter((one) => one.way !== null).length;
      const out = view.roll.filter((one) => !ballot.voters.some((voter) => voter.memberId === one.id));
      const named = votes.get(ballot.id) ?? [];
      const tables: PaperTable[] = [countTable(view, ballot)];
      if (!ballot.secret)
        tables.push({
          title: 'Ý kiến của từng thành viên',
          columns: [
            { label: 'TT', weight: 0.5 },
            { label: 'Thành viên', weight: 2 },
            { label: 'Ý kiến', weight: 4 },
          ],
          rows: named.map((vote, i) => [
            String(i + 1),
            view.roll.find((one) => one.id === vote.memberId)?.name ?? '',
            [
              ...ballot.dossierIds.map((id) => {
                const item = view.items.find((one) => one.id === id);
                return `${item?.name ?? ''}: ${choiceNames[vote.choices[id]!].toLocaleLowerCase('vi')}`;
              }),
              ...(vote.note ? [vote.note] : []),
            ].join('\n'),
          ]),
        });
      return {
        level: 2,
        title,
        paragraphs: [
          `- Thành viên được bỏ phiếu: ${number(ballot.voters.length)}; ${ballot.secret ? 'phiếu phát ra' : 'đã cho ý kiến'}: ${number(marked)}${ways.length > 0 ? ` (${ways.join(', ')})` : ''}${ballot.secret ? `; phiếu thu về, hợp lệ: ${number(cast)}` : ''}.`,
          ...(out.length > 0
            ? [`- Không bỏ phiếu vì có liên quan đến hồ sơ: ${out.map((one) => one.name).join(', ')}.`]
            : []),
          ...ruleLines(ballot),
          ...(ballot.fingerprint
            ? [
                `- Dấu của khóa ký phiếu: ${ballot.fingerprint}. Danh sách toàn bộ phiếu được công bố cho thành viên Hội đồng để đối chiếu.`,
              ]
            : []),
        ],
        tables,
      };
    });
}

function conclusions({ items, before, meeting }: MeetingView): PaperSection {
  const said = (item: MeetingView['items'][number]): string => {
    if (item.outcome === null) return item.here ? 'Chưa kết luận' : 'Đã rút hoặc chuyển đi trước khi kết luận';
    const to = before.find((step) => step.value === item.toStepId)?.label;
    return [`${outcomeNames[item.outcome]}${to ? ` (${to})` : ''}`, item.conclusion].filter(Boolean).join('\n');
  };
  return {
    level: 1,
    title: 'IV. KẾT LUẬN',
    paragraphs: meeting.minutes.conclusion ? meeting.minutes.conclusion.split('\n') : [],
    tables: [
      {
        columns: [
          { label: 'TT', weight: 0.5 },
          { label: 'Tên', weight: 2.2 },
          { label: 'Đơn vị đề nghị', weight: 2 },
          { label: 'Hình thức', weight: 2 },
          { label: 'Kết luận', weight: 2 },
        ],
        rows: items.map((item, i) => [String(i + 1), item.name, item.unitName, item.formName, said(item)]),
      },
    ],
  };
}

function minutesPaper(ctx: Ctx, open: OpenMeeting, view: MeetingView, votes: Map<string, Vote[]>): AdministrativePaper {
  const { call, scope, meeting } = open;
  const held = meeting.openedAt!;
  const authority = [...scope.units.values()].find((unit) => unit.code === call.doc.authority.unit);
  const chair = view.roll.find((one) => one.role === 'chair' && one.state === 'present');
  const deputy = view.roll.find((one) => one.role === 'vice-chair' && one.state === 'present');
  const presiding = chair ?? deputy;
  const province = [...scope.units.values()].find((unit) => unit.kind === 'province');
  const written = view.roll.filter((one) => one.state === 'written');
  const ballots = ballotSections(view, votes);
  const ended = meeting.closedAt
    ? `Phiên họp kết thúc hồi ${hours(meeting.closedAt)}, ${formatDateLong(meeting.closedAt)}. `
    : '';
  return {
    head: {
      kind: 'state',
      ...(authority ? { parent: issuerOf(authority) } : {}),
      issuer: meeting.councilName,
      number: '……/BB-HĐTĐKT',
      place: (province?.name ?? '').replace(/^tỉnh\s+/iu, '') || 'Sơn La',
      date: isoDateLocal(meeting.closedAt ?? held),
      ...(meeting.closedAt ? {} : { draft: true }),
    },
    name: 'Biên bản',
    about: `Họp ${meeting.councilName}: ${lowerFirst(meeting.title)}`,
    opening: [
      `Hồi ${hours(held)}, ${formatDateLong(held)}, ${meeting.place ? `tại ${lowerFirst(meeting.place)}, ` : ''}${meeting.councilName} họp xét hồ sơ đề nghị khen thưởng của đợt “${call.doc.name}”, nội dung như sau:`,
    ],
    sections: [
      ...attendanceSection(view),
      {
        level: 1,
        title: 'II. NỘI DUNG',
        paragraphs: [
          ...(meeting.agenda ? meeting.agenda.split('\n') : [`Xét ${view.items.length} hồ sơ đề nghị khen thưởng.`]),
          ...(meeting.minutes.discussion ? meeting.minutes.discussion.split('\n') : [blank]),
        ],
      },
      ...(written.length > 0
        ? [
            {
              level: 2 as const,
              title: 'Thành viên gửi ý kiến bằng văn bản',
              paragraphs: written.map((one) => `- ${one.name}${one.position ? `, ${one.position}` : ''}.`),
            },
          ]
        : []),
      {
        level: 1,
        title: 'III. BỎ PHIẾU',
        paragraphs: ballots.length > 0 ? [] : ['Phiên họp không bỏ phiếu.'],
      },
      ...ballots,
      conclusions(view),
      ...(meeting.tellers.length > 0
        ? [
            {
              level: 1 as const,
              title: 'V. TỔ KIỂM PHIẾU',
              paragraphs: [],
              tables: [
                {
                  columns: [
                    { label: 'Họ và tên', weight: 2 },
                    { label: 'Chức vụ', weight: 2 },
                    { label: 'Ký tên', weight: 2 },
                  ],
                  rows: meeting.tellers.map((one) => [one.name, one.position, '\n']),
                },
              ],
            },
          ]
        : []),
    ],
    closing: [`${ended}Biên bản được đọc lại cho các thành viên dự họp cùng nghe và thống nhất thông qua./.`],
    receivers: [],
    signer: [
      { capacity: ['Thư ký'], note: '(Ký, ghi rõ họ tên)', name: meeting.secretaryName || null },
      {
        capacity: chair || !deputy ? ['Chủ tịch Hội đồng'] : ['KT. Chủ tịch Hội đồng', 'Phó Chủ tịch Hội đồng'],
        note: '(Ký, ghi rõ họ tên)',
        name: presiding?.name ?? null,
      },
    ],
    madeAt: meeting.closedAt ?? ctx.now,
  };
}

/** Minutes of a meeting that was opened; marked as a draft until it is concluded. @throws RuleError 'not-found', 'meeting.not-held' */
export async function meetingMinutes(
  ctx: Ctx,
  args: { slug: string; meetingId: string; format: 'pdf' | 'docx' },
): Promise<{ bytes: Buffer; name: string }> {
  const open = await openMeeting(ctx, args);
  if (open.meeting.openedAt === null)
    throw new RuleError({ code: 'meeting.not-held', status: 404, message: 'Biên bản có sau khi phiên họp khai mạc.' });
  const view = await meetingView(ctx, args);
  const named = view.ballots.filter((one) => !one.secret).map((one) => one.id);
  const rows =
    named.length === 0
      ? []
      : await ctx.app.db
          .selectFrom('ballot_vote')
          .select(['ballot_id as ballotId', 'member_id as memberId', 'choices', 'note'])
          .where('ballot_id', 'in', named)
          .execute();
  const order = new Map(view.roll.map((one, i) => [one.id, i]));
  const votes = Map.groupBy(
    rows.toSorted((a, b) => (order.get(a.memberId) ?? 0) - (order.get(b.memberId) ?? 0)),
    (row) => row.ballotId,
  );
  const paper = minutesPaper(ctx, open, view, votes);
  const bytes = await (args.format === 'pdf' ? administrativePdf(paper) : administrativeDocx(paper));
  const day = isoDateLocal(open.meeting.openedAt);
  return { bytes, name: `bien-ban-hop-${slugify(open.meeting.title).slice(0, 60)}-${day}.${args.format}` };
}
