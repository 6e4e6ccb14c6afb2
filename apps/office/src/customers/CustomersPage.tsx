import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import { Button, EmptyState, Table, TextField, useFormat, type TableColumn } from '@splot/ui'
import { Search, UserRoundSearch, UserRoundX } from 'lucide-react'
import { splot } from '../api/client.ts'
import { ListPage } from '../page/ListPage.tsx'
import { ProblemState } from '../page/Problem.tsx'
import page from '../page/page.module.css'
import type { Posted } from '../api/types.ts'
import { contactOf } from './contact.ts'
import css from './customers.module.css'
import { CustomerTabs, KindPill } from './parts.tsx'
import { useT } from './words.ts'

type Found = Readonly<{ id: string; kind: string; createdAt: string }>

/** Rows that were found last stay for whoever comes Back; what was looked for does not, and stands in no address. */
const FOUND = ['customers-found'] as const

/** Finds the rows of a person by e-mail or phone: ids and dates only, until one is opened. */
export function CustomersPage() {
  const t = useT('customers')
  const client = useQueryClient()
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState(false)
  const [found, setFound] = useState(() => client.getQueryData<readonly Found[]>(FOUND))
  const columns = useColumns()
  const contact = contactOf(typed)
  const look = useMutation({
    mutationFn: (body: Posted<'/v1/customers/lookup'>) =>
      unwrap(splot.POST('/v1/customers/lookup', { body })),
    onSuccess: ({ items }) => {
      client.setQueryData<readonly Found[]>(FOUND, items)
      setFound(items)
    },
  })
  const submit = () => {
    setAsked(true)
    if (contact) look.mutate(contact)
  }
  return (
    <ListPage
      title={t('title')}
      lead={t('lead')}
      refreshing={look.isPending}
      views={<CustomerTabs current="find" />}
      filters={
        <form
          className={css.find}
          onSubmit={(event) => {
            event.preventDefault()
            submit()
          }}
        >
          <TextField
            label={t('contact')}
            description={t('contactHint')}
            value={typed}
            onChange={setTyped}
            error={asked && !contact ? t('badContact') : undefined}
            autoComplete="off"
          />
          <Button
            type="submit"
            variant="primary"
            isPending={look.isPending}
            icon={<Search aria-hidden size={15} />}
          >
            {t('find')}
          </Button>
        </form>
      }
    >
      {look.error ? (
        <ProblemState error={look.error} onRetry={submit} />
      ) : found === undefined ? (
        <EmptyState icon={<UserRoundSearch />} title={t('nothingYet')} why={t('nothingYetWhy')} />
      ) : (
        <Table
          label={t('title')}
          columns={columns}
          rows={found}
          rowKey={({ id }) => id}
          onOpen={({ id }) => void navigate({ to: '/customers/$id', params: { id } })}
          className={page.fill}
          empty={<EmptyState icon={<UserRoundX />} title={t('nobody')} why={t('nobodyWhy')} />}
        />
      )}
    </ListPage>
  )
}

function useColumns(): TableColumn<Found>[] {
  const t = useT('customers')
  const format = useFormat()
  return [
    { id: 'kind', header: t('kind'), isRowHeader: true, cell: ({ kind }) => <KindPill kind={kind} /> },
    { id: 'since', header: t('since'), cell: ({ createdAt }) => format.date(createdAt, 'datetime') },
    { id: 'id', header: t('id'), width: 'wide', cell: ({ id }) => <span className={page.mono}>{id}</span> },
  ]
}
