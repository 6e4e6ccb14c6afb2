import { Link } from '@tanstack/react-router'
import { useFormat } from '@splot/ui'
import { Peek } from '../page/Peek.tsx'
import page from '../page/page.module.css'
import { figuresOf } from './factors.ts'
import { Amount, useLists } from './parts.tsx'
import type { PriceProposal } from './queries.ts'
import { useT } from './words.ts'

const PPM = 1_000_000

/** A factor or a bound in words; one that is newer than this build says its own name. */
export function useFactorWords(): (kind: string) => string {
  const t = useT('prices')
  const words: Readonly<Record<string, string>> = {
    stock_cover: t('stock_cover'),
    age: t('age'),
    hour: t('hour'),
    place: t('place_factor'),
    competitor: t('competitor'),
    floor_and_ceiling: t('floor_and_ceiling'),
    daily: t('daily'),
    omnibus: t('omnibus_bound'),
    channels: t('channels'),
    least: t('least'),
  }
  return (kind) => words[kind] ?? kind
}

/** Where a proposed price comes from: every figure, every factor, every bound that held it. */
export function ProposalPeek({
  proposal,
  onClose,
}: Readonly<{ proposal: PriceProposal; onClose: () => void }>) {
  const t = useT('prices')
  const format = useFormat()
  const lists = useLists()
  const wordOf = useFactorWords()
  const figures = figuresOf(proposal.factors)
  const currency = lists?.find(({ id }) => id === proposal.listId)?.currency ?? 'PLN'
  const amounts = [
    [t('was'), proposal.fromMinor],
    [t('becomes'), proposal.toMinor],
    [t('regular'), figures.regularMinor],
    [t('asked'), figures.askedMinor],
    [t('dayAgo'), figures.dayAgoMinor],
    [t('lowest30'), figures.lowest30Minor],
    ...figures.held.map(({ bound, minor }) => [t('held', { bound: wordOf(bound) }), minor] as const),
  ] as const
  return (
    <Peek label={t('figures')} title={proposal.sku} onClose={onClose}>
      <dl className={page.facts}>
        {amounts.flatMap(([name, minor]) =>
          minor === null
            ? []
            : [
                <dt key={name}>{name}</dt>,
                <dd key={`${name} amount`}>
                  <Amount minor={minor} currency={currency} />
                </dd>,
              ],
        )}
      </dl>
      {figures.becomesLowest && <p>{t('becomesLowest')}</p>}
      <div>
        <h3>{t('factors')}</h3>
        <dl className={page.facts}>
          {figures.said.flatMap(({ kind, ppm, why }) => [
            <dt key={kind}>
              {wordOf(kind)} {format.percent(ppm / PPM)}
            </dt>,
            <dd key={`${kind} why`}>
              <code>{why.map(([name, value]) => `${name} ${value}`).join(', ')}</code>
            </dd>,
          ])}
        </dl>
      </div>
      {proposal.reason && <p>{proposal.reason}</p>}
      <p>
        <Link to="/prices/articles/$sku" params={{ sku: proposal.sku }} className={page.link}>
          {t('why')}
        </Link>
        {proposal.changeId && (
          <>
            {' · '}
            <Link to="/prices/changes/$id" params={{ id: proposal.changeId }} className={page.link}>
              {t('change')}
            </Link>
          </>
        )}
      </p>
    </Peek>
  )
}
