import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import {
  Button,
  EmptyState,
  Panel,
  RadioGroup,
  RadioOption,
  StatusPill,
  TextField,
  toast,
  useFormat,
  type TableColumn,
} from '@splot/ui'
import { Landmark, Plus } from 'lucide-react'
import { splot } from '../api/client.ts'
import { useMay } from '../page/names.tsx'
import { PlainTable } from '../page/PlainTable.tsx'
import { EditorDialog } from '../page/Editor.tsx'
import { useCommandKey } from '../page/useCommandKey.ts'
import { CountryField, HOME, useCountryName } from './country.tsx'
import { registrationsQuery, type Registration } from './queries.ts'
import { useT } from './words.ts'

/** For which countries goods bear the VAT of where they arrive, from which days. */
export function RegistrationsPanel() {
  const t = useT('delivery')
  const may = useMay()
  const [adding, setAdding] = useState(false)
  const add = may('prices.write', true) && (
    <Button size="s" icon={<Plus aria-hidden size={13} />} onPress={() => setAdding(true)}>
      {t('register')}
    </Button>
  )
  return (
    <Panel title={t('registrations')} actions={add} flush>
      <PlainTable
        label={t('registrations')}
        list={useQuery(registrationsQuery)}
        columns={useColumns()}
        rowKey={({ country, validFrom }) => `${country} ${validFrom}`}
        empty={<EmptyState icon={<Landmark />} title={t('noRegistrations')} why={t('noRegistrationsWhy')} />}
      />
      {adding && <Register onClose={() => setAdding(false)} />}
    </Panel>
  )
}

function useColumns(): TableColumn<Registration>[] {
  const t = useT('delivery')
  const format = useFormat()
  const nameOf = useCountryName()
  return [
    { id: 'country', header: t('country'), isRowHeader: true, cell: ({ country }) => nameOf(country) },
    { id: 'from', header: t('since'), align: 'end', cell: ({ validFrom }) => format.date(validFrom, 'date') },
    {
      id: 'whose',
      header: t('whose'),
      cell: ({ registered }) => (
        <StatusPill status={registered ? 'ok' : 'neutral'}>
          {t(registered ? 'theirVat' : 'homeVat')}
        </StatusPill>
      ),
    },
  ]
}

function Register({ onClose }: Readonly<{ onClose: () => void }>) {
  const t = useT('delivery')
  const client = useQueryClient()
  const { key, settled } = useCommandKey()
  const [country, setCountry] = useState<string | null>(null)
  const [validFrom, setDay] = useState('')
  const [whose, setWhose] = useState<'theirs' | 'home'>('theirs')
  const [asked, setAsked] = useState(false)
  const register = useMutation({
    mutationFn: (of: string) =>
      unwrap(
        splot.POST('/v1/tax/registrations', {
          headers: { 'idempotency-key': key },
          body: { country: of, validFrom, registered: whose === 'theirs' },
        }),
      ),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['tax-registrations'] })
      toast({ title: t('registered'), status: 'ok' })
      onClose()
    },
    onSettled: settled,
  })
  const submit = () => {
    setAsked(true)
    if (country !== null && validFrom) register.mutate(country)
  }
  return (
    <EditorDialog
      title={t('register')}
      isSaving={register.isPending}
      error={register.error}
      onSave={submit}
      onClose={onClose}
    >
      <p>{t('registerWhat')}</p>
      <CountryField
        label={t('country')}
        value={country}
        onChange={setCountry}
        without={[HOME]}
        error={asked && country === null && t('needCountry')}
      />
      <RadioGroup label={t('whose')} value={whose} onChange={setWhose}>
        <RadioOption value="theirs">{t('theirVat')}</RadioOption>
        <RadioOption value="home">{t('homeVat')}</RadioOption>
      </RadioGroup>
      <TextField
        label={t('fromDay')}
        type="date"
        description={t('fromDayHint')}
        value={validFrom}
        onChange={setDay}
        error={asked && !validFrom ? t('needDay') : undefined}
      />
    </EditorDialog>
  )
}
