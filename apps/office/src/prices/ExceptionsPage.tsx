import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import {
  Button,
  EmptyState,
  StatusPill,
  toast,
  useFormat,
  useLocale,
  useNow,
  type TableColumn,
} from '@splot/ui'
import { BadgePercent, Plus } from 'lucide-react'
import { splot } from '../api/client.ts'
import { ListPage } from '../page/ListPage.tsx'
import { ShortTime } from '../page/Moment.tsx'
import { shortName, useMay, usePlaces } from '../page/names.tsx'
import { PlainTable } from '../page/PlainTable.tsx'
import { useCategories, useChannels } from '../page/scope.tsx'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { NewException } from './NewException.tsx'
import { PriceTabs } from './parts.tsx'
import { exceptionsQuery, useRefreshPrices, type PriceException } from './queries.ts'
import { ReasonDialog } from './ReasonDialog.tsx'
import { useT } from './words.ts'

const PPM = 1_000_000

/** Where prices differ from the lists, and the reasons that shoppers read. */
export function ExceptionsPage() {
  const t = useT('prices')
  const may = useMay()
  const list = useQuery(exceptionsQuery)
  const [making, setMaking] = useState(false)
  const mayWrite = may('prices.write')
  const make = mayWrite && (
    <Button variant="primary" icon={<Plus aria-hidden size={15} />} onPress={() => setMaking(true)}>
      {t('newException')}
    </Button>
  )
  return (
    <ListPage
      title={t('tabExceptions')}
      lead={t('exceptionsLead')}
      refreshing={list.isFetching && !list.isPending}
      views={<PriceTabs current="exceptions" />}
      actions={make}
    >
      <PlainTable
        label={t('tabExceptions')}
        list={list}
        columns={useColumns(mayWrite)}
        rowKey={({ id }) => id}
        empty={
          <EmptyState
            icon={<BadgePercent />}
            title={t('noExceptionsYet')}
            why={t('noExceptionsWhy')}
            action={make}
          />
        }
      />
      {making && <NewException onClose={() => setMaking(false)} />}
    </ListPage>
  )
}

type Revision = PriceException['revisions'][number]
type Terms = NonNullable<Revision['terms']>

/** What is told of an exception: what counts now, else the last terms that it was given. */
const toldOf = ({ current, revisions }: PriceException): Revision | undefined =>
  current ?? revisions.findLast(({ terms }) => terms !== null)

function useEffectWords(): (effect: Terms['effect']) => string {
  const format = useFormat()
  return (effect) => {
    if (effect.kind === 'amount')
      return format.money({ minor: effect.minor, currency: effect.currency }, { sign: 'always' })
    const share = format.percent(effect.ppm / PPM)
    return effect.ppm > 0 ? `+${share}` : share
  }
}

/** For whom and what an exception is, in words; what it does not name is all. */
function useScopeOf(): (terms: Terms) => string {
  const t = useT('prices')
  const { locale } = useLocale()
  const channels = useChannels()
  const places = usePlaces()
  const categories = useCategories()
  return ({ channels: inChannels, locations, groups, skus, categories: inCategories }) =>
    [
      inChannels?.map((id) => channels.find((channel) => channel.id === id)?.name[locale] ?? id).join(', ') ??
        t('allChannels'),
      locations?.map((id) => shortName(places.get(id)?.name ?? id)).join(', ') ?? t('everywhere'),
      ...(groups?.map((group) => t('group', { group })) ?? []),
      inCategories
        ?.map((handle) => categories.find((category) => category.handle === handle)?.name ?? handle)
        .join(', '),
      skus?.join(', '),
    ]
      .filter(Boolean)
      .join(' · ')
}

function State({ exception }: Readonly<{ exception: PriceException }>) {
  const t = useT('prices')
  const now = useNow()
  if (exception.current) return <StatusPill status="ok">{t('counts')}</StatusPill>
  const waits = exception.revisions.some(
    ({ terms, validFrom }) => terms !== null && Date.parse(validFrom) > now,
  )
  return <StatusPill status={waits ? 'info' : 'neutral'}>{waits ? t('waits') : t('over')}</StatusPill>
}

function useColumns(mayWrite: boolean): TableColumn<PriceException>[] {
  const t = useT('prices')
  const common = useCommon('page')
  const { locale } = useLocale()
  const sayEffect = useEffectWords()
  const sayScope = useScopeOf()
  const nothing = <span className={page.muted}>–</span>
  return [
    {
      id: 'reason',
      header: t('note'),
      isRowHeader: true,
      cell: (one) => <span className={page.wrap}>{toldOf(one)?.terms?.reason[locale] ?? '–'}</span>,
    },
    {
      id: 'effect',
      header: t('effect'),
      align: 'end',
      width: 'narrow',
      cell: (one) => {
        const terms = toldOf(one)?.terms
        return terms ? sayEffect(terms.effect) : nothing
      },
    },
    {
      id: 'scope',
      header: t('scope'),
      cell: (one) => {
        const terms = toldOf(one)?.terms
        return terms ? <span className={page.wrap}>{sayScope(terms)}</span> : nothing
      },
    },
    { id: 'state', header: common('state'), width: 'narrow', cell: (one) => <State exception={one} /> },
    {
      id: 'since',
      header: t('since'),
      width: 'narrow',
      cell: (one) => {
        const told = toldOf(one)
        return told ? <ShortTime at={told.validFrom} /> : nothing
      },
    },
    {
      id: 'until',
      header: t('until'),
      width: 'narrow',
      cell: (one) => {
        const until = toldOf(one)?.validUntil
        return until ? <ShortTime at={until} /> : nothing
      },
    },
    {
      id: 'actions',
      header: '',
      align: 'end',
      width: 'narrow',
      cell: (one) => mayWrite && one.current && <EndException exception={one} />,
    },
  ]
}

function EndException({ exception }: Readonly<{ exception: PriceException }>) {
  const t = useT('prices')
  const { locale } = useLocale()
  const refresh = useRefreshPrices()
  const [ending, setEnding] = useState(false)
  return (
    <>
      <Button
        size="s"
        variant="quiet"
        aria-label={`${t('endException')}: ${toldOf(exception)?.terms?.reason[locale] ?? ''}`}
        onPress={() => setEnding(true)}
      >
        {t('endException')}
      </Button>
      {ending && (
        <ReasonDialog
          title={t('endTitle')}
          what={t('endWhat')}
          label={t('endException')}
          run={async (note) => {
            const params = { path: { id: exception.id } }
            await unwrap(splot.POST('/v1/prices/exceptions/{id}/withdraw', { params, body: { note } }))
            refresh()
            toast({ title: t('endedToast'), status: 'ok' })
          }}
          onClose={() => setEnding(false)}
        />
      )}
    </>
  )
}
