import { mkdtemp, rm } from 'node:fs/promises'
import { chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildRetailer, type Retailer } from '@splot/demo'
import {
  startInbox,
  startLabelGateway,
  startPaymentProvider,
  type Inbox,
  type LabelGateway,
  type PaymentProvider,
} from '@splot/fakes'
import { invariant, type LocationId } from '@splot/kernel'
import { bindSecrets } from '#platform/auth'
import { systemActor, type Query } from '#platform/context'
import { openPlatform, type OpenPlatform } from '#platform/database'
import { openLog } from '#platform/log'
import type { SandboxView } from '../src/main/demo-pages.ts'
import { loadRetailer } from '../src/main/load-demo.ts'
import { serve } from '../src/main/serve.ts'
import { work } from '../src/main/work.ts'
import { createTestDatabase } from './database.ts'
import { freePort } from './program.ts'
import { openCaller, type Caller } from './world-http.ts'
import { openPeople, type People } from './world-people.ts'
import { openShopper, type Shopper } from './world-shopper.ts'
import { openStream, type Stream } from './world-stream.ts'
import { startProcesses, type Processes } from './world-processes.ts'
import { smallRetailer } from './small-retailer.ts'

const SECRET = 'a master secret that only these tests know'
const PAYMENTS_SECRET = 'sk_sandbox_of_the_tests'
const WEBHOOK_SECRET = `whsec_${Buffer.from('a webhook secret of the tests').toString('base64')}`
const LABELS_SECRET = 'the secret of the shelf labels'
const HOST = '127.0.0.1'
/** A shopper who looks at her phone, without anybody having to wait for her. */
const SETTLE_AFTER_MS = 50
/** A story that waits for one mail must find it behind hundreds of others. */
const KEPT_MAIL = 5_000
const LOG_LEVEL = process.env['SPLOT_TEST_LOG'] ?? 'silent'

export interface WorldOptions {
  /**
   * `small` (default): three stores, the warehouse, some thirty products, ready in two or three seconds. `full`: the whole
   * demo retailer.
   */
  readonly demo?: 'small' | 'full'
  /** Sends mail and runs jobs (default). Without it nothing is written that no call asked for. */
  readonly worker?: boolean
  /** API and worker as processes of their own over a durable embedded database, for stories that kill things. */
  readonly processes?: boolean
}

/** A whole Splot over real HTTP, PostgreSQL and SMTP; only the payment provider, the inbox and the label gateway are doubles. */
export interface World extends People, Shopper {
  /** `http://127.0.0.1:<port>`: API, and the apps when they are built (`npm run build`, or the step before the stories). */
  readonly url: string
  readonly retailer: Retailer
  readonly call: Caller
  readonly provider: PaymentProvider
  /** Where the provider is and what opens it, for whoever asks it instead of the API. */
  readonly payments: Outside['payments']
  /** The charges that the provider keeps, newest first, with its own sums. */
  readonly book: () => Promise<ProviderBook>
  readonly mail: Inbox
  /** The double of the gateway that draws shelf labels. */
  readonly labels: LabelGateway
  /** Straight to the database, for what no door shows: nothing half-written. */
  readonly query: Query
  readonly platform: OpenPlatform
  /** The id of the place with this code, e.g. `WAW1`. */
  readonly place: (code: string) => LocationId
  /** Follows the stream of facts; see `world-stream.ts`. */
  readonly sse: (
    topics: readonly string[],
    skus?: readonly string[],
    as?: Readonly<Record<string, string>>,
  ) => Promise<Stream>
  /** Moves the clock of API and worker forward; not with `processes`. */
  readonly turnClock: (ms: number) => void
  /** What can be killed and started again; only with `processes`. */
  readonly processes: Processes
  close(): Promise<void>
}

export interface ProviderBook {
  readonly data: readonly {
    readonly id: string
    readonly status: 'succeeded' | 'declined' | 'pending'
    readonly amount: number
    readonly refunded_amount: number
    readonly reference: string
    readonly idempotency_key: string
  }[]
  readonly has_more: boolean
  readonly totals: Readonly<Record<string, { readonly charged: number; readonly refunded: number }>>
}

/**
 * Brings a whole Splot up for a story and takes it down again with `close()`. Doors are called with `call`; people sign in
 * with `asManager`, `enrolDevice`, `signInAt` and `machineKey`, whose answers are what `as:` takes; shoppers fill baskets with
 * `basket` and `checkout`. Every caller may come from an address of its own (`from:`), because rate limits go by address.
 */
export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const closers: (() => Promise<unknown>)[] = []
  const close = async () => {
    for (const step of closers.splice(0).reverse()) await step()
  }
  try {
    return await buildWorld(options, closers, close)
  } catch (error) {
    await close()
    throw error
  }
}

async function buildWorld(
  options: WorldOptions,
  closers: (() => Promise<unknown>)[],
  close: () => Promise<void>,
): Promise<World> {
  const retailer = options.demo === 'full' ? buildRetailer() : smallRetailer()
  const directory = await mkdtemp(join(tmpdir(), 'splot-world-'))
  chmodSync(directory, 0o755)
  closers.push(() => rm(directory, { recursive: true, force: true }))
  // The webhook's address must be known before the API listens.
  const [port, mail] = await Promise.all([freePort(), startInbox({ keepLast: KEPT_MAIL })])
  closers.push(mail.close)
  const url = `http://${HOST}:${port}`
  const provider = await startPaymentProvider({
    secret: PAYMENTS_SECRET,
    stateFile: join(directory, 'charges.jsonl'),
    settleAfterMs: SETTLE_AFTER_MS,
    webhook: { url: `${url}/v1/payments/sandbox/webhook`, secret: WEBHOOK_SECRET },
  })
  closers.push(provider.close)
  // Labels flip by the clock that the story turns.
  let clock = () => new Date()
  const labels = await startLabelGateway({ secret: LABELS_SECRET, clock: () => clock() })
  closers.push(labels.close)
  const outside: Outside = {
    secret: SECRET,
    payments: { url: provider.url, secret: PAYMENTS_SECRET, webhookSecret: WEBHOOK_SECRET },
    labels: { url: labels.url, secret: LABELS_SECRET },
    publicUrl: url,
    smtpUrl: mail.smtpUrl,
    mailFrom: 'Splot <zamowienia@splot.example>',
    // The receivers of a story's webhooks.
    webhookNetworks: ['127.0.0.0/8'],
  }
  bindSecrets({ masterSecret: SECRET })
  const running = options.processes
    ? await runProcesses(directory, retailer, outside, port, closers)
    : await runHere(retailer, outside, port, options.worker ?? true, closers, {
        mail: async () => mail.messages(),
        labels: async () => labels.labels(),
      })
  const call = openCaller(url, closers)
  const { platform } = running
  clock = platform.clock
  const query = platform.read(systemActor('story')).query
  const places = new Map<string, LocationId>(
    (await query<{ id: LocationId; code: string }>('select id, code from locations.location')).map(
      ({ id, code }) => [code, id],
    ),
  )
  const place = (code: string): LocationId => {
    const found = places.get(code)
    invariant(found, `the retailer has a place ${code}`)
    return found
  }
  const people = openPeople({ call, retailer, place })
  return {
    ...people,
    ...openShopper(call),
    url,
    retailer,
    call,
    provider,
    payments: outside.payments,
    book: () => readBook(provider.url),
    mail,
    labels,
    query,
    platform,
    place,
    sse: async (topics, skus, as) => {
      const stream = await openStream(url, topics, skus, as)
      closers.push(async () => stream.close())
      return stream
    },
    turnClock: running.turnClock,
    get processes() {
      invariant(running.processes, 'createWorld was not asked for processes')
      return running.processes
    },
    close,
  }
}

/** What API and worker need to know of the world around them. */
export interface Outside {
  readonly secret: string
  readonly payments: { readonly url: string; readonly secret: string; readonly webhookSecret: string }
  readonly labels: { readonly url: string; readonly secret: string }
  readonly publicUrl: string
  readonly smtpUrl: string
  readonly mailFrom: string
  readonly webhookNetworks: readonly string[]
}

interface Running {
  readonly platform: OpenPlatform
  readonly turnClock: (ms: number) => void
  readonly processes?: Processes
}

/** API and worker in this process, on a database cloned from the template of the run. */
async function runHere(
  retailer: Retailer,
  outside: Outside,
  port: number,
  withWorker: boolean,
  closers: (() => Promise<unknown>)[],
  sandbox: SandboxView,
): Promise<Running> {
  const database = await createTestDatabase()
  closers.push(database.drop)
  let ahead = 0
  const shared = {
    ...outside,
    url: database.url,
    log: openLog({ level: LOG_LEVEL, name: 'world' }),
    clock: () => new Date(Date.now() + ahead),
  }
  const loader = openPlatform({ url: database.url, log: shared.log, poolSize: 4 })
  await loadRetailer(loader, retailer).finally(loader.close)
  const api = await serve({ ...shared, host: HOST, port, demo: true, sandbox, trustProxy: 'loopback' })
  closers.push(api.close)
  if (withWorker) closers.push((await work(shared)).close)
  return { platform: api.platform, turnClock: (ms) => void (ahead += ms) }
}

async function runProcesses(
  directory: string,
  retailer: Retailer,
  outside: Outside,
  port: number,
  closers: (() => Promise<unknown>)[],
): Promise<Running> {
  const { platform, processes } = await startProcesses(
    { directory, retailer, outside, host: HOST, port, logLevel: LOG_LEVEL },
    closers,
  )
  return {
    platform,
    processes,
    turnClock: () => invariant(false, 'processes have the clock of the machine'),
  }
}

async function readBook(url: string): Promise<ProviderBook> {
  const headers = { authorization: `Bearer ${PAYMENTS_SECRET}` }
  const pages: ProviderBook['data'][number][] = []
  for (;;) {
    const after = pages.at(-1) ? `&starting_after=${pages.at(-1)?.id}` : ''
    const answer = await fetch(`${url}/v1/charges?limit=100${after}`, { headers })
    // The provider's own wire, see fakes/payments.
    const page = (await answer.json()) as ProviderBook
    pages.push(...page.data)
    if (!page.has_more) return { ...page, data: pages }
  }
}
