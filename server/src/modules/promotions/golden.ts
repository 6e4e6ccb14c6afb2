import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runGolden, type GoldenCase, type GoldenResult } from '@splot/rules/golden/run'

export interface CountedGolden {
  readonly cases: GoldenCase[]
  readonly text: GoldenResult['text']
}

let counted: CountedGolden | undefined

/** The golden baskets of the rules, and what this process counts for them; counted once, they never change while it runs. */
export function countGolden(): CountedGolden {
  if (counted) return counted
  const folder = dirname(fileURLToPath(import.meta.resolve('@splot/rules/golden/run')))
  const cases = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    // Our own files, which a test runs.
    .flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as GoldenCase[])
  counted = { cases, text: runGolden(cases).text }
  return counted
}
