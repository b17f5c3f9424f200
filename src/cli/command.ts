import { randomUUID } from 'node:crypto';
import type { ParseArgsOptionsConfig } from 'node:util';
import type { OpenApp } from '#lib/server/platform/app.ts';
import type { App, Ctx } from '#lib/server/platform/ctx.ts';
import { systemActor } from '#lib/server/platform/policy.ts';

/** What a command is given: the opened installation, its options and words, and a place to print. */
export interface Call {
  app: OpenApp;
  ctx: Ctx;
  options: Record<string, string | boolean | undefined>;
  words: string[];
  print(line: string): void;
}

/** One command of `lantoa`. A new command is one file in `commands/` and one line in `lantoa.ts`. */
export interface Command {
  name: string;
  /** "lantoa season [--seed 2026]" */
  usage: string;
  /** one Vietnamese sentence */
  summary: string;
  options?: ParseArgsOptionsConfig;
  /** explanations of options, in the order of printing */
  help?: string[];
  /** @returns the exit code: 0 done, 1 found something wrong */
  run(call: Call): Promise<number>;
}

/** Wrong words on the command line: printed with the usage, exit code 2. */
export class UsageError extends Error {}

/** Acts of a command bear the name of the operating system's user: whoever may start it may do everything. */
export const commandCtx = (app: App): Ctx => ({
  app,
  actor: systemActor(`Dòng lệnh (${process.env.SUDO_USER ?? process.env.USER ?? 'không rõ'})`),
  now: app.clock.now(),
  requestId: randomUUID(),
  channel: 'cli',
  ip: null,
});

export const textOption = (call: Call, name: string): string | null => {
  const value = call.options[name];
  return typeof value === 'string' && value !== '' ? value : null;
};

export function wholeNumber(call: Call, name: string, fallback: number, max: number, min = 1): number {
  const text = textOption(call, name);
  if (text === null) return fallback;
  const n = Number(text);
  if (!Number.isInteger(n) || n < min || n > max)
    throw new UsageError(`--${name} phải là số nguyên từ ${min} đến ${max}, không phải “${text}”.`);
  return n;
}
