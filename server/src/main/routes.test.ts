import { readFileSync } from 'node:fs'
import { invariant, newId } from '@splot/kernel'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refused, type Answered } from '#test/answers'
import type { Credential } from '#test/world-http'
import { createWorld, type World } from '#test/world'
import type { AnyRoute } from '#platform/http'
import { generatedSchema } from '../../../tools/generate-client.ts'
import { openApiDocument } from './openapi.ts'
import { routes } from './routes.ts'

/** Doors that staff may use without a permission: what everybody may do, and what concerns only oneself. */
const OPEN_DOORS = [
  'GET /v1/channels',
  'GET /v1/categories',
  'GET /v1/products',
  'GET /v1/products/:handle',
  'GET /v1/variants',
  'GET /v1/variants/by-gtin/:gtin',
  'GET /v1/variants/later',
  'GET /v1/variants/:sku',
  'GET /v1/locations',
  'GET /v1/locations/:locationId',
  'GET /v1/returns/reasons',
  'GET /v1/rules',
  'POST /v1/coupons/validate',
  'GET /v1/prices/snapshot',
  'GET /v1/prices/coming-reductions',
  'GET /v1/prices/:sku',
  'GET /v1/tax/rates',
  'GET /v1/delivery/countries',
  'POST /v1/tax/nip',
  'POST /v1/tax/net',
  'POST /v1/gift-cards/balance',
  'GET /v1/gift-cards/offer',
  'GET /v1/store-credit',
  'POST /v1/carts',
  'GET /v1/carts/mine',
  'GET /v1/carts/:cartId',
  'PATCH /v1/carts/:cartId',
  'GET /v1/carts/:cartId/counting',
  'GET /v1/carts/:cartId/deliveries',
  'POST /v1/carts/:cartId/lines',
  'PATCH /v1/carts/:cartId/lines/:lineId',
  'DELETE /v1/carts/:cartId/lines/:lineId',
  'GET /v1/carts/:cartId/explanation',
  'POST /v1/carts/:cartId/coupons',
  'DELETE /v1/carts/:cartId/coupons/:code',
  'POST /v1/carts/:cartId/gift-cards',
  'DELETE /v1/carts/:cartId/gift-cards/:cardId',
  'POST /v1/carts/:cartId/checkout',
  'POST /v1/orders/:orderId/payments',
  'POST /v1/orders/:orderId/gift-cards/:purchaseId/returns',
  'GET /v1/orders/mine',
  'POST /v1/orders/:orderId/gift-cards/:purchaseId/letters',
  'GET /v1/orders/track/:orderId',
  'GET /v1/orders/track/:orderId/explanation',
  'POST /v1/orders/track/:orderId/give-up',
  'POST /v1/orders/lookup',
  'POST /v1/payments/sandbox/webhook',
  'POST /v1/customers',
  'POST /v1/customers/sign-in',
  'POST /v1/customers/sign-out',
  'GET /v1/customers/me',
  'GET /v1/customers/me/code',
  'POST /v1/till-sales',
  'PATCH /v1/customers/me',
  'GET /v1/customers/me/prices',
  'DELETE /v1/customers/me',
  'POST /v1/staff/sign-in',
  'POST /v1/staff/sign-out',
  'GET /v1/staff/me',
  'POST /v1/devices/enrol',
  'GET /v1/devices/me',
  'POST /v1/devices/staff-sign-in',
  'POST /v1/devices/staff-sign-out',
  'POST /v1/devices/staff-lock',
]

/** Reads that leave a line in the audit log, because they show personal data. */
const AUDITED_READS = ['GET /v1/customers/:customerId', 'GET /v1/customers/:customerId/export']

/** Guessing is slowed down at every door where something secret could be guessed. */
const GUESSABLE = [
  'POST /v1/staff/sign-in',
  'POST /v1/customers/sign-in',
  'POST /v1/devices/enrol',
  'POST /v1/orders/lookup',
  'POST /v1/carts/:cartId/coupons',
  'POST /v1/carts/:cartId/gift-cards',
]

const nameOf = ({ method, path }: Pick<AnyRoute, 'method' | 'path'>) => `${method} ${path}`
const byName = routes.map((route) => [nameOf(route), route] as const)
const isForStaff = ({ audience }: AnyRoute) => !audience.includes('visitor') && !audience.includes('customer')
const withParams = (path: string) =>
  path
    .replace(':number', '100000017')
    .replace(':country', 'DE')
    .replace(':letter', 'A')
    .replace(':validFrom', '2026-01-01')
    .replace(/:(version|part)\b/g, '1')
    .replace(/:\w+/g, () => newId())

/** What is wrong with a route, in words: audience and permission above all. */
function flawsOf(route: AnyRoute): string[] {
  const { path, audience, permission, summary, tag, schema, method, power } = route
  const isOpen = permission === null || permission === undefined
  const checks: readonly [flaw: string, found: boolean][] = [
    ['no path of the API', !/^\/v1\/[a-z]/.test(path)],
    ['nobody may knock', audience.length === 0],
    ['no permission, and not among the open doors', isOpen && !OPEN_DOORS.includes(nameOf(route))],
    ['no name of a permission', !isOpen && !/^[a-z]+\.[a-z]+$/.test(permission)],
    ['a permission that its audience cannot hold', !isOpen && !isForStaff(route)],
    ['no summary', !/^[A-Z].{5,}[^.]$/.test(summary)],
    ['no tag', tag === ''],
    ['no answer', !/^2\d\d$/.test(Object.keys(schema.response)[0] ?? '')],
    ['a read that writes', method === 'GET' && power === 'write' && !AUDITED_READS.includes(nameOf(route))],
  ]
  return checks.filter(([, found]) => found).map(([flaw]) => flaw)
}

describe('the table of routes', () => {
  test('names every door once', () => {
    const names = routes.map(nameOf)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })

  test.each(byName)('%s says who may knock, and why', (_name, route) => {
    expect(flawsOf(route)).toEqual([])
  })

  const [sound] = routes.filter(({ permission, power }) => permission !== null && power === 'read')
  test.each<[string, Partial<AnyRoute>]>([
    ['nobody may knock', { audience: [] }],
    ['no permission, and not among the open doors', { permission: null }],
    // What a cast or a forgotten field would leave behind.
    ['no permission, and not among the open doors', { permission: undefined as unknown as null }],
    ['no name of a permission', { permission: 'everything' }],
    ['a permission that its audience cannot hold', { audience: ['visitor', 'staff'] }],
    ['no summary', { summary: '' }],
    ['a read that writes', { power: 'write' }],
  ])('would show a route with this flaw: %s', (flaw, change) => {
    invariant(sound, 'some door needs a permission')
    expect(flawsOf(sound)).toEqual([])
    expect(flawsOf({ ...sound, ...change })).toEqual([flaw])
  })

  test('lists no open door that does not exist', () => {
    const names = new Set(routes.filter(({ permission }) => permission === null).map(nameOf))
    expect(OPEN_DOORS.filter((name) => !names.has(name))).toEqual([])
  })

  test('limits the doors where something could be guessed', () => {
    for (const name of GUESSABLE) {
      expect([name, routes.find((route) => nameOf(route) === name)?.perMinute]).toEqual([
        name,
        expect.any(Number),
      ])
    }
  })

  test('gives every permission that a door asks for to some role', async () => {
    const world = await started
    const granted = await world.query<{ permission: string }>('select permission from staff.role_permission')
    const known = new Set(granted.map(({ permission }) => permission))
    const asked = routes.flatMap(({ permission }) => permission ?? [])
    expect(asked.filter((permission) => !known.has(permission))).toEqual([])
  })

  test('lets nobody of one store change what holds in all of them', () => {
    // What hangs on a shelf is the affair of its store.
    const ofOnePlace = [
      'PUT /v1/prices/labels/:deviceId',
      'DELETE /v1/prices/labels/:deviceId',
      'POST /v1/prices/labels/:deviceId/tell',
    ]
    const wide: ReadonlySet<string | null> = new Set([
      'catalogue.write',
      'costs.write',
      'coupons.write',
      'customers.group',
      'customers.segment',
      'giftcards.issue',
      'prices.write',
      'promotions.write',
    ])
    const narrow = routes.filter(
      ({ permission, power, everywhere }) => wide.has(permission) && power !== 'read' && everywhere !== true,
    )
    expect(narrow.map(({ method, path }) => `${method} ${path}`)).toEqual(ofOnePlace)
  })

  test('gives nobody in a store a right that opens no door there', async () => {
    const world = await started
    const granted = await world.query<{ role: string; permission: string }>(
      `select role, permission from staff.role_permission where role in ('assistant', 'store_manager')`,
    )
    const asks = (permission: string) => routes.filter((route) => route.permission === permission)
    const useless = granted.filter(({ permission }) => {
      const doors = asks(permission)
      return doors.length > 0 && doors.every(({ everywhere }) => everywhere === true)
    })
    expect(useless).toEqual([])
  })
})

let started: Promise<World>
let nobody: Credential
let device: Credential

beforeAll(async () => {
  started = createWorld({ worker: false })
  const world = await started
  // A key without a single permission stands for everybody who lacks the one that is asked for.
  nobody = await world.machineKey([], 'WAW1')
  device = await world.enrolDevice('WAW1')
})
afterAll(async () => (await started).close())

function expectProblem(answer: Answered, status: number, code?: string): void {
  expect(answer.body).toMatchObject({ status, ...(code && { code }) })
  expect(answer.status).toBe(status)
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
  expect(refused(answer).code).toMatch(/^[a-z_]+\.[a-z_]+$/)
}

const ask = async (route: AnyRoute, asking: { as?: Credential; raw?: string; from?: string } = {}) => {
  const world = await started
  return world.call(route.method, `${withParams(route.path)}${minimalQuery(route)}`, {
    key: newId(),
    ...(route.schema.body && { raw: JSON.stringify(minimalBody(route)) }),
    ...asking,
  })
}

/** Whatever a door asks for, so that it is the credential that is refused: validation comes first. */
function minimalBody(route: AnyRoute): unknown {
  return example(route.schema.body as Schema)
}

function minimalQuery(route: AnyRoute): string {
  const schema = route.schema.query as Schema | undefined
  return schema?.required
    ? `?${new URLSearchParams(example(schema) as Record<string, string>).toString()}`
    : ''
}

interface Schema {
  readonly type?: string
  readonly const?: unknown
  readonly format?: string
  readonly pattern?: string
  readonly minLength?: number
  readonly minimum?: number
  readonly minItems?: number
  readonly minProperties?: number
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
}

const examples: Readonly<Record<string, string>> = {
  uuid: newId(),
  email: 'anna@example.com',
  date: '2026-01-01',
  'date-time': '2026-01-01T00:00:00Z',
  uri: 'https://example.com/hook',
}

function example(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.anyOf) return example(schema.anyOf[0] ?? {})
  switch (schema.type) {
    case 'object': {
      const wanted = new Set(schema.required ?? [])
      const optional = Object.keys(schema.properties ?? {}).filter((name) => !wanted.has(name))
      for (const name of optional.slice(0, Math.max(0, (schema.minProperties ?? 0) - wanted.size)))
        wanted.add(name)
      return Object.fromEntries([...wanted].map((name) => [name, example(schema.properties?.[name] ?? {})]))
    }
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => example(schema.items ?? {}))
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1)
    case 'boolean':
      return true
    case 'string':
      return exampleText(schema)
    default:
      return null
  }
}

/** Text that some pattern of the doors accepts. */
function exampleText({ format, pattern, minLength = 1 }: Schema): string {
  if (format) return examples[format] ?? ''
  const candidates = [
    'x'.repeat(Math.max(minLength, 16)),
    'PLN',
    '1234',
    '123456',
    'PL',
    'https://example.com/hook',
    'orders.placed',
    'X',
    // The number of a gift card.
    '9812345678901237',
  ]
  const fits = (text: string) => text.length >= minLength && (!pattern || new RegExp(pattern, 'u').test(text))
  return candidates.find(fits) ?? candidates[0] ?? ''
}

describe('every staff door', () => {
  const doors = byName.filter(([, route]) => isForStaff(route))

  test.each(doors)('%s is shut to visitors', async (_name, route) => {
    expectProblem(await ask(route), 401, 'auth.sign_in_first')
  })

  test.each(doors.filter(([, route]) => route.permission))(
    '%s is shut without its permission',
    async (_name, route) => {
      const code = route.audience.includes('machine') ? 'auth.forbidden' : 'auth.wrong_audience'
      expectProblem(await ask(route, { as: nobody }), 403, code)
      // A device alone, with nobody signed in on it, may nothing that needs a permission.
      expect((await ask(route, { as: device })).status).toBe(403)
    },
  )
})

describe('every door', () => {
  const nonsense = ['[]', '"text"', '7', '{"no_such_field": {"deep": [1, 2, 3]}}']

  test.each(byName)('%s answers nonsense with a problem', async (name, route) => {
    const world = await started
    const as = isForStaff(route) && route.audience.includes('staff') ? await world.asManager() : undefined
    // The sessions of this very test must live on; what these two do without a body is told elsewhere.
    if (!route.schema.body) return
    for (const raw of nonsense) {
      const answer = await ask(route, {
        raw,
        from: `10.1.${byName.findIndex(([other]) => other === name)}.1`,
        ...(as && { as }),
      })
      expect([name, raw, answer.status]).not.toEqual([name, raw, 500])
      if (answer.status >= 400) expectProblem(answer, answer.status)
      else expect([name, raw]).toEqual(['a door that takes this', raw])
    }
  })

  const pages = byName.filter(([, { method, schema }]) => {
    const query = schema.query as Schema | undefined
    return method === 'GET' && query?.properties?.['cursor']
  })

  test.each(pages)('%s never passes a forged cursor on', async (_name, route) => {
    const world = await started
    const as = await world.asManager()
    const forged = [
      'nonsense',
      ...[['x'], ['x', 'y'], [newId()], [-1, "'"], ['9'.repeat(40), '1'], [{}], []].map((key) =>
        Buffer.from(JSON.stringify(key)).toString('base64url'),
      ),
    ]
    for (const cursor of forged) {
      const answer = await world.call('GET', `${withParams(route.path)}?cursor=${cursor}`, { as })
      expect([cursor, answer.status]).not.toEqual([cursor, 500])
      if (answer.status >= 400) expectProblem(answer, answer.status)
    }
  })

  test('where there is none, a problem says so', async () => {
    const world = await started
    for (const [method, path] of [
      ['GET', '/v1/nothing'],
      ['GET', '/v1/../etc/passwd'],
      ['PUT', '/v2'],
      // Too long to be the id of anything.
      ['GET', `/v1/orders/${'9'.repeat(300)}`],
    ] as const) {
      expectProblem(await world.call(method, path), 404, 'http.no_such_route')
    }
  })

  test('where there is one for another method, a problem says for which', async () => {
    const world = await started
    for (const [method, path, allow] of [
      ['POST', '/v1/products', 'GET'],
      ['DELETE', '/v1/orders', 'GET'],
      ['PATCH', `/v1/carts/${newId()}/coupons`, 'POST'],
    ] as const) {
      const answer = await world.call(method, path)
      expectProblem(answer, 405, 'http.method_not_allowed')
      expect(answer.headers['allow']).toBe(allow)
    }
  })
})

describe('the OpenAPI document', () => {
  interface Document {
    readonly openapi: string
    readonly info: { readonly title: string; readonly version: string }
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  }
  interface Operation {
    readonly summary?: string
    readonly tags?: readonly string[]
    readonly operationId?: string
    readonly parameters?: readonly {
      readonly name: string
      readonly in: string
      readonly required?: boolean
    }[]
    readonly description?: string
    readonly responses: Readonly<Record<string, { readonly content?: object }>>
  }
  let document: Document

  beforeAll(async () => {
    // The shape of OpenAPI 3.1; the tests below check the parts of it that they use.
    document = (await openApiDocument()) as Document
  })

  test('is 3.1 and describes every route with its parameters and answers', () => {
    expect(document.openapi).toMatch(/^3\.1\./)
    expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) })
    for (const [name, { method, path }] of byName) {
      const template = path.replace(/:(\w+)/g, '{$1}')
      const operation = document.paths[template]?.[method.toLowerCase()]
      expect([name, operation]).toEqual([name, expect.objectContaining({ summary: expect.any(String) })])
      const inPath = operation?.parameters?.filter((one) => one.in === 'path').map((one) => one.name) ?? []
      expect([name, inPath.toSorted()]).toEqual([
        name,
        [...template.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).toSorted(),
      ])
      expect(Object.keys(operation?.responses ?? {})).toEqual(
        expect.arrayContaining([expect.stringMatching(/^2\d\d$/), '4XX', '5XX']),
      )
    }
  })

  test('tells of keys, seen versions, limits and the type of every refusal what the routes do', () => {
    for (const [name, { method, path, idempotency, perMinute }] of byName) {
      const operation = document.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
      const header = (wanted: string) => operation?.parameters?.find((one) => one.name === wanted)
      const key = header('idempotency-key')
      if (method === 'GET' || idempotency === 'none') expect([name, key]).toEqual([name, undefined])
      else expect([name, key?.required ?? false]).toEqual([name, idempotency === 'required'])
      const seen = operation?.description?.includes('If-Match') ? 'in its parameters too' : undefined
      if (seen) expect([name, header('if-match') && seen]).toEqual([name, seen])
      if (perMinute)
        expect([name, operation?.description]).toEqual([
          name,
          expect.stringContaining(`${perMinute} requests`),
        ])
      for (const status of ['4XX', '5XX']) {
        const types = Object.keys(operation?.responses[status]?.content ?? {})
        expect([name, types]).toEqual([name, ['application/problem+json']])
      }
    }
  })

  test('refers to nothing that is not in it, and gives no operation the name of another', () => {
    const refs: string[] = []
    JSON.stringify(document, (key, value: unknown) => {
      if (key === '$ref') refs.push(String(value))
      return value
    })
    const found = (ref: string) =>
      ref
        .replace(/^#\//, '')
        .split('/')
        .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
        // JSON of any shape: the walk itself is the check.
        .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], document)
    for (const ref of refs) expect([ref, found(ref)]).not.toEqual([ref, undefined])
    const ids = Object.values(document.paths).flatMap((path) =>
      Object.values(path).flatMap(({ operationId }) => operationId ?? []),
    )
    expect(ids.length).toBe(new Set(ids).size)
  })

  test('is what a running server serves, and what the typed client was made from', async () => {
    const world = await started
    const served = (await world.call('GET', '/openapi.json')).body as Document
    for (const path of Object.keys(document.paths)) expect(Object.keys(served.paths)).toContain(path)
    const written = readFileSync(new URL('../../../packages/client/schema.d.ts', import.meta.url), 'utf8')
    expect(await generatedSchema(), 'packages/client is stale: run `npm run client`').toBe(written)
  })
})
