import { open } from 'node:fs/promises';
import type { NetConnectOpts } from 'node:net';
import { formatBytes } from '#lib/domain/file/format.ts';
import { type FileKind, fileKinds, kindByName } from '#lib/domain/file/kind.ts';
import { type FileRule, type Finding, judgeKind, judgeVideo, type VideoFacts } from '#lib/domain/file/requirement.ts';
import { BadFile, readAt } from './check/bytes.ts';
import { clamdAddress, scanForViruses } from './check/clamav.ts';
import { inspectImage } from './check/image.ts';
import { inspectOffice } from './check/office.ts';
import { inspectPdf } from './check/pdf.ts';
import { type Sniffed, sniff } from './check/sniff.ts';
import { inspectVideo } from './check/video.ts';

/** What goes into column `file.facts`. */
interface FileFacts {
  /** bytes */
  bytes: number;
  video?: VideoFacts;
  image?: { width: number; height: number };
  warnings: Finding[];
  /** 'clean' when a scanner looked at it */
  virusScan: 'clean' | 'skipped' | 'not-configured';
}

export type CheckResult =
  | { ok: true; kind: FileKind; media: string; facts: FileFacts }
  | { ok: false; code: string; message: string; facts?: { video?: VideoFacts } };

export interface CheckArgs {
  /** absolute path of the stored content */
  path: string;
  declaredName: string;
  requirement: FileRule;
  /** default: from the environment */
  clamd?: NetConnectOpts | null;
}

const officeMedia = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Names what the file really is when its name claims another thing. */
function refusal(found: Extract<Sniffed, { kind: null }>, declaredName: string): BadFile {
  const claimed = kindByName(declaredName);
  const instead = claimed ? `, không phải ${fileKinds[claimed].name}` : '';
  return new BadFile(found.code, `Tệp “${declaredName}” thật ra là ${found.name}${instead}. ${found.hint}`);
}

function refuseFirst(findings: Finding[]): Finding[] {
  const [first] = findings.filter((finding) => finding.severity === 'error');
  if (first) throw new BadFile(first.code, first.message);
  return findings;
}

async function inspect({
  path,
  declaredName,
  requirement,
}: CheckArgs): Promise<{ kind: FileKind; media: string; facts: FileFacts }> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    if (size === 0) throw new BadFile('file.empty', 'Tệp rỗng (0 byte). Hãy kiểm tra lại tệp trên máy rồi chọn lại.');
    if (size > requirement.maxBytes) {
      throw new BadFile(
        'file.too-large',
        `Tệp nặng ${formatBytes(size)}, mục này nhận tối đa ${formatBytes(requirement.maxBytes)}.`,
      );
    }
    const found = await sniff(await readAt(handle, 0, 4100));
    const facts: FileFacts = { bytes: size, warnings: [], virusScan: 'not-configured' };
    if (found.kind === null) throw refusal(found, declaredName);
    if (found.kind === 'zip') {
      const { kind, findings } = await inspectOffice(path, size);
      refuseFirst(judgeKind(kind, fileKinds[kind].name, requirement));
      return { kind, media: officeMedia[kind], facts: { ...facts, warnings: findings } };
    }
    refuseFirst(judgeKind(found.kind, found.name, requirement));
    if (found.kind === 'pdf') facts.warnings = await inspectPdf(handle, size);
    if (found.kind === 'image') facts.image = await inspectImage(handle, size, found.media);
    if (found.kind === 'video') {
      facts.video = { ...(await inspectVideo(path, handle, size, found.media)), container: found.container };
      facts.warnings = refuseFirst(judgeVideo(facts.video, requirement));
    }
    return { kind: found.kind, media: found.media, facts };
  } finally {
    await handle.close();
  }
}

/**
 * Checks a stored file by its content, before anyone may read it: what it is, whether it is whole, whether it keeps the requirement
 * (K26-4b, K26-4d), whether a virus is known in it. Refusals are results; only a fault of ours (no disk, scanner away) is thrown.
 */
export async function checkFile(args: CheckArgs): Promise<CheckResult> {
  try {
    const found = await inspect(args);
    const clamd = args.clamd === undefined ? clamdAddress() : args.clamd;
    if (clamd) {
      const scan = await scanForViruses(args.path, clamd);
      if (scan.state === 'infected') {
        const message = `Phần mềm diệt vi-rút tìm thấy “${scan.virus}” trong tệp. Hãy quét vi-rút máy của bạn, làm lại tệp rồi tải lên.`;
        return { ok: false, code: 'file.infected', message };
      }
      found.facts.virusScan = scan.state;
    }
    return { ok: true, ...found };
  } catch (error) {
    if (error instanceof BadFile) return { ok: false, code: error.code, message: error.message };
    throw error;
  }
}
