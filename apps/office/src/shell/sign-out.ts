import { useCallback } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { splot } from '../api/client.ts'

/** Ends the session here and on the server, and forgets everything that was shown. */
export function useSignOut(): () => void {
  const client = useQueryClient()
  return useCallback(() => {
    void splot.POST('/v1/staff/sign-out').finally(() => {
      client.clear()
      client.setQueryData(['me'], null)
    })
  }, [client])
}
