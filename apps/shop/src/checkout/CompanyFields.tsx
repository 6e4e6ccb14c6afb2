import { TextField, type TextFieldProps } from '@splot/ui'
import { useState } from 'react'
import { isNip } from '../api/buy.ts'
import { useT } from '../words/index.ts'

type Field = Pick<TextFieldProps, 'value' | 'onChange' | 'error' | 'inputRef'>

/** For whom the bill is, when a business buys. */
export default function CompanyFields({ nip, company }: Readonly<{ nip: Field; company: Field }>) {
  const t = useT('checkout')
  const [wrong, setWrong] = useState('')
  const check = async () => {
    const asked = nip.value ?? ''
    // Without an answer it is checked when she orders.
    if (asked.trim() && (await isNip(asked).catch(() => true)) === false) setWrong(asked)
  }
  return (
    <>
      <TextField
        label={t('nip')}
        description={t('nipWhy')}
        isRequired
        autoComplete="off"
        {...nip}
        error={nip.error ?? (wrong !== '' && wrong === nip.value ? t('needNip') : undefined)}
        onBlur={() => void check()}
      />
      <TextField label={t('company')} isRequired autoComplete="organization" {...company} />
    </>
  )
}
