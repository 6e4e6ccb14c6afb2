import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, Panel, Skeleton, toast } from '@splot/ui'
import { X } from 'lucide-react'
import { splot } from '../api/client.ts'
import { useMay } from '../page/names.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import page from '../page/page.module.css'
import css from './customers.module.css'
import { GroupField } from './GroupField.tsx'
import { groupsOfQuery, type Customer } from './queries.ts'
import { useT } from './words.ts'

/** The groups of a customer. A change counts at once and can be taken back; somebody else's change meanwhile is told, not undone. */
export function GroupsPanel({ customer }: Readonly<{ customer: Customer }>) {
  const t = useT('customers')
  const may = useMay()
  const { data, error } = useQuery(groupsOfQuery(customer.id))
  const change = useChangeGroups(customer.id)
  const hasGroups = customer.kind === 'registered' && customer.forgottenAt === null
  const mayChange = hasGroups && may('customers.group')
  return (
    <Panel title={t('groups')}>
      <div className={page.form}>
        <p className={page.small}>{t(hasGroups ? 'groupsWhat' : 'groupsGuest')}</p>
        {!data && !error && <Skeleton lines={1} />}
        {hasGroups && data && data.groups.length === 0 && <p className={page.muted}>{t('groupsNone')}</p>}
        {data && data.groups.length > 0 && (
          <ul className={css.groups} aria-label={t('groups')}>
            {data.groups.map((name) => (
              <li key={name}>
                {name}
                {mayChange && (
                  <Button
                    variant="quiet"
                    size="s"
                    icon={<X aria-hidden size={13} />}
                    aria-label={t('removeGroup', { name })}
                    isDisabled={change.isPending}
                    onPress={() =>
                      change.mutate({
                        seen: data.groups,
                        groups: data.groups.filter((other) => other !== name),
                      })
                    }
                  />
                )}
              </li>
            ))}
          </ul>
        )}
        {mayChange && data && (
          <GroupField
            key={data.groups.length}
            taken={data.groups}
            onAdd={(name) => change.mutate({ seen: data.groups, groups: [...data.groups, name] })}
          />
        )}
        <ProblemNote error={error ?? change.error} />
      </div>
    </Panel>
  )
}

type Change = Readonly<{ seen: readonly string[]; groups: readonly string[] }>

function useChangeGroups(customerId: string) {
  const t = useT('customers')
  const client = useQueryClient()
  const put = ({ seen, groups }: Change) =>
    unwrap(
      splot.PUT('/v1/customers/{customerId}/groups', {
        params: { path: { customerId } },
        body: { groups: [...groups], seen: [...seen] },
      }),
    )
  const refresh = () => {
    for (const key of ['customer-groups-of', 'customer-groups', 'customer-group'])
      void client.invalidateQueries({ queryKey: [key] })
  }
  return useMutation({
    mutationFn: put,
    onSuccess: (_, { seen, groups }) =>
      toast({
        title: t('groupsChanged'),
        status: 'ok',
        // Refused when somebody else changed them meanwhile: then the page shows how they are.
        undo: () => void put({ seen: groups, groups: seen }).then(refresh, refresh),
      }),
    onSettled: refresh,
  })
}
