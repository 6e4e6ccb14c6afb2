import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import { Button, Panel, RadioGroup, RadioOption, Select, TextField, useFormat, useNow } from '@splot/ui'
import { splot } from '../api/client.ts'
import { SheetPage } from '../page/ListPage.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { GoodsFields } from '../page/ScopeFields.tsx'
import { useFilters } from '../page/useFilters.ts'
import page from '../page/page.module.css'
import { adjustments, bulkOf, roundings, type Bulk, type BulkDraft, type BulkFlaws } from './bulk.ts'
import { noTerms } from './edits.ts'
import { TermsFields, UntilField, useListChoices, useLists } from './parts.tsx'
import { PriceSteps } from './PriceSteps.tsx'
import css from './prices.module.css'
import { useFinish } from './PublishEdits.tsx'
import { useT } from './words.ts'

const preview = (body: Bulk) => unwrap(splot.POST('/v1/prices/bulk/preview', { body }))
type Preview = Awaited<ReturnType<typeof preview>>

/** What two edits have in common when they do the same: the reason changes no price. */
const effectOf = ({ note: _note, ...effect }: Bulk): string => JSON.stringify(effect)

/** What a choice of its own prices is called; no code of a list has a star. */
const OWN = '*'

const emptyDraft: BulkDraft = {
  list: '',
  from: null,
  goods: 'all',
  category: null,
  sku: '',
  adjust: 'percent',
  typed: '',
  rounding: 'ending99',
  terms: noTerms,
  until: '',
}

/** Changes many prices at once: say how, see what it does, then publish just that. */
export function BulkPage() {
  const t = useT('prices')
  const navigate = useNavigate()
  const { filters } = useFilters<'list' | 'from'>()
  const lists = useLists()
  const [typed, setDraft] = useState<BulkDraft>({ ...emptyDraft, from: filters.from ?? null })
  const [asked, setAsked] = useState(false)
  const draft = { ...typed, list: typed.list || filters.list || lists?.[0]?.code || '' }
  const wanted = bulkOf(draft, useNow())
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
              <Shown preview={reckon.data} list={draft.list} />
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
  const choices = useListChoices()
  const others = choices.filter(({ value }) => value !== draft.list)
  const isReckoned = draft.adjust === 'percent' || draft.adjust === 'amount'
  const labels = { percent: t('percentField'), amount: t('amountField'), set: t('price'), withdraw: '' }
  return (
    <>
      <Select
        label={t('list')}
        choices={choices}
        value={draft.list || null}
        onChange={(list) => onChange({ list, ...(list === draft.from && { from: null }) })}
      />
      {others.length > 0 && (
        <Select
          label={t('from')}
          description={t('fromHint')}
          choices={[{ value: OWN, label: t('ownPrices') }, ...others]}
          value={draft.from ?? OWN}
          onChange={(from) => onChange({ from: from === OWN ? null : from })}
        />
      )}
      <GoodsFields value={draft} all={t('allGoods')} asked={asked} onChange={onChange} />
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
          error={flaws?.value && t(draft.adjust === 'percent' ? 'needPercent' : 'needNumber')}
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
      <UntilField
        value={draft.until}
        isWrong={flaws?.until ?? false}
        onChange={(until) => onChange({ until })}
      />
    </>
  )
}

function Shown({ preview: found, list }: Readonly<{ preview: Preview; list: string }>) {
  const t = useT('prices')
  const format = useFormat()
  return (
    <div className={page.form}>
      <dl className={css.counts}>
        {(['skus', 'rows', 'raised', 'lowered', 'fresh', 'unchanged', 'withoutPrice'] as const).map(
          (name) => (
            <div key={name}>
              <dt>{t(name)}</dt>
              <dd>{format.number(found[name])}</dd>
            </div>
          ),
        )}
      </dl>
      {found.examples.length > 0 && (
        <>
          <h3>{t('examples')}</h3>
          <PriceSteps label={t('examples')} steps={found.examples.map((example) => ({ ...example, list }))} />
        </>
      )}
    </div>
  )
}
