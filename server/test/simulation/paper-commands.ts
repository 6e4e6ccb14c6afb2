import type { ChannelId, LocalDate, LocationId, Sku, StaffId } from '@splot/kernel'
import { systemActor, type Actor, type Platform, type WriteContext } from '#platform/context'
import { announce, requestTransfer } from '#modules/stockwork'
import { closeAdvice } from '../../src/modules/stockwork/advices/close.ts'
import { receiveAdvice } from '../../src/modules/stockwork/advices/receive.ts'
import { scanCount } from '../../src/modules/stockwork/counts/scan.ts'
import { startCount } from '../../src/modules/stockwork/counts/start.ts'
import { submitCount } from '../../src/modules/stockwork/counts/submit.ts'
import type { DifferenceReason } from '../../src/modules/stockwork/reasons.ts'
import { closeTransfer } from '../../src/modules/stockwork/transfers/close.ts'
import { receiveTransfer } from '../../src/modules/stockwork/transfers/receive.ts'
import { shipTransfer } from '../../src/modules/stockwork/transfers/ship.ts'

type Pieces = readonly { readonly sku: Sku; readonly quantity: number }[]

/** Pieces as somebody scans them. */
export interface Scanned {
  readonly sku: Sku
  readonly quantity: number
  readonly lot?: { readonly code: string; readonly expiresOn?: string } | undefined
  readonly damaged?: boolean | undefined
}

export type PaperStep =
  | { readonly verb: 'announce'; readonly place: LocationId; readonly lines: Pieces }
  | {
      readonly verb: 'receiveAdvice' | 'receiveTransfer'
      readonly id: string
      readonly lines: readonly Scanned[]
    }
  | {
      readonly verb: 'closeAdvice' | 'closeTransfer'
      readonly id: string
      readonly reason: DifferenceReason
    }
  | {
      readonly verb: 'requestTransfer'
      readonly from: LocationId
      readonly to: LocationId
      readonly hold: boolean
      readonly lines: Pieces
    }
  /** Without lines everything goes that was asked for. */
  | { readonly verb: 'ship'; readonly id: string; readonly lines?: Pieces }
  | { readonly verb: 'startCount'; readonly place: LocationId; readonly skus: readonly Sku[] }
  /** `whole`: what was scanned of these before does not count. */
  | {
      readonly verb: 'scan'
      readonly id: string
      readonly at: number
      readonly whole: boolean
      readonly lines: Pieces
    }
  | { readonly verb: 'submit'; readonly id: string; readonly uncounted: 'zero' | 'leave' }

/** A step on a paper of stock, under the id that was made where it was done; that of the first step is the paper's. */
export interface PaperCommand {
  readonly do: 'paper'
  readonly commandId: string
  readonly step: PaperStep
}

const EXPECTED_ON = '2026-11-28' as LocalDate
const MAY = ['read', 'receive', 'adjust', 'transfer', 'count', 'approve'].map((what) => `stock.${what}`)
const CLERK = '0193a5d0-0000-7000-8000-00000000c1e4' as StaffId

/** Somebody who may do everything with stock, everywhere. */
const clerkOf = (channel: ChannelId): Actor => ({
  ...systemActor('clerk', { id: channel, code: 'any' }),
  kind: 'staff',
  id: CLERK,
  staffId: CLERK,
  grants: MAY.map((permission) => ({ permission, locationId: null })),
})

const codes = <Line extends { readonly sku: Sku }>(lines: readonly Line[]) =>
  lines.map(({ sku, ...line }) => ({ ...line, code: sku }))

const scanned = (lines: readonly Scanned[]) =>
  lines.map(({ sku, damaged, ...line }) => ({
    ...line,
    code: sku,
    condition: damaged ? ('damaged' as const) : ('good' as const),
  }))

/** Does the step in the engine. */
export async function doPaper(node: Platform, channel: ChannelId, command: PaperCommand): Promise<void> {
  const actor = clerkOf(channel)
  const { commandId, step } = command
  if (step.verb !== 'requestTransfer') return node.write(actor, (ctx) => stepOf(ctx, { ...command, step }))
  const { from, to, hold, lines } = step
  await requestTransfer(node.command(actor), {
    commandId,
    fromId: from,
    toId: to,
    hold,
    expectedOn: null,
    note: null,
    lines: codes(lines),
  })
}

type Written = PaperCommand & { readonly step: Exclude<PaperStep, { verb: 'requestTransfer' }> }

async function stepOf(ctx: WriteContext, { commandId, step }: Written): Promise<void> {
  switch (step.verb) {
    case 'announce':
      return announce(ctx, {
        commandId,
        locationId: step.place,
        supplier: 'Hurtownia',
        reference: commandId,
        expectedOn: EXPECTED_ON,
        blind: false,
        note: null,
        lines: codes(step.lines),
      })
    case 'receiveAdvice':
      return receiveAdvice(ctx, step.id, { commandId, lines: scanned(step.lines) })
    case 'closeAdvice':
      return closeAdvice(ctx, step.id, { commandId, reasons: [{ reason: step.reason }] })
    case 'ship':
      return shipTransfer(ctx, step.id, { commandId, lines: step.lines && codes(step.lines) })
    case 'receiveTransfer':
      return receiveTransfer(ctx, step.id, { commandId, lines: scanned(step.lines) })
    case 'closeTransfer':
      return closeTransfer(ctx, step.id, { commandId, reasons: [{ reason: step.reason }] })
    case 'startCount':
      return startCount(ctx, {
        commandId,
        locationId: step.place,
        scope: { kind: 'skus', values: step.skus },
        tolerancePieces: 0,
        tolerancePpm: 0,
        recount: 'none',
        note: null,
      })
    case 'scan': {
      const lines = codes(step.lines).map((line) => ({ ...line, whole: step.whole }))
      return scanCount(ctx, step.id, { commandId, at: new Date(step.at), pass: 1, lines })
    }
    case 'submit':
      return submitCount(ctx, step.id, { commandId, uncounted: step.uncounted })
  }
}
