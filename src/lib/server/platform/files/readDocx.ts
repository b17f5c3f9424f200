import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import yauzl from 'yauzl';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import type { Block } from '#lib/domain/report/blocks.ts';
import { projectRoot } from '../config.ts';

/** A book's worth of text, far more than any report; pictures do not count. */
const limits = { textBytes: 30 * 1024 * 1024, unpackedBytes: 128 * 1024 * 1024, memoryMb: 256, milliseconds: 20_000 };

const unreadable = (message: string) => new RuleError({ code: 'docx.unreadable', message, field: 'file' });

async function refuseHugeText(bytes: Uint8Array): Promise<void> {
  const zip = await yauzl.fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
    lazyEntries: true,
  });
  const unpacked = { all: 0, text: 0 };
  for await (const entry of zip.eachEntry()) {
    unpacked.all += entry.uncompressedSize;
    if (/\.(xml|rels)$/i.test(entry.fileName)) unpacked.text += entry.uncompressedSize;
    if (unpacked.text > limits.textBytes || unpacked.all > limits.unpackedBytes)
      throw unreadable(
        'Tệp Word này quá dài để đọc tự động. Hãy chép riêng phần báo cáo sang một tệp mới rồi tải lên.',
      );
    // What a zip says of its sizes may be a lie, and the reader believes it: unpacked into nothing, an entry that grows past its stated
    // size is stopped here.
    for await (const _ of await zip.openReadStreamPromise(entry));
  }
}

/**
 * Paragraphs and tables of a Word file that has already passed the checks of uploads, read in a thread with bounds on time and memory.
 * @throws RuleError 'docx.unreadable' with field `file`
 */
export async function readDocx(bytes: Uint8Array): Promise<Block[]> {
  try {
    await refuseHugeText(bytes);
    return await inThread(bytes);
  } catch (problem) {
    if (problem instanceof RuleError) throw problem;
    throw unreadable(
      'Không đọc được nội dung tệp Word này: tệp hỏng hoặc có mật khẩu. Hãy mở bằng Word, chọn “Lưu thành” .docx rồi tải lại.',
    );
  }
}

const inThread = (bytes: Uint8Array): Promise<Block[]> =>
  new Promise((resolve, reject) => {
    // Read as a file, also by the bundled pages: a bundle cannot tell where it lies.
    const worker = new Worker(join(projectRoot(), 'src/lib/server/platform/files/docx.worker.ts'), {
      workerData: bytes,
      resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb },
      stderr: true,
    });
    const timer = setTimeout(() => {
      reject(new Error('too slow'));
      void worker.terminate();
    }, limits.milliseconds);
    worker.once('message', (blocks: Block[]) => resolve(blocks));
    worker.once('error', reject);
    worker.once('exit', () => {
      clearTimeout(timer);
      reject(new Error('ended without an answer'));
    });
  });
