import { Button, TextField, useLocale } from '@splot/ui'
import { useState, type SubmitEvent } from 'react'
import { api, ask } from '../house.ts'
import { play } from '../scan/sound.ts'
import { errorWords, useT } from '../words.ts'
import { act } from './open-sale.ts'
import { SidePanel } from './Panel.tsx'
import css from './CodePanel.module.css'

/** Recognises who buys by her phone number or e-mail, so that her groups, her codes and her first order count. */
export function CustomerPanel({ onDone }: { readonly onDone: () => void }) {
  const t = useT('customer')
  const { locale } = useLocale()
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const refuse = (words: string) => {
    play('wrong')
    setProblem(words)
  }
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const said = text.trim()
    if (busy || !said) return
    setProblem(null)
    if (!navigator.onLine) return refuse(t('noNetwork'))
    setBusy(true)
    try {
      const body = said.includes('@') ? { email: said } : { phone: said }
      const customer = await ask(api.POST('/v1/till-customers', { body }))
      act({ type: 'recognise', customer })
      play('ok')
      onDone()
    } catch (error) {
      refuse(errorWords(error, locale))
    } finally {
      setBusy(false)
    }
  }
  return (
    <SidePanel title={t('title')} closeLabel={t('back')} onClose={onDone}>
      <form className={css.form} onSubmit={(event) => void submit(event)}>
        <TextField
          label={t('label')}
          value={text}
          onChange={setText}
          autoComplete="off"
          spellCheck="false"
          {...(problem && { error: problem })}
        />
        <Button type="submit" variant="primary" isDisabled={!text.trim()} isPending={busy}>
          {t('find')}
        </Button>
      </form>
      <p className={css.hint}>{t('hint')}</p>
    </SidePanel>
  )
}
