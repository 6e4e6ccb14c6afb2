import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { buildStaleApps } from './build-apps.mjs'
import { environment, interruption, run } from './processes.mjs'

const RESULTS = '.cache/test-results'
/** More files than this do not fail because a machine was busy. */
const FILES_RUN_AGAIN = 3

/** From the quickest to tell something wrong to the slowest. */
const STATIC_STEPS = [
  ['types', 'tsc', ['-p', 'tsconfig.json']],
  ['lint', 'oxlint', ['--deny-warnings']],
  ['format', 'oxfmt', ['--check']],
  ['boundaries', 'node', ['tools/check-boundaries.ts']],
  ['unused', 'knip', []],
]

/**
 * Everything but the stories, or everything. All steps run, whatever fails; the last line counts tests and steps.
 * @param {string} root the checkout
 * @param {{ stories: boolean }} what
 * @returns {Promise<number>} exit code
 */
export async function check(root, { stories }) {
  const started = performance.now()
  const results = []
  const step = async (name, work) => {
    if (interruption()) return
    const result = { name, ...(await work()) }
    results.push(result)
    const verdict = result.failed === 0 ? 'ok    ' : 'FAILED'
    console.log(
      `${verdict} ${name.padEnd(12)} ${seconds(result.ms)}${result.note ? `   ${result.note}` : ''}`,
    )
    if (result.failed > 0 && result.output) console.log(indent(result.output))
  }
  for (const [name, command, args] of STATIC_STEPS) await step(name, () => runTool(root, command, args))
  await step('tests', () => runTests(root, ['pure', 'unit']))
  if (stories) {
    await step('build', buildApps)
    await step('stories', () => runTests(root, ['stories']))
  }
  return summarise(results, performance.now() - started)
}

async function runTool(root, command, args) {
  const { code, output, ms } = await run(command, args, { capture: true, cwd: root, env: environment(root) })
  return { ms, output, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, failures: [] }
}

async function buildApps() {
  const started = performance.now()
  const outcome = await buildStaleApps().then(
    () => ({ passed: 1, failed: 0, output: '' }),
    (error) => ({ passed: 0, failed: 1, output: error.message }),
  )
  return { ...outcome, failures: [], ms: performance.now() - started }
}

/**
 * Vitest talks to the console itself; the counts come from its report. What failed is run once more with nothing beside it: a busy
 * machine is told from a fault, and the end of the output names what needed it. A counterexample of a property is never asked twice.
 */
async function runTests(root, projects) {
  const first = await runVitest(root, projects, [])
  const again = [...new Set(first.failures.map(({ file }) => file))]
  if (again.length === 0 || again.length > FILES_RUN_AGAIN || again.some(isFinal) || interruption())
    return tally(first)
  console.log(`\nRunning again by itself: ${again.join(', ')}`)
  const second = await runVitest(root, projects, again)
  const stillFailing = new Set(second.failures.map(({ name }) => name))
  const unsteady = first.failures.filter(({ name }) => !stillFailing.has(name)).map(({ name }) => name)
  const outcome = { ...second, ms: first.ms + second.ms, passed: first.passed + unsteady.length }
  return { ...tally(outcome), unsteady: second.failures.length === 0 ? unsteady : [] }
}

const isFinal = (file) => file === undefined || file.includes('.property.')

const tally = ({ ms, passed, failures }) => ({
  ms,
  passed,
  failed: failures.length,
  failures: failures.map(({ name }) => name),
  note: `${passed + failures.length} tests`,
})

async function runVitest(root, projects, files) {
  const report = join(root, RESULTS, `${projects.join('-')}.json`)
  mkdirSync(join(root, RESULTS), { recursive: true })
  rmSync(report, { force: true })
  const { code, ms } = await run(
    'vitest',
    [
      'run',
      ...files,
      ...projects.flatMap((project) => ['--project', project]),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { cwd: root, env: environment(root) },
  )
  const { passed, failures } = readReport(root, report)
  // An error outside any test (a set-up, an unhandled rejection, a crash) fails the run although no test did.
  if (code !== 0 && failures.length === 0)
    failures.push({ name: `vitest ended with code ${code}; its output is above` })
  return { ms, passed, failures }
}

function readReport(root, file) {
  let report
  try {
    report = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return { passed: 0, failures: [] }
  }
  const failures = report.testResults.flatMap((suite) => {
    const name = relative(root, suite.name)
    const failed = suite.assertionResults.filter((test) => test.status === 'failed')
    if (failed.length === 0 && suite.status === 'failed')
      return [{ file: name, name: `${name}: ${suite.message.split('\n')[0]}` }]
    return failed.map((test) => ({ file: name, name: `${name}: ${test.fullName}` }))
  })
  return { passed: report.numPassedTests, failures }
}

function summarise(results, ms) {
  const sum = (key) => results.reduce((total, result) => total + result[key], 0)
  const broken = results.filter((result) => result.failed > 0)
  if (broken.length > 0) {
    console.log('\nFailed:')
    for (const { name, failures } of broken) {
      for (const failure of failures.length > 0 ? failures : ['see above'])
        console.log(`  ${name}: ${failure}`)
    }
  }
  const unsteady = results.flatMap((result) => result.unsteady ?? [])
  if (unsteady.length > 0) {
    console.log('\nPassed only when run again:')
    for (const name of unsteady) console.log(`  ${name}`)
  }
  const stopped = interruption()
  console.log(`\n${stopped ? 'Stopped' : 'Done'} after${seconds(ms)}`)
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
  return stopped ?? (broken.length > 0 ? 1 : 0)
}

const seconds = (ms) => `${(ms / 1000).toFixed(1).padStart(6)} s`
const indent = (text) => text.trimEnd().replace(/^/gm, '  | ')
