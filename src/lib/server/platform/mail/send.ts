import { createTransport, type Transporter } from 'nodemailer';
import type { App } from '../ctx.ts';

let transport: Transporter | null = null;

/**
 * Sends one queued message by SMTP. Throws when the server refuses, so that the job queue tries again later;
 * the row keeps the last error for the outbox page.
 */
export async function sendMessage(app: App, id: string): Promise<void> {
  if (app.config.smtpUrl === null) {
    // queued while there was a mail server: an administrator finds it in the outbox and sends it when there is one again
    await app.db
      .updateTable('message')
      .set({ state: 'held' })
      .where('id', '=', id)
      .where('state', 'in', ['queued', 'failed', 'sending'])
      .execute();
    return;
  }
  const message = await app.db
    .updateTable('message')
    .set((eb) => ({ state: 'sending', attempts: eb('attempts', '+', 1) }))
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'failed', 'sending'])
    .returningAll()
    .executeTakeFirst();
  if (!message) return;
  transport ??= createTransport(app.config.smtpUrl);
  try {
    await transport.sendMail({
      from: app.config.mailFrom,
      to: message.to_name ? { name: message.to_name, address: message.to_address } : message.to_address,
      subject: message.subject,
      text: message.body,
      // the same id at every attempt, so that a receiving server can drop a doubled one
      messageId: `<${message.id}@lantoa>`,
    });
    await app.db
      .updateTable('message')
      .set({ state: 'sent', sent_at: app.clock.now(), last_error: null })
      .where('id', '=', id)
      .execute();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await app.db.updateTable('message').set({ state: 'failed', last_error: reason }).where('id', '=', id).execute();
    throw error;
  }
}
