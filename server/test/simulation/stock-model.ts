import type { ChannelId, Sku } from '@splot/kernel'
import { comparable, type Command } from './commands.ts'
import { HoldsModel } from './holds-model.ts'
import { PapersModel } from './papers-model.ts'

export type { Terms } from './policy-model.ts'

/** The kinds of movements as the ledger calls them. */
const KINDS = {
  sell: 'sale',
  receive: 'receipt',
  return: 'return',
  adjust: 'count',
  transferOut: 'transfer_out',
  transferIn: 'transfer_in',
} as const

/** In the order of their SKUs, as everywhere. */
const sortedComponents = (components: Readonly<Record<string, number>>): ReadonlyMap<Sku, number> =>
  new Map(Object.entries(components).toSorted(([a], [b]) => (a < b ? -1 : 1)) as [Sku, number][])

/**
 * What stock must do, said once more in the plainest way: maps in memory, one command after the other, no locks and no SQL. The
 * engine has to give the same answers and end in the same state, command by command.
 */
export class StockModel extends HoldsModel {
  readonly papers = new PapersModel(this)

  /** What the engine must answer, made comparable; the state changes with it. */
  answer(now: number, channel: ChannelId, command: Command): unknown {
    this.now = now
    return comparable(this.carryOut(channel, command))
  }

  carryOut(channel: ChannelId, command: Command): unknown {
    switch (command.do) {
      case 'reserve':
        return this.reserve(channel, command.requests)
      case 'release':
        return command.holdIds.map((holdId) => this.release(holdId))
      case 'extend':
        return this.extend(command.holdId, command.ttlMs)
      case 'shrink':
        return this.shrink(command.holdId, command.lines)
      case 'allocate':
        return command.allocations.map(({ holdId, orderId }) => this.allocate(holdId, orderId))
      case 'pick':
        return command.holdIds.filter((holdId) => this.pick(holdId)).toSorted()
      case 'consume':
        return this.consume(command.items)
      case 'releaseAllocated':
        return command.items.map((item) => this.releaseAllocated(item))
      case 'relocate':
        return this.relocate(command.relocation, false)
      case 'pin':
        return this.relocate(command.relocation, true)
      case 'sweep':
        return this.sweep()
      case 'track':
        this.lots.tracked.add(command.sku)
        return null
      case 'defineKit':
        this.kits.set(command.sku, { sku: command.sku, components: sortedComponents(command.components) })
        return null
      case 'publish':
        return this.publish(command.rules)
      case 'expireLots':
        return this.relabel(() => this.lots.expire(this.now))
      case 'blockLot':
        return this.relabel(() => {
          const lot = this.lots.lot(command.sku, command.code)
          if (lot) lot.blocked = command.blocked
          return lot !== undefined
        })
      case 'paper':
        return this.papers.carryOut(channel, command)
      default: {
        const out = command.do === 'sell' || command.do === 'transferOut' ? -1 : 1
        return this.move(
          command.lines.map((line) => ({
            ...line,
            kind: KINDS[command.do],
            document: command.document,
            locationId: command.place,
            quantity: line.quantity * out,
          })),
        )
      }
    }
  }
}
