import { useFormat, useLocale } from '@splot/ui'
import { useChannels, useScopeWords } from '../page/scope.tsx'
import page from '../page/page.module.css'
import type { Rule, Terms } from './queries.ts'
import { holdKinds } from './rule-draft.ts'
import { useT } from './words.ts'

const MINUTE_MS = 60_000
const PPM = 1_000_000

/** What a rule is about, in words: goods, places, channel. */
export function useRuleScope() {
  const t = useT('policies')
  const { locale } = useLocale()
  const channels = useChannels()
  const say = useScopeWords()
  return ({ scope, channelId }: Rule) => {
    const { goods, where } = say(scope)
    const channel = channels.find(({ id }) => id === channelId)
    return {
      goods: goods ?? t('allGoods'),
      where: where ?? t('everywhere'),
      channel: channelId === null ? t('allChannels') : (channel?.name[locale] ?? channelId),
    }
  }
}

/** What a rule says, term by term. */
export function SaidTerms({ terms }: Readonly<{ terms: Terms }>) {
  const t = useT('policies')
  const format = useFormat()
  const { safety, buffer, bufferPpm, pool, backorder, holds } = terms
  const said = [
    safety !== undefined && t('saidSafety', { count: safety }),
    buffer !== undefined && t('saidBuffer', { count: buffer }),
    bufferPpm !== undefined && t('saidPercent', { percent: format.percent(bufferPpm / PPM) }),
    pool !== undefined && t('saidPool', { count: pool }),
    backorder?.against === 'none' && t('saidNone'),
    backorder?.against === 'inbound' && t('saidInbound'),
    backorder?.against === 'open' && t('saidOpen', { days: backorder.leadDays ?? 0 }),
    backorder?.most !== undefined && t('saidMost', { count: String(backorder.most) }),
    ...holdKinds.map((kind) => {
      const limits = holds?.[kind]
      const minutes = (ms: number) => format.number(ms / MINUTE_MS)
      return (
        limits && t('saidHold', { kind: t(kind), ttl: minutes(limits.ttlMs), cap: minutes(limits.capMs) })
      )
    }),
  ].filter((each) => typeof each === 'string')
  return <span className={page.wrap}>{said.join(' · ')}</span>
}
