import type { Issue } from '../kernel/errors.ts';
import { formatNumber } from '../kernel/money.ts';
import { charCount } from '../kernel/text.ts';
import { type ExampleKind, exampleKinds } from './states.ts';

export interface ExampleText {
  kind: string;
  title: string;
  summary: string;
  body: string;
  results: string;
  /** content line of the movement; '' for none */
  contentId: string;
}

export interface ExampleValue extends Omit<ExampleText, 'kind' | 'contentId'> {
  kind: ExampleKind;
  contentId: string | null;
}

/** characters */
export const exampleLimits = { title: 300, summary: 500, body: 15_000, results: 5_000, caption: 300 } as const;
export const mostPhotos = 6;

const names: Record<'title' | 'summary' | 'body' | 'results', string> = {
  title: 'Tên',
  summary: 'Tóm tắt',
  body: 'Cách làm',
  results: 'Kết quả',
};

/** Checks what is kept as a draft: everything may still be missing but the name, nothing may be too long. */
export function readExample(
  input: ExampleText,
  contentIds: readonly string[],
): { value: ExampleValue; issues: Issue[] } {
  const issues: Issue[] = [];
  const kind = Object.hasOwn(exampleKinds, input.kind) ? (input.kind as ExampleKind) : null;
  if (!kind) issues.push({ field: 'kind', message: 'Hãy chọn đây là mô hình, sáng kiến hay tập thể, cá nhân.' });
  if (!input.title) issues.push({ field: 'title', message: 'Hãy đặt tên để mọi người nhận ra điển hình này.' });
  for (const field of ['title', 'summary', 'body', 'results'] as const)
    if (charCount(input[field]) > exampleLimits[field])
      issues.push({
        field,
        message: `${names[field]} dài quá ${formatNumber(exampleLimits[field])} ký tự. Hãy rút gọn.`,
      });
  if (input.contentId && !contentIds.includes(input.contentId))
    issues.push({ field: 'contentId', message: 'Hãy chọn một nội dung trong danh sách.' });
  return { value: { ...input, kind: kind ?? 'model', contentId: input.contentId || null }, issues };
}

interface Photo {
  consentSaid: boolean;
  /** the check of the file found it good */
  ready: boolean;
}

/**
 * What keeps an example from being handed in and published. Whoever proposes it says of each picture that the persons in it agree
 * to its publication (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15).
 */
export function missingForReview(example: Omit<ExampleValue, 'kind' | 'contentId'>, photos: readonly Photo[]): Issue[] {
  const issues: Issue[] = [];
  if (!example.title) issues.push({ field: 'title', message: 'Chưa có tên.' });
  if (!example.summary) issues.push({ field: 'summary', message: 'Chưa có tóm tắt: một, hai câu cho người đọc lướt.' });
  if (!example.body) issues.push({ field: 'body', message: 'Chưa kể cách làm, để nơi khác học được.' });
  if (!example.results) issues.push({ field: 'results', message: 'Chưa nêu kết quả, nên có con số.' });
  if (photos.some((photo) => !photo.ready))
    issues.push({ field: 'photos', message: 'Có ảnh chưa kiểm tra xong hoặc bị từ chối. Hãy đợi, hoặc gỡ ảnh đó.' });
  if (photos.some((photo) => !photo.consentSaid))
    issues.push({
      field: 'photos',
      message:
        'Có ảnh chưa được cam đoan là người trong ảnh đồng ý công bố (Luật 91/2025/QH15). Hãy cam đoan hoặc gỡ ảnh đó.',
    });
  return issues;
}

/** "TD25-DH-007" */
export const exampleCode = (prefix: string, no: number): string => `${prefix}-DH-${String(no).padStart(3, '0')}`;
