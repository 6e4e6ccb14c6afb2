import type { ChannelId, HoldId, LocationId, OrderId, Sku } from '@splot/kernel'
import type { MovedPieces } from './lots-model.ts'
import type { PaperCommand, PaperStep, Scanned } from './paper-commands.ts'
import type { StockModel } from './stock-model.ts'

/** What becomes of the papers of stock, step by step; what a step moves, the model of stock is told. */

type StepOf<Verb extends PaperStep['verb']> = PaperStep & { readonly verb: Verb }

interface Advice {
  readonly place: LocationId
  state: 'announced' | 'receiving' | 'closed'
  readonly lines: Map<Sku, { readonly expected: number; received: number; damaged: number }>
}

interface TransferLine {
  readonly requested: number
  shipped: number
  received: number
  damaged: number
  lost: number
  over: number
}

interface Transfer {
  readonly from: LocationId
  readonly to: LocationId
  readonly holdId: HoldId | null
  state: 'approved' | 'shipped' | 'closed'
  readonly lines: Map<Sku, TransferLine>
}

interface Count {
  readonly place: LocationId
  readonly skus: readonly Sku[]
  readonly createdAt: number
  state: 'counting' | 'posted'
  readonly scans: { sku: Sku; quantity: number; whole: boolean; at: number; batch: string }[]
  /** What was booked. */
  readonly differences: Map<Sku, number>
}

/** How long a transfer's pieces wait for its row, in milliseconds. */
const HOLD_MS = 60_000

/** Missing pieces that are still at the source. */
const NEVER_LEFT = ['sent_too_few', 'follows_later', 'miscounted']
const WRITTEN_OFF_AS: Readonly<Record<string, string>> = { damaged_on_the_way: 'damage', stolen: 'theft' }

const nothing = (requested: number): TransferLine => ({
  requested,
  shipped: 0,
  received: 0,
  damaged: 0,
  lost: 0,
  over: 0,
})

const lineOf = <Line>(lines: Map<Sku, Line>, sku: Sku, empty: Line): Line => {
  const line = lines.get(sku) ?? empty
  lines.set(sku, line)
  return line
}

export class PapersModel {
  readonly stock: StockModel
  readonly advices = new Map<string, Advice>()
  readonly transfers = new Map<string, Transfer>()
  readonly counts = new Map<string, Count>()
  /** Steps that were done: done again they change nothing. */
  readonly known = new Set<string>()

  constructor(stock: StockModel) {
    this.stock = stock
  }

  /** `done`, or the code of the refusal. */
  carryOut(channel: ChannelId, { commandId, step }: PaperCommand): string {
    // Its pieces are asked for before anybody looks whether it is known.
    if (step.verb === 'requestTransfer' && step.hold && !this.reserved(channel, commandId, step))
      return 'stockwork.not_available'
    if (this.known.has(commandId)) return 'done'
    const refusal = this.doIt(channel, commandId, step)
    if (refusal === null) this.known.add(commandId)
    return refusal ?? 'done'
  }

  doIt(channel: ChannelId, id: string, step: PaperStep): string | null {
    switch (step.verb) {
      case 'announce': {
        const lines = step.lines.map(({ sku, quantity }) => [sku, quantity] as const)
        this.advices.set(id, {
          place: step.place,
          state: 'announced',
          lines: new Map(lines.map(([sku, expected]) => [sku, { expected, received: 0, damaged: 0 }])),
        })
        this.expect(step.place, step.lines)
        return null
      }
      case 'receiveAdvice':
        return this.receiveAdvice(id, step)
      case 'closeAdvice': {
        const advice = paper(this.advices, step.id)
        if (advice.state === 'closed') return 'stockwork.advice_closed'
        advice.state = 'closed'
        return null
      }
      case 'requestTransfer': {
        const { from, to, hold, lines } = step
        const holdId = hold ? (id as HoldId) : null
        if (holdId) this.stock.carryOut(channel, { do: 'allocate', allocations: [ordered(holdId)] })
        const asked = lines.map(({ sku, quantity }) => [sku, nothing(quantity)] as const)
        this.transfers.set(id, { from, to, holdId, state: 'approved', lines: new Map(asked) })
        return null
      }
      case 'ship':
        return this.ship(channel, step)
      case 'receiveTransfer':
        return this.receiveTransfer(step)
      case 'closeTransfer':
        return this.closeTransfer(step)
      case 'startCount':
        return this.startCount(id, step)
      case 'scan': {
        const count = paper(this.counts, step.id)
        if (count.state !== 'counting') return 'stockwork.count_state'
        const { at, whole } = step
        for (const line of step.lines) count.scans.push({ ...line, whole, at, batch: id })
        return null
      }
      case 'submit':
        return this.submit(step)
    }
  }

  receiveAdvice(receipt: string, { id, lines }: StepOf<'receiveAdvice' | 'receiveTransfer'>): string | null {
    const advice = paper(this.advices, id)
    if (advice.state === 'closed') return 'stockwork.advice_closed'
    const refusal = this.stock.move(arrived('receipt', receipt, advice.place, lines))
    if (refusal) return refusal
    advice.state = 'receiving'
    for (const { sku, quantity, damaged } of lines)
      lineOf(advice.lines, sku, { expected: 0, received: 0, damaged: 0 })[damaged ? 'damaged' : 'received'] +=
        quantity
    return null
  }

  reserved(channel: ChannelId, id: string, { from, lines }: StepOf<'requestTransfer'>): boolean {
    const asked = lines.map((line) => ({ ...line, locationId: from }))
    const [answer] = this.stock.reserve(channel, [
      { holdId: id as HoldId, kind: 'ship', ttlMs: HOLD_MS, lines: asked },
    ])
    return (answer as { state: string }).state === 'held'
  }

  ship(channel: ChannelId, { id, lines }: StepOf<'ship'>): string | null {
    const transfer = paper(this.transfers, id)
    if (transfer.state !== 'approved') return 'stockwork.transfer_state'
    const loaded = lines ?? [...transfer.lines].map(([sku, line]) => ({ sku, quantity: line.requested }))
    const { holdId, from } = transfer
    if (holdId) this.stock.carryOut(channel, { do: 'releaseAllocated', items: [{ holdId }] })
    for (const { sku, quantity } of loaded) lineOf(transfer.lines, sku, nothing(0)).shipped += quantity
    transfer.state = 'shipped'
    this.expect(transfer.to, loaded)
    return this.stock.move(loaded.map((line) => moved('transfer_out', id, from, line.sku, -line.quantity)))
  }

  receiveTransfer({ id, lines }: StepOf<'receiveAdvice' | 'receiveTransfer'>): string | null {
    const transfer = paper(this.transfers, id)
    if (transfer.state !== 'shipped') return 'stockwork.transfer_state'
    for (const { sku, quantity, damaged } of lines)
      lineOf(transfer.lines, sku, nothing(0))[damaged ? 'damaged' : 'received'] += quantity
    return this.stock.move(arrived('transfer_in', id, transfer.to, lines))
  }

  closeTransfer({ id, reason }: StepOf<'closeAdvice' | 'closeTransfer'>): string | null {
    const transfer = paper(this.transfers, id)
    if (transfer.state !== 'shipped') return 'stockwork.transfer_state'
    transfer.state = 'closed'
    const { from, to } = transfer
    const moves: { out: MovedPieces[]; back: MovedPieces[]; lost: MovedPieces[]; off: MovedPieces[] } = {
      out: [],
      back: [],
      lost: [],
      off: [],
    }
    for (const [sku, line] of [...transfer.lines].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      const missing = line.shipped - line.received - line.damaged
      if (missing < 0) {
        line.over = -missing
        moves.out.push(moved('transfer_out', id, from, sku, missing))
      } else if (missing > 0 && NEVER_LEFT.includes(reason)) {
        line.shipped -= missing
        moves.back.push(moved('transfer_in', id, from, sku, missing))
      } else if (missing > 0) {
        line.lost = missing
        moves.lost.push(moved('transfer_in', id, to, sku, missing))
        moves.off.push(moved(WRITTEN_OFF_AS[reason] ?? 'correction', id, to, sku, -missing))
      }
    }
    return this.stock.move([...moves.out, ...moves.back, ...moves.lost, ...moves.off])
  }

  /** What is on its way has its row before it comes. */
  expect(locationId: LocationId, lines: readonly { readonly sku: Sku }[]): void {
    for (const { sku } of lines) this.stock.rowFor({ sku, locationId })
  }

  /** Pieces that are still to come, paper by paper. */
  inbound(): { id: string; sku: Sku; place: LocationId; quantity: number }[] {
    const advices = [...this.advices].flatMap(([id, { place, state, lines }]) =>
      [...lines].map(([sku, { expected, received, damaged }]) => {
        const quantity = state === 'closed' ? 0 : expected - received - damaged
        return { id, sku, place, quantity }
      }),
    )
    const transfers = [...this.transfers].flatMap(([id, { to, state, lines }]) =>
      [...lines].map(([sku, { shipped, received, damaged }]) => {
        const quantity = state === 'shipped' ? shipped - received - damaged : 0
        return { id, sku, place: to, quantity }
      }),
    )
    return [...advices, ...transfers].filter(({ quantity }) => quantity > 0)
  }

  startCount(id: string, { place, skus }: StepOf<'startCount'>): string | null {
    const running = [...this.counts.values()].some(
      (count) =>
        count.state === 'counting' && count.place === place && count.skus.some((sku) => skus.includes(sku)),
    )
    if (running) return 'stockwork.count_running'
    const count = { place, skus, createdAt: this.stock.now, scans: [], differences: new Map<Sku, number>() }
    this.counts.set(id, { ...count, state: 'counting' })
    return null
  }

  submit({ id, uncounted }: StepOf<'submit'>): string | null {
    const count = paper(this.counts, id)
    if (count.state !== 'counting') return 'stockwork.count_state'
    count.state = 'posted'
    const { place } = count
    for (const sku of count.skus.toSorted()) {
      const found = seenOf(count, sku)
      // It is not there: as many are missing as lay there all the while.
      const nowhere = { quantity: 0, book: this.lowestBook(count, sku) }
      const figure = found
        ? { quantity: found.quantity, book: this.stock.bookAt(sku, place, found.at) }
        : nowhere
      const difference = figure.quantity - figure.book
      if (difference !== 0 && (found || uncounted === 'zero')) count.differences.set(sku, difference)
    }
    return this.stock.move(
      [...count.differences].map(([sku, quantity]) => moved('count', id, place, sku, quantity)),
    )
  }

  /** The lowest that the book said from the beginning of a count until now. */
  lowestBook({ place, createdAt }: Count, sku: Sku): number {
    let level = this.stock.bookAt(sku, place, createdAt)
    let lowest = level
    for (const { quantity } of this.movedSince(sku, place, createdAt)) {
      level += quantity
      lowest = Math.min(lowest, level)
    }
    return lowest
  }

  movedSince = (sku: Sku, place: LocationId, since: number) =>
    (this.stock.ledger.get(`${sku}\0${place}`) ?? []).filter(({ at }) => at > since)

  /** Pieces of one call that come and go at once have no order of their own: then nobody can say what lay there all the while. */
  isPlain({ place, skus, createdAt }: Count): boolean {
    const both = (moved: readonly { quantity: number }[]) =>
      moved.some(({ quantity }) => quantity > 0) && moved.some(({ quantity }) => quantity < 0)
    return skus.every((sku) =>
      [...Map.groupBy(this.movedSince(sku, place, createdAt), ({ at }) => at).values()].every(
        (moved) => !both(moved),
      ),
    )
  }
}

function paper<Paper>(papers: ReadonlyMap<string, Paper>, id: string): Paper {
  const found = papers.get(id)
  if (!found) throw new Error('people only work on papers that they were told of')
  return found
}

const ordered = (holdId: HoldId) => ({ holdId, orderId: holdId as string as OrderId })

const moved = (
  kind: string,
  document: string,
  locationId: LocationId,
  sku: Sku,
  quantity: number,
): MovedPieces => ({ kind, document, sku, locationId, quantity })

const arrived = (kind: string, document: string, place: LocationId, lines: readonly Scanned[]) =>
  lines.map(({ sku, quantity, lot, damaged }) => ({
    ...moved(kind, document, place, sku, quantity),
    lot,
    aside: damaged,
  }))

/** What one person saw of a SKU: what she called the whole of it, and what she found since; and when she was done. */
function seenOf({ scans }: Count, sku: Sku): { quantity: number; at: number } | undefined {
  const moment = ({ at, batch }: { at: number; batch: string }) => `${String(at).padStart(15)} ${batch}`
  const own = scans.filter((scan) => scan.sku === sku).toSorted((a, b) => (moment(a) < moment(b) ? -1 : 1))
  const from = own.findLastIndex(({ whole }) => whole)
  const kept = own.slice(Math.max(0, from))
  if (kept.length === 0) return undefined
  const at = Math.max(...kept.map((scan) => scan.at))
  return { quantity: kept.reduce((sum, scan) => sum + scan.quantity, 0), at }
}
