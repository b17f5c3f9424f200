import { type Change, diffProgramme } from '../programme/diff.ts';
import { parsePath } from '../programme/paths.ts';
import type { MovementFacts } from './freeze.ts';
import { movementParts } from './parts.ts';
import type { MovementProgramme } from './types.ts';

/** What a change of a movement does to units and to what they have entered and handed in, in sentences, before it is saved. */
export function consequences(before: MovementProgramme, after: MovementProgramme, facts: MovementFacts): string[] {
  const changes = diffProgramme(before, after, movementParts);
  const sentences: string[] = [];
  for (const indicator of after.indicators)
    sentences.push(
      ...indicatorConsequences(
        indicator.shortName,
        under(changes, 'indicators', indicator.id),
        facts.figures[indicator.id],
      ),
    );
  for (const rule of before.obligations)
    sentences.push(...ruleConsequences(rule.name, under(changes, 'obligations', rule.id), facts.obligations[rule.id]));
  if (facts.published)
    for (const rule of after.obligations)
      if (!before.obligations.some((one) => one.id === rule.id))
        sentences.push(`“${rule.name}” được giao cho các đơn vị thuộc đối tượng đã chọn.`);
  if (facts.published && changes.some((change) => change.path.startsWith('classes')))
    sentences.push(
      'Đơn vị mới thuộc đối tượng được giao kế hoạch, báo cáo còn trong hạn; nghĩa vụ và số liệu đã có của đơn vị không còn thuộc đối tượng vẫn giữ.',
    );
  if (facts.reportsAccepted > 0 && changes.some((change) => /^(contents|criteria)/.test(change.path)))
    sentences.push(`${facts.reportsAccepted} báo cáo đã được chấp nhận giữ nguyên nội dung đã nộp.`);
  if (facts.summaries > 0 && changes.some((change) => /^(indicators|obligations|contents)/.test(change.path)))
    sentences.push(`${facts.summaries} báo cáo tổng hợp đã chốt giữ nguyên số liệu khi chốt.`);
  if (facts.published && changes.some((change) => /^(from|to|phases)/.test(change.path)))
    sentences.push('Giai đoạn hiện tại và các kỳ báo cáo trên mọi trang theo ngày mới.');
  if (facts.published && changes.length > 0)
    sentences.push('Trang công khai đổi ngay khi lưu; phiên bản cũ và lý do vẫn xem được.');
  return sentences;
}

/** Keys below one element of a list that change; '' is the element itself. */
const under = (changes: Change[], root: string, id: string): { key: string; change: Change }[] =>
  changes.flatMap((change) => {
    const [at, element, key = ''] = parsePath(change.path);
    return at === root && element === id ? [{ key, change }] : [];
  });

function indicatorConsequences(
  name: string,
  touched: { key: string }[],
  figures: MovementFacts['figures'][string] | undefined,
): string[] {
  const hits = (...keys: string[]) => touched.some(({ key }) => keys.includes(key));
  const { entered = 0, locked = 0 } = figures ?? {};
  const sentences: string[] = [];
  if (hits('targets') && entered > 0)
    sentences.push(`“${name}”: ${entered} số liệu đã có được xét lại với mức phải đạt mới.`);
  if (hits('aggregation', 'kind', 'decimals') && entered > 0)
    sentences.push(`“${name}”: số chung tính lại theo cách mới; số của từng đơn vị giữ nguyên.`);
  if (hits('bounds') && entered > 0)
    sentences.push(`“${name}”: số liệu đã có ngoài giới hạn mới vẫn giữ, lần sửa sau phải đúng giới hạn.`);
  if (hits('numerator', 'denominator', 'measure') && locked > 0)
    sentences.push(`“${name}”: ${locked} số liệu đã khóa hiện dưới tên gọi mới mà không ai nhập lại.`);
  if (hits('reportedBy') && entered > 0)
    sentences.push(`“${name}”: đơn vị không còn phải báo vẫn giữ số liệu đã nhập; đơn vị mới thấy ô nhập ngay.`);
  if (hits('lead') && entered > 0) sentences.push(`“${name}”: cơ quan chủ trì mới xác nhận các số liệu đang chờ.`);
  return sentences;
}

function ruleConsequences(
  name: string,
  touched: { key: string; change: Change }[],
  given: MovementFacts['obligations'][string] | undefined,
): string[] {
  const hits = (...keys: string[]) => touched.some(({ key }) => keys.includes(key));
  const { total = 0, open = 0, submitted = 0, begun = 0 } = given ?? {};
  if (total === 0) return [];
  const sentences: string[] = [];
  if (touched.some(({ key, change }) => key === '' && change.after === undefined))
    sentences.push(`“${name}”: ${total} lượt đã giao được gỡ khỏi danh sách phải nộp.`);
  if (hits('due') && open > 0)
    sentences.push(`“${name}”: hạn của ${open} lượt đơn vị chưa nộp đổi theo; lịch nhắc tính lại từ hạn mới.`);
  if (hits('due') && submitted > 0)
    sentences.push(`“${name}”: ${submitted} lượt đã nộp giữ nguyên hạn và ghi nhận đúng hạn hay muộn như khi nộp.`);
  if (hits('form') && begun > submitted)
    sentences.push(`“${name}”: ${begun - submitted} bản đang soạn phải bổ sung theo biểu mẫu mới.`);
  if (hits('form') && submitted > 0) sentences.push(`“${name}”: ${submitted} bản đã nộp giữ nguyên nội dung đã nộp.`);
  if (hits('receivers')) sentences.push(`“${name}”: nơi nhận mới xem và tiếp nhận từ khi lưu.`);
  if (hits('classIds', 'period', 'firstYear', 'lastYear'))
    sentences.push(`“${name}”: danh sách phải nộp được lập lại; lượt đã bắt đầu không bị xóa.`);
  return sentences;
}
