import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, type FileHandle, link, mkdir, open, readdir, rename, rm, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** "7f/7f3c…": two letters of a random uuid as folder, the uuid as name. Never derived from what people type. */
export type StorageKey = string;

const keyPattern = /^([0-9a-f]{2})\/(\1[0-9a-f]{6}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})$/;

export interface ByteRange {
  /** first byte */
  start: number;
  /** last byte, inclusive */
  end: number;
}

interface StoredFile {
  key: StorageKey;
  /** bytes */
  size: number;
  /** lower-case hex */
  sha256: string;
}

/** Thrown while reading when more bytes arrive than were allowed; nothing is kept. */
export class TooLargeError extends Error {
  readonly maxBytes: number;
  constructor(maxBytes: number) {
    super(`more than ${maxBytes} bytes`);
    this.name = 'TooLargeError';
    this.maxBytes = maxBytes;
  }
}

export interface FileStore {
  /** The folder of the store; uploads in progress live beside the contents, on the same file system. */
  readonly root: string;
  /** A new random key. */
  newKey(): StorageKey;
  /** Absolute path of a key, for tools that read files (checks, documents). Throws on anything that is not a key. */
  pathOf(key: StorageKey): string;
  /** Writes a stream under a new key, in constant memory. Acknowledged only after the bytes are on the disk. */
  put(source: NodeJS.ReadableStream | AsyncIterable<Uint8Array>, options?: { maxBytes?: number }): Promise<StoredFile>;
  /**
   * Takes over a finished file of the same file system under `key` without copying; the original name stays until the caller
   * removes it. Calling it again with the same key is harmless: that is how an interrupted hand-over is repeated.
   */
  adopt(file: string, key: StorageKey): Promise<{ key: StorageKey; size: number }>;
  /** Size in bytes and time of writing, or null when there is no such content. */
  stat(key: StorageKey): Promise<{ size: number; modified: Date } | null>;
  /** sha256 of the content, lower-case hex, read in constant memory. */
  digest(key: StorageKey): Promise<string>;
  /** A stream of the content or of a part of it; opens at once, so that a missing file rejects here. Cancelling closes the file. */
  open(key: StorageKey, range?: ByteRange): Promise<ReadableStream<Uint8Array>>;
  /** The same as a Node stream. */
  openNode(key: StorageKey, range?: ByteRange): Readable;
  /** Removes the content; harmless when it is gone already. */
  delete(key: StorageKey): Promise<void>;
}

/** Makes what was done inside a folder (create, link, rename) survive a power loss. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  // Windows cannot open folders; its file system journals the names itself.
  if (!handle) return;
  await handle.sync().catch(() => {});
  await handle.close();
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const chunkBytes = 256 * 1024;

/** Bytes are read when the consumer asks for them, never ahead: a slow phone costs one buffer, not the whole video. */
function streamOf(handle: FileHandle, range: ByteRange): ReadableStream<Uint8Array> {
  let position = range.start;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const wanted = Math.min(chunkBytes, range.end - position + 1);
        if (wanted <= 0) {
          await handle.close();
          controller.close();
          return;
        }
        try {
          const { bytesRead, buffer } = await handle.read(new Uint8Array(wanted), 0, wanted, position);
          if (bytesRead === 0) throw new Error('stored file is shorter than it was');
          position += bytesRead;
          controller.enqueue(bytesRead === wanted ? buffer : buffer.subarray(0, bytesRead));
        } catch (error) {
          await handle.close().catch(() => {});
          controller.error(error);
        }
      },
      async cancel() {
        await handle.close();
      },
    },
    { highWaterMark: 0 },
  );
}

/** Opens the content store in a folder, `<dataDir>/files`. Contents are written once and never changed. */
export async function createFileStore(folder: string): Promise<FileStore> {
  const root = path.resolve(folder);
  const incoming = path.join(root, 'incoming');
  await mkdir(incoming, { recursive: true, mode: 0o750 });
  // What a killed process was still writing has no key and nobody was told of it. Another process may be writing right now, so
  // only what has not grown for a day goes.
  for (const name of await readdir(incoming)) {
    const file = path.join(incoming, name);
    const found = await stat(file).catch(() => null);
    if (found && Date.now() - found.mtimeMs > 24 * 3_600_000) await rm(file, { force: true });
  }

  const newKey = (): StorageKey => {
    const id = randomUUID();
    return `${id.slice(0, 2)}/${id}`;
  };
  const pathOf = (key: StorageKey): string => {
    const match = keyPattern.exec(key);
    if (!match) throw new Error('not a storage key');
    return path.join(root, match[1]!, match[2]!);
  };
  const placeFor = async (key: StorageKey): Promise<string> => {
    const target = pathOf(key);
    if (await mkdir(path.dirname(target), { recursive: true, mode: 0o750 })) await syncFolder(root);
    return target;
  };

  return {
    root,
    newKey,
    pathOf,

    async put(source, { maxBytes = Number.MAX_SAFE_INTEGER } = {}) {
      const key = newKey();
      const temporary = path.join(incoming, path.basename(key));
      const hash = createHash('sha256');
      let size = 0;
      const measure = new Transform({
        transform(chunk: Uint8Array, _encoding, done) {
          size += chunk.byteLength;
          if (size > maxBytes) return done(new TooLargeError(maxBytes));
          hash.update(chunk);
          done(null, chunk);
        },
      });
      try {
        await pipeline(source, measure, createWriteStream(temporary, { flags: 'wx', mode: 0o640, flush: true }));
        const target = await placeFor(key);
        await rename(temporary, target);
        await syncFolder(path.dirname(target));
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
      return { key, size, sha256: hash.digest('hex') };
    },

    async adopt(file, key) {
      const target = await placeFor(key);
      await syncFile(file);
      try {
        await link(file, target);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EEXIST') {
          const [mine, theirs] = await Promise.all([stat(file), stat(target)]);
          if (mine.size !== theirs.size) throw error;
        } else if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS') {
          // A file system without hard links (a USB disk, some network shares).
          const copy = path.join(incoming, path.basename(target));
          await copyFile(file, copy);
          await syncFile(copy);
          await rename(copy, target);
        } else {
          throw error;
        }
      }
      await syncFolder(path.dirname(target));
      return { key, size: (await stat(target)).size };
    },

    async stat(key) {
      const found = await stat(pathOf(key)).catch(() => null);
      return found ? { size: found.size, modified: found.mtime } : null;
    },

    async digest(key) {
      const hash = createHash('sha256');
      await pipeline(createReadStream(pathOf(key), { highWaterMark: 1024 * 1024 }), hash);
      return hash.digest('hex');
    },

    async open(key, range) {
      const handle = await open(pathOf(key), 'r');
      try {
        const { size } = await handle.stat();
        return streamOf(handle, range ?? { start: 0, end: size - 1 });
      } catch (error) {
        await handle.close();
        throw error;
      }
    },

    openNode(key, range) {
      return createReadStream(pathOf(key), { ...range, highWaterMark: chunkBytes });
    },

    async delete(key) {
      await unlink(pathOf(key)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
    },
  };
}
