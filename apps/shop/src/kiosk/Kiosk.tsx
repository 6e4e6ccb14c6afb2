import { LocaleProvider, rememberLocale } from '@splot/ui'
import { useMemo, useState } from 'react'
import { clientOf, useEnrolment, type Enrolment } from './device.ts'
import { Enrol } from './Enrol.tsx'
import { Screen } from './Screen.tsx'

/** A kiosk that nobody has enrolled asks for its code; one that is enrolled serves one shopper after the other. */
export function Kiosk() {
  const enrolment = useEnrolment()
  return enrolment ? (
    <Visits key={enrolment.key} enrolment={enrolment} />
  ) : (
    <LocaleProvider>
      <Enrol />
    </LocaleProvider>
  )
}

/** Every shopper begins with a screen that knows nothing of the one before: language, text and basket are new. */
function Visits({ enrolment }: Readonly<{ enrolment: Enrolment }>) {
  const [visit, setVisit] = useState(0)
  const api = useMemo(() => clientOf(enrolment), [enrolment])
  const next = () => {
    rememberLocale('pl')
    setVisit((count) => count + 1)
  }
  return (
    <LocaleProvider key={visit} initial="pl">
      <Screen enrolment={enrolment} api={api} onOver={next} />
    </LocaleProvider>
  )
}
