import { createInterface } from 'node:readline/promises';
import { createFirstAdmin, firstAdminLink } from '#lib/server/people/firstAdmin.ts';
import { type Command, textOption, UsageError } from '../command.ts';

/** The password comes from the environment or the keyboard, never from the command line, which other users can read. */
async function readPassword(): Promise<string> {
  if (process.env.LANTOA_PASSWORD) return process.env.LANTOA_PASSWORD;
  const lines = createInterface({ input: process.stdin, ...(process.stdin.isTTY ? { output: process.stderr } : {}) });
  try {
    if (process.stdin.isTTY) return await lines.question('Mật khẩu (ít nhất 14 ký tự, hiện khi gõ): ');
    for await (const line of lines) return line;
    return '';
  } finally {
    lines.close();
  }
}

export const createAdmin: Command = {
  name: 'create-admin',
  usage: 'lantoa create-admin --email a@b.vn --name "Họ và tên"',
  summary: 'Tạo quản trị viên đầu tiên. Mật khẩu đọc từ biến LANTOA_PASSWORD hoặc từ bàn phím.',
  options: { email: { type: 'string' }, name: { type: 'string' } },
  async run(call) {
    const email = textOption(call, 'email');
    const fullName = textOption(call, 'name');
    if (!email || !fullName) throw new UsageError('Cần --email và --name.');
    const link = await firstAdminLink(call.app, '');
    if (link === null) {
      call.print('Bản cài này đã có quản trị viên; người đó giao vai trò cho người khác trên trang Quản trị.');
      return 1;
    }
    const secret = link.slice(link.lastIndexOf('/') + 1);
    await createFirstAdmin(call.ctx, { secret, fullName, email, password: await readPassword() });
    call.print(`Đã tạo quản trị viên ${fullName} (${email}).`);
    return 0;
  },
};
