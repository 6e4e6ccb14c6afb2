import type { HoldId } from '@splot/kernel'
import type { Rows } from '#test/waiting'

export const holdRow = (holdId: HoldId): Rows => ({
  sql: 'select from inventory.hold where hold_id = $1',
  values: [holdId],
})

/** A hold, and its lines. */
export const holdWithLines = (holdId: HoldId): readonly [Rows, Rows] => [
  holdRow(holdId),
  { sql: 'select from inventory.hold_line where hold_id = $1', values: [holdId] },
]
