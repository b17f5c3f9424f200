import { Logger, parseCronItems, type Runner, run, type TaskList } from 'graphile-worker';
import type { App } from '../ctx.ts';

/** A background job: payloads hold only primitive values; a job that fails is tried again with growing pauses. */
export type Job = (app: App, payload: Record<string, unknown>) => Promise<void>;

export interface CronJob {
  job: string;
  /** crontab pattern in UTC */
  match: string;
}

/** Starts the worker on the app's database. */
export async function startWorker(app: App, jobs: Record<string, Job>, cron: CronJob[]): Promise<Runner> {
  const taskList: TaskList = {};
  for (const [name, job] of Object.entries(jobs)) {
    taskList[name] = async (payload) => job(app, (payload ?? {}) as Record<string, unknown>);
  }
  return run({
    pgPool: app.pool,
    taskList,
    concurrency: 2,
    noHandleSignals: true,
    pollInterval: 2000,
    parsedCronItems: parseCronItems(cron.map((c) => ({ task: c.job, match: c.match, identifier: c.job }))),
    logger: new Logger(() => (level, message, meta) => {
      if (level === 'error' || level === 'warning') app.log[level === 'error' ? 'error' : 'warn']({ meta }, message);
    }),
  });
}
