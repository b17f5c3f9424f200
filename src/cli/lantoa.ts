#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { openApp } from '#lib/server/platform/app.ts';
import { readConfig } from '#lib/server/platform/config.ts';
import { type Command, commandCtx, UsageError } from './command.ts';
import { audit } from './commands/audit.ts';
import { createAdmin } from './commands/createAdmin.ts';
import { file } from './commands/file.ts';
import { interaction } from './commands/interaction.ts';
import { invariants } from './commands/invariants.ts';
import { programme } from './commands/programme.ts';
import { seal } from './commands/seal.ts';
import { season } from './commands/season.ts';
import { seedUnits } from './commands/seedUnits.ts';

const commands: Command[] = [season, invariants, createAdmin, seedUnits, programme, audit, seal, file, interaction];

const help = (): string =>
  [
    'lantoa: điều hành một bản cài Lan Tỏa từ dòng lệnh.',
    '',
    'Cách dùng: npm run lantoa -- <lệnh> [tùy chọn]',
    '',
    ...commands.flatMap((c) => [
      `  ${c.usage}`,
      `      ${c.summary}`,
      ...(c.help ?? []).map((line) => `      ${line}`),
    ]),
    '',
    'Dữ liệu: LANTOA_DATA (thư mục), LANTOA_MODE=demo (bản trình diễn), DATABASE_URL (PostgreSQL của bạn).',
    'Chạy được khi máy chủ đang mở: lệnh dùng chung cơ sở dữ liệu với máy chủ đó.',
    'Mã thoát: 0 xong, 1 có điều không đúng, 2 gõ sai lệnh.',
  ].join('\n');

async function run(argv: string[]): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    console.log(help());
    return name === undefined ? 2 : 0;
  }
  const command = commands.find((c) => c.name === name);
  if (!command) throw new UsageError(`Không có lệnh “${name}”.`);
  const { values, positionals } = readWords(command, rest);
  if (values.help) {
    console.log([command.usage, command.summary, ...(command.help ?? [])].join('\n'));
    return 0;
  }
  const app = await openApp({ ...readConfig(), logLevel: process.env.LOG_LEVEL ?? 'warn' }, { join: true });
  try {
    const print = (line: string) => console.log(line);
    return await command.run({
      app,
      ctx: commandCtx(app),
      options: values as Record<string, string | boolean | undefined>,
      words: positionals,
      print,
    });
  } finally {
    await app.close();
  }
}

function readWords(command: Command, args: string[]) {
  try {
    return parseArgs({
      args,
      options: { ...command.options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** What a person reads when a command fails: every finding of a refusal, not a stack. */
function explain(error: unknown): string {
  if (error instanceof RuleError)
    return [error.message, ...error.issues.map((issue) => `  - ${issue.message}`), error.hint ?? '']
      .filter(Boolean)
      .join('\n');
  return error instanceof Error ? error.message : String(error);
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  console.error(explain(error));
  if (error instanceof UsageError) console.error('\nXem các lệnh: npm run lantoa -- help');
  else if (process.env.LOG_LEVEL === 'debug') console.error(error);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
