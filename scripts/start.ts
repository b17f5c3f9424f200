import { firstAdminLink } from '../src/lib/server/people/firstAdmin.ts';
import { readConfig } from '../src/lib/server/platform/config.ts';
import { startServer, stopOnSignals } from '../src/server.ts';
import { ensureBuilt, root } from './built.ts';

process.env.LANTOA_ROOT ??= root;
try {
  ensureBuilt();
  const config = readConfig();
  const running = await startServer(config);
  stopOnSignals(running);
  const address = config.origin ?? `http://localhost:${running.port}`;
  console.log(`Lan Tỏa đang chạy tại ${address}`);
  const link = await firstAdminLink(running.app, address);
  if (link)
    console.log(
      `Chưa có quản trị viên. Mở liên kết dùng một lần này (trong 24 giờ) để tạo tài khoản đầu tiên:\n  ${link}`,
    );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
