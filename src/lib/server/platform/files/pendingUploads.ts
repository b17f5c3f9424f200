import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FileStore as TusFileStore } from '@tus/file-store';
import { ERRORS, type KvStore, Upload } from '@tus/server';

/** Beside the facts of tus we remember under which key the content is handed over, so that an interrupted hand-over can be repeated. */
interface PendingUpload extends Upload {
  key?: string;
  /** true once the application has taken over the content */
  finished?: boolean;
}

/** Facts of uploads as small JSON files; replaced as a whole, so that a kill leaves the old or the new version. */
class FactsOnDisk implements KvStore<PendingUpload> {
  readonly folder: string;
  constructor(folder: string) {
    this.folder = folder;
  }

  private fileOf(id: string): string {
    if (!/^[0-9a-f-]{36}$/.test(id)) throw ERRORS.FILE_NOT_FOUND;
    return path.join(this.folder, `${id}.json`);
  }

  async get(id: string): Promise<PendingUpload | undefined> {
    const text = await readFile(this.fileOf(id), 'utf8').catch(() => null);
    return text === null ? undefined : (JSON.parse(text) as PendingUpload);
  }

  async set(id: string, facts: PendingUpload): Promise<void> {
    const file = this.fileOf(id);
    await writeFile(`${file}.new`, JSON.stringify(facts), { mode: 0o640, flush: true });
    await rename(`${file}.new`, file);
  }

  async delete(id: string): Promise<void> {
    await rm(this.fileOf(id), { force: true });
  }

  async list(): Promise<string[]> {
    const names = await readdir(this.folder);
    return names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5));
  }
}

/**
 * Uploads in progress. Differs from the store it extends in two things: a finished upload still answers "complete" after its
 * bytes have moved on (the client may not have heard our answer), and lengths must be declared at creation.
 */
export class PendingUploads extends TusFileStore {
  readonly facts: FactsOnDisk;

  constructor(directory: string, expirationMs: number) {
    const facts = new FactsOnDisk(directory);
    super({ directory, configstore: facts, expirationPeriodInMilliseconds: expirationMs });
    this.facts = facts;
    this.extensions = ['creation', 'creation-with-upload', 'termination', 'expiration'];
  }

  fileOf(id: string): string {
    return path.join(this.directory, id);
  }

  override async create(upload: Upload): Promise<Upload> {
    // The old bytes may already be linked into the content store: a new beginning gets a new file, it never truncates the old one.
    await this.discard(upload.id);
    return super.create(upload);
  }

  override async getUpload(id: string): Promise<Upload> {
    const facts = await this.facts.get(id);
    if (facts?.finished) return new Upload({ ...facts, offset: facts.size ?? 0 });
    return super.getUpload(id);
  }

  /** True when all bytes are on the disk but the application has not yet taken them over. */
  async isComplete(id: string): Promise<boolean> {
    const facts = await this.facts.get(id);
    if (!facts || facts.finished || facts.size === undefined) return false;
    const found = await stat(this.fileOf(id)).catch(() => null);
    return found?.size === facts.size;
  }

  /** Removes bytes and facts; harmless when they are gone. */
  async discard(id: string): Promise<void> {
    await rm(this.fileOf(id), { force: true });
    await this.facts.delete(id);
  }
}
