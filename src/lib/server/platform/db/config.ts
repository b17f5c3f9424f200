/** What the adapters of this folder write to; pino fits. */
export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export const silent: Log = { info() {}, warn() {}, error() {} };

/** Durable on purpose: what was acknowledged survives a power cut. */
export const settings: Record<string, string> = {
  fsync: 'on',
  full_page_writes: 'on',
  max_connections: '100',
  shared_buffers: '128MB',
  // SSDs: an index is worth its random reads
  random_page_cost: '1.1',
  effective_io_concurrency: '16',
  // queries are short; compiling them costs more than it gives
  jit: 'off',
  TimeZone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] %d ',
  logging_collector: 'off',
  password_encryption: 'scram-sha-256',
  unix_socket_permissions: '0700',
};

/** Address of a database; with a socket the folder goes into the query, as libpq and pg both read it. */
export function connectionUrl(target: {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
}): string {
  const login = `${encodeURIComponent(target.user)}:${encodeURIComponent(target.password)}`;
  const database = encodeURIComponent(target.database);
  if (!target.host.startsWith('/')) return `postgresql://${login}@${target.host}:${target.port}/${database}`;
  return `postgresql://${login}@localhost/${database}?host=${encodeURIComponent(target.host)}&port=${target.port}`;
}
