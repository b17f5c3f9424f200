import { type Logger, pino } from 'pino';

export type Log = Logger;

/** JSON lines on stdout. Personal data (e-mail, names, passwords, tokens) is never logged; people are named by id. */
export const createLog = (level: string): Log =>
  pino({
    level,
    base: { service: 'lantoa' },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['password', '*.password', 'headers.cookie'],
  });
