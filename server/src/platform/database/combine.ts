import { createHash } from 'node:crypto'
import { Refusal, invariant } from '@splot/kernel'
import {
  systemActor,
  type Actor,
  type CommandContext,
  type Platform,
  type WriteContext,
} from '../context/index.ts'

/** Requests in one combined transaction: keeps it far below the 500 ms that a write transaction may last. */
const MAX_BATCH = 200
/**
 * Batches of all verbs under way at once in a process. While they commit, arrivals gather into larger ones: with a lane per
 * verb the same load made three times as many transactions, of a third the size.
 */
const LANES = 1
/** SQL states after which a request that stands alone is tried again: unique violation, serialisation failure, deadlock. */
const RETRY_STATES = new Set(['23505', '40001', '40P01'])
const MAX_RETRIES_ALONE = 5
/** A SQL state of class 00 to 99 or HV, P0, XX: the database itself said that the transaction failed. */
const SQL_STATE = /^[0-9A-Z]{5}$/
/** Class 08 (connection), 57P0x (shutdown), 40003 (outcome unknown): the answer to COMMIT may be lost, and the work may stand. */
const UNKNOWN_OUTCOME = /^(08...|57P0[1-4]|40003)$/

/** The caller's command id; a repetition gets the first answer, the same key with another body is refused. */
export interface CommandKey {
  /** Who may replay it, e.g. `visitor:POST /v1/carts`. */
  readonly scope: string
  /** Under which an earlier release has kept the answer to the same command; it is found there too, and never written again. */
  readonly formerScope?: string
  readonly key: string
  readonly bodyHash: string
}

/** Where the answer to a command may stand. */
export const scopesOf = ({ scope, formerScope }: CommandKey): string[] =>
  formerScope === undefined ? [scope] : [scope, formerScope]

export interface Combined<Input> {
  readonly actor: Actor
  readonly input: Input
}

interface Waiting<Input, Answer> extends Combined<Input> {
  readonly key: CommandKey | undefined
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/** A stable hash of a JSON body, to tell a repeated command from a reused key. */
export const hashBody = (body: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(body) ?? '')
    .digest('base64url')

/**
 * Makes a write-combined verb. Requests that arrive while earlier ones commit share one transaction: `run` gets them in
 * order of arrival and returns one JSON-able answer each, in the same order. A negative answer of one request must leave
 * nothing of that request behind, so `run` decides before it writes. When the batch fails, it is halved and tried again, so
 * one bad request never takes others with it; a Refusal that is thrown for a batch of one, or returned, reaches its caller.
 * Answers of requests that carry a key are stored in the same transaction and replayed for 30 days; refusals are not, so the
 * same key may ask again. After a lost connection only what carries a key is sent again: it may have been committed.
 * `ctx.actor` is the system, because the transaction speaks for many: take rights and facts from each request's own actor.
 */
export function combineWrites<Input, Answer>(
  name: string,
  run: (ctx: WriteContext, requests: readonly Combined<Input>[]) => Promise<readonly Answer[]>,
) {
  const queues = new WeakMap<Platform, CombineQueue<Input, Answer>>()
  return (ctx: CommandContext, input: Input, key?: CommandKey): Promise<Answer> => {
    invariant(
      ctx.transaction === false,
      `${name} commits on its own: it must not be called inside a transaction`,
    )
    let queue = queues.get(ctx.platform)
    if (!queue) queues.set(ctx.platform, (queue = new CombineQueue(name, ctx.platform, run)))
    return queue.push(ctx.actor, input, key)
  }
}

interface Passenger {
  carryOut(): Promise<void>
}

/** Lets verbs take turns, first come first served. */
class Lanes {
  running = 0
  readonly asking: Passenger[] = []

  ask(verb: Passenger): void {
    this.asking.push(verb)
    setImmediate(() => this.next())
  }

  next(): void {
    if (this.running >= LANES) return
    const verb = this.asking.shift()
    if (!verb) return
    this.running += 1
    void verb.carryOut().finally(() => {
      this.running -= 1
      setImmediate(() => this.next())
    })
  }
}

const lanes = new WeakMap<Platform, Lanes>()

function lanesOf(platform: Platform): Lanes {
  let own = lanes.get(platform)
  if (!own) lanes.set(platform, (own = new Lanes()))
  return own
}

class CombineQueue<Input, Answer> {
  readonly name: string
  readonly platform: Platform
  readonly run: (ctx: WriteContext, requests: readonly Combined<Input>[]) => Promise<readonly Answer[]>
  waiting: Waiting<Input, Answer>[] = []
  scheduled = false
  readonly shared = new Map<string, { bodyHash: string; promise: Promise<Answer> }>()

  constructor(
    name: string,
    platform: Platform,
    run: (ctx: WriteContext, requests: readonly Combined<Input>[]) => Promise<readonly Answer[]>,
  ) {
    this.name = name
    this.platform = platform
    this.run = run
  }

  push(actor: Actor, input: Input, key: CommandKey | undefined): Promise<Answer> {
    const id = key && `${key.scope}\n${key.key}`
    const twin = id === undefined ? undefined : this.shared.get(id)
    if (twin && key) {
      return twin.bodyHash === key.bodyHash ? twin.promise : Promise.reject(keyReused())
    }
    const promise = new Promise<Answer>((resolve, reject) => {
      this.waiting.push({ actor, input, key, resolve, reject })
    })
    if (id !== undefined && key) {
      this.shared.set(id, { bodyHash: key.bodyHash, promise })
      const forget = () => this.shared.delete(id)
      promise.then(forget, forget)
    }
    this.schedule()
    return promise
  }

  schedule(): void {
    if (this.scheduled || this.waiting.length === 0) return
    this.scheduled = true
    lanesOf(this.platform).ask(this)
  }

  /** One batch: everything that has gathered by now. */
  async carryOut(): Promise<void> {
    this.scheduled = false
    const batch = this.waiting.splice(0, MAX_BATCH)
    this.schedule()
    if (batch.length > 0) await this.settle(batch, 0)
  }

  async settle(batch: Waiting<Input, Answer>[], retries: number): Promise<void> {
    try {
      const answers = await this.attempt(batch)
      batch.forEach((request, index) => {
        const answer = answers[index]
        if (answer instanceof Refusal) request.reject(answer)
        else request.resolve(answer as Answer)
      })
    } catch (error) {
      if (batch.length > 1) {
        const again = mayHaveCommitted(error) ? keyedOnly(batch, error) : batch
        const middle = again.length >> 1
        if (middle > 0) await this.settle(again.slice(0, middle), 0)
        if (again.length > 0) await this.settle(again.slice(middle), 0)
      } else if (retries < MAX_RETRIES_ALONE && RETRY_STATES.has((error as { code?: string }).code ?? '')) {
        await this.settle(batch, retries + 1)
      } else {
        batch[0]?.reject(error)
      }
    }
  }

  attempt(batch: Waiting<Input, Answer>[]): Promise<readonly (Answer | Refusal)[]> {
    return this.platform.write(systemActor(this.name), async (ctx) => {
      const keyed = batch.filter((request) => request.key)
      const stored =
        keyed.length > 0 ? await readAnswers<Answer>(ctx, keyed) : new Map<string, Answer | Refusal>()
      const fresh = batch.filter((request) => !request.key || !stored.has(idOf(request.key)))
      const answers = fresh.length > 0 ? await this.run(ctx, fresh) : []
      invariant(answers.length === fresh.length, `${this.name} must answer every request of the batch`)
      await writeAnswers(ctx, fresh, answers)
      let next = 0
      return batch.map((request) => {
        const id = request.key && idOf(request.key)
        // The first is known to be there: null is an answer too.
        return id !== undefined && stored.has(id) ? (stored.get(id) as Answer) : (answers[next++] as Answer)
      })
    }) as Promise<readonly (Answer | Refusal)[]>
  }
}

/** Anything but a clear word of the database or of `run` itself: a broken socket, a shutdown. */
function mayHaveCommitted(error: unknown): boolean {
  const { code } = error as { code?: string }
  if (code === undefined) return /connection/i.test((error as Error).message)
  return SQL_STATE.test(code) ? UNKNOWN_OUTCOME.test(code) : /^E[A-Z]+$/.test(code)
}

/** Those that find their first answer if there is one; the others are told that nobody knows. */
function keyedOnly<Input, Answer>(batch: Waiting<Input, Answer>[], error: unknown): Waiting<Input, Answer>[] {
  for (const request of batch) if (!request.key) request.reject(error)
  return batch.filter((request) => request.key)
}

const idOf = (key: CommandKey): string => `${key.scope}\n${key.key}`

const keyReused = (): Refusal =>
  new Refusal(
    'unprocessable',
    'http.idempotency_key_reused',
    'This Idempotency-Key was used before with another body. Use a new key for a new command.',
  )

async function readAnswers<Answer>(
  ctx: WriteContext,
  requests: readonly { key: CommandKey | undefined }[],
): Promise<Map<string, Answer | Refusal>> {
  const asked = requests.flatMap(({ key }) => (key ? scopesOf(key).map((scope) => ({ scope, key })) : []))
  // One look into the index per key: as a plain join the planner may choose to read the whole table.
  const rows = await ctx.query<{ nth: number; body_hash: string; answer: string }>(
    `select asked.nth::int, i.body_hash, i.answer
       from unnest($1::text[], $2::text[]) with ordinality as asked(scope, key, nth)
       cross join lateral (select * from platform.idempotency known
                            where known.scope = asked.scope and known.key = asked.key limit 1) i`,
    [asked.map(({ scope }) => scope), asked.map(({ key }) => key.key)],
  )
  return new Map(
    rows.flatMap(({ nth, body_hash, answer }) => {
      const key = asked[nth - 1]?.key
      if (!key) return []
      return [[idOf(key), key.bodyHash === body_hash ? (JSON.parse(answer) as Answer) : keyReused()] as const]
    }),
  )
}

async function writeAnswers(
  ctx: WriteContext,
  requests: readonly { key: CommandKey | undefined }[],
  answers: readonly unknown[],
): Promise<void> {
  const rows = requests.flatMap((request, index) =>
    request.key && !(answers[index] instanceof Refusal)
      ? [{ ...request.key, answer: JSON.stringify(answers[index] ?? null) }]
      : [],
  )
  if (rows.length === 0) return
  await ctx.query(
    `insert into platform.idempotency (scope, key, body_hash, status, answer, created_at)
     select scope, key, body_hash, 0, answer, $5
       from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as answered(scope, key, body_hash, answer)`,
    [
      rows.map((r) => r.scope),
      rows.map((r) => r.key),
      rows.map((r) => r.bodyHash),
      rows.map((r) => r.answer),
      ctx.now,
    ],
  )
}
