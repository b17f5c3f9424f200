import { resolve } from 'node:path';

/** How this installation runs; read once from the environment. */
export interface Config {
  mode: 'production' | 'demo';
  /** which parts of the one process run here */
  role: 'web' | 'worker' | 'all';
  host: string;
  port: number;
  /** public address without a trailing slash, e.g. "https://thi.sonla.gov.vn"; null: taken from each request */
  origin: string | null;
  /** number of reverse proxies in front whose X-Forwarded-For is believed */
  proxies: number;
  databaseUrl: string | null;
  dataDir: string;
  root: string;
  smtpUrl: string | null;
  mailFrom: string;
  logLevel: string;
}

/** The folder that holds package.json, `programmes/` and `build/`. */
export const projectRoot = (): string => resolve(process.env.LANTOA_ROOT ?? process.cwd());

const integer = (value: string | undefined, fallback: number, name: string, max: number): number => {
  if (value === undefined || value === '') return fallback;
  const n = Number(value);
  if (!Number.isInteger(n) || n < 0 || n > max)
    throw new Error(`${name} phải là số nguyên từ 0 đến ${max}, không phải "${value}".`);
  return n;
};

/**
 * Reads the configuration from environment variables.
 * @throws Error with a sentence that says which variable is wrong.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const root = projectRoot();
  const role = env.LANTOA_ROLE ?? 'all';
  if (role !== 'web' && role !== 'worker' && role !== 'all')
    throw new Error(`LANTOA_ROLE phải là web, worker hoặc all, không phải "${role}".`);
  const mode = env.LANTOA_MODE === 'demo' ? 'demo' : 'production';
  return {
    mode,
    role,
    host: env.HOST ?? '0.0.0.0',
    port: integer(env.PORT, 3000, 'PORT', 65535),
    origin: env.ORIGIN ? env.ORIGIN.replace(/\/+$/, '') : null,
    proxies: integer(env.TRUSTED_PROXIES, 0, 'TRUSTED_PROXIES', 10),
    databaseUrl: env.DATABASE_URL || null,
    dataDir: resolve(env.LANTOA_DATA ?? `${root}/.lantoa/${mode === 'demo' ? 'demo' : 'data'}`),
    root,
    smtpUrl: env.SMTP_URL || null,
    mailFrom: env.MAIL_FROM ?? 'Lan Tỏa <khong-tra-loi@localhost>',
    logLevel: env.LOG_LEVEL ?? 'info',
  };
}
