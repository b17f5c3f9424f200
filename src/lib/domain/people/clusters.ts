import { clean, fold } from '../kernel/text.ts';

/** `cluster`: cụm, of communes or of units like each other; `block`: khối, of agencies. */
export type ClusterKind = 'cluster' | 'block';

export const clusterKindLabels: Record<ClusterKind, string> = { cluster: 'Cụm', block: 'Khối' };

interface ClusterMember {
  unitId: string;
  leads: boolean;
}

/** A cluster of a scheme, as files and forms name it. */
export interface ClusterEntry {
  code: string;
  name: string;
  kind: ClusterKind;
  members: ClusterMember[];
}

/** A line of a file: its number and its cells in the order of `clusterColumns`. */
export interface ClusterLine {
  line: number;
  cells: string[];
}

/** Head of the file that is read and written. */
export const clusterColumns = ['Mã cụm/khối', 'Tên', 'Loại', 'Mã đơn vị', 'Trưởng'] as const;

const headWords: Record<string, number> = {
  'ma cum/khoi': 0,
  'ma cum khoi': 0,
  'ma cum, khoi': 0,
  'ma cum': 0,
  'ma khoi': 0,
  ten: 1,
  'ten cum/khoi': 1,
  loai: 2,
  'ma don vi': 3,
  truong: 4,
  'truong cum/khoi': 4,
};

/** For each of our columns where it stands in the file (-1: nowhere); null when the head lacks the codes. */
export function clusterHead(cells: string[]): number[] | null {
  const found = cells.map((cell) => headWords[fold(cell)] ?? -1);
  const at = clusterColumns.map((_, column) => found.indexOf(column));
  return at[0] === -1 || at[3] === -1 ? null : at;
}

/** What becomes of one line. */
export interface ClusterRow {
  line: number;
  label: string;
  outcome: 'created' | 'changed' | 'same' | 'error';
  message: string;
}

interface KnownUnit {
  id: string;
  code: string;
  name: string;
  /** why it cannot be a member; null: it can */
  problem: string | null;
}

const kindOf = (text: string, name: string): ClusterKind | null => {
  const word = fold(text) || fold(name).split(' ')[0] || '';
  return word === 'cum' || word === 'cluster' ? 'cluster' : word === 'khoi' || word === 'block' ? 'block' : null;
};

const says = (text: string): boolean => text !== '' && !['khong', '0', 'no'].includes(fold(text));

/**
 * Reads a file that describes a whole scheme, and says of each line what it changes in the scheme as it is. A line that cannot be read
 * is reported, the others count. A unit stands in at most one cluster, a cluster has at most one leading unit.
 */
export function readClusters(
  lines: readonly ClusterLine[],
  units: ReadonlyMap<string, KnownUnit>,
  before: readonly ClusterEntry[],
): { clusters: ClusterEntry[]; rows: ClusterRow[]; gone: { unitId: string; from: string }[] } {
  const clusters = new Map<string, ClusterEntry>();
  const rows: ClusterRow[] = [];
  const placed = new Map<string, ClusterEntry>();
  const formerly = new Map(
    before.flatMap(({ code, name, members }) => members.map(({ unitId, leads }) => [unitId, { code, name, leads }])),
  );
  const known = new Map(before.map((one) => [one.code, one]));

  for (const { line, cells } of lines) {
    const [code = '', name = '', kindText = '', unitCode = '', lead = ''] = cells.map(clean);
    const unit = units.get(unitCode);
    const row: ClusterRow = { line, label: unit?.name ?? (name || code), outcome: 'same', message: 'Không thay đổi' };
    rows.push(row);
    const refuse = (message: string) => Object.assign(row, { outcome: 'error', message });
    const change = (message: string) =>
      Object.assign(row, {
        outcome: 'changed',
        message: row.outcome === 'same' ? message : `${row.message}; ${message}`,
      });

    if (!/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}$/u.test(code)) {
      refuse('Mã cụm, khối gồm 1 đến 40 chữ cái, chữ số, dấu chấm hoặc gạch nối.');
      continue;
    }
    let cluster = clusters.get(code);
    if (!cluster) {
      const old = known.get(code);
      const kind = kindOf(kindText, name) ?? old?.kind ?? null;
      const title = name || old?.name || '';
      const problem =
        title === ''
          ? `Cụm, khối ${code} chưa có tên.`
          : title.length > 200 || /[<>]/.test(title)
            ? 'Tên cụm, khối dài tối đa 200 ký tự, không chứa < hoặc >.'
            : kind === null
              ? `Loại “${kindText}” phải là Cụm hoặc Khối.`
              : null;
      if (problem || kind === null) {
        refuse(problem ?? '');
        continue;
      }
      cluster = { code, name: title, kind, members: [] };
      clusters.set(code, cluster);
      if (!old)
        Object.assign(row, { outcome: 'created', message: `Thêm ${clusterKindLabels[kind].toLowerCase()} ${title}` });
      else if (old.name !== title || old.kind !== kind) change(`Đổi “${old.name}” thành “${title}”`);
    } else if (name && name !== cluster.name) {
      refuse(`Mã ${code} ở trên mang tên “${cluster.name}”, ở đây là “${name}”.`);
      continue;
    }
    if (unitCode === '') continue;
    const twice = unit && placed.get(unit.id);
    if (!unit) refuse(`Không có đơn vị nào mang mã “${unitCode}”.`);
    else if (unit.problem) refuse(unit.problem);
    else if (twice) refuse(`${unit.name} đã ở ${twice.name}. Mỗi đơn vị chỉ thuộc một cụm hoặc khối.`);
    else {
      const leads = says(lead);
      const leader = cluster.members.find((member) => member.leads);
      if (leads && leader) {
        refuse(`${cluster.name} đã có trưởng ở trên. Mỗi cụm, khối chỉ có một trưởng.`);
        continue;
      }
      cluster.members.push({ unitId: unit.id, leads });
      placed.set(unit.id, cluster);
      const was = formerly.get(unit.id);
      if (!was) {
        if (row.outcome === 'same') Object.assign(row, { outcome: 'created', message: `Thêm vào ${cluster.name}` });
        else row.message += `; thêm ${unit.name}`;
      } else if (was.code !== code) change(`Chuyển từ ${was.name} sang ${cluster.name}`);
      else if (was.leads !== leads) change(leads ? `Làm trưởng ${cluster.name}` : `Thôi làm trưởng ${cluster.name}`);
    }
  }
  const gone = [...formerly].flatMap(([unitId, was]) => (placed.has(unitId) ? [] : [{ unitId, from: was.name }]));
  return { clusters: [...clusters.values()], rows, gone };
}

/** Where a unit stood in one scheme and stands in another one. */
export interface ClusterMove {
  unitId: string;
  before: string | null;
  after: string | null;
  what: 'moved' | 'joined' | 'left' | 'lead';
}

/** Who moved between two schemes. Clusters are the same when they bear the same name. */
export function compareClusters(before: readonly ClusterEntry[], after: readonly ClusterEntry[]): ClusterMove[] {
  const places = (clusters: readonly ClusterEntry[]) =>
    new Map(
      clusters.flatMap((one) => one.members.map((member) => [member.unitId, { name: one.name, leads: member.leads }])),
    );
  const [old, now] = [places(before), places(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((unitId): ClusterMove[] => {
    const [was, is] = [old.get(unitId), now.get(unitId)];
    const move = { unitId, before: was?.name ?? null, after: is?.name ?? null };
    if (!was) return [{ ...move, what: 'joined' }];
    if (!is) return [{ ...move, what: 'left' }];
    if (fold(was.name) !== fold(is.name)) return [{ ...move, what: 'moved' }];
    return was.leads !== is.leads ? [{ ...move, what: 'lead' }] : [];
  });
}
