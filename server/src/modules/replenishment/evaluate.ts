import { newId } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { rulesByRow } from './cascade.ts'
import { judge } from './judge.ts'
import { propose } from './propose.ts'
import { readRows } from './seen.ts'
import type { AlertKind } from './states.ts'
import {
  currentAlerts,
  insertAlerts,
  lockStanding,
  outdateProposals,
  readRules,
  resolveAlerts,
  watchRows,
} from './store.ts'
import type { Alert, Judgement, Row, RulesOfRow, Seen } from './types.ts'

/** Alerts that mean: this place should get pieces. */
const wantsPieces = new Set<AlertKind>(['stock_out', 'low', 'cover'])

const keyOf = ({ sku, locationId }: Row): string => `${sku} ${locationId}`

/**
 * Lets the rules look at rows of stock (distinct, sorted): alerts are raised once and end by themselves, and where pieces are wanted a
 * transfer or an order is proposed. Safe to repeat.
 */
export async function evaluate(ctx: WriteContext, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return
  await watchRows(
    ctx,
    rows.map((row) => ({ ...row, at: ctx.now })),
  )
  const [rules, alerts, seen] = await Promise.all([
    readRules(ctx),
    currentAlerts(ctx, rows),
    readRows(ctx, rows),
  ])
  const rulesOf = rulesByRow(rules)
  const judged = seen.map((row) => {
    const own = rulesOf(row)
    return { row, rules: own, judgements: judge(row, own, ctx.now) }
  })
  await followAlerts(ctx, judged, alerts)
  const wanting = judged.filter(({ judgements }) =>
    judgements.some(({ kind, verdict }) => wantsPieces.has(kind) && verdict === 'raise'),
  )
  const content = judged.filter(({ judgements }) =>
    judgements.every(({ kind, verdict }) => !wantsPieces.has(kind) || verdict === 'end'),
  )
  await lockStanding(
    ctx,
    [...content, ...wanting].map(({ row }) => row),
  )
  if (content.length > 0)
    await outdateProposals(
      ctx,
      content.map(({ row }) => row),
      ['transfer', 'purchase'],
    )
  for (const { row, rules: own } of wanting) await propose(ctx, row, own, rulesOf)
}

interface Judged {
  readonly row: Seen
  readonly rules: RulesOfRow
  readonly judgements: readonly Judgement[]
}

async function followAlerts(
  ctx: WriteContext,
  judged: readonly Judged[],
  current: readonly Alert[],
): Promise<void> {
  const known = new Map(current.map((alert) => [`${keyOf(alert)} ${alert.kind}`, alert]))
  const raise = judged.flatMap(({ row, judgements }) =>
    judgements
      .filter(({ kind, verdict }) => verdict === 'raise' && !known.has(`${keyOf(row)} ${kind}`))
      .map(({ kind, facts }) => ({
        alertId: newId<'replenishment-alert'>(),
        kind,
        facts,
        sku: row.sku,
        locationId: row.locationId,
      })),
  )
  const end = judged.flatMap(({ row, judgements }) =>
    judgements.flatMap(({ kind, verdict }) => {
      const alert = verdict === 'end' ? known.get(`${keyOf(row)} ${kind}`) : undefined
      return alert ? [alert.alertId] : []
    }),
  )
  const [raised, ended] = await Promise.all([
    raise.length > 0 ? insertAlerts(ctx, raise) : [],
    end.length > 0 ? resolveAlerts(ctx, end) : [],
  ])
  for (const alert of raised) tell(ctx, 'alert_raised', alert)
  for (const alert of ended) tell(ctx, 'alert_resolved', alert)
}

function tell(ctx: WriteContext, what: string, { alertId, kind, sku, locationId, facts }: Alert): void {
  emit(ctx, {
    type: `replenishment.${what}`,
    subject: alertId,
    locationId,
    data: { alertId, kind, sku, locationId, facts },
  })
}
