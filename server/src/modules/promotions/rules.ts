import { compileRules, type CompiledRules, type Promotion } from '@splot/rules'
import {
  perPlatform,
  systemActor,
  type CommandContext,
  type Platform,
  type ReadContext,
} from '#platform/context'
import { keepFresh, type Freshness, type Tail } from '#platform/events'
import { openCoupons } from './coupons/model.ts'
import { openQuestions } from './coupons/find.ts'
import { OVER_KEPT_MS } from './limits.ts'
import { endedSince, ruleSetsFrom } from './store.ts'
import type { TimedRuleSet } from './types.ts'

/** The rules of this process; all of it synchronous. What was published for later takes effect by itself at its instant. */
export interface RulesModel {
  /** Ready for `priceBasket`. */
  readonly compiled: () => CompiledRules
  readonly current: () => TimedRuleSet
  /** Grows with everything that takes effect; the same number means the same rules in every process. */
  readonly version: () => number
  /** Those that wait for their instant, the next first. */
  readonly upcoming: () => readonly TimedRuleSet[]
  /** A promotion of the current rules, whether it is valid at this moment or not. */
  readonly promotion: (id: string) => Promotion | undefined
  /** Whether a promotion that is no longer in the rules was there lately: its codes are over, not unknown. */
  readonly hasEnded: (id: string) => boolean
  /** What anybody in that channel may know of: public promotions that are not over; never what codes open, nor what is for some people only. */
  readonly promotionsFor: (channel: string) => readonly Promotion[]
  /** Called after other rules took effect, or others were planned. */
  readonly onChange: (handler: () => void) => void
}

const models = perPlatform<RulesModel>('rules')

/** The open model of this process; fails when `openPromotions` was not called. */
export const rulesOf: (source: Platform | CommandContext | ReadContext) => RulesModel = models.of

/** Loads rules and generic codes, and follows the log; before or after the tail was started. */
export async function openPromotions(platform: Platform, tail?: Tail): Promise<RulesModel> {
  if (models.has(platform)) return models.of(platform)
  openQuestions(platform)
  const model = new RulesInMemory(platform)
  tail?.on(['promotions.rules_published'], () => model.freshness.reload(null))
  tail?.onReset(() => model.freshness.reload(null))
  await Promise.all([model.freshness.ready, openCoupons(platform, tail)])
  return models.set(platform, model)
}

/** A rule set with what was made of it. */
interface Ready {
  readonly set: TimedRuleSet
  readonly compiled: CompiledRules
  readonly publicOf: Map<string, readonly Promotion[]>
}

const nothing: TimedRuleSet = { version: 0, startsAt: new Date(0), promotions: [] }

class RulesInMemory implements RulesModel {
  readonly platform: Platform
  readonly freshness: Freshness
  readonly handlers: (() => void)[] = []
  /** By their instants; the first is in force. */
  sets: readonly Ready[] = [makeReady(nothing)]
  ended: ReadonlySet<string> = new Set()

  constructor(platform: Platform) {
    this.platform = platform
    this.freshness = keepFresh(platform, 'rules', () => this.load())
  }

  async load(): Promise<void> {
    const ctx = this.platform.read(systemActor('rules'))
    const known = new Map(this.sets.map((ready) => [ready.set.version, ready]))
    const lately = new Date(this.platform.clock().getTime() - OVER_KEPT_MS)
    this.ended = new Set(await endedSince(ctx, lately))
    const sets = (await ruleSetsFrom(ctx, this.platform.clock())).map(
      (set) => known.get(set.version) ?? makeReady(set),
    )
    this.sets =
      sets[0] && sets[0].set.startsAt <= this.platform.clock() ? sets : [makeReady(nothing), ...sets]
    this.changed()
  }

  /** Looked up by the clock at each call: no timer can be late. */
  now(): Ready {
    const at = this.platform.clock()
    let passed = 0
    while ((this.sets[passed + 1]?.set.startsAt ?? NEVER) <= at) passed += 1
    if (passed > 0) {
      this.sets = this.sets.slice(passed)
      this.changed()
    }
    // There is always one: `nothing`, when nothing was published.
    return this.sets[0] as Ready
  }

  changed(): void {
    for (const handler of this.handlers) handler()
  }

  compiled = (): CompiledRules => this.now().compiled
  current = (): TimedRuleSet => this.now().set
  version = (): number => this.now().set.version
  promotion = (id: string): Promotion | undefined => this.now().compiled.byId.get(id)?.promotion

  hasEnded = (id: string): boolean => this.ended.has(id) && this.promotion(id) === undefined

  upcoming = (): readonly TimedRuleSet[] => {
    this.now()
    return this.sets.slice(1).map(({ set }) => set)
  }

  promotionsFor = (channel: string): readonly Promotion[] => {
    const { set, publicOf } = this.now()
    const known =
      publicOf.get(channel) ?? set.promotions.filter((promotion) => isPublicIn(promotion, channel))
    publicOf.set(channel, known)
    const at = this.platform.clock().getTime()
    return known.filter(({ validUntil }) => validUntil === null || at < validUntil)
  }

  onChange = (handler: () => void): void => {
    this.handlers.push(handler)
  }
}

const NEVER = new Date(8_640_000_000_000_000)

const makeReady = (set: TimedRuleSet): Ready => ({ set, compiled: compileRules(set), publicOf: new Map() })

/** Whether anybody in the channel may know of it: it asks nobody who she is, since that would tell whom the retailer keeps apart. */
export const isPublicIn = (promotion: Promotion, channel: string): boolean =>
  promotion.audience === 'public' &&
  countsIn(promotion, channel) &&
  !promotion.conditions.some(({ kind }) => kind === 'segment' || kind === 'group' || kind === 'first_order')

/** Whether its conditions let a promotion count in the channel. */
export const countsIn = ({ conditions }: Promotion, channel: string): boolean =>
  conditions.every((condition) => condition.kind !== 'channel' || condition.anyOf.includes(channel))
