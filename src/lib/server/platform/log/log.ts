import { type Logger, pino } from 'pino';

// Messages of other programs quote what they were given ("Key (email)=(…) already exists", "550 <…> unknown user"), and addresses
// of pages hold one-time secrets.
const personal = /[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}|(?<![\w-])[\w-]{43}(?![\w-])/gi;

export type Log = Logger;

/** JSON lines on stdout. Personal data (e-mail, names, passwords, tokens) is never logged; people are named by id. */
export const createLog = (level: string): Log =>
  pino({
    level,
    base: { service: 'lantoa' },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['password', '*.password', 'headers.cookie'],
    hooks: { streamWrite: (line) => line.replace(personal, '[…]') },
  });
