import { createHash, type Hash } from 'node:crypto'
import { DAY_MS } from '@splot/kernel'
import {
  perPlatform,
  systemActor,
  type Platform,
  type ReadContext,
  type WriteContext,
} from '#platform/context'
import { subscribe } from '#platform/events'
import { addJob, defineJob } from '#platform/jobs'
import { surroundings } from '../surroundings.ts'
import { walkAhead } from './ahead.ts'
import {
  appendComing,
  beginWalk,
  foresightNow,
  forgetWalks,
  tellWalk,
  type ComingRow,
} from './coming-store.ts'
import type { Presenting } from './record.ts'
import { waitingUntil, type Waiting } from './store.ts'

/** How far ahead a till is told: as far as the hours of promotions are planned. */
const AHEAD_MS = 2 * DAY_MS
/** What has begun so lately is told besides: a till may have asked for an article before, and hear nothing of its own. */
const LATELY_MS = 2 * DAY_MS
/** Instants that are looked through, the nearest first; later ones are told once these are over. */
const MOST_INSTANTS = 24
/** Rows that one transaction writes, or clears away. */
const ROWS_AT_ONCE = 2_000

const actor = systemActor('pricing.foresee')

/** Says who presents prices; the flow that knows promotions binds it. */
const processes = perPlatform<() => Promise<Presenting>>('reductions to come')

/** Tells this process who presents prices, so that it can say what will be presented. */
export const bindPresenting = (platform: Platform, presenting: () => Promise<Presenting>): void =>
  void processes.set(platform, presenting)

/**
 * Reckons the reductions that begin within the next 48 hours, or began in the last 48 and still stand, and lets tills be told of them instead of
 * what was reckoned before; does nothing when nothing was planned, taken back or recorded since. It reads much: 80,000 articles take some ten
 * seconds, so it is a job, and one at a time.
 */
export async function foresee(platform: Platform): Promise<void> {
  const ctx = platform.read(actor)
  const presenting = await processes.of(platform)()
  const { name, waiting } = await plansOf(ctx)
  if (!(await isStale(ctx, name))) return
  const walk = await platform.write(actor, beginWalk)
  const digests = new Map<string, Hash>()
  let goodUntil: Date | null = null
  for await (const rows of walkAhead(ctx, waiting, presenting, new Date(ctx.now.getTime() - LATELY_MS))) {
    for (const row of rows) {
      const digest = digests.get(row.channel) ?? createHash('sha256')
      digests.set(row.channel, digest.update(JSON.stringify(row)))
      const old = row.from && new Date(row.from.getTime() + LATELY_MS)
      if (old && (!goodUntil || old < goodUntil)) goodUntil = old
    }
    await keep(platform, walk, rows)
  }
  const named = Object.fromEntries(
    [...digests].map(([channel, digest]) => [channel, digest.digest('base64url').slice(0, 22)]),
  )
  await platform.write(actor, (write) =>
    tellWalk(write, walk, { reckonedFrom: name, goodUntil, digests: named }),
  )
  while ((await platform.write(actor, (write) => forgetWalks(write, ROWS_AT_ONCE))) > 0);
}

async function keep(platform: Platform, walk: string, rows: readonly ComingRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE)
    await platform.write(actor, (ctx) => appendComing(ctx, walk, rows.slice(at, at + ROWS_AT_ONCE)))
}

/** What is planned; its name is another one when anything of it is, or what is known of goods. */
async function plansOf(
  ctx: ReadContext,
): Promise<{ readonly name: string; readonly waiting: readonly Waiting[] }> {
  const plans = await waitingUntil(ctx, new Date(ctx.now.getTime() + AHEAD_MS), MOST_INSTANTS)
  return { waiting: plans.waiting, name: `${plans.name}.${surroundings().goodsVersion()}` }
}

async function isStale(ctx: ReadContext, name: string): Promise<boolean> {
  const known = await foresightNow(ctx)
  return known?.reckonedFrom !== name || (known.goodUntil !== null && known.goodUntil <= ctx.now)
}

/** Reckons what is coming, after one another. */
export const foreseeJob = defineJob({ name: 'pricing.foresee', run: foresee })

/** Lets what is coming be reckoned anew; asked for twice before it begins it is done once. */
export const askForesight = (ctx: WriteContext): Promise<void> =>
  addJob(ctx, foreseeJob, {}, { key: foreseeJob.name, queue: foreseeJob.name })

/** Looks every minute whether an instant has come within reach, goods have changed, or what began is no news any more. */
export const lookAheadJob = defineJob({
  name: 'pricing.look-ahead',
  cron: '* * * * *',
  run: async (platform) => {
    const ctx = platform.read(actor)
    if (await isStale(ctx, (await plansOf(ctx)).name)) await platform.write(actor, askForesight)
  },
})

/** Lets what is coming be reckoned when prices are planned or taken back, and when what was planned has been recorded. */
export const foresightSubscriber = subscribe({
  name: 'pricing-foresight',
  types: ['pricing.version_published', 'pricing.version_cancelled', 'pricing.presentation_done'],
  handle: (ctx) => askForesight(ctx),
})
