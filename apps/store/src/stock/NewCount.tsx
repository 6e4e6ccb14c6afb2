import { newId } from '@splot/kernel'
import {
  Button,
  Checkbox,
  EmptyState,
  QuantityStepper,
  RadioGroup,
  RadioOption,
  ScanBar,
  Select,
  useLocale,
} from '@splot/ui'
import { useQuery } from '@tanstack/react-query'
import { ScanLine } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Read } from '../api/types.ts'
import { api, ask } from '../house.ts'
import { useGo } from '../places.tsx'
import { useHere } from '../use-house.ts'
import { add, emptyDraft } from './draft.ts'
import { give, now } from './give.ts'
import { GivenNote, useGiven } from './given-note.tsx'
import { useLabels } from './labels.ts'
import { paperOf } from './papers.ts'
import { Head, PieceRow } from './parts.tsx'
import { useDraft } from './use-draft.ts'
import { nameOf, usePieceScans } from './use-piece-scans.ts'
import { useT } from './words.ts'
import css from './Stock.module.css'

type Category = Read<'/v1/categories'>['items'][number]
type Scope = 'skus' | 'categories' | 'place'

/** A line may be off by so many pieces before it is counted again. */
const TOLERANCE = 1

const leaves = (categories: readonly Category[], above = ''): { value: string; label: string }[] =>
  categories.flatMap(({ handle, name, children }) => [
    { value: handle, label: above ? `${above} › ${name}` : name },
    ...leaves(children, name),
  ])

/** Starts a count: of what is scanned, of a category, of the whole place. */
export function NewCountPage() {
  const t = useT('newCount')
  const { locale } = useLocale()
  const { enrolment, session } = useHere()
  const labels = useLabels()
  const go = useGo()
  const [scope, setScope] = useState<Scope>('skus')
  const [category, setCategory] = useState<string | null>(null)
  const [tolerance, setTolerance] = useState(TOLERANCE)
  const [byOther, setByOther] = useState(false)
  const [given, setGiven] = useState<string | null>(null)
  const { state } = useGiven(given)
  const { draft, change } = useDraft('new-count', null)
  const categories = useQuery(
    paperOf(
      ['categories', locale],
      async () => (await ask(api.GET('/v1/categories', { params: { query: { locale } } }))).items,
    ),
  ).data?.value
  const scans = usePieceScans(given === null, ({ code, label }) => {
    setScope('skus')
    change((before) => (before.pieces.some((piece) => piece.code === code) ? before : add(before, code, 1)))
    return { state: label ? 'ok' : 'warn', text: t('added', { name: nameOf(label, code) }) }
  })
  useEffect(() => {
    if (given && state === 'done') go({ to: '/stock/counts/$id', params: { id: given } })
  }, [given, state, go])
  const values = scope === 'skus' ? draft.pieces.map(({ code }) => code) : category ? [category] : []
  const start = async () => {
    const id = newId()
    await give(session.person, {
      id,
      kind: 'stock.count',
      path: '/v1/stock/counts',
      body: (commandId) => ({
        commandId,
        ...now(),
        locationId: enrolment.location.id,
        scope: { kind: scope, values: scope === 'place' ? [] : values },
        tolerancePieces: tolerance,
        recount: byOther ? 'other_person' : 'anyone',
      }),
      lane: id,
      pieces: 0,
      about: t(`scopes.${scope}`),
    })
    change(() => emptyDraft)
    setGiven(id)
  }
  return (
    <div className={css.page}>
      <Head title={t('title')} />
      {given ? (
        <GivenNote id={given} title={t('started')} why="" onNext={() => setGiven(null)} />
      ) : (
        <>
          <div className={css.scan}>
            <ScanBar state={scans.said?.state ?? 'ready'} count={scans.said?.count ?? 0}>
              {scans.said?.text ?? t('scan')}
            </ScanBar>
          </div>
          <section className={css.form}>
            <RadioGroup label={t('what')} value={scope} onChange={setScope}>
              <RadioOption value="skus">{t('scopes.skus')}</RadioOption>
              <RadioOption value="categories">{t('scopes.categories')}</RadioOption>
              <RadioOption value="place">{t('scopes.place')}</RadioOption>
            </RadioGroup>
            {scope === 'categories' && (
              <Select
                label={t('category')}
                choices={leaves(categories ?? [])}
                value={category}
                onChange={setCategory}
              />
            )}
            <div className={css.modes}>
              <QuantityStepper label={t('tolerance')} value={tolerance} min={0} onChange={setTolerance} />
              <span aria-hidden="true">{t('tolerance')}</span>
            </div>
            <Checkbox isSelected={byOther} onChange={setByOther}>
              {t('byOther')}
            </Checkbox>
          </section>
          {scope === 'skus' &&
            (draft.pieces.length === 0 ? (
              <EmptyState icon={<ScanLine />} title={t('empty')} why={t('emptyWhy')} />
            ) : (
              <ul className={css.lines} aria-label={t('title')}>
                {draft.pieces.map(({ code }) => (
                  <PieceRow key={code} code={code} label={labels(code)} tally={null} />
                ))}
              </ul>
            ))}
          <div className={css.foot}>
            <Button
              variant="primary"
              size="l"
              wide
              isDisabled={scope !== 'place' && values.length === 0}
              onPress={() => void start()}
            >
              {t('start')}
            </Button>
          </div>
        </>
      )}
    </div>
  )
}
