import { Refusal, isId, type RefusalKind } from '@splot/kernel'
import { isAbandoned, type Actor, type Platform, type WriteContext } from '../context/index.ts'
import { behindSavepoint, scopesOf, type CommandKey } from '../database/index.ts'
import { Answer } from './route.ts'
import { problemOf } from './problem.ts'

/** Printable, long enough that callers cannot collide by chance. */
const KEY_SHAPE = /^[\x21-\x7e]{16,200}$/

/** What a repetition gets back. */
export interface StoredAnswer {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Refusals that only speak of this moment: the same command may go through in the next, so they are never an answer. */
const PASSING: ReadonlySet<RefusalKind> = new Set(['unavailable', 'too_many'])

/** Reads the Idempotency-Key of a request; the scope keeps callers and routes apart. */
export function keyOf(
  header: string | string[] | undefined,
  actor: Actor,
  routeId: string,
  bodyHash: () => string,
): CommandKey | undefined {
  if (header === undefined) return undefined
  if (typeof header !== 'string' || !(isId(header) || KEY_SHAPE.test(header))) {
    throw new Refusal(
      'invalid',
      'http.bad_idempotency_key',
      'The Idempotency-Key must be a UUID or 16 to 200 printable characters.',
      { errors: [{ pointer: '/headers/idempotency-key', detail: 'a UUID made for this command' }] },
    )
  }
  // A device repeats what it was told by somebody who has gone home meanwhile: it is the device's command, whoever is signed in.
  const person = `${actor.kind}:${actor.id}:${routeId}`
  const scope = actor.deviceId === null ? person : `device:${actor.deviceId}:${routeId}`
  // It was hers alone once: a till may ask again what it asked before the release that changed it.
  return {
    scope,
    ...(scope !== person && { formerScope: person }),
    key: header,
    bodyHash: bodyHash(),
  }
}

export const keyMissing = (): Refusal =>
  new Refusal(
    'invalid',
    'http.idempotency_key_missing',
    'This command needs an Idempotency-Key header, so that a repetition cannot do it twice. Send a new UUID per command.',
    { errors: [{ pointer: '/headers/idempotency-key', detail: 'is required' }] },
  )

const inFlight = (): Refusal =>
  new Refusal(
    'conflict',
    'http.idempotency_in_flight',
    'The same command is being carried out right now. Ask again in a moment with the same key.',
    { retryAfterSeconds: 1 },
  )

/**
 * Runs a write verb in one transaction together with its stored answer. A repetition gets the first answer; a refusal
 * is an answer too: its work is rolled back to a savepoint behind which the answer still commits. Bugs are not stored, nor
 * are refusals that will pass by themselves.
 */
export function writeOnce(
  platform: Platform,
  actor: Actor,
  key: CommandKey | undefined,
  okStatus: number,
  verb: (ctx: WriteContext) => Promise<unknown>,
): Promise<StoredAnswer> {
  if (!key) {
    return platform.write(actor, async (ctx) => verb(ctx)).then((answer) => stored(answer, okStatus))
  }
  return platform.write(actor, async (ctx) => {
    const scopes = scopesOf(key)
    const locks = await ctx.query<{ free: boolean }>(
      `select pg_try_advisory_xact_lock(hashtextextended(id, 7301)) as free from unnest($1::text[]) as id`,
      [scopes.map((scope) => `${scope}\n${key.key}`)],
    )
    if (!locks.every(({ free }) => free)) throw inFlight()
    const [known] = await ctx.query<{ body_hash: string; status: number; answer: string }>(
      `select body_hash, status, answer from platform.idempotency where scope = any($1) and key = $2`,
      [scopes, key.key],
    )
    if (known) {
      if (known.body_hash !== key.bodyHash) throw keyReused()
      return JSON.parse(known.answer) as StoredAnswer
    }
    const first = await firstAnswer(ctx, okStatus, verb)
    await ctx.query(
      `insert into platform.idempotency (scope, key, body_hash, status, answer, created_at) values ($1, $2, $3, $4, $5, $6)`,
      [key.scope, key.key, key.bodyHash, first.status, JSON.stringify(first), ctx.now],
    )
    return first
  })
}

async function firstAnswer(
  ctx: WriteContext,
  okStatus: number,
  verb: (ctx: WriteContext) => Promise<unknown>,
): Promise<StoredAnswer> {
  try {
    const answer = await behindSavepoint(ctx, verb)
    return stored(isAbandoned(answer) ? answer.answer : answer, okStatus)
  } catch (error) {
    if (!(error instanceof Refusal) || PASSING.has(error.kind)) throw error
    const body = problemOf(error, '')
    return { status: body.status, body }
  }
}

const stored = (answer: unknown, okStatus: number): StoredAnswer =>
  answer instanceof Answer
    ? { status: answer.status, body: answer.body, headers: answer.headers }
    : { status: okStatus, body: answer }

const keyReused = (): Refusal =>
  new Refusal(
    'unprocessable',
    'http.idempotency_key_reused',
    'This Idempotency-Key was used before with another body. Use a new key for a new command.',
  )
