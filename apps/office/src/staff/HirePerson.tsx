import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import {
  Button,
  Checkbox,
  Dialog,
  RadioGroup,
  RadioOption,
  Select,
  TextField,
  toast,
  useLocale,
} from '@splot/ui'
import { splot } from '../api/client.ts'
import type { Posted } from '../api/types.ts'
import { usePlaceChoices } from '../page/names.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { useT, wordOf } from '../words/index.ts'
import page from '../page/page.module.css'
import { bodyOf, roles, wrongIn, type Hiring, type HiringField } from './hiring.ts'
import css from './staff.module.css'

type HirePersonProps = Readonly<{ suggestedNumber: string; onClose: () => void }>

/** Adds somebody: who, in which role and where, and how she signs in. */
export function HirePerson({ suggestedNumber, onClose }: HirePersonProps) {
  const t = useT('staff')
  const common = useT('page')
  const { locale } = useLocale()
  const client = useQueryClient()
  const [hiring, setHiring] = useState<Hiring>(() => ({ ...NOBODY, number: suggestedNumber }))
  const [asked, setAsked] = useState(false)
  const change = (part: Partial<Hiring>) => setHiring((known) => ({ ...known, ...part }))
  const hire = useMutation({
    mutationFn: (body: Posted<'/v1/staff'>) => unwrap(splot.POST('/v1/staff', { body })),
    onSuccess: ({ name, number }) => {
      void client.invalidateQueries({ queryKey: ['staff'] })
      void client.invalidateQueries({ queryKey: ['people'] })
      toast({ title: t('hired', { name, number }), status: 'ok' })
      onClose()
    },
  })
  const wrong = asked ? wrongIn(hiring) : new Set<HiringField>()
  const submit = () => {
    setAsked(true)
    if (wrongIn(hiring).size === 0) hire.mutate(bodyOf(hiring))
  }
  const of = (field: 'number' | 'name' | 'pin' | 'email' | 'password', problem: string) => ({
    value: hiring[field],
    onChange: (value: string) => change({ [field]: value }),
    error: wrong.has(field) && problem,
  })
  return (
    <Dialog
      title={t('hire')}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button variant="primary" isPending={hire.isPending} onPress={submit}>
            {t('hire')}
          </Button>
        </>
      }
    >
      <div className={page.form}>
        <TextField label={t('name')} maxLength={120} autoComplete="off" {...of('name', t('needName'))} />
        <TextField
          label={t('number')}
          description={t('numberHint')}
          inputMode="numeric"
          {...of('number', t('needNumber'))}
        />
        <Select
          label={t('role')}
          choices={roles.map((role) => ({ value: role, label: wordOf(locale, 'role', role) }))}
          value={hiring.role}
          onChange={(role) => change({ role: roles.find((known) => known === role) ?? 'assistant' })}
        />
        <Where hiring={hiring} isMissing={wrong.has('places')} onChange={change} />
        <TextField
          label={t('pin')}
          description={t('pinHint')}
          inputMode="numeric"
          autoComplete="off"
          {...of('pin', t('needPin'))}
        />
        <TextField
          label={t('email')}
          description={t('emailHint')}
          type="email"
          autoComplete="off"
          {...of('email', t('needEmail'))}
        />
        <TextField
          label={t('password')}
          type="password"
          autoComplete="new-password"
          {...of('password', t('needPassword'))}
        />
        <ProblemNote error={hire.error} />
      </div>
    </Dialog>
  )
}

const NOBODY: Hiring = {
  number: '',
  name: '',
  role: 'assistant',
  everywhere: false,
  places: new Set(),
  pin: '',
  email: '',
  password: '',
}

type WhereProps = Readonly<{
  hiring: Hiring
  isMissing: boolean
  onChange: (part: Partial<Hiring>) => void
}>

/** Everywhere, or in the places that are ticked. */
function Where({ hiring, isMissing, onChange }: WhereProps) {
  const t = useT('staff')
  const choices = usePlaceChoices('staff.manage')
  const toggle = (id: string, on: boolean) => {
    const places = new Set(hiring.places)
    if (on) places.add(id)
    else places.delete(id)
    onChange({ places })
  }
  return (
    <>
      <RadioGroup
        label={t('where')}
        layout="row"
        value={hiring.everywhere ? 'everywhere' : 'chosen'}
        onChange={(value) => onChange({ everywhere: value === 'everywhere' })}
        error={isMissing && t('needPlace')}
      >
        <RadioOption value="chosen">{t('chosenPlaces')}</RadioOption>
        <RadioOption value="everywhere">{t('allPlaces')}</RadioOption>
      </RadioGroup>
      {!hiring.everywhere && (
        <fieldset className={css.places} aria-label={t('chosenPlaces')}>
          {choices.map(({ value, label }) => (
            <Checkbox key={value} isSelected={hiring.places.has(value)} onChange={(on) => toggle(value, on)}>
              {label}
            </Checkbox>
          ))}
        </fieldset>
      )}
    </>
  )
}
