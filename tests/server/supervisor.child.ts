/** A process of its own for the supervisor's tests: `node supervisor.child.ts <open|write> <dataDir>`; speaks in lines. */
import { createPool } from '../../src/lib/server/platform/db/connect.ts';
import { openEmbedded } from '../../src/lib/server/platform/db/embedded.ts';

const [, , what, dataDir] = process.argv;
const say = (words: object) => process.stdout.write(`${JSON.stringify(words)}\n`);

try {
  const server = await openEmbedded({ dataDir: dataDir! });
  say({ opened: server.pid(), adopted: server.adopted, uid: process.getuid?.() });
  if (what === 'write') {
    const pool = createPool(server.connectionString);
    await pool.query('create table if not exists written (n bigint primary key)');
    const { rows } = await pool.query<{ n: number }>('select coalesce(max(n), 0) as n from written');
    // one line for each acknowledged row, until someone kills us
    for (let n = rows[0]!.n + 1; ; n++) {
      await pool.query('insert into written values ($1)', [n]);
      say({ n });
    }
  }
  process.stdin.once('data', async () => {
    await server.stop();
    say({ stopped: true });
    process.exit(0);
  });
} catch (error) {
  say({ refused: (error as { code?: string }).code, message: (error as Error).message });
  process.exit(3);
}
