import { changePerson, splot } from '../api/client.ts'

/** Ends the session here and on the server, and forgets everything that was shown. */
export function signOut(): void {
  void splot.POST('/v1/staff/sign-out').finally(() => changePerson(null))
}
