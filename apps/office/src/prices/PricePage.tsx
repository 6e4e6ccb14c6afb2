import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import {
  Badge,
  EmptyState,
  Money,
  Panel,
  Price,
  Select,
  Skeleton,
  Table,
  useFormat,
  useLocale,
  type TableColumn,
} from '@splot/ui'
import { History } from 'lucide-react'
import { variantQuery } from '../api/queries.ts'
import { FilterSelect } from '../page/FilterSelect.tsx'
import { SheetPage } from '../page/ListPage.tsx'
import { Moment, ShortTime } from '../page/Moment.tsx'
import { usePlaceChoices } from '../page/names.tsx'
import { ProblemState } from '../page/Problem.tsx'
import { useChannels } from '../page/scope.tsx'
import { useFilters } from '../page/useFilters.ts'
import page from '../page/page.module.css'
import { ArticleTrace, Competitors } from './ArticleTrace.tsx'
import { CostPanel } from './CostPanel.tsx'
import { useLists } from './parts.tsx'
import css from './prices.module.css'
import { priceQuery, type PriceOf } from './queries.ts'
import { useT } from './words.ts'

const PPM = 1_000_000

/** What an article costs in a channel and a place, why, and what was shown to customers. */
export function PricePage() {
  const { sku } = useParams({ from: '/prices/articles/$sku' })
  const t = useT('prices')
  const { locale } = useLocale()
  const { filters, change } = useFilters<'channelId' | 'locationId'>()
  const channels = useChannels()
  // Most look for what the web shop says.
  const channelId = filters.channelId ?? (channels.find(({ kind }) => kind === 'web') ?? channels[0])?.id
  const price = useQuery(priceQuery(sku, channelId, filters.locationId))
  const variant = useQuery(variantQuery(sku, locale))
  return (
    <SheetPage
      title={sku}
      lead={variant.data?.name}
      refreshing={price.isFetching}
      above={<Link to="/prices">{t('title')}</Link>}
    >
      <div className={page.form}>
        <search className={page.filters}>
          <Select
            label={t('channel')}
            hideLabel
            className={page.select}
            choices={channels.map(({ id, name }) => ({ value: id, label: name[locale] }))}
            value={channelId ?? null}
            onChange={(next) => change({ channelId: next })}
          />
          <FilterSelect
            filter="locationId"
            label={t('place')}
            none={t('everywhere')}
            choices={usePlaceChoices()}
          />
        </search>
        {price.data ? (
          <Shown price={price.data} />
        ) : price.isError ? (
          <ProblemState error={price.error} onRetry={() => void price.refetch()} />
        ) : (
          <Skeleton lines={8} className={page.skeleton} />
        )}
      </div>
    </SheetPage>
  )
}

type PriceProps = Readonly<{ price: PriceOf }>

function Shown({ price }: PriceProps) {
  const t = useT('prices')
  const columns = useHistoryColumns()
  const history = price.history ?? []
  return (
    <div className={page.columns}>
      <div className={page.stack}>
        <ArticleTrace sku={price.sku} />
        <Panel title={t('history')} flush>
          <Table
            label={t('history')}
            columns={columns}
            rows={history}
            rowKey={({ at }) => at}
            empty={<EmptyState icon={<History />} title={t('noHistory')} why={t('noHistoryWhy')} />}
          />
        </Panel>
      </div>
      <div className={page.stack}>
        <Why price={price} />
        <Omnibus price={price} />
        <CostPanel sku={price.sku} currency={price.price.currency} />
        <Competitors sku={price.sku} />
      </div>
    </div>
  )
}

function Why({ price }: PriceProps) {
  const t = useT('prices')
  const { locale } = useLocale()
  const format = useFormat()
  const list = useLists()?.find(({ code }) => code === price.source.list)
  const { source, next, pricePerUnit } = price
  return (
    <Panel title={t('why')}>
      <div className={page.form}>
        <Price
          size="l"
          current={price.price}
          previous={price.reduction?.before ?? null}
          lowest30Days={price.reduction?.lowestPrice ?? null}
          beforeFirst={price.reduction?.beforeFirst}
        />
        <dl className={page.facts}>
          <dt>{t('list')}</dt>
          <dd>{list?.name?.[locale] ?? source.list}</dd>
          <dt>{t('listPrice')}</dt>
          <dd>
            <Money value={source.listPrice} />{' '}
            <span className={page.small}>{t('fromPieces', { count: String(source.fromQuantity) })}</span>
          </dd>
          <dt>{t('version')}</dt>
          <dd>{source.version}</dd>
          <dt>{t('inForce')}</dt>
          <dd>{price.versionInForce}</dd>
          <dt>{t('exceptions')}</dt>
          <dd>
            {source.exceptions.length === 0
              ? t('noExceptions')
              : source.exceptions.map(({ id, reason, change }) => (
                  <div key={id}>
                    {reason[locale]} <Money value={change} sign="always" />
                  </div>
                ))}
          </dd>
          <dt>{t('tax')}</dt>
          <dd>
            {price.taxLetter} · {format.percent(price.taxPpm / PPM)}
          </dd>
          {pricePerUnit && (
            <>
              <dt>{t('unitPrice')}</dt>
              <dd>
                <Money value={pricePerUnit.reduced ?? pricePerUnit.price} /> / {pricePerUnit.per}
              </dd>
            </>
          )}
          <dt>{t('nextPrice')}</dt>
          <dd>
            {next ? (
              <>
                {next.price ? <Money value={next.price} /> : t('noPrice')} <ShortTime at={next.at} />
              </>
            ) : (
              t('none')
            )}
          </dd>
        </dl>
      </div>
    </Panel>
  )
}

function Omnibus({ price: { reduction } }: PriceProps) {
  const t = useT('prices')
  const format = useFormat()
  return (
    <Panel title={t('omnibus')}>
      {reduction ? (
        <dl className={page.facts}>
          <dt>{t(reduction.beforeFirst ? 'beforeFirst' : 'lowest')}</dt>
          <dd>
            <Money value={reduction.lowestPrice} />{' '}
            {reduction.percent !== null && (
              <Badge tone="accent">{format.percent(-reduction.percent / 100)}</Badge>
            )}
          </dd>
          {reduction.before && (
            <>
              <dt>{t('before')}</dt>
              <dd>
                <Money value={reduction.before} />
              </dd>
            </>
          )}
          <dt>{t('reducedSince')}</dt>
          <dd>
            <ShortTime at={reduction.since} />
          </dd>
        </dl>
      ) : (
        <p className={page.muted}>{t('notReduced')}</p>
      )}
    </Panel>
  )
}

type Presented = NonNullable<PriceOf['history']>[number]

function useHistoryColumns(): TableColumn<Presented>[] {
  const t = useT('prices')
  return [
    { id: 'at', header: t('since'), isRowHeader: true, cell: ({ at }) => <Moment at={at} /> },
    {
      id: 'price',
      header: t('presented'),
      align: 'end',
      cell: ({ price }) =>
        price ? <Money value={price} /> : <span className={page.muted}>{t('noPrice')}</span>,
    },
    {
      id: 'regular',
      header: t('before'),
      align: 'end',
      cell: ({ regular, reduced }) =>
        reduced && regular ? (
          <span className={css.was}>
            <Money value={regular} />
          </span>
        ) : null,
    },
    {
      id: 'reduced',
      header: '',
      width: 'narrow',
      cell: ({ reduced }) => reduced && <Badge tone="accent">{t('reduced')}</Badge>,
    },
  ]
}
