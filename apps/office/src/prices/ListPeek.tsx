import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import { Button, Dialog, RadioGroup, RadioOption, TextField, toast, useFormat, useNow } from '@splot/ui'
import { splot } from '../api/client.ts'
import { useMay } from '../page/names.tsx'
import { Peek } from '../page/Peek.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { flawsOf, instantOf, MAX_NOTE } from './edits.ts'
import { ListStatePill, useForWhom, useListName, useValidity } from './for-whom.tsx'
import { byPrecedence, neighboursOf, stateOf } from './list-draft.ts'
import css from './prices.module.css'
import { useRefreshPrices, type PriceList } from './queries.ts'
import { useT as usePrices } from './words.ts'
import { useT } from './list-words.ts'

type Props = Readonly<{ list: PriceList; all: readonly PriceList[]; onClose: () => void }>

/** One list: for whom it is, what it wins over, and what can be done with it. */
export function ListPeek({ list, all, onClose }: Props) {
  const format = useFormat()
  const t = useT('lists')
  const nameOf = useListName()
  const forWhom = useForWhom()
  const validity = useValidity()
  const { wins, loses } = neighboursOf(
    list,
    all.filter(({ id }) => id !== list.id),
  )
  const named = (lists: readonly PriceList[]) => lists.toSorted(byPrecedence).map(nameOf).join(', ')
  return (
    <Peek label={t('peek', { code: list.code })} title={nameOf(list)} onClose={onClose}>
      <p>
        <ListStatePill list={list} />
      </p>
      <dl className={page.facts}>
        <dt>{t('code')}</dt>
        <dd>
          <code>{list.code}</code>
        </dd>
        <dt>{t('forWhom')}</dt>
        <dd>{forWhom(list)}</dd>
        <dt>{t('currency')}</dt>
        <dd>{list.currency}</dd>
        <dt>{t('validity')}</dt>
        <dd>{validity(list)}</dd>
        <dt>{t('articles')}</dt>
        <dd>
          <Link to="/prices" search={{ list: list.code }} className={page.link}>
            {format.number(list.articles)}
          </Link>
        </dd>
        <dt>{t('wins')}</dt>
        <dd>{named(wins) || t('none')}</dd>
        <dt>{t('losesTo')}</dt>
        <dd>{named(loses) || t('noneTo')}</dd>
      </dl>
      <Actions list={list} wins={wins.toSorted(byPrecedence)} />
    </Peek>
  )
}

function Actions({ list, wins }: Readonly<{ list: PriceList; wins: readonly PriceList[] }>) {
  const t = useT('lists')
  const may = useMay()
  const navigate = useNavigate()
  const state = stateOf(list, useNow())
  const [open, setOpen] = useState<'rename' | 'end' | null>(null)
  const isOver = state === 'over' || state === 'never'
  const [next] = wins
  const bulk = (from?: string) =>
    void navigate({ to: '/prices/bulk', search: { list: list.code, ...(from && { from }) } })
  return (
    <div className={css.actions}>
      <Button onPress={() => void navigate({ to: '/prices', search: { list: list.code } })}>
        {t('showPrices')}
      </Button>
      {may('prices.write') && (
        <>
          {!isOver && next && <Button onPress={() => bulk(next.code)}>{t('fill')}</Button>}
          {!isOver && list.articles > 0 && <Button onPress={() => bulk()}>{t('changeMany')}</Button>}
          <Button onPress={() => setOpen('rename')}>{t('rename')}</Button>
          {!isOver && <Button onPress={() => setOpen('end')}>{t('end')}</Button>}
        </>
      )}
      {open === 'rename' && <Rename list={list} onClose={() => setOpen(null)} />}
      {open === 'end' && <EndList list={list} onClose={() => setOpen(null)} />}
    </div>
  )
}

type StepProps = Readonly<{ list: PriceList; onClose: () => void }>

function Rename({ list, onClose }: StepProps) {
  const t = useT('lists')
  const common = useCommon('page')
  const refresh = useRefreshPrices()
  const [name, setName] = useState(list.name ?? { pl: list.code, en: list.code })
  const [asked, setAsked] = useState(false)
  const isEmpty = (language: 'pl' | 'en') => name[language].trim() === ''
  const save = useMutation({
    mutationFn: () =>
      unwrap(
        splot.PATCH('/v1/prices/lists/{code}', { params: { path: { code: list.code } }, body: { name } }),
      ),
    onSuccess: () => {
      refresh()
      toast({ title: t('renamedToast'), status: 'ok' })
      onClose()
    },
  })
  const submit = () => {
    setAsked(true)
    if (!isEmpty('pl') && !isEmpty('en')) save.mutate()
  }
  return (
    <Dialog
      title={t('rename')}
      size="s"
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button variant="primary" isPending={save.isPending} onPress={submit}>
            {common('save')}
          </Button>
        </>
      }
    >
      <div className={page.form}>
        {(['pl', 'en'] as const).map((language) => (
          <TextField
            key={language}
            label={t(language === 'pl' ? 'namePl' : 'nameEn')}
            value={name[language]}
            onChange={(text) => setName((known) => ({ ...known, [language]: text }))}
            error={asked && isEmpty(language) && t('needName')}
          />
        ))}
        <ProblemNote error={save.error} />
      </div>
    </Dialog>
  )
}

type When = 'now' | 'later' | 'never'

function EndList({ list, onClose }: StepProps) {
  const t = useT('lists')
  const prices = usePrices('prices')
  const common = useCommon('page')
  const nameOf = useListName()
  const refresh = useRefreshPrices()
  const [when, setWhen] = useState<When>(list.validUntil === null ? 'later' : 'never')
  const [at, setAt] = useState('')
  const [note, setNote] = useState('')
  const [asked, setAsked] = useState(false)
  const flaws = flawsOf({ note, when: when === 'later' ? 'later' : 'now', at })
  const end = useMutation({
    mutationFn: () =>
      unwrap(
        splot.POST('/v1/prices/lists/{code}/end', {
          params: { path: { code: list.code } },
          body: {
            at: when === 'now' ? 'now' : when === 'never' ? null : instantOf(at),
            note: note.trim(),
          },
        }),
      ),
    onSuccess: () => {
      refresh()
      toast({ title: t('endedToast'), status: 'ok' })
      onClose()
    },
  })
  const submit = () => {
    setAsked(true)
    if (!flaws.note && !flaws.at) end.mutate()
  }
  return (
    <Dialog
      title={t('endOf', { name: nameOf(list) })}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button variant={when === 'now' ? 'danger' : 'primary'} isPending={end.isPending} onPress={submit}>
            {common('save')}
          </Button>
        </>
      }
    >
      <div className={page.form}>
        <p>{t('endWhat')}</p>
        <RadioGroup<When> label={t('end')} layout="row" value={when} onChange={setWhen}>
          <RadioOption value="now">{t('endNow')}</RadioOption>
          <RadioOption value="later">{t('endLater')}</RadioOption>
          <RadioOption value="never" isDisabled={list.validUntil === null}>
            {t('endNever')}
          </RadioOption>
        </RadioGroup>
        {when === 'later' && (
          <TextField
            label={prices('at')}
            type="datetime-local"
            value={at}
            onChange={setAt}
            error={asked && flaws.at && prices('needAt')}
          />
        )}
        <TextField
          label={prices('note')}
          value={note}
          onChange={setNote}
          maxLength={MAX_NOTE}
          error={asked && flaws.note && prices('needNote')}
        />
        <ProblemNote error={end.error} />
      </div>
    </Dialog>
  )
}
