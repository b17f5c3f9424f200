import { createHash } from 'node:crypto';
import { joinVi } from '#lib/domain/kernel/text.ts';
import type { App, Ctx } from '../platform/ctx.ts';
import { drawPng } from '../platform/pictures/draw.ts';
import { requirePublic } from '../publication/contestPage.ts';
import { siteName } from '../web/chrome.ts';
import { stillOf } from './pictures.ts';
import { requireItem } from './room.ts';
import { type ShareCard, shareSvg } from './shareSvg.ts';

/** Bytes of drawn pictures that are kept: some hundred of them. */
const ROOM = 32 * 2 ** 20;

interface Kept {
  png: Promise<Buffer>;
  size: number;
}
const rooms = new WeakMap<App, Map<string, Kept>>();

/** A picture by the hash of what it shows, drawn once however many ask; the least lately asked for make room for new ones. */
function kept(app: App, hash: string, draw: () => Promise<Buffer>): Promise<Buffer> {
  const room = rooms.get(app) ?? new Map<string, Kept>();
  rooms.set(app, room);
  const known = room.get(hash);
  if (known) {
    room.delete(hash);
    room.set(hash, known);
    return known.png;
  }
  const one: Kept = { png: draw(), size: 0 };
  room.set(hash, one);
  one.png.then(
    (png) => {
      one.size = png.length;
      let total = [...room.values()].reduce((sum, { size }) => sum + size, 0);
      for (const [key, { size }] of room) {
        if (total <= ROOM) break;
        total -= size;
        room.delete(key);
      }
    },
    () => room.delete(hash),
  );
  return one.png;
}

export interface SharePicture {
  /** changes with what the picture shows */
  etag: string;
  png(): Promise<Buffer>;
}

/** @param still names the still besides its bytes, which are read only for drawing */
function picture(app: App, card: Omit<ShareCard, 'still'>, still: Awaited<ReturnType<typeof stillOf>>): SharePicture {
  const hash = createHash('sha256')
    .update(shareSvg({ ...card, still: null }))
    .update(still?.key ?? '')
    .digest('base64url');
  return {
    etag: `"${hash.slice(0, 22)}"`,
    png: () =>
      kept(app, hash, async () =>
        drawPng(shareSvg({ ...card, still: still && { media: still.media, bytes: await still.read() } })),
      ),
  };
}

/** K24-4: what is shown beside the link to a work. @throws RuleError 404, 410 as the work's page does */
export async function workPicture(ctx: Ctx, args: { slug: string; code: string }): Promise<SharePicture> {
  const { item, programme } = await requireItem(ctx, args);
  const names = item.authors.map((author) => author.name);
  const card = {
    kicker: programme.doc.name,
    title: item.title,
    lines: [
      names.length > 3 ? `${names.slice(0, 2).join(', ')} và ${names.length - 2} người nữa` : joinVi(names),
      item.unit?.name ?? '',
    ].filter(Boolean),
    prize: item.prizes.length > 0 ? item.prizes.join(' · ') : null,
    foot: 'Xem video dự thi',
    site: await siteName(ctx),
  };
  return picture(ctx.app, card, await stillOf(ctx.app, item.fileId));
}

/** What is shown beside links to a contest. @throws RuleError 404 */
export async function contestPicture(ctx: Ctx, slug: string): Promise<SharePicture> {
  const { doc } = await requirePublic(ctx, slug);
  const card = {
    kicker: `Tỉnh ${doc.province}`,
    title: doc.name,
    lines: [`“${doc.theme}”`],
    prize: null,
    foot: 'Thể lệ, tiến độ, kết quả',
    site: await siteName(ctx),
  };
  return picture(ctx.app, card, null);
}
