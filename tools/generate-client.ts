/** Writes packages/client/schema.d.ts from the OpenAPI document of the declared routes; `--check` only compares. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openApiDocument } from '../server/src/main/openapi.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const target = join(root, 'packages/client/schema.d.ts')

/** The generated types as text. openapi-typescript needs an older TypeScript, so it runs in its own workspace. */
export async function generatedSchema(): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'splot-openapi-'))
  try {
    const document = join(directory, 'openapi.json')
    const output = join(directory, 'schema.d.ts')
    writeFileSync(document, JSON.stringify(withoutNeededHeaders(await openApiDocument())))
    const inTool = createRequire(join(root, 'tools/openapi/package.json'))
    const program = join(dirname(inTool.resolve('openapi-typescript/package.json')), 'bin/cli.js')
    execFileSync(process.execPath, [program, document, '-o', output], {
      cwd: join(root, 'tools/openapi'),
      stdio: 'pipe',
    })
    return readFileSync(output, 'utf8')
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/** Callers give keys of commands and seen versions as plain `headers`, so the types ask for none of them as a parameter. */
function withoutNeededHeaders(openApi: object): object {
  const text = JSON.stringify(openApi, (_key, value: unknown) => {
    const { in: where, name } = (value ?? {}) as { in?: unknown; name?: unknown }
    return where === 'header' && (name === 'idempotency-key' || name === 'if-match')
      ? { ...(value as object), required: false }
      : value
  })
  return JSON.parse(text) as object
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = await generatedSchema()
  if (!process.argv.includes('--check')) writeFileSync(target, text)
  else if (readFileSync(target, 'utf8') !== text) {
    console.error('packages/client/schema.d.ts is stale: run `npm run client` and commit it.')
    process.exitCode = 1
  }
}
