import { DAY_MS, HOME_ZONE, instantAt, wallClock } from '@splot/kernel'
import { listChannels } from '#modules/channels'
import {
  askForesight,
  lockClockPlan,
  noteInstants,
  noteWholeRange,
  presentChunk,
  setClockPlan,
  type AskedNow,
  type Presenting,
  type PresentingChannel,
} from '#modules/pricing'
import { rulesAt } from '#modules/promotions'
import { systemActor, type Platform, type ReadContext, type WriteContext } from '#platform/context'
import { subscribe, type StoredEvent } from '#platform/events'
import { addJob, defineJob } from '#platform/jobs'
import { askedNow } from './present-prices/asked-now.ts'
import { instantsOfHours, instantsOfValidity } from './present-prices/instants.ts'
import { publicPricesOf } from './present-prices/public-price.ts'
import { touchedBy } from './present-prices/touched.ts'

/** How far ahead the hours of promotions are turned into instants: as far as tills are told what will be presented. */
const PLANNED_MS = 2 * DAY_MS
/** How far ahead the beginnings and ends of promotions are noted when their rules are published. */
const VALIDITY_MS = 3 * 366 * DAY_MS

/** When the whole range is looked at, minutes after midnight: at night walking it takes nobody's time. */
const NIGHT_MINUTES = 3 * 60

const actor = systemActor('flow:present-prices')

/**
 * Appends what changed in the presented prices at every instant that has come: chunk by chunk, in the order of the instants, until nothing is
 * left. Of several one does the work and the others leave it to it. One that is killed is gone on with by the next.
 */
export async function presentPrices(platform: Platform): Promise<void> {
  const presenting = await presentingOf(platform)
  await platform.write(actor, planHours)
  while (await platform.write(actor, (ctx) => presentChunk(ctx, presenting)));
}

/** Who presents prices now, and what public promotions make of them. */
export async function presentingOf(platform: Platform): Promise<Presenting> {
  const channels = await presentingChannels(platform.read(actor))
  return { channels, publicPrices: publicPricesOf(platform, channels), touchedAt: touchedBy(platform) }
}

/** What everybody is asked now, by the rules in memory; what is recorded comes a little later. */
export const askedNowOf = async (platform: Platform): Promise<AskedNow> =>
  askedNow(platform, await presentingChannels(platform.read(actor)))

/** Channels in which somebody may see a price; nobody buys in the office. */
const presentingChannels = async (ctx: ReadContext): Promise<PresentingChannel[]> =>
  (await listChannels(ctx)).filter(({ kind }) => kind !== 'office')

/** Notes when promotions of the rules in force open and close, from where it was left off to so far ahead, and each night the whole range. */
async function planHours(ctx: WriteContext): Promise<void> {
  const planned = await lockClockPlan(ctx)
  const from = planned ?? ctx.now
  const until = new Date(ctx.now.getTime() + PLANNED_MS)
  if (from >= until) return
  const set = await rulesAt(ctx, ctx.now)
  if (set) await noteInstants(ctx, turnsOfClock(instantsOfHours(set.promotions, from, until)))
  const tonight = instantAt(wallClock(ctx.now, HOME_ZONE).date, NIGHT_MINUTES, HOME_ZONE)
  const lookedAt = planned && planned.getTime() - PLANNED_MS
  if (lookedAt && lookedAt < tonight.getTime() && tonight <= ctx.now) await noteWholeRange(ctx, tonight)
  await setClockPlan(ctx, until)
}

/** Of all versions together: an instant is walked through once, by the rules that are in force then. */
const turnsOfClock = (instants: readonly Date[]): Noted[] =>
  instants.map((at) => ({ at, cause: 'clock', number: 0, versionId: null }))

/** Every minute besides, so that what a killed worker has left is finished and hours are planned. */
export const presentPricesJob = defineJob({
  name: 'pricing.present',
  cron: '* * * * *',
  run: presentPrices,
})

/** Lets prices be presented at the instant at which something takes effect. */
export const presentPricesSubscriber = subscribe({
  name: 'present-prices',
  types: ['pricing.version_published', 'promotions.rules_published'],
  handle: async (ctx, events) => {
    const noted: Noted[] = []
    for (const event of events)
      if (event.type === 'promotions.rules_published')
        noted.push(...(await instantsOfRules(ctx, Number(event.subject), instantOf(event))))
    // All at once, because whoever plans hours at this moment notes some of the same ones.
    if (noted.length > 0) {
      await noteInstants(ctx, noted)
      await askForesight(ctx)
    }
    const instants = [...events.map(instantOf), ...noted.map(({ at }) => at)].map((at) => at.getTime())
    for (const at of new Set(instants)) {
      const key = `${presentPricesJob.name} ${at}`
      await addJob(ctx, presentPricesJob, {}, { key, runAt: new Date(at) })
    }
  },
})

type Noted = Parameters<typeof noteInstants>[1][number]

/** When published rules begin, and when their promotions come and go. */
async function instantsOfRules(ctx: WriteContext, version: number, startsAt: Date): Promise<Noted[]> {
  const set = await rulesAt(ctx, startsAt)
  const until = new Date(startsAt.getTime() + VALIDITY_MS)
  const validity = instantsOfValidity(set?.promotions ?? [], startsAt, until)
  const planned = new Date(Math.max(ctx.now.getTime(), startsAt.getTime()) + PLANNED_MS)
  const hours = instantsOfHours(set?.promotions ?? [], startsAt, planned)
  return [
    { at: startsAt, cause: 'rules', number: version, versionId: null },
    ...turnsOfClock([...validity, ...hours]),
  ]
}

/** What the modules have told: when it takes effect. */
const instantOf = ({ data }: StoredEvent): Date =>
  new Date((data as { effectiveAt?: string; startsAt?: string }).effectiveAt ?? String(data['startsAt']))
