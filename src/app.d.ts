import type { Ctx } from '#lib/server/platform/ctx.ts';

declare global {
  namespace App {
    interface Locals {
      ctx: Ctx;
      /** secret of the session cookie, null for visitors */
      session: string | null;
    }
    interface Error {
      message: string;
      /** stable code of the refusal, or a number to give to the administrator */
      code?: string;
      requestId?: string;
    }
    interface Platform {
      req: import('node:http').IncomingMessage;
    }
  }
}
