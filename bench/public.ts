import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { contest2026Demo } from '../programmes/son-la/index.ts';
import type { Ctx } from '../src/lib/server/platform/ctx.ts';
import { systemActor } from '../src/lib/server/platform/policy.ts';
import { createProgramme } from '../src/lib/server/programme/create.ts';
import { publishProgramme } from '../src/lib/server/programme/publish.ts';
import { startServer } from '../src/server.ts';
import type { Row } from './upload.ts';
import { CONNECTIONS, firstView, getOnce, median, ownServer, rate, sameBytes, serveBare, start, stop } from './wire.ts';

const script = fileURLToPath(import.meta.url);
const root = path.resolve(import.meta.dirname, '..');
const page = `/cuoc-thi/${contest2026Demo.slug}`;

/** Our whole server with one published contest, in a process of its own. */
async function serveOurs(dataDir: string): Promise<void> {
  const running = await startServer(ownServer(root, dataDir));
  const ctx: Ctx = {
    app: running.app,
    actor: systemActor(),
    now: new Date('2026-03-02T01:00:00Z'),
    requestId: randomUUID(),
    channel: 'cli',
    ip: null,
  };
  const programmeId = await createProgramme(ctx, { doc: contest2026Demo });
  await publishProgramme(ctx, { programmeId, version: 1 });
  process.on('SIGTERM', () => running.stop().then(() => process.exit(0)));
  process.stdout.write(`${running.port}\n`);
}

/** The anonymous contest page: requests a second beside a bare server with the same bytes, and the size of a first view. */
export async function benchPublic({ seconds = 2, rounds = 5 } = {}): Promise<Row[]> {
  if (!existsSync(path.join(root, 'build', 'handler.js'))) throw new Error('Chưa dựng các trang: npm run build');
  const folder = await mkdtemp(path.join(tmpdir(), 'lantoa-bench-'));
  await chmod(folder, 0o711);
  const started: { child: ChildProcess; port: number }[] = [];
  try {
    const ours = await start(script, 'ours', path.join(folder, 'data'));
    started.push(ours);
    const sample = await getOnce(ours.port, page);
    const file = path.join(folder, 'page.json');
    await sameBytes(sample, file);
    const bare = await start(script, 'bare', file);
    started.push(bare);

    await rate(bare.port, page, seconds / 2);
    await rate(ours.port, page, seconds / 2);
    const values: number[] = [];
    const baselines: number[] = [];
    for (let round = 0; round < rounds; round++) {
      baselines.push(await rate(bare.port, page, seconds));
      values.push(await rate(ours.port, page, seconds));
    }
    const [value, baseline] = [median(values), median(baselines)];
    const view = await firstView(ours.port, page);
    return [
      {
        name: `public contest page, anonymous, ${CONNECTIONS} connections`,
        value: Math.round(value),
        unit: 'requests/s',
        baseline: Math.round(baseline),
        ratio: value / baseline,
        bar: 0.5,
        met: value / baseline >= 0.5,
      },
      {
        name: `public contest page, first view (${view.requests} requests, ${view.scripts} scripts)`,
        value: Number((view.bytes / 1000).toFixed(1)),
        unit: 'kB',
        baseline: null,
        ratio: null,
        bar: 30,
        met: view.bytes <= 30_000 && view.scripts === 0,
      },
    ];
  } finally {
    await Promise.all(started.map(stop));
    await rm(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === script) {
  const [what, argument] = process.argv.slice(2);
  if (what === 'ours') await serveOurs(argument as string);
  else if (what === 'bare') await serveBare(argument as string);
  else console.table(await benchPublic());
}
