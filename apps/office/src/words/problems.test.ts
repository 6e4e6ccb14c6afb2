import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sayProblem } from './problems.ts'

const SERVER = join(import.meta.dirname, '../../../../server/src')
/** The work that the office does all day: no refusal of these may speak a language that its reader does not. */
const WORDED = ['inventory', 'stockwork', 'replenishment', 'incidents', 'webhooks']
/** The kind of a refusal and its code, as `new Refusal` takes them, directly or through a function that names its refusals. */
const CODE = new RegExp(`'((?:${WORDED.join('|')})\\.[a-z_]+)',\\s*['"\`]`, 'g')

/** Every refusal of these modules, as the source of the server throws it. */
function thrownCodes(): string[] {
  const files = globSync('{modules,flows}/**/*.ts', { cwd: SERVER }).filter(
    (file) => !file.endsWith('.test.ts'),
  )
  const codes = files.flatMap((file) => {
    const source = readFileSync(join(SERVER, file), 'utf8')
    return source.includes('Refusal') ? [...source.matchAll(CODE)].flatMap(([, code]) => code ?? []) : []
  })
  return [...new Set(codes)].sort()
}

const problem = (code: string) => ({ type: '', title: '', status: 409, code, detail: 'in English' })

test('every refusal of stock has words in Polish', () => {
  const codes = thrownCodes()
  expect(codes.length).toBeGreaterThan(60)
  expect(codes.filter((code) => sayProblem(problem(code), 'pl').lang !== 'pl')).toEqual([])
})

test('a code that nobody knows yet is told in the words of the API, which are English', () => {
  expect(sayProblem(problem('moon.full'), 'pl')).toEqual({ text: 'in English', lang: 'en' })
})
