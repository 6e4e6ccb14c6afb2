import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import { Button, Dialog, toast, useNow } from '@splot/ui'
import { splot } from '../api/client.ts'
import { ProblemNote } from '../page/Problem.tsx'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { endsTooEarly, flawsOf, instantOf, noTerms, termsOf, type PriceEdit } from './edits.ts'
import { TermsFields, UntilField } from './parts.tsx'
import { PriceSteps } from './PriceSteps.tsx'
import css from './prices.module.css'
import { useRefreshPrices } from './queries.ts'
import { useT } from './words.ts'

/** Edits that the question before publishing shows; the draft has them all. */
const SHOWN = 20

type Props = Readonly<{ edits: readonly PriceEdit[]; onClose: () => void; onDone: () => void }>

/** Makes one change of what was typed, and publishes it, now or from a moment on; or keeps it as a draft. */
export function PublishEdits({ edits, onClose, onDone }: Props) {
  const t = useT('prices')
  const common = useCommon('page')
  const now = useNow()
  const [terms, setTerms] = useState(noTerms)
  const [until, setUntil] = useState('')
  const [asked, setAsked] = useState(false)
  const finish = useFinish(onDone)
  const save = useMutation({
    mutationFn: async (how: 'publish' | 'draft') => {
      const rows = edits.map(({ list, sku, quantity, minor }) => ({
        list,
        sku,
        quantity,
        minor,
        until: instantOf(until),
      }))
      const { id } = await unwrap(splot.POST('/v1/prices/changes', { body: { ...termsOf(terms), rows } }))
      return finish(id, how)
    },
  })
  const isEndWrong = endsTooEarly(terms, until, now)
  const submit = (how: 'publish' | 'draft') => {
    setAsked(true)
    const { note, at } = flawsOf(terms)
    if (!note && !at && !isEndWrong) save.mutate(how)
  }
  return (
    <Dialog
      title={t('publishEdits')}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button isDisabled={save.isPending} onPress={() => submit('draft')}>
            {t('saveDraft')}
          </Button>
          <Button variant="primary" isPending={save.isPending} onPress={() => submit('publish')}>
            {t('publish')}
          </Button>
        </>
      }
    >
      <div className={page.form}>
        <Edits edits={edits} />
        <TermsFields
          value={terms}
          asked={asked}
          onChange={(part) => setTerms((known) => ({ ...known, ...part }))}
        />
        <UntilField value={until} isWrong={asked && isEndWrong} onChange={setUntil} />
        <ProblemNote error={save.error} />
      </div>
    </Dialog>
  )
}

/** What was typed, each with what the list says now. */
function Edits({ edits }: Readonly<{ edits: readonly PriceEdit[] }>) {
  const t = useT('prices')
  const rest = edits.length - SHOWN
  return (
    <div className={css.many}>
      <PriceSteps
        label={t('edits', { count: edits.length })}
        steps={edits.slice(0, SHOWN).map(({ quantity, ...edit }) => ({ ...edit, fromQuantity: quantity }))}
      />
      {rest > 0 && <p className={page.muted}>{t('andMore', { count: rest })}</p>}
    </div>
  )
}

/**
 * What follows once a draft is made: it is published, or shown. A draft that was refused is shown too, with what can be done
 * about it; trying again from the form would make a second one.
 */
export function useFinish(onDone: () => void) {
  const t = useT('prices')
  const navigate = useNavigate()
  const refresh = useRefreshPrices()
  return async (id: string, how: 'publish' | 'draft') => {
    const isPublished =
      how === 'publish' &&
      (await unwrap(
        splot.POST('/v1/prices/changes/{id}/publish', { params: { path: { id } }, body: {} }),
      ).then(
        () => true,
        () => false,
      ))
    onDone()
    refresh()
    const open = () => void navigate({ to: '/prices/changes/$id', params: { id } })
    if (isPublished) {
      toast({ title: t('published'), status: 'ok', action: { label: t('change'), run: open } })
      return
    }
    toast(
      how === 'draft' ? { title: t('drafted'), status: 'ok' } : { title: t('notPublished'), status: 'warn' },
    )
    open()
  }
}
