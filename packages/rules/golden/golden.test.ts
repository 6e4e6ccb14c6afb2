import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { generatedCases } from '../test/generate-golden.ts'
import { runGolden, type GoldenCase } from './run.ts'

const files = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.json'))
  .sort()
const casesOf = (name: string) =>
  JSON.parse(readFileSync(`${import.meta.dirname}/${name}`, 'utf8')) as GoldenCase[] // our own files

test.each(files)('the golden baskets of %s cost what they must, and say why', (name) => {
  expect(runGolden(casesOf(name)).differing).toEqual([])
})

test('there are at least 300 golden baskets, each with its own name and a sentence', () => {
  const all = files.flatMap(casesOf)
  expect(all.length).toBeGreaterThanOrEqual(300)
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
  expect(all.every(({ shows }) => shows.endsWith('.'))).toBe(true)
})

test('running them again gives the same bytes', () => {
  const all = files.flatMap(casesOf)
  expect(runGolden(all).text).toBe(runGolden(JSON.parse(JSON.stringify(all)) as GoldenCase[]).text) // just written
})

test('the generated ones are still what counting piece by piece gives', () => {
  expect(JSON.parse(JSON.stringify(generatedCases()))).toEqual(casesOf('generated.json'))
}, 120_000)
