import { remindAwards } from './award/remind.ts';
import { settleUnsent } from './entry/settle.ts';
import { renditionsJob } from './file/makeRenditions.ts';
import { checkUploaded, forgetStaleUploads } from './file/uploads.ts';
import { freezeDue } from './gallery/freeze.ts';
import { forgetVoteRequests } from './gallery/voter.ts';
import { forgetImports } from './imports/jobs.ts';
import { runImport } from './imports/run.ts';
import { remindFindings } from './inspection/remind.ts';
import { sealLedger } from './ledger/seal.ts';
import { generateAll } from './obligation/generate.ts';
import { remindUnits } from './obligation/remind.ts';
import type { CronJob, Job } from './platform/jobs/run.ts';
import { sendMessage } from './platform/mail/send.ts';
import { enterEarlierPrizes } from './register/prizes.ts';
import { remindOwners } from './task/remind.ts';

/** Every background job by name. A new job is one line here and one function in its noun. */
export const jobs: Record<string, Job> = {
  'message.send': (app, payload) => sendMessage(app, String(payload.id)),
  'file.check': (app, payload) => checkUploaded(app, String(payload.id)),
  'file.renditions': (app, payload, signal) => renditionsJob(app, String(payload.id), signal),
  'entry.settle': async (app) => {
    await settleUnsent(app);
  },
  'task.remind': async (app) => {
    await remindOwners(app);
  },
  'obligation.generate': (app, payload) => generateAll(app, payload.id ? String(payload.id) : undefined),
  'obligation.remind': async (app) => {
    await remindUnits(app);
  },
  'import.run': (app, payload, signal) => runImport(app, String(payload.id), signal),
  'inspection.remind': async (app) => {
    await remindFindings(app);
  },
  'award.remind': async (app) => {
    await remindAwards(app);
  },
  'interaction.freeze': async (app) => {
    await freezeDue(app);
  },
  'register.prizes': enterEarlierPrizes,
  'ledger.seal': async (app) => {
    while ((await sealLedger(app.db)) > 0);
  },
  'housekeeping.expire': async (app) => {
    const now = new Date();
    await app.db.deleteFrom('session').where('expires_at', '<', now).execute();
    await app.db.deleteFrom('held_form').where('expires_at', '<', now).execute();
    await app.db.deleteFrom('rate_limit').where('resets_at', '<', now).execute();
    await app.db.deleteFrom('spent_challenge').where('expires_at', '<', now).execute();
    await forgetVoteRequests(app);
    await forgetStaleUploads(app);
    await forgetImports(app);
  },
};

export const cron: CronJob[] = [
  { job: 'entry.settle', match: '* * * * *' },
  { job: 'interaction.freeze', match: '* * * * *' },
  { job: 'ledger.seal', match: '* * * * *' },
  // half past seven in the morning in Sơn La
  { job: 'task.remind', match: '30 0 * * *' },
  // units are made and end, and the next year comes into sight; also when the machine was off at midnight
  { job: 'obligation.generate', match: '5 * * * *' },
  // from 07:40 on, and again each hour of the day: a machine that was off in the morning catches up
  { job: 'obligation.remind', match: '40 0-10 * * *' },
  { job: 'inspection.remind', match: '45 0-10 * * *' },
  { job: 'register.prizes', match: '25 * * * *' },
  { job: 'award.remind', match: '50 0-10 * * *' },
  { job: 'housekeeping.expire', match: '17 * * * *' },
];
