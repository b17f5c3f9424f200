import { formatDateTime, toMs } from '../kernel/time.ts';
import { type Change, diffProgramme } from './diff.ts';
import type { ProgrammeFacts } from './freeze.ts';
import type { ContestProgramme, Period } from './types.ts';

/** What a change does to people and to what they have already handed in, in sentences, before it is saved. */
export function consequences(before: ContestProgramme, after: ContestProgramme, facts: ProgrammeFacts): string[] {
  const changes = diffProgramme(before, after);
  const touched = (pattern: RegExp): Change | undefined => changes.find((change) => pattern.test(change.path));
  const sentences: string[] = [];

  for (const period of after.timeline) {
    const was = before.timeline.find((p) => p.id === period.id);
    if (was) sentences.push(...periodConsequences(was, period, facts));
  }
  if (touched(/^eligibility/) && facts.entriesSubmitted > 0)
    sentences.push(
      `${facts.entriesSubmitted} bài đã nộp được kiểm tra lại theo quy định mới; bài không đạt không tự bị loại.`,
    );
  if (touched(/^dossier\[submission\]/) && facts.entriesSubmitted > 0)
    sentences.push(`${facts.entriesSubmitted} bài đã nộp giữ nguyên bản đã nộp; bài sửa hoặc nộp sau theo mẫu mới.`);
  if (touched(/^dossier\[submission\]/) && facts.entriesStarted > facts.entriesSubmitted)
    sentences.push(
      `${facts.entriesStarted - facts.entriesSubmitted} bản nháp phải bổ sung theo mẫu mới trước khi nộp.`,
    );
  if (touched(/^dossier\[refinement\]/) && facts.entriesRefined > 0)
    sentences.push(`${facts.entriesRefined} hồ sơ hoàn thiện đã nộp giữ nguyên bản đã nộp.`);
  if (touched(/^dossier\[[^\]]+\]\.declarations/) && facts.entriesSubmitted > 0)
    sentences.push('Cam đoan đã ký theo nội dung cũ vẫn lưu nguyên văn; tác giả không tự động phải cam đoan lại.');
  if (touched(/^screening/) && facts.entriesStarted > 0)
    sentences.push('Bài đã qua sơ loại không bị tính lại; bài chưa gửi về tỉnh theo cách mới.');
  for (const round of before.rounds) sentences.push(...roundConsequences(round.id, round.name, changes, facts));
  if (touched(/^gallery\.consents/) && facts.entriesSubmitted > 0)
    sentences.push('Sự đồng ý đã ghi vẫn lưu nguyên văn; mục đích có phiên bản mới thì tác giả được hỏi lại.');
  if (touched(/^gallery\.(consents|guardianBelowAge)/) && facts.entriesSubmitted > 0)
    sentences.push(
      'Tác phẩm đang trưng bày mà chưa có đủ đồng ý theo quy định mới được gỡ ngay khi lưu, đến khi có đủ.',
    );
  sentences.push(...interactionConsequences(before, changes, facts));
  if (touched(/^prizes/) && facts.awardsDecided > 0)
    sentences.push(
      `${facts.awardsDecided} giải đã quyết định giữ mức thưởng cũ cho đến khi Ban Tổ chức quyết định lại.`,
    );
  if (facts.published && changes.length > 0)
    sentences.push('Trang công khai đổi ngay khi lưu; phiên bản cũ và lý do vẫn xem được.');
  return sentences;
}

/** The combined score follows the rules in force; only what is frozen or decided stays. */
function interactionConsequences(before: ContestProgramme, changes: Change[], facts: ProgrammeFacts): string[] {
  const hits = (root: string) => changes.some((change) => change.part === root);
  const sentences: string[] = [];
  if (hits('interaction') && facts.interactionsFrozen)
    sentences.push('Số liệu tương tác đã chốt giữ nguyên; muốn tính theo quy định mới phải chốt lại.');
  else if (hits('interaction') && before.interaction && toMs(before.interaction.from) <= facts.now.getTime())
    sentences.push('Lượt tương tác đã ghi được tính lại theo quy định mới.');
  if (hits('combination') && facts.awardsDecided === 0 && Object.values(facts.rounds).some((r) => r.sheetsSigned > 0))
    sentences.push('Điểm tổng hợp tính lại theo công thức mới; điểm của Ban Giám khảo giữ nguyên.');
  return sentences;
}

function periodConsequences(was: Period, is: Period, facts: ProgrammeFacts): string[] {
  const now = facts.now.getTime();
  const [oldEnd, newEnd] = [toMs(was.to), toMs(is.to)];
  if (oldEnd === newEnd && toMs(was.from) === toMs(is.from)) return [];
  const end = formatDateTime(is.to);
  if (newEnd < oldEnd && newEnd < now && oldEnd >= now)
    return [`"${is.name}" kết thúc ngay khi lưu (${end}): ai chưa nộp sẽ không nộp được nữa.`];
  if (newEnd < oldEnd && now <= newEnd)
    return [`"${is.name}" kết thúc sớm hơn, lúc ${end}: cần báo cho người đang chuẩn bị.`];
  if (newEnd > oldEnd && oldEnd < now && newEnd >= now)
    return [`"${is.name}" mở lại đến ${end}: người đã lỡ hạn có thể nộp; cần báo công khai.`];
  if (newEnd > oldEnd) return [`"${is.name}" kéo dài đến ${end}.`];
  return [`"${is.name}" bắt đầu lúc ${formatDateTime(is.from)}.`];
}

function roundConsequences(id: string, name: string, changes: Change[], facts: ProgrammeFacts): string[] {
  const fact = facts.rounds[id];
  const hits = (suffix: string) => changes.some((change) => change.path.startsWith(`rounds[${id}]${suffix}`));
  if (!fact) return [];
  const sentences: string[] = [];
  if (hits('.rubric.criteria') && fact.assignments > fact.sheetsSigned)
    sentences.push(`${name}: phiếu chấm đang làm dở phải chấm lại theo tiêu chí mới.`);
  if (hits('.judgesPerEntry') && fact.assignments > 0)
    sentences.push(`${name}: ${fact.assignments} phân công đã có giữ nguyên; chạy phân công lại để đủ số giám khảo.`);
  if ((hits('.aggregate') || hits('.tieRules')) && fact.state === 'closed')
    sentences.push(`${name} đã khóa: thứ hạng đã chốt không đổi, trừ khi mở lại vòng chấm.`);
  else if ((hits('.aggregate') || hits('.tieRules')) && fact.sheetsSigned > 0)
    sentences.push(`${name}: thứ hạng tạm tính thay đổi theo cách tính mới; điểm từng phiếu giữ nguyên.`);
  if (hits('.blind') && fact.state !== 'pending')
    sentences.push(`${name}: giám khảo đang chấm sẽ thấy (hoặc không thấy) tác giả ngay khi lưu.`);
  return sentences;
}
