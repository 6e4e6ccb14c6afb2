import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, Dialog, toast, useLocale } from '@splot/ui'
import { splot } from '../api/client.ts'
import { ShortTime } from '../page/Moment.tsx'
import { useMay } from '../page/names.tsx'
import { Peek } from '../page/Peek.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { flawsOf, noTerms, termsOf } from './edits.ts'
import { toldOf, type ExceptionState, type Revision } from './exception-draft.ts'
import { ReadByShoppers, useEffectWords, useScopeOf } from './exception-parts.tsx'
import { ExceptionEditor } from './ExceptionEditor.tsx'
import { TermsFields } from './parts.tsx'
import css from './prices.module.css'
import { useRefreshPrices, type PriceException } from './queries.ts'
import { useT } from './exception-words.ts'

type Props = Readonly<{ exception: PriceException; state: ExceptionState; onClose: () => void }>

/** One exception: what shoppers read, how it has changed, and its new terms or its end. */
export function ExceptionPeek({ exception, state, onClose }: Props) {
  const t = useT('exceptions')
  const { locale } = useLocale()
  const may = useMay()
  const scopeOf = useScopeOf()
  const [open, setOpen] = useState<'revise' | 'end' | null>(null)
  const terms = toldOf(exception)?.terms
  return (
    <Peek label={t('peek')} title={terms?.reason[locale] ?? t('peek')} onClose={onClose}>
      {terms && (
        <>
          <ReadByShoppers effect={terms.effect} reason={terms.reason} />
          <dl className={page.facts}>
            <dt>{t('scope')}</dt>
            <dd>{scopeOf(terms)}</dd>
            <dt>{t('priority')}</dt>
            <dd>{terms.priority}</dd>
          </dl>
        </>
      )}
      <div>
        <h3>{t('revisions')}</h3>
        <Revisions revisions={exception.revisions} />
      </div>
      {may('prices.write') && (
        <div className={css.actions}>
          <Button onPress={() => setOpen('revise')}>{t('revise')}</Button>
          {state !== 'over' && <Button onPress={() => setOpen('end')}>{t('end')}</Button>}
        </div>
      )}
      {open === 'revise' && <ExceptionEditor exception={exception} onClose={() => setOpen(null)} />}
      {open === 'end' && <EndException exception={exception} onClose={() => setOpen(null)} />}
    </Peek>
  )
}

function Revisions({ revisions }: Readonly<{ revisions: readonly Revision[] }>) {
  const t = useT('exceptions')
  const sayEffect = useEffectWords()
  return (
    <dl className={page.facts}>
      {revisions.toReversed().flatMap(({ version, validFrom, validUntil, terms }) => [
        <dt key={version}>
          <ShortTime at={validFrom} />
        </dt>,
        <dd key={`${version} terms`}>
          {terms ? sayEffect(terms.effect) : t('withdrawn')}
          {validUntil && (
            <>
              {' '}
              {t('until').toLocaleLowerCase()} <ShortTime at={validUntil} />
            </>
          )}{' '}
          <span className={page.small}>{t('version', { version: String(version) })}</span>
        </dd>,
      ])}
    </dl>
  )
}

function EndException({ exception, onClose }: Readonly<{ exception: PriceException; onClose: () => void }>) {
  const t = useT('exceptions')
  const common = useCommon('page')
  const refresh = useRefreshPrices()
  const [terms, setTerms] = useState(noTerms)
  const [asked, setAsked] = useState(false)
  const end = useMutation({
    mutationFn: () => {
      const { note, effectiveAt } = termsOf(terms)
      const params = { path: { id: exception.id } }
      return unwrap(
        splot.POST('/v1/prices/exceptions/{id}/withdraw', { params, body: { at: effectiveAt, note } }),
      )
    },
    onSuccess: () => {
      refresh()
      toast({ title: t('endedToast'), status: 'ok' })
      onClose()
    },
  })
  const submit = () => {
    setAsked(true)
    const { note, at } = flawsOf(terms)
    if (!note && !at) end.mutate()
  }
  return (
    <Dialog
      title={t('endTitle')}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button variant="danger" isPending={end.isPending} onPress={submit}>
            {t('end')}
          </Button>
        </>
      }
    >
      <div className={page.form}>
        <p>{t('endWhat')}</p>
        <TermsFields
          value={terms}
          hint={t('noteHint')}
          asked={asked}
          onChange={(part) => setTerms((known) => ({ ...known, ...part }))}
        />
        <ProblemNote error={end.error} />
      </div>
    </Dialog>
  )
}
