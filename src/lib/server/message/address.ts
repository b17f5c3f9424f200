import type { App } from '../platform/ctx.ts';

/**
 * The address that links in mails begin with, without a trailing slash. Never taken from a request: whoever asks for a
 * new password could then choose where the link leads.
 */
export const siteAddress = (app: Pick<App, 'config'>): string =>
  app.config.origin ?? `http://localhost:${app.config.port}`;

/** A link for a mail, from a local path. */
export const linkTo = (app: Pick<App, 'config'>, path: string): string => `${siteAddress(app)}${path}`;
