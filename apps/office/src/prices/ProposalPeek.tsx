import { Fragment } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useLocale } from '@splot/ui'
import { ShortTime } from '../page/Moment.tsx'
import { Peek } from '../page/Peek.tsx'
import page from '../page/page.module.css'
import { figuresOf } from './factors.ts'
import { useListName } from './for-whom.tsx'
import { Amount, Maker, useLists } from './parts.tsx'
import { useFactorWords, useSignedShare, useWhyWords } from './proposal-parts.tsx'
import { rulesQuery, type PriceProposal } from './queries.ts'
import { useT as usePrices } from './words.ts'
import { useT } from './proposal-words.ts'

type Props = Readonly<{ proposal: PriceProposal; onClose: () => void }>

/** Where a proposed price comes from: every figure, every factor, every bound that held it, and what became of it. */
export function ProposalPeek({ proposal, onClose }: Props) {
  const t = useT('proposals')
  const wordOf = useFactorWords()
  const currency = useLists()?.find(({ id }) => id === proposal.listId)?.currency ?? 'PLN'
  const figures = figuresOf(proposal.factors)
  const amounts = [
    [t('was'), proposal.fromMinor],
    [t('becomes'), proposal.toMinor],
    [t('regular'), figures.regularMinor],
    [t('asked'), figures.askedMinor],
    ...figures.held.map(({ bound, minor }) => [t('held', { bound: wordOf(bound) }), minor] as const),
    [t('dayAgo'), figures.dayAgoMinor],
    [t('lowest30'), figures.lowest30Minor],
    [t('costGross'), figures.costGrossMinor],
  ] as const
  return (
    <Peek label={t('peek')} title={proposal.sku} onClose={onClose}>
      <dl className={page.facts}>
        {amounts.map(([name, minor]) =>
          minor === null ? null : (
            <Fragment key={name}>
              <dt>{name}</dt>
              <dd>
                <Amount minor={minor} currency={currency} />
              </dd>
            </Fragment>
          ),
        )}
      </dl>
      {figures.becomesLowest && <p>{t('becomesLowest')}</p>}
      {figures.unmet.length > 0 && <p>{t('unmet', { bounds: figures.unmet.map(wordOf).join(', ') })}</p>}
      <Factors figures={figures} currency={currency} />
      <Origin proposal={proposal} />
      <Ways proposal={proposal} />
    </Peek>
  )
}

function Factors({
  figures,
  currency,
}: Readonly<{ figures: ReturnType<typeof figuresOf>; currency: string }>) {
  const t = useT('proposals')
  const wordOf = useFactorWords()
  const share = useSignedShare()
  const whyOf = useWhyWords(currency)
  return (
    <div>
      <h3>{t('factors')}</h3>
      {figures.said.length === 0 && <p>{t('noFactor')}</p>}
      <dl className={page.facts}>
        {figures.said.map((said) => (
          <Fragment key={said.kind}>
            <dt>
              {wordOf(said.kind)} {share(said.ppm)}
            </dt>
            <dd>{whyOf(said)}</dd>
          </Fragment>
        ))}
      </dl>
    </div>
  )
}

/** Which rule reckoned it for which list, and who decided. */
function Origin({ proposal }: Readonly<{ proposal: PriceProposal }>) {
  const t = useT('proposals')
  const prices = usePrices('prices')
  const { locale } = useLocale()
  const nameOf = useListName()
  const list = useLists()?.find(({ id }) => id === proposal.listId)
  const rule = useQuery(rulesQuery).data?.items.find(({ id }) => id === proposal.ruleId)
  const { decidedAt, decidedBy, reason, words } = proposal
  return (
    <dl className={page.facts}>
      <dt>{t('rule')}</dt>
      <dd>
        {rule?.name}{' '}
        <span className={page.small}>{t('ruleVersion', { version: String(proposal.ruleVersion) })}</span>
      </dd>
      <dt>{prices('list')}</dt>
      <dd>{list && nameOf(list)}</dd>
      {decidedAt && (
        <>
          <dt>{t('decided')}</dt>
          <dd>
            {words[locale]} <ShortTime at={decidedAt} />
            {decidedBy && (
              <>
                {' · '}
                {decidedBy.startsWith('rule:') ? t('byRule') : <Maker id={decidedBy} />}
              </>
            )}
          </dd>
        </>
      )}
      {reason && (
        <>
          <dt>{t('reason')}</dt>
          <dd>{reason}</dd>
        </>
      )}
    </dl>
  )
}

function Ways({ proposal: { sku, changeId } }: Readonly<{ proposal: PriceProposal }>) {
  const t = useT('proposals')
  return (
    <p>
      <Link to="/prices/articles/$sku" params={{ sku }} className={page.link}>
        {t('toArticle')}
      </Link>
      {changeId && (
        <>
          {' · '}
          <Link to="/prices/changes/$id" params={{ id: changeId }} className={page.link}>
            {t('toChange')}
          </Link>
        </>
      )}
    </p>
  )
}
