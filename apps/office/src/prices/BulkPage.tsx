import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import {
  Button,
  Panel,
  RadioGroup,
  RadioOption,
  Select,
  Table,
  TextField,
  useFormat,
  type TableColumn,
} from '@splot/ui'
import { splot } from '../api/client.ts'
import { SheetPage } from '../page/ListPage.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { GoodsFields } from '../page/ScopeFields.tsx'
import { useFilters } from '../page/useFilters.ts'
import page from '../page/page.module.css'
import { adjustments, bulkOf, roundings, type Bulk, type BulkDraft, type BulkFlaws } from './bulk.ts'
import { noTerms } from './edits.ts'
import { Amount, TermsFields, useGoodsWords, useListChoices, useLists } from './parts.tsx'
import css from './prices.module.css'
import { useFinish } from './PublishEdits.tsx'
import { useT } from './words.ts'

const preview = (body: Bulk) => unwrap(splot.POST('/v1/prices/bulk/preview', { body }))
type Preview = Awaited<ReturnType<typeof preview>>

/** What two edits have in common when they do the same: the reason changes no price. */
const effectOf = ({ note: _note, ...effect }: Bulk): string => JSON.stringify(effect)

const emptyDraft: BulkDraft = {
  list: '',
  goods: 'all',
  category: null,
  sku: '',
  adjust: 'percent',
  typed: '',
  rounding: 'ending99',
  terms: noTerms,
}

/** Changes many prices at once: say how, see what it does, then publish just that. */
export function BulkPage() {
  const t = useT('prices')
  const navigate = useNavigate()
  const { filters } = useFilters<'list'>()
  const lists = useLists()
  const [typed, setDraft] = useState(emptyDraft)
  const [asked, setAsked] = useState(false)
  const draft = { ...typed, list: typed.list || filters.list || lists?.[0]?.code || '' }
  const wanted = bulkOf(draft)
  const body = 'body' in wanted ? wanted.body : null
  const reckon = useMutation({ mutationFn: preview })
  const finish = useFinish(() => void navigate({ to: '/prices', search: { list: draft.list } }))
  const make = useMutation({
    mutationFn: async ({ bulk, how }: { bulk: Bulk; how: 'publish' | 'draft' }) => {
      const { id } = await unwrap(splot.POST('/v1/prices/bulk', { body: bulk }))
      return finish(id, how)
    },
  })
  // Only what was looked at is published.
  const isSeen = reckon.data !== undefined && body !== null && effectOf(reckon.variables) === effectOf(body)
  const currency = lists?.find(({ code }) => code === draft.list)?.currency ?? 'PLN'
  return (
    <SheetPage title={t('bulk')} lead={t('bulkLead')} above={<Link to="/prices">{t('title')}</Link>}>
      <div className={page.columns}>
        <Panel>
          <div className={css.form}>
            <Fields
              draft={draft}
              flaws={asked && 'flaws' in wanted ? wanted.flaws : null}
              asked={asked}
              onChange={(part) => setDraft((known) => ({ ...known, ...part }))}
            />
            <ProblemNote error={reckon.error ?? make.error} />
            <div className={css.actions}>
              <Button
                variant={isSeen ? 'secondary' : 'primary'}
                isPending={reckon.isPending}
                onPress={() => {
                  setAsked(true)
                  if (body) reckon.mutate(body)
                }}
              >
                {t('preview')}
              </Button>
              {isSeen && (
                <>
                  <Button
                    isDisabled={make.isPending}
                    onPress={() => make.mutate({ bulk: body, how: 'draft' })}
                  >
                    {t('saveDraft')}
                  </Button>
                  <Button
                    variant="primary"
                    isPending={make.isPending}
                    isDisabled={reckon.data.rows === 0}
                    onPress={() => make.mutate({ bulk: body, how: 'publish' })}
                  >
                    {t('publish')}
                  </Button>
                </>
              )}
            </div>
          </div>
        </Panel>
        {reckon.data && (
          <Panel title={t('previewTitle')}>
            {isSeen ? (
              <Shown preview={reckon.data} currency={currency} />
            ) : (
              <p className={page.muted}>{t('oldPreview')}</p>
            )}
          </Panel>
        )}
      </div>
    </SheetPage>
  )
}

type FieldsProps = Readonly<{
  draft: BulkDraft
  flaws: BulkFlaws | null
  asked: boolean
  onChange: (part: Partial<BulkDraft>) => void
}>

function Fields({ draft, flaws, asked, onChange }: FieldsProps) {
  const t = useT('prices')
  const isReckoned = draft.adjust === 'percent' || draft.adjust === 'amount'
  const labels = { percent: t('percentField'), amount: t('amountField'), set: t('price'), withdraw: '' }
  return (
    <>
      <Select
        label={t('list')}
        choices={useListChoices()}
        value={draft.list || null}
        onChange={(list) => onChange({ list })}
      />
      <GoodsFields value={draft} words={useGoodsWords()} asked={asked} onChange={onChange} />
      <RadioGroup<BulkDraft['adjust']>
        label={t('adjust')}
        layout="row"
        value={draft.adjust}
        onChange={(adjust) => onChange({ adjust })}
      >
        {adjustments.map((kind) => (
          <RadioOption key={kind} value={kind}>
            {t(kind)}
          </RadioOption>
        ))}
      </RadioGroup>
      {draft.adjust !== 'withdraw' && (
        <TextField
          label={labels[draft.adjust]}
          {...(isReckoned && { description: t('adjustHint') })}
          {...(draft.adjust === 'percent' && { after: '%' })}
          value={draft.typed}
          onChange={(typed) => onChange({ typed })}
          error={flaws?.value && t('needNumber')}
        />
      )}
      {isReckoned && (
        <Select
          label={t('rounding')}
          // Its keys are the names of the roundings.
          choices={(Object.keys(roundings) as (keyof typeof roundings)[]).map((value) => ({
            value,
            label: t(value),
          }))}
          value={draft.rounding}
          onChange={(rounding) => onChange({ rounding })}
        />
      )}
      <TermsFields
        value={draft.terms}
        asked={asked}
        onChange={(part) => onChange({ terms: { ...draft.terms, ...part } })}
      />
    </>
  )
}

type Example = Preview['examples'][number]

function Shown({ preview: found, currency }: Readonly<{ preview: Preview; currency: string }>) {
  const t = useT('prices')
  const format = useFormat()
  const columns = useColumns(currency)
  return (
    <div className={page.form}>
      <dl className={css.counts}>
        {(['skus', 'rows', 'raised', 'lowered', 'unchanged', 'withoutPrice'] as const).map((name) => (
          <div key={name}>
            <dt>{t(name)}</dt>
            <dd>{format.number(found[name])}</dd>
          </div>
        ))}
      </dl>
      {found.examples.length > 0 && (
        <>
          <h3>{t('examples')}</h3>
          <Table
            label={t('examples')}
            columns={columns}
            rows={found.examples}
            rowKey={({ sku, fromQuantity }) => `${fromQuantity} ${sku}`}
          />
        </>
      )}
    </div>
  )
}

function useColumns(currency: string): TableColumn<Example>[] {
  const t = useT('prices')
  return [
    { id: 'sku', header: t('sku'), isRowHeader: true, cell: ({ sku }) => <code>{sku}</code> },
    {
      id: 'was',
      header: t('was'),
      align: 'end',
      cell: ({ beforeMinor }) => <Amount minor={beforeMinor} currency={currency} />,
    },
    {
      id: 'becomes',
      header: t('becomes'),
      align: 'end',
      cell: ({ minor }) => (
        <strong>
          <Amount minor={minor} currency={currency} />
        </strong>
      ),
    },
  ]
}
