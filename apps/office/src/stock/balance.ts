/** What a running balance needs of a movement. */
export type Moved = Readonly<{ id: string; quantity: number }>

/**
 * The balance after each movement, for a ledger that is read from its newest end: it starts from what is on hand now and
 * takes each movement back. The result is one balance per movement, in the same order.
 */
export function balancesAfter(onHand: number, newestFirst: readonly Moved[]): number[] {
  let balance = onHand
  return newestFirst.map(({ quantity }) => {
    const after = balance
    balance -= quantity
    return after
  })
}

export type Reconciliation =
  | Readonly<{ state: 'partly' }>
  | Readonly<{ state: 'reconciled'; movements: number }>
  | Readonly<{ state: 'differs'; onHand: number; moved: number }>

/** Whether the whole ledger explains on hand. Before its first movement is read, nobody can tell. */
export function reconcile(onHand: number, movements: readonly Moved[], complete: boolean): Reconciliation {
  if (!complete) return { state: 'partly' }
  const moved = movements.reduce((sum, { quantity }) => sum + quantity, 0)
  return moved === onHand
    ? { state: 'reconciled', movements: movements.length }
    : { state: 'differs', onHand, moved }
}
