import { notFound } from '#lib/domain/kernel/errors.ts';
import type { Ctx } from '../platform/ctx.ts';
import { csvText } from '../platform/tables/write.ts';
import { freezeOf, type StoredFreeze } from './freeze.ts';
import type { CountingProgramme } from './interactionPolicy.ts';

const kinds: Record<string, { media: string; body(freeze: StoredFreeze): string | Uint8Array }> = {
  json: { media: 'application/json', body: (freeze) => freeze.text },
  sig: { media: 'application/octet-stream', body: (freeze) => new Uint8Array(Buffer.from(freeze.signature, 'base64')) },
  pem: { media: 'application/x-pem-file', body: (freeze) => freeze.publicKey },
  csv: { media: 'text/csv; charset=utf-8', body: csvOf },
};

function csvOf({ snapshot }: StoredFreeze): string {
  const head = [
    'Hạng',
    'Đồng hạng',
    'Mã tác phẩm',
    'Tên tác phẩm',
    'Thích',
    'Chia sẻ',
    'Xem',
    'Thích (ngoài)',
    'Chia sẻ (ngoài)',
    'Bình luận (ngoài)',
    'Tổng',
  ];
  return csvText([
    head,
    ...snapshot.works.map((work) => [
      work.rank,
      work.tied ? 'có' : '',
      work.code,
      work.title,
      work.likes,
      work.shares,
      work.views,
      work.external.likes,
      work.external.shares,
      work.external.comments,
      // a decimal comma, as the office programs of the province read it
      work.total.replace('.', ','),
    ]),
  ]);
}

/** A file of a freeze to download: the signed text, its signature, the public key, a table. @throws RuleError 'not-found' */
export async function freezeFile(
  ctx: Ctx,
  programme: CountingProgramme,
  args: { no: string; kind: string },
): Promise<{ name: string; media: string; body: string | Uint8Array }> {
  const kind = kinds[args.kind];
  const freeze =
    kind && /^[1-9]\d{0,3}$/.test(args.no) ? await freezeOf(ctx.app.db, programme.id, Number(args.no)) : null;
  if (!kind || !freeze) throw notFound('Tệp này');
  return { name: `chot-${freeze.no}.${args.kind}`, media: kind.media, body: kind.body(freeze) };
}
