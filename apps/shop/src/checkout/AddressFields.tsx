import { NativeSelect, TextField, useLocale, type TextFieldProps } from '@splot/ui'
import { useEffect, useState } from 'react'
import { servedCountries } from '../api/buy.ts'
import css from '../pages/Checkout.module.css'
import { useT } from '../words/index.ts'

type Field = Pick<TextFieldProps, 'value' | 'onChange' | 'error' | 'inputRef'>

type AddressFieldsProps = Readonly<{
  /** Where the basket goes: decides what sending costs, and whose VAT it bears. */
  country: string
  onCountry: (country: string) => void
  street: Field
  postcode: Field
  city: Field
}>

/** Where a parcel goes, in one of the countries that are served. */
export default function AddressFields({ country, onCountry, street, postcode, city }: AddressFieldsProps) {
  const t = useT('checkout')
  const countries = useCountries(country)
  return (
    <>
      {countries.length > 1 && (
        <NativeSelect label={t('country')} choices={countries} value={country} onChange={onCountry} />
      )}
      <TextField label={t('street')} isRequired autoComplete="street-address" {...street} />
      <div className={css.pair}>
        <TextField
          label={t('postcode')}
          isRequired
          {...(country === 'PL' && { inputMode: 'numeric' })}
          autoComplete="postal-code"
          {...postcode}
        />
        <TextField label={t('city')} isRequired autoComplete="address-level2" {...city} />
      </div>
    </>
  )
}

/** Countries by their names in the visitor's language; until the list has come only the one that is chosen. */
function useCountries(chosen: string) {
  const { locale } = useLocale()
  const [served, setServed] = useState<readonly string[]>([])
  useEffect(() => void servedCountries().then(setServed, () => undefined), [])
  const names = new Intl.DisplayNames(locale, { type: 'region' })
  return [...new Set([chosen, ...served])]
    .map((value) => ({ value, label: names.of(value) ?? value }))
    .toSorted((a, b) => a.label.localeCompare(b.label, locale))
}
