import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import { Button, Dialog, toast } from '@splot/ui'
import { splot } from '../api/client.ts'
import { ProblemNote } from '../page/Problem.tsx'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { flawsOf, noTerms, termsOf, type PriceEdit } from './edits.ts'
import { TermsFields } from './parts.tsx'
import { useRefreshPrices } from './queries.ts'
import { useT } from './words.ts'

type Props = Readonly<{ edits: readonly PriceEdit[]; onClose: () => void; onDone: () => void }>

/** Makes one change of what was typed, and publishes it, now or from a moment on; or keeps it as a draft. */
export function PublishEdits({ edits, onClose, onDone }: Props) {
  const t = useT('prices')
  const common = useCommon('page')
  const [terms, setTerms] = useState(noTerms)
  const [asked, setAsked] = useState(false)
  const finish = useFinish(onDone)
  const save = useMutation({
    mutationFn: async (how: 'publish' | 'draft') => {
      const rows = edits.map(({ list, sku, quantity, minor }) => ({ list, sku, quantity, minor }))
      const { id } = await unwrap(splot.POST('/v1/prices/changes', { body: { ...termsOf(terms), rows } }))
      return finish(id, how)
    },
  })
  const submit = (how: 'publish' | 'draft') => {
    setAsked(true)
    const { note, at } = flawsOf(terms)
    if (!note && !at) save.mutate(how)
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
        <p>{t('edits', { count: edits.length })}</p>
        <TermsFields
          value={terms}
          asked={asked}
          onChange={(part) => setTerms((known) => ({ ...known, ...part }))}
        />
        <ProblemNote error={save.error} />
      </div>
    </Dialog>
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
