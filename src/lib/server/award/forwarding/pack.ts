/** The electronic files of a dossier for those above in one archive (Điều 84 khoản 4 Luật Thi đua, khen thưởng 2022). */
import { createHash } from 'node:crypto';
import type { AdministrativePaper } from '#lib/domain/document/types.ts';
import { slugify } from '#lib/domain/kernel/text.ts';
import { formatDate, formatDateTime } from '#lib/domain/kernel/time.ts';
import { meetingMinutes } from '../../council/minutes.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { administrativeDocx, administrativePdf } from '../../platform/documents/index.ts';
import { type ZipEntry, zip } from '../../platform/files/zip.ts';
import type { PlaceKey } from '../filePlace.ts';
import { awardFilesOf } from '../fileRows.ts';
import { reportFor } from '../nominationPapers.ts';
import { type DossierOpinion, dossierOpinions } from '../opinionQueries.ts';
import { forwardingPaper, forwardingSheet, meetingsAbout, type OpenForwarding, openForwarding } from './papers.ts';

/** One file of the archive; its checksum goes into the table of contents. */
interface Part {
  name: string;
  at: Date;
  sha256: string;
  read: ZipEntry['read'];
}

const made = (name: string, at: Date, bytes: Uint8Array): Part => ({
  name,
  at,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  read: () => [bytes],
});

async function* bothWays(name: string, at: Date, paper: AdministrativePaper): AsyncGenerator<Part> {
  yield made(`${name}.docx`, at, await administrativeDocx(paper));
  yield made(`${name}.pdf`, at, await administrativePdf(paper));
}

/** What people uploaded to some things; each name begins with the mark of its thing and is used once. */
async function uploads(ctx: Ctx, key: PlaceKey, marks: Map<string, string>, roles?: string[]): Promise<Part[]> {
  const files = (await awardFilesOf(ctx.app.db, key, [...marks.keys()])).filter(
    (file) => file.state === 'ready' && (!roles || roles.includes(file.role)),
  );
  if (files.length === 0) return [];
  const rows = await ctx.app.db
    .selectFrom('file')
    .select(['id', 'storage_key as key'])
    .where(
      'id',
      'in',
      files.map((file) => file.id),
    )
    .execute();
  const keys = new Map(rows.map((row) => [row.id, row.key]));
  const count = new Map<string, number>();
  return files.flatMap((file) => {
    const stored = keys.get(file.id);
    if (!stored) return [];
    const base = `${marks.get(file.of)}_${slugify(file.label || file.role)}`;
    const no = (count.get(base) ?? 0) + 1;
    count.set(base, no);
    const extension = /\.([a-z0-9]{1,5})$/iu.exec(file.name)?.[1]?.toLowerCase() ?? 'bin';
    return [
      {
        name: `${base}_${no}.${extension}`,
        at: file.addedAt,
        sha256: file.sha256!,
        read: () => ctx.app.files.openNode(stored),
      },
    ];
  });
}

const answerWords = { agree: 'Đồng ý', disagree: 'Không đồng ý', none: 'Không có ý kiến' };

function opinionsPaper(open: OpenForwarding, opinions: DossierOpinion[], madeAt: Date): AdministrativePaper {
  const codes = new Map(open.dossiers.map((one) => [one.id, `${one.code}\n${one.subjectName}`]));
  return {
    head: { kind: 'committee', issuer: open.call.doc.name },
    name: 'Tổng hợp ý kiến',
    about: 'Ý kiến của các cơ quan về hồ sơ đề nghị khen thưởng',
    opening: [],
    sections: [
      {
        level: 1,
        title: 'Ý kiến của từng cơ quan',
        paragraphs: [],
        tables: [
          {
            columns: [
              { label: 'Hồ sơ', weight: 2 },
              { label: 'Cơ quan', weight: 2 },
              { label: 'Ý kiến', weight: 1.2 },
              { label: 'Nội dung', weight: 3 },
              { label: 'Người trả lời, ngày', weight: 1.8 },
            ],
            rows: opinions.map((one) => [
              codes.get(one.dossierId) ?? '',
              one.unitName,
              one.answer ? answerWords[one.answer] : 'Chưa trả lời',
              one.note,
              one.answeredAt ? `${one.answeredByName ?? ''}, ${formatDate(one.answeredAt)}` : '',
            ]),
          },
        ],
      },
    ],
    closing: [],
    receivers: [],
    signer: { capacity: ['Người tổng hợp'], note: '(Ký, ghi rõ họ tên)' },
    madeAt,
  };
}

async function* parts(ctx: Ctx, open: OpenForwarding): AsyncGenerator<Part> {
  const { call, scope, forwarding, dossiers } = open;
  const { db } = ctx.app;
  const ids = dossiers.map((one) => one.id);
  const at = ctx.now;
  yield* bothWays('00_to-trinh', at, await forwardingPaper(ctx, open));
  yield* await uploads(ctx, 'forwardingId', new Map([[forwarding.id, '00']]), ['letter']);
  yield made('00_danh-sach.xlsx', at, await forwardingSheet(open));

  const councils = await meetingsAbout(db, ids);
  for (const [i, meeting] of councils.entries())
    for (const format of ['docx', 'pdf'] as const) {
      const { bytes } = await meetingMinutes(ctx, { slug: call.slug, meetingId: meeting.id, format });
      yield made(`01_bien-ban-hoi-dong-${i + 1}.${format}`, at, bytes);
    }
  yield* await uploads(ctx, 'meetingId', new Map(councils.map((one, i) => [one.id, `01_hoi-dong-${i + 1}`])), [
    'signed',
  ]);

  const opinions = (await dossierOpinions(db, ids)).filter((one) => one.cancelledAt === null);
  if (opinions.length > 0) yield* bothWays('02_y-kien-cac-co-quan', at, opinionsPaper(open, opinions, at));
  const asked = new Map(opinions.map((one) => [one.id, `02_${slugify(one.unitName)}`]));
  yield* await uploads(ctx, 'opinionId', asked);

  const submissions = new Map(
    dossiers.map((one) => [one.submissionId, `03_${slugify(scope.units.get(one.unitId)?.code ?? one.unitName)}`]),
  );
  yield* await uploads(ctx, 'submissionId', submissions);

  const evidence = Map.groupBy(
    await uploads(ctx, 'dossierId', new Map(dossiers.map((one) => [one.id, one.code]))),
    (one) => one.name.slice(0, one.name.indexOf('_')),
  );
  for (const dossier of dossiers) {
    const report = await reportFor(ctx, { scope, call, dossier });
    if (report) yield* bothWays(`${dossier.code}_bao-cao-thanh-tich`, at, report);
    yield* evidence.get(dossier.code) ?? [];
  }
}

/** Files one after the other, the table of contents with all checksums last. */
async function* entries(ctx: Ctx, open: OpenForwarding): AsyncGenerator<ZipEntry> {
  const lines = [
    `Danh mục tệp: ${open.call.doc.name}`,
    `Tờ trình số ${open.forwarding.letterNumber ?? '(chưa có số)'}, lập lúc ${formatDateTime(ctx.now)}`,
    'Mỗi dòng: mã SHA-256, hai dấu cách, tên tệp.',
    '',
  ];
  for await (const part of parts(ctx, open)) {
    lines.push(`${part.sha256}  ${part.name}`);
    yield part;
  }
  const contents = Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`, 'utf8');
  yield { name: 'danh-muc.txt', at: ctx.now, read: () => [contents] };
}

/** All electronic files of a letter as one archive, made while it is sent. @throws RuleError 'not-found' */
export async function forwardingPackage(
  ctx: Ctx,
  args: { slug: string; forwardingId: string },
): Promise<{ stream: AsyncIterable<Uint8Array>; name: string }> {
  const open = await openForwarding(ctx, args);
  const mark = slugify(open.forwarding.letterNumber ?? 'du-thao');
  return { stream: zip(entries(ctx, open)), name: `ho-so-${open.call.code.toLowerCase()}-${mark}.zip` };
}
