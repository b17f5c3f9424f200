import { type ClusterLine, clusterColumns } from '#lib/domain/people/clusters.ts';
import { createScheme } from '#lib/server/people/clusterActs.ts';
import { importClusters } from '#lib/server/people/clusterSheet.ts';
import { at, type World } from '../world.ts';

/** Blocks of agencies by their kind, as a file of the province would name them. */
const blocks: { code: string; name: string; kinds: string[] }[] = [
  { code: 'K1', name: 'Khối sở, ban, ngành (mô phỏng)', kinds: ['agency'] },
  { code: 'K2', name: 'Khối cơ quan Đảng (mô phỏng)', kinds: ['party'] },
  { code: 'K3', name: 'Khối Mặt trận, đoàn thể (mô phỏng)', kinds: ['front'] },
  { code: 'K4', name: 'Khối doanh nghiệp (mô phỏng)', kinds: ['enterprise'] },
  { code: 'K5', name: 'Khối trường (mô phỏng)', kinds: ['school'] },
];
const clusterSize = 13;

/** Everything in it is made up, and its name says so: communes in the order of their codes, agencies by their kind. */
function linesOf(world: World): ClusterLine[] {
  const units = [...world.units.values()].filter((unit) => unit.validTo === null);
  const communes = units.filter((unit) => unit.kind === 'commune' || unit.kind === 'ward');
  const rows = [
    ...communes.map((unit, i) => {
      const n = Math.floor(i / clusterSize) + 1;
      return [`C${n}`, `Cụm xã, phường số ${n} (mô phỏng)`, 'Cụm', unit.code, i % clusterSize === 0 ? 'x' : ''];
    }),
    ...blocks.flatMap(({ code, name, kinds }) =>
      units
        .filter((unit) => kinds.includes(unit.kind) && unit.top)
        .map((unit, i) => [code, name, 'Khối', unit.code, i === 0 ? 'x' : '']),
    ),
  ];
  return rows.map((cells, i) => ({ line: i + 2, cells: cells.slice(0, clusterColumns.length) }));
}

/** The administrator enters a made-up scheme of clusters and blocks for 2026. */
export function planClusters(world: World): void {
  world.agenda.at(at('2026-01-08 10:00:00'), async () => {
    const admin = await world.as(world.people.get('admin')!);
    const { id } = await createScheme(admin, {
      name: 'Cụm, khối thi đua năm 2026 (mô phỏng)',
      decision: '',
      validFrom: '01/01/2026',
    });
    const report = await importClusters(admin, { schemeId: id, lines: linesOf(world) });
    if (report.errors > 0) throw new Error(`clusters: ${report.rows.find((row) => row.outcome === 'error')?.message}`);
  });
}
