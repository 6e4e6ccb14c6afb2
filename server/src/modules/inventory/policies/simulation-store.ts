import { DAY_MS, type ChannelId, type LocationId, type Sku } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import type { Simulation, SimulatedRow, SimulationId } from './simulate.ts'
import type { PolicyId } from './types.ts'

/** Simulations are for deciding about a draft; the audit log keeps that it was published. */
const KEPT_MS = 30 * DAY_MS
/** Old ones that one new one takes away. */
const FORGOTTEN_AT_ONCE = 5

/** Keeps a simulation and its rows, and forgets the oldest. */
export async function insertSimulation(
  ctx: WriteContext,
  simulation: Simulation,
  ids: { readonly policyId: PolicyId; readonly againstId: PolicyId | null },
  rows: readonly SimulatedRow[],
): Promise<void> {
  const { simulationId, madeAt, from, until, rows: compared, complete, channels } = simulation
  await ctx.query(
    `delete from inventory.policy_simulation where simulation_id = any(array(
       select simulation_id from inventory.policy_simulation where made_at < $1 order by made_at limit $2))`,
    [new Date(ctx.now.getTime() - KEPT_MS), FORGOTTEN_AT_ONCE],
  )
  await ctx.query(
    `insert into inventory.policy_simulation (simulation_id, policy_id, against_id, made_at, from_at, until_at, summary)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      simulationId,
      ids.policyId,
      ids.againstId,
      madeAt,
      from,
      until,
      JSON.stringify({ rows: compared, complete, channels }),
    ],
  )
  await ctx.query(
    `insert into inventory.policy_simulation_row (simulation_id, row_no, channel_id, location_id, sku, seen)
     select $1::uuid, d.at, d.channel, d.place, d.sku, d.seen
       from unnest($2::uuid[], $3::uuid[], $4::text[], $5::jsonb[]) with ordinality as d(channel, place, sku, seen, at)`,
    [
      simulationId,
      rows.map((row) => row.channelId),
      rows.map((row) => row.locationId),
      rows.map((row) => row.sku),
      rows.map(({ before, after }) => JSON.stringify({ before, after })),
    ],
  )
}

type SimulationRow = {
  simulationId: SimulationId
  version: number
  againstVersion: number | null
  madeAt: Date
  from: Date
  until: Date
  summary: Pick<Simulation, 'rows' | 'complete' | 'channels'>
}

export async function readSimulation(
  ctx: ReadContext,
  simulationId: string,
): Promise<Simulation | undefined> {
  const [row] = await ctx.query<SimulationRow>(
    `select s.simulation_id as "simulationId", p.version, a.version as "againstVersion", s.made_at as "madeAt",
            s.from_at as "from", s.until_at as "until", s.summary
       from inventory.policy_simulation s join inventory.policy p on p.policy_id = s.policy_id
       left join inventory.policy a on a.policy_id = s.against_id
      where s.simulation_id = $1`,
    [simulationId],
  )
  if (!row) return undefined
  const { summary, ...rest } = row
  return { ...rest, ...summary }
}

type KeptRow = {
  rowNo: number
  channelId: ChannelId
  locationId: LocationId
  sku: Sku
  seen: Pick<SimulatedRow, 'before' | 'after'>
}

/** Rows of a simulation behind `after`, the most telling first. */
export async function readSimulatedRows(
  ctx: ReadContext,
  simulationId: string,
  after: number,
  limit: number,
): Promise<(SimulatedRow & { readonly rowNo: number })[]> {
  const rows = await ctx.query<KeptRow>(
    `select row_no as "rowNo", channel_id as "channelId", location_id as "locationId", sku, seen
       from inventory.policy_simulation_row where simulation_id = $1 and row_no > $2 order by row_no limit $3`,
    [simulationId, after, limit],
  )
  return rows.map(({ seen, ...row }) => ({ ...row, ...seen }))
}
