/** The whole product as a process of its own, to be killed: `node kill.child.ts`; tells its port in one line. */
import { readConfig } from '../../src/lib/server/platform/config.ts';
import { startServer, stopOnSignals } from '../../src/server.ts';

try {
  const running = await startServer(readConfig());
  stopOnSignals(running);
  process.stdout.write(`${JSON.stringify({ port: running.port, now: running.app.clock.now() })}\n`);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ problem: error instanceof Error ? error.message : String(error) })}\n`);
  process.exit(3);
}
