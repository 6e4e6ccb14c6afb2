/**
 * `npm run replay -- [--invoices N] [--send-all] [--keep] [--json]`: sells real baskets of the UCI data through the public API of a Splot of
 * its own and proves that no piece and no grosz was lost or made. See demo/README.md for what is sent and what is proven.
 */
import { parseArgs } from 'node:util'
import { buildRetailer } from '@splot/demo'
import { readCharges } from './replay/found.ts'
import { replay, type Replayed } from './replay/run.ts'
import { openWorld } from './world.ts'

/** Mismatches that are named one by one. */
const MAX_NAMED = 10

const { values } = parseArgs({
  options: {
    invoices: { type: 'string', default: 'all' },
    'send-all': { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const invoices = values.invoices === 'all' ? Number.POSITIVE_INFINITY : Number(values.invoices)
if (!(invoices >= 1)) {
  console.error('--invoices takes a number of sales from 1, or all')
  process.exit(2)
}
const note = (line: string) => {
  if (!values.json) console.error(line)
}

const world = await openWorld(note, { keep: values.keep, plain: true })
try {
  const { http, payments, directory } = world
  const replayed = await replay(
    { http, charges: () => readCharges(payments) },
    buildRetailer(),
    { invoices, sendAll: values['send-all'] },
    note,
  )
  if (values.json) console.log(JSON.stringify(inShort(replayed)))
  else show(replayed)
  if (values.keep) note(`kept; look at it with: SPLOT_DATA=${directory} npm start`)
  if (replayed.verdict.mismatches.length > 0) process.exitCode = 1
} catch (error) {
  console.error(`The replay stopped. ${(error as Error).message}`)
  process.exitCode = 1
} finally {
  await world.close()
}

function inShort({ sent, verdict }: Replayed) {
  const { mismatches, figures: _, ...totals } = verdict
  return {
    holds: mismatches.length === 0,
    ...totals,
    pieces: sent.pieces,
    calls: sent.calls,
    seconds: Math.round(sent.seconds * 10) / 10,
    mismatches: mismatches.length,
    first: mismatches[0] ?? null,
  }
}

function show({ sent, verdict }: Replayed): void {
  const { figures, mismatches, pairs, orders, returns, inMinor, outMinor } = verdict
  const perSecond = (count: number) => `${(count / sent.seconds).toFixed(0)} a second`
  const acts = orders + returns
  console.log(
    `\n${acts} sales and returns (${perSecond(acts)}) in ${sent.calls} calls (${perSecond(sent.calls)}), ${sent.pieces} pieces`,
  )
  const rows = figures.map(({ name, unit, due, found }) => {
    const inWords = unit === 'grosze' ? zloty : String
    return [name, inWords(due), inWords(found), due === found ? 'equal' : 'NOT EQUAL']
  })
  const table = [['', 'by the slice', 'by the books', ''], ...rows]
  for (const [name = '', due = '', found = '', equal = ''] of table) {
    console.log(`  ${name.padEnd(36)}${due.padStart(16)}${found.padStart(16)}  ${equal}`)
  }
  for (const mismatch of mismatches.slice(0, MAX_NAMED)) console.log(`  ! ${mismatch}`)
  console.log(
    mismatches.length === 0
      ? `\nconservation holds: ${pairs} SKU x location pairs, ${orders} orders, ${returns} returns, ${zloty(inMinor)} in, ${zloty(outMinor)} out`
      : `\nconservation does NOT hold: ${mismatches.length} mismatches, the first: ${mismatches[0]}`,
  )
}

/** '1234567' grosze as '12345.67 zł'. */
function zloty(minor: number): string {
  const digits = String(Math.abs(minor)).padStart(3, '0')
  return `${minor < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)} zł`
}
