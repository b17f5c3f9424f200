import { Logger, parseCronItems, type Runner, run, type TaskList } from 'graphile-worker';
import type { App } from '../ctx.ts';

/**
 * A background job: payloads hold only primitive values; a job that fails is tried again with growing pauses. `signal` tells a long
 * one that the worker stops: it gives up, and is tried again by the next worker.
 */
export type Job = (app: App, payload: Record<string, unknown>, signal?: AbortSignal) => Promise<void>;

export interface CronJob {
  job: string;
  /** crontab pattern in UTC */
  match: string;
}

/**
 * Jobs that a killed process was doing stay locked for four hours (graphile-worker cannot know that it is dead). Every worker
 * holds a shared lock for as long as it lives; whoever finds itself alone at its start frees what the dead have left.
 * @returns gives the lock back
 */
async function freeJobsOfTheDead(app: App): Promise<() => void> {
  const client = await app.pool.connect();
  try {
    const key = `hashtext('jobs.worker')`;
    const { rows } = await client.query<{ alone: boolean }>(`select pg_try_advisory_lock(${key}) as alone`);
    if (rows[0]?.alone)
      await client.query(
        'select graphile_worker.force_unlock_workers(array(select distinct locked_by from graphile_worker.jobs where locked_by is not null))',
      );
    await client.query(`select pg_advisory_lock_shared(${key})`);
    if (rows[0]?.alone) await client.query(`select pg_advisory_unlock(${key})`);
  } catch (error) {
    client.release(true);
    throw error;
  }
  return () => client.release(true);
}

/** Starts the worker on the app's database. */
export async function startWorker(app: App, jobs: Record<string, Job>, cron: CronJob[]): Promise<Runner> {
  const taskList: TaskList = {};
  const stopping = new AbortController();
  for (const [name, job] of Object.entries(jobs)) {
    taskList[name] = async (payload) => job(app, (payload ?? {}) as Record<string, unknown>, stopping.signal);
  }
  const release = await freeJobsOfTheDead(app);
  const runner = await run({
    pgPool: app.pool,
    taskList,
    concurrency: 2,
    noHandleSignals: true,
    pollInterval: 2000,
    parsedCronItems: parseCronItems(cron.map((c) => ({ task: c.job, match: c.match, identifier: c.job }))),
    logger: new Logger(() => (level, message, meta) => {
      if (level === 'error' || level === 'warning') app.log[level === 'error' ? 'error' : 'warn']({ meta }, message);
    }),
  }).catch((error) => {
    release();
    throw error;
  });
  return {
    ...runner,
    stop(reason) {
      stopping.abort();
      return runner.stop(reason).finally(release);
    },
  };
}
